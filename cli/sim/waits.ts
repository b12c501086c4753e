/** How long peers waited for everything, over all runs, by class and by who rides free: in words, as a figure. */
import { quantileOf } from '../../shared/simulation/results/statistics.ts'
import { curveChart } from '../chart/curves.ts'
import { standalone } from '../chart/frame.ts'
import type { SimResult } from './result.ts'

export interface Waits {
  /** 'peers' where all are alike. */
  readonly group: string
  readonly peers: number
  /** Those that had everything in the end: the times are theirs. */
  readonly finished: number
  /** Ms from joining to having everything. */
  readonly meanMs: number | null
  /** The time below which this percentage of them lies. */
  readonly quantilesMs: { readonly [percent: string]: number | null }
}

const PERCENT = [5, 25, 50, 75, 95] as const

type Runs = SimResult['runs']

export const waitsOf = (runs: Runs): Waits[] =>
  groupsOf(runs).map(({ group, peers, times }) => ({
    group,
    peers,
    finished: times.length,
    meanMs: times.length > 0 ? mean(times) : null,
    quantilesMs: Object.fromEntries(
      PERCENT.map(percent => [percent, quantileOf(times, percent / 100)]),
    ),
  }))

interface Group {
  readonly group: string
  readonly peers: number
  /** Shortest first. */
  readonly times: readonly number[]
}

function groupsOf(runs: Runs): Group[] {
  const all = runs.flatMap(({ peers }) => peers)
  const hasRiders = all.some(({ isFreeRider }) => isFreeRider)
  const nameOf = ({ class: own, isFreeRider }: (typeof all)[number]): string => {
    const rider = hasRiders ? [isFreeRider ? 'free riders' : 'honest'] : []
    return [...(own === undefined ? [] : [own]), ...rider].join(', ') || 'peers'
  }
  return [...new Set(all.map(nameOf))].sort().map(group => {
    const peers = all.filter(peer => nameOf(peer) === group)
    const times = peers.flatMap(({ joinedMs, finishedMs }) =>
      finishedMs === null ? [] : [finishedMs - joinedMs],
    )
    return { group, peers: peers.length, times: times.sort((a, b) => a - b) }
  })
}

/** A line for each group. */
export function waitLines(runs: Runs): string[] {
  return waitsOf(runs).map(({ group, peers, finished, quantilesMs }) => {
    const spread = PERCENT.map(percent => `${percent} % ${seconds(quantilesMs[percent] ?? null)}`)
    const some = finished < peers ? ` (${finished} of ${peers} finished)` : ''
    return `Time of ${group}: ${spread.join(', ')}${some}.`
  })
}

/** How many times as long free riders waited, over all classes. Nothing where nobody rides free. */
export function freeRiderLines(runs: Runs): string[] {
  const timesOf = (isFreeRider: boolean): number[] =>
    runs
      .flatMap(({ peers }) => peers.filter(peer => peer.isFreeRider === isFreeRider))
      .flatMap(({ joinedMs, finishedMs }) => (finishedMs === null ? [] : [finishedMs - joinedMs]))
  const [riders, honest] = [timesOf(true), timesOf(false)]
  if (riders.length === 0 || honest.length === 0) return []
  const times = (mean(riders) / mean(honest)).toFixed(2)
  return [`Free riders waited ${times} times as long as honest peers on average.`]
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const seconds = (ms: number | null): string => (ms === null ? '-' : `${(ms / 1000).toFixed(2)} s`)

/** The share of each group that has everything, over time: the empirical distribution. SVG. */
export function waitsFigure({ scenario, runs }: SimResult): string {
  const chart = curveChart({
    title: `How long peers wait in ${scenario}, ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
    xName: 'Since they joined, s',
    yName: 'Peers that have everything, %',
    all: 100,
    isStepped: true,
    curves: groupsOf(runs).map(({ group, peers, times }) => ({
      name: group,
      points: [
        { sec: 0, y: 0 },
        ...times.map((ms, i) => ({ sec: ms / 1000, y: (100 * (i + 1)) / peers })),
      ],
    })),
  })
  return standalone(chart)
}
