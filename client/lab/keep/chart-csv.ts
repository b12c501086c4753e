/** A chart's numbers as a table: RFC 4180, a column for each line. */
import type { ChartData, Value } from '../charts/chart-data.ts'

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
