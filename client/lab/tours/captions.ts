/** Captions of a tour: when each is due, and the run's figures in its text. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Facts } from '../../language/en/lab-tours.ts'
import { labTours } from '../../language/lab-tours.ts'
import { formatTime } from '../format.ts'
import { logRecordAt } from '../recording/log-records.ts'
import { changesOfCopies, type Recording } from '../recording/recording.ts'
import type { Plan, RunResult } from '../worker/protocol.ts'
import type { Cue } from './tours.ts'

/** Undefined if it has not happened yet. `isOver`: the run is recorded to its end. */
export function momentOf(
  cue: Cue,
  { nodes, pieces }: Plan,
  recording: Recording,
  isOver: boolean,
): Millis | undefined {
  const nodeOf = (name: string): number => nodes.findIndex(node => node.name === name)
  if (cue.ms !== undefined) return cue.ms <= recording.untilMs ? cue.ms : undefined
  if (cue.event !== undefined) {
    const node = cue.peer === undefined ? undefined : nodeOf(cue.peer)
    return firstEvent(recording, cue.event, node)
  }
  const leechers = recording.rows.filter(({ isSeeder }) => !isSeeder)
  if (cue.finished !== undefined) {
    const ends = leechers.map(({ finishedMs }) => finishedMs).sort((a, b) => a - b)
    return known(ends[cue.finished - 1])
  }
  if (cue.held !== undefined) {
    const all = nodes.filter(({ kind }) => kind === 'leecher').length * pieces
    const times = leechers.flatMap(row => [...row.heldTimesMs.subarray(0, row.heldCount)])
    return known(times.sort((a, b) => a - b)[Math.ceil(cue.held * all) - 1])
  }
  if (cue.left !== undefined) {
    const node = nodeOf(cue.left)
    return known(recording.rows.find(row => row.node === node)?.leftMs)
  }
  if (cue.copies !== undefined) return firstScarcity(recording, cue.copies)
  return isOver ? recording.untilMs : undefined
}

const known = (ms: Millis | undefined): Millis | undefined =>
  ms === undefined || ms === Number.POSITIVE_INFINITY ? undefined : ms

function firstEvent(recording: Recording, event: string, node: number | undefined) {
  const { log, rows } = recording
  for (let place = 0; place < log.length; place++) {
    const record = logRecordAt(recording, place)
    if (record.event !== event || record.by === 'remote') continue
    if (node === undefined || rows[record.row]?.node === node) return record.atMs
  }
  return undefined
}

/** The first time that a departure leaves a piece with at most this number of copies. */
function firstScarcity(recording: Recording, least: number): Millis | undefined {
  const copies = new Map<number, number>()
  for (const { atMs, piece, by } of changesOfCopies(recording)) {
    const count = (copies.get(piece) ?? 0) + by
    copies.set(piece, count)
    if (by < 0 && count <= least) return atMs
  }
  return undefined
}

/** What captions tell of a run. `before`: the result of the act before. */
export function factsOf(
  plan: Plan,
  result: RunResult | undefined,
  before: RunResult | undefined,
): Facts {
  const timeOf = (ms: number | null | undefined): string =>
    ms === null || ms === undefined ? labTours.texts.never : formatTime(ms)
  const ratioOf = (ms: number | null | undefined): number | null =>
    ms ? ms / plan.bound.makespanMs : null
  const { makespanMs, peers = [], useful = 0, redundant = 0 } = result ?? {}
  return {
    bound: formatTime(plan.bound.makespanMs),
    makespan: timeOf(makespanMs),
    before: timeOf(before?.makespanMs),
    ratio: ratioOf(makespanMs),
    ratioBefore: ratioOf(before?.makespanMs),
    finished: peers.filter(({ finishedMs }) => finishedMs !== null).length,
    useful,
    redundant,
  }
}
