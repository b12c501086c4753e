/** Honest peers beside free riders: how long each waited, over all runs, in words and as a figure. */
import { curveChart } from '../chart/curves.ts'
import { standalone } from '../chart/frame.ts'
import type { SimResult } from './result.ts'

interface Times {
  /** Ms from joining to having everything, shortest first; who never had it is left out. */
  readonly honest: readonly number[]
  readonly riders: readonly number[]
}

function timesOf({ runs }: SimResult): Times {
  const of = (isFreeRider: boolean): number[] =>
    runs
      .flatMap(({ peers }) => peers)
      .filter(peer => peer.isFreeRider === isFreeRider)
      .flatMap(({ joinedMs, finishedMs }) => (finishedMs === null ? [] : [finishedMs - joinedMs]))
      .sort((a, b) => a - b)
  return { honest: of(false), riders: of(true) }
}

/** Nothing where nobody rides free. */
export function freeRiderLines(result: SimResult): string[] {
  const { honest, riders } = timesOf(result)
  if (honest.length === 0 || riders.length === 0) return []
  const ratio = (mean(riders) / mean(honest)).toFixed(2)
  return [
    `Honest peers had everything after ${spread(honest)}.`,
    `Free riders after ${spread(riders)}: ${ratio} times as long on average.`,
  ]
}

const spread = (sorted: readonly number[]): string =>
  `${seconds(at(sorted, 0.1))} (a tenth of them), ${seconds(at(sorted, 0.5))} (half), ${seconds(at(sorted, 0.9))} (nine tenths)`

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] as number

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`

/** The share of each that has everything, over time. SVG. */
export function freeRiderFigure(result: SimResult): string {
  const { honest, riders } = timesOf(result)
  const curve = (name: string, times: readonly number[]) => ({
    name,
    points: [
      { sec: 0, y: 0 },
      ...times.map((ms, i) => ({ sec: ms / 1000, y: (100 * (i + 1)) / times.length })),
    ],
  })
  const chart = curveChart({
    title: `How long free riders wait beside honest peers, ${result.runs.length} runs`,
    xName: 'Since they joined, s',
    yName: 'Peers that have everything, %',
    all: 100,
    isStepped: true,
    curves: [curve('honest', honest), curve('free riders', riders)],
  })
  return standalone(chart)
}
