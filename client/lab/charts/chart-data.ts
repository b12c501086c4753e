/** A chart as plain numbers: the screen, SVG files and CSV files are made from the same. */
import { upperBound } from '../recording/table.ts'

export interface ChartData {
  readonly key: string
  readonly title: string
  /** A sentence that explains the chart. */
  readonly about: string
  readonly unit: '%' | 'pieces' | 'copies' | 'Mbit/s'
  readonly xs: readonly number[]
  readonly lines: readonly Line[]
  readonly band: Band | undefined
  /** The time before which no swarm can finish. */
  readonly bound: { readonly sec: number; readonly label: string } | undefined
  /** The least upper end of the y axis. */
  readonly top: number
  /** The label of the line whose value at the playhead is shown beside the title. */
  readonly headline: string | undefined
  /** What is said at the end of the run, in place of the last value. */
  readonly outcome: string | undefined
}

/** Between two lines that are not drawn. */
interface Band {
  readonly label: string
  /** What its lower and its upper end are. */
  readonly ends: readonly [low: string, high: string]
  readonly low: readonly Value[]
  readonly high: readonly Value[]
}

/** Half of all peers lie between them. */
export const QUARTILES = {
  label: 'half of all peers',
  ends: ['lower quartile', 'upper quartile'],
} as const
export const INTERVAL = {
  label: '95 % interval',
  ends: ['95 % interval, lower end', '95 % interval, upper end'],
} as const

export type Value = number | null

export interface Line {
  readonly label: string
  readonly look: Look
  /** One for each of `xs`; null where there is no value. */
  readonly ys: readonly Value[]
  readonly node?: number
  /** Of a rate: over the whole run. Its last value is that of an instant, when nearly all are done. */
  readonly mean?: Value
}

/** A chart's main line over one run, at the same number of moments whatever its length. */
export interface Curve {
  readonly key: string
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

/** A chart's numbers: a column for each line. */
interface NumberTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

export function tableOf({ xs, lines, band, unit }: ChartData): NumberTable {
  const columns = [
    ...lines.map(({ label, ys }) => ({ head: `${label} (${unit})`, ys })),
    ...(band
      ? [
          { head: `${band.ends[0]} (${unit})`, ys: band.low },
          { head: `${band.ends[1]} (${unit})`, ys: band.high },
        ]
      : []),
  ]
  return {
    head: ['time (s)', ...columns.map(({ head }) => head)],
    rows: xs.map((sec, i) => [sec, ...columns.map(({ ys }) => ys[i] ?? null)]),
  }
}

export function tableAsCsv({ head, rows }: NumberTable): string {
  const lines = [
    head.map(quoted),
    ...rows.map(row => row.map(value => (value === null ? '' : rounded(value)))),
  ]
  return lines.map(cells => `${cells.join(',')}\r\n`).join('')
}

const rounded = (value: number): string => String(Number(value.toPrecision(6)))

/** A spreadsheet would run a name that begins like a formula. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
