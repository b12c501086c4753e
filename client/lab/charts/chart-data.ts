/** What a chart shows, as plain numbers: drawn on screen, as SVG, and written as CSV from the same. */

export interface ChartData {
  readonly key: string
  readonly title: string
  /** What is read off it, in a sentence. */
  readonly about: string
  readonly unit: '%' | 'pieces' | 'copies' | 'Mbit/s'
  /** Seconds, rising. */
  readonly xs: readonly number[]
  readonly lines: readonly Line[]
  /** Between two lines of equal length with `xs`: where half of all peers are. */
  readonly band: { readonly low: readonly Value[]; readonly high: readonly Value[] } | undefined
  /** The moment before which no swarm is done. */
  readonly bound: { readonly sec: number; readonly label: string } | undefined
  /** The axis reaches at least to here. */
  readonly top: number
  /** The line whose value at the playhead stands beside the title. */
  readonly told: string | undefined
}

export type Value = number | null

export interface Line {
  readonly label: string
  readonly look: Look
  /** One for each of `xs`; null where there is nothing to say. */
  readonly ys: readonly Value[]
  /** The plan's node that it is about. */
  readonly node?: number
}

/** What a line is, for who draws it: the one that matters, one of many, or there to compare. */
export type Look = 'main' | 'moving' | 'peer' | 'aside'

/** The last value at or before a second. */
export function valueAt({ xs }: ChartData, { ys }: Line, sec: number): Value {
  let low = 0
  let high = xs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((xs[middle] as number) <= sec) low = middle + 1
    else high = middle
  }
  return low > 0 ? (ys[low - 1] ?? null) : null
}

/** A chart's numbers: a column for each line. */
export interface NumberTable {
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

/** RFC 4180. */
export function tableAsCsv({ head, rows }: NumberTable): string {
  const lines = [
    head.map(quoted),
    ...rows.map(row => row.map(value => (value === null ? '' : rounded(value)))),
  ]
  return lines.map(cells => `${cells.join(',')}\r\n`).join('')
}

/** Six digits: more are the arithmetic's. */
const rounded = (value: number): string => String(Number(value.toPrecision(6)))

/** A name that begins like a formula would be one, in a spreadsheet. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
