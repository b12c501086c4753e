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
  /** The quartiles: half of all peers lie between them. */
  readonly band: { readonly low: readonly Value[]; readonly high: readonly Value[] } | undefined
  /** The time before which no swarm can finish. */
  readonly bound: { readonly sec: number; readonly label: string } | undefined
  /** The least upper end of the y axis. */
  readonly top: number
  /** The label of the line whose value at the playhead is shown beside the title. */
  readonly headline: string | undefined
  /** What is said at the end of the run, in place of the last value. */
  readonly outcome: string | undefined
}

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

/** How a line is drawn: the main one, what is in transit, one of many peers, or for comparison. */
export type Look = 'main' | 'moving' | 'peer' | 'aside'

/** The last value at or before a second. */
export function valueAt({ xs }: ChartData, { ys }: Line, sec: number): Value {
  const after = upperBound(xs, sec)
  return after > 0 ? (ys[after - 1] ?? null) : null
}

/** The highest value of all lines, or the least upper end of the axis. */
export const highestOf = ({ lines, top }: ChartData): number =>
  Math.max(top, ...lines.flatMap(({ ys }) => Math.max(...ys.map(value => value ?? 0))))

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
          { head: `lower quartile (${unit})`, ys: band.low },
          { head: `upper quartile (${unit})`, ys: band.high },
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
