/** One measure of an experiment as an SVG: means with their 95 % intervals, and bounds. */
import * as Plot from '@observablehq/plot'
import type { Summary } from '../../shared/experiments/summary.ts'
import { colourOf, drawn, gridY, INNER_WIDTH, NAME_INDENT, pixelsOf, SOFT } from './frame.ts'
import { apart, nameMark } from './names.ts'

const HEADROOM = 1.06
/** Between the marks of two lines where values of x stand side by side. Pixels. */
const ABREAST = 16

/** Of the measure with this index. */
export function measureChart(summary: Summary, measure: number): string {
  const { name, unit } = summary.measures[measure] as Summary['measures'][number]
  const data = chartData(summary, measure)
  const isNumeric = summary.rows.every(({ at }) => at !== null)
  const top = HEADROOM * Math.max(...data.marks.map(m => m.high), ...data.bounds.map(b => b.y))
  return drawn(`${summary.title}: ${name}`, {
    x: { ...xScale(summary, isNumeric), labelAnchor: 'center', labelArrow: 'none' },
    y: { domain: [0, top], label: `${name}${unit && `,${unit}`}`, labelArrow: 'none', ticks: 6 },
    marks: [
      gridY(6),
      ...(isNumeric ? boundLines(data) : boundTicks(data)),
      ...data.lines.flatMap((line, index) => lineMarks(data, line, index, isNumeric)),
      ...nameMarks(summary, data, top, isNumeric),
    ],
  })
}

function xScale({ rows, isLog, xName: label }: Summary, isNumeric: boolean): Plot.ScaleOptions {
  if (!isNumeric) return { type: 'band', domain: [...new Set(rows.map(({ x }) => x))], label }
  const ticks = [...new Set(rows.flatMap(({ at }) => at ?? []))]
  return { type: isLog ? 'log' : 'linear', ticks, tickFormat: String, label }
}

/** Where lines stand side by side, each has its place. */
const shift = ({ lines }: ChartData, index: number): number =>
  (index - (lines.length - 1) / 2) * ABREAST

const colourFor = ({ lines }: ChartData, line: string | undefined): string =>
  line === undefined ? SOFT : colourOf(lines.indexOf(line))

const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye'] as const

function lineMarks(data: ChartData, line: string, index: number, isNumeric: boolean) {
  const marks = data.marks.filter(mark => mark.line === line)
  const stroke = colourFor(data, line)
  const dx = isNumeric ? 0 : shift(data, index)
  return [
    ...(isNumeric
      ? [
          Plot.areaY(marks, { x: 'x', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.16 }),
          Plot.lineY(marks, { x: 'x', y: 'y', stroke, strokeWidth: 2 }),
        ]
      : []),
    Plot.link(marks, { x: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 2, dx }),
    Plot.dot(marks, {
      x: 'x',
      y: 'y',
      fill: stroke,
      r: 4,
      dx,
      symbol: SYMBOLS[index % SYMBOLS.length] ?? 'circle',
    }),
  ]
}

const DASHED = { strokeDasharray: '5 4', strokeWidth: 1.3 }

function boundLines(data: ChartData) {
  return [undefined, ...data.lines].map(line =>
    Plot.lineY(
      data.bounds.filter(bound => bound.line === line),
      { x: 'x', y: 'y', stroke: colourFor(data, line), ...DASHED },
    ),
  )
}

function boundTicks(data: ChartData) {
  return [Plot.tickY(data.bounds, { x: 'x', y: 'y', stroke: SOFT, ...DASHED })]
}

/** At the ends of the lines, or right of the last value of x. */
function nameMarks(summary: Summary, data: ChartData, top: number, isNumeric: boolean) {
  const last = <T extends Mark | BoundMark>(marks: readonly T[]): T[] => marks.slice(-1)
  const ends = data.lines.flatMap(line => last(data.marks.filter(mark => mark.line === line)))
  const bound = last(data.bounds.filter(({ line }) => line === undefined))
  const names = apart(
    [
      ...ends.map(end => ({
        ...end,
        words: nameOf(summary, end.line),
        colour: colourFor(data, end.line),
      })),
      ...bound.map(end => ({ ...end, words: 'bound', colour: SOFT })),
    ].map(({ words, colour, x, y }) => ({ words, colour, x, top: pixelsOf(y, top) })),
  )
  const values = new Set(summary.rows.map(({ x }) => x)).size
  const indent = isNumeric ? NAME_INDENT : INNER_WIDTH / values / 2
  return names.map(name => nameMark(name, top, indent))
}

/** A number says of what it is. */
const nameOf = ({ lineName }: Summary, line: string): string =>
  /^\d+$/.test(line) ? `${line} ${lineName.toLowerCase()}` : line

interface Mark {
  readonly line: string
  readonly x: number | string
  readonly y: number
  /** The 95 % interval, as far as it is not below nothing; both are y of a single run. */
  readonly low: number
  readonly high: number
}

interface BoundMark {
  /** Undefined where all lines have the same. */
  readonly line: string | undefined
  readonly x: number | string
  readonly y: number
}

interface ChartData {
  readonly lines: readonly string[]
  readonly marks: readonly Mark[]
  readonly bounds: readonly BoundMark[]
}

function chartData({ rows }: Summary, measure: number): ChartData {
  const cells = rows.flatMap(({ line, x, at, cells }) => {
    const cell = cells[measure]
    return cell ? [{ line, x: at ?? x, ...cell }] : []
  })
  return {
    lines: [...new Set(rows.map(({ line }) => line))],
    marks: cells.flatMap(({ line, x, estimate }) => {
      if (estimate === null) return []
      const { mean, ci95 } = estimate
      return [{ line, x, y: mean, low: Math.max(mean - (ci95 ?? 0), 0), high: mean + (ci95 ?? 0) }]
    }),
    bounds: merged(
      cells.flatMap(({ line, x, bound }) => (bound === null ? [] : [{ line, x, y: bound }])),
    ),
  }
}

function merged(bounds: readonly (BoundMark & { readonly line: string })[]): BoundMark[] {
  const firsts = new Map<number | string, number>()
  for (const { x, y } of bounds) if (!firsts.has(x)) firsts.set(x, y)
  const isOne = bounds.every(({ x, y }) => firsts.get(x) === y)
  return isOne ? [...firsts].map(([x, y]) => ({ line: undefined, x, y })) : [...bounds]
}
