/** The times at which a run's charts have values, and a recording's numbers at those times. */
import type { Recording, Row } from '../recording/recording.ts'
import type { Plan } from '../worker/protocol.ts'
import type { ChartData, Line, Value } from './chart-data.ts'

/** Rates are averaged over this share of the run. */
const SMOOTHED_OVER = 1 / 30

/** The times are the ends of the samples' spans. */
export interface Grid {
  readonly plan: Plan
  readonly recording: Recording
  readonly timesMs: readonly number[]
  readonly xs: readonly number[]
  readonly leechers: readonly Row[]
  /** The number of spans that a rate is averaged over. */
  readonly window: number
}

export function gridOf(plan: Plan, recording: Recording): Grid {
  const { spans, spanMs } = recording.samples
  const ends = Array.from({ length: spans }, (_, i) => (i + 1) * spanMs)
  const timesMs = [0, ...ends.map(end => Math.min(end, Math.max(recording.untilMs, 0)))]
  return {
    plan,
    recording,
    timesMs,
    xs: timesMs.map(ms => ms / 1000),
    leechers: recording.rows.filter(({ isSeeder }) => !isSeeder),
    window: Math.max(1, Math.round(spans * SMOOTHED_OVER)),
  }
}

export type Kind = Pick<ChartData, 'key' | 'title' | 'about' | 'unit'> &
  Partial<Pick<ChartData, 'bound' | 'band' | 'top' | 'told'>>

export const chart = ({ xs }: Grid, kind: Kind, lines: readonly Line[]): ChartData => ({
  bound: undefined,
  band: undefined,
  top: 0,
  told: undefined,
  ...kind,
  xs,
  lines,
})

export function heldCounts({ heldTimesMs, heldCount }: Row, timesMs: readonly number[]): number[] {
  let held = 0
  return timesMs.map(ms => {
    while (held < heldCount && (heldTimesMs[held] as number) <= ms) held++
    return held
  })
}

/** Null while the peer is absent, and after `untilMs`. */
export const presentOnly = (
  { joinedMs, leftMs }: Row,
  timesMs: readonly number[],
  ys: readonly Value[],
  untilMs = Number.POSITIVE_INFINITY,
): Value[] =>
  ys.map((y, i) => {
    const ms = timesMs[i] as number
    return ms < joinedMs || ms >= leftMs || ms > untilMs ? null : y
  })

/** Bytes per ms at the grid's times, averaged over the window before each. */
export function smoothed(bytes: Float32Array | Float64Array, { window, recording }: Grid): Value[] {
  const { spanMs } = recording.samples
  let sum = 0
  const ys: Value[] = [0]
  for (let i = 0; i < bytes.length; i++) {
    sum += bytes[i] as number
    if (i >= window) sum -= bytes[i - window] as number
    ys.push(Math.max(0, sum) / (Math.min(i + 1, window) * spanMs))
  }
  return ys
}
