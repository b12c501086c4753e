/** Values over the time of a run, for its charts: a thousand peers at a thousand moments are arrays of numbers. */
import type { Recording, Row } from '../recording/recording.ts'
import type { Plan } from '../worker/protocol.ts'
import type { Value } from './chart-data.ts'

export const NEVER = Number.POSITIVE_INFINITY
/** Rates are averaged over this share of the run. */
const SMOOTHED_OVER = 1 / 30

/** One for each of the grid's times; NaN where there is no value. */
export type Series = Float64Array<ArrayBuffer>

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

export function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const value of numbers) total += value
  return total
}

/** Those for whom the time has come, in the order of it. */
export const inOrder = (rows: readonly Row[], timeOf: (row: Row) => number): Row[] =>
  rows.filter(row => timeOf(row) < NEVER).sort((a, b) => timeOf(a) - timeOf(b))

export function heldCounts({ heldTimesMs, heldCount }: Row, timesMs: readonly number[]): Series {
  let held = 0
  return Float64Array.from(timesMs, ms => {
    while (held < heldCount && (heldTimesMs[held] as number) <= ms) held++
    return held
  })
}

/** No value while the peer is absent, and after `untilMs`. */
export const presentOnly = (
  { joinedMs, leftMs }: Row,
  timesMs: readonly number[],
  values: Series,
  untilMs = NEVER,
): Series =>
  values.map((value, i) => {
    const ms = timesMs[i] as number
    return ms < joinedMs || ms >= leftMs || ms > untilMs ? Number.NaN : value
  })

/** Bytes per ms at the grid's times, averaged over the window before each. */
export function smoothed(
  bytes: Float32Array | Float64Array,
  { window, recording }: Pick<Grid, 'window' | 'recording'>,
): Series {
  const { spanMs } = recording.samples
  let sum = 0
  const values = new Float64Array(bytes.length + 1)
  for (let i = 0; i < bytes.length; i++) {
    sum += bytes[i] as number
    if (i >= window) sum -= bytes[i - window] as number
    values[i + 1] = Math.max(0, sum) / (Math.min(i + 1, window) * spanMs)
  }
  return values
}

export const valuesOf = (series: Series): Value[] =>
  Array.from(series, value => (Number.isNaN(value) ? null : value))

/** For each share its quantile at each time, over all series that have a value then. */
export function quantilesOf(all: readonly Series[], shares: readonly number[]): Value[][] {
  const quantiles = shares.map((): Value[] => [])
  const values = new Float64Array(all.length)
  const times = all[0]?.length ?? 0
  for (let i = 0; i < times; i++) {
    let count = 0
    for (const series of all) {
      const value = series[i] as number
      if (!Number.isNaN(value)) values[count++] = value
    }
    const sorted = values.subarray(0, count).sort()
    for (const [at, share] of shares.entries())
      quantiles[at]?.push(count > 0 ? (sorted[Math.round(share * (count - 1))] as number) : null)
  }
  return quantiles
}
