/** A chart as a table: on the page, and as a CSV file. */
import { labCharts } from '../../language/lab-charts.ts'
import type { ChartData, Value } from './chart-data.ts'
import { labelOf, unitOf } from './chart-words.ts'

/** A chart's numbers: a column for each line. */
interface NumberTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

export function tableOf({ xs, lines, band, unit }: ChartData): NumberTable {
  const { lows, highs } = labCharts.texts
  const columns = [
    ...lines.map(line => ({ head: `${labelOf(line)} (${unitOf(unit)})`, ys: line.ys })),
    ...(band
      ? [
          { head: `${lows[band.is]} (${unitOf(unit)})`, ys: band.low },
          { head: `${highs[band.is]} (${unitOf(unit)})`, ys: band.high },
        ]
      : []),
  ]
  return {
    head: [labCharts.texts.charts.time, ...columns.map(({ head }) => head)],
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
