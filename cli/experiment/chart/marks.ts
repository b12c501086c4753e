/** What a chart of one measure shows, in the measure's own units. */
import type { Summary } from '../../../shared/experiments/summary.ts'

export interface Mark {
  readonly line: string
  readonly x: number | string
  readonly y: number
  /** The 95 % interval, as far as it is not below nothing; both are y of a single run. */
  readonly low: number
  readonly high: number
}

/** What nothing can be below. */
export interface BoundMark {
  /** Undefined where all lines have the same. */
  readonly line: string | undefined
  readonly x: number | string
  readonly y: number
}

export interface ChartData {
  readonly lines: readonly string[]
  readonly marks: readonly Mark[]
  readonly bounds: readonly BoundMark[]
}

export function chartData({ rows }: Summary, measure: number): ChartData {
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
