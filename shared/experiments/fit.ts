/**
 * Whether means lie on a line, or are all the same: the F test of lack of fit. It compares how far the means
 * of the repetitions lie from the model with how far the repetitions lie from their means.
 */
import { fisherTail } from '../simulation/results/distributions.ts'
import type { Values, ValuesAt } from './experiment.ts'
import { leastSquares, type Weighted } from './rules.ts'

export interface Fit {
  /** The largest distance of a mean from the model, as a share of the model's value there. */
  readonly worst: number
  /** Null where there are no repetitions, or no more means than the model has parameters. */
  readonly lack: {
    readonly f: number
    readonly freedom: readonly [number, number]
    readonly p: number
  } | null
}

export interface StraightLine extends Fit {
  readonly intercept: number
  readonly slope: number
  /** Whether the means rise more slowly, or faster, the further along: the sign of a square term. */
  readonly bends: 'down' | 'up'
}

interface Group {
  readonly x: number
  readonly values: readonly number[]
  readonly mean: number
}

/** Least squares. Null unless two values of x have a mean. */
export function straightLine(along: readonly ValuesAt[]): StraightLine | null {
  const groups = groupsOf(along)
  if (groups.length < 2) return null
  const points = groups.map(
    ({ x, mean, values }): Weighted => ({ x, y: mean, weight: values.length }),
  )
  const { intercept, slope } = leastSquares(points)
  const at = (x: number): number => intercept + slope * x
  const centre = points.reduce((sum, { x }) => sum + x, 0) / points.length
  const square = groups.reduce(
    (sum, { x, mean, values }) => sum + values.length * (mean - at(x)) * (x - centre) ** 2,
    0,
  )
  return { intercept, slope, bends: square < 0 ? 'down' : 'up', ...fitOf(groups, at, 2) }
}

/** The same everywhere. Null without values. */
export function constant(along: readonly ValuesAt[]): (Fit & { readonly mean: number }) | null {
  const groups = groupsOf(along)
  if (groups.length === 0) return null
  const all = groups.flatMap(({ values }) => values)
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length
  return { mean, ...fitOf(groups, () => mean, 1) }
}

function groupsOf(along: readonly ValuesAt[]): Group[] {
  return along.flatMap(({ x, values }) => {
    const there = present(values)
    if (x.at === undefined || there.length === 0) return []
    return [{ x: x.at, values: there, mean: there.reduce((sum, y) => sum + y, 0) / there.length }]
  })
}

const present = (values: Values): number[] => values.filter(value => value !== null)

function fitOf(groups: readonly Group[], at: (x: number) => number, parameters: number): Fit {
  const worst = Math.max(...groups.map(({ x, mean }) => Math.abs(mean / at(x) - 1)))
  const count = groups.reduce((sum, { values }) => sum + values.length, 0)
  const freedom = [groups.length - parameters, count - groups.length] as const
  if (freedom[0] < 1 || freedom[1] < 1) return { worst, lack: null }
  const lacking = groups.reduce(
    (sum, { x, mean, values }) => sum + values.length * (mean - at(x)) ** 2,
    0,
  )
  const pure = groups.reduce(
    (sum, { mean, values }) => sum + values.reduce((part, y) => part + (y - mean) ** 2, 0),
    0,
  )
  const f = lacking / freedom[0] / (pure / freedom[1])
  return { worst, lack: { f, freedom, p: fisherTail(f, ...freedom) } }
}
