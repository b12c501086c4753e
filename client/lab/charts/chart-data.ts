/** A chart as plain numbers: the screen, SVG files and CSV files are made from the same. */
import { upperBound } from '../recording/table.ts'

/** Kept runs are read in another language, perhaps: there are no words in it but names of peers. */
export interface ChartData {
  readonly key: ChartKey
  readonly unit: Unit
  readonly xs: readonly number[]
  readonly lines: readonly Line[]
  readonly band: Band | undefined
  /** The time before which no swarm can finish. */
  readonly boundSec: number | undefined
  /** The least upper end of the y axis. */
  readonly top: number
  /** The place of the line whose value at the playhead is shown beside the title. */
  readonly headline: number | undefined
  /** What is said at the end of the run, in place of the last value. */
  readonly outcome: Outcome | undefined
}

export const CHART_KEYS = [
  'completion',
  'pieces',
  'rates',
  'utilisation',
  'seeders',
  'rarest',
  'redundancy',
] as const
export type ChartKey = (typeof CHART_KEYS)[number]

export const UNITS = ['%', 'pieces', 'copies', 'Mbit/s'] as const
type Unit = (typeof UNITS)[number]

/** Between two lines that are not drawn. */
interface Band {
  /** Half of all peers lie between quartiles; the mean's interval is of 95 %. */
  readonly is: 'quartiles' | 'interval'
  readonly low: readonly Value[]
  readonly high: readonly Value[]
}

export type Outcome =
  /** All pieces have come; `plusMinusMs`: of the mean of several runs. */
  | { readonly is: 'whole'; readonly afterMs: number; readonly plusMinusMs: number | undefined }
  | { readonly is: 'at-end' | 'in-all'; readonly value: number }

export type Value = number | null

export interface Line {
  readonly of: LineOf
  readonly look: Look
  /** One for each of `xs`; null where there is no value. */
  readonly ys: readonly Value[]
  readonly node?: number
  /** Of a rate: over the whole run. Its last value is that of an instant, when nearly all are done. */
  readonly mean?: Value
}

export const LINE_NAMES = [
  'leechers',
  'peers',
  'seeders',
  'so-far',
  'average',
  'rarest',
  'median',
  'slowest',
  'fastest',
] as const
export type LineOf =
  | (typeof LINE_NAMES)[number]
  | { readonly peer: string }
  /** Their mean. */
  | { readonly runs: number }

/** A chart's main line over one run, at the same number of moments whatever its length. */
export interface Curve {
  readonly key: ChartKey
  readonly endSec: number
  /** Its mean over the run; null where it has none. */
  readonly overRun: Value
  /** At `MOMENTS` equal distances from 0 to `endSec`; null where there is no value. */
  readonly ys: readonly Value[]
}

/** Enough for a curve to look smooth on half a screen. */
export const MOMENTS = 161

/** How a line is drawn: the main one, what is in transit, one of many peers, or for comparison. */
export type Look = 'main' | 'moving' | 'peer' | 'aside'

/** The last value at or before a second. */
export function valueAt({ xs }: ChartData, { ys }: Line, sec: number): Value {
  const after = upperBound(xs, sec)
  return after > 0 ? (ys[after - 1] ?? null) : null
}

/** The highest value of all lines, or the least upper end of the axis. */
export const highestOf = ({ lines, band, top }: ChartData): number =>
  [...lines.map(({ ys }) => ys), band?.high ?? []]
    .flat()
    .reduce<number>((highest, value) => Math.max(highest, value ?? 0), top)
