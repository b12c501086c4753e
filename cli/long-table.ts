/**
 * Runs as a long table, as dataframes and Parquet want it: a line for each run and measure, and for each of
 * its peers; whole columns of one type; nothing where there is no value.
 */
import type { Run } from '../shared/simulation/simulation.ts'

type Cell = string | number | boolean | null | undefined

/** What comes before: of a sweep, the values that were varied. */
export const longHead = (before: readonly string[]): Cell[] => [
  ...before,
  ...['seed', 'peer', 'class', 'free_rider', 'measure', 'value'],
]

export function longRows(
  { seed, makespanMs, meanMs, peers, seeders, rounds, rmr, controlBytes }: Run,
  boundMs: number,
  before: readonly Cell[] = [],
): Cell[][] {
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000)
  const ofRun: [string, Cell][] = [
    ['makespan_s', seconds(makespanMs)],
    ['mean_s', seconds(meanMs)],
    ['times_bound', makespanMs === null ? null : makespanMs / boundMs],
    ...(rmr === undefined
      ? []
      : ([
          ['rounds', rounds],
          ['rmr', rmr],
          ['control_bytes', controlBytes],
        ] as [string, Cell][])),
  ]
  return [
    ...ofRun.map(([measure, value]) => [...before, seed, '', '', '', measure, value]),
    ...peers.flatMap(peer => {
      const who = [...before, seed, peer.id, peer.class ?? '', peer.isFreeRider]
      return [
        [...who, 'joined_s', seconds(peer.joinedMs)],
        [...who, 'finished_s', seconds(peer.finishedMs)],
        [...who, 'downloaded_bytes', peer.downloaded],
        [...who, 'uploaded_bytes', peer.uploaded],
      ]
    }),
    ...seeders.map(({ id, uploaded }) => [
      ...[...before, seed, id, 'seeder', false],
      ...['uploaded_bytes', uploaded],
    ]),
  ]
}

export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.map(cells => `${cells.map(csvCell).join(',')}\n`).join('')

/** A spreadsheet would run text that begins like a formula. */
function csvCell(value: Cell): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = value ?? ''
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
