/**
 * What findings are decided by. All points of an experiment have the same seeds, so they are compared seed
 * by seed.
 */
import { type Estimate, estimate } from '../simulation/results/statistics.ts'
import type { Values, ValuesAt } from './experiment.ts'

/** How many times as large `a` is as `b`. Null if no seed has both. */
export const ratio = (a: Values, b: Values): Estimate | null =>
  estimate(pairs(a, b).map(([above, below]) => above / below))

function pairs(a: Values, b: Values): [number, number][] {
  return a.flatMap((first, seed): [number, number][] => {
    const second = b[seed] ?? null
    return first === null || second === null ? [] : [[first, second]]
  })
}

/** By how much `a` is larger than `b`. */
export const difference = (a: Values, b: Values): Estimate | null =>
  estimate(pairs(a, b).map(([above, below]) => above - below))

/** The b of y = a x^b, seed by seed: -1 is inverse proportion, 1 proportion, 0 no effect. */
export function exponent(along: readonly ValuesAt[]): Estimate | null {
  const seeds = along[0]?.values.map((_, seed) => seed) ?? []
  const exponents = seeds.flatMap(seed => {
    const points = along.flatMap(({ x, values }) => {
      const y = values[seed] ?? null
      return x.at === undefined || y === null ? [] : [{ x: Math.log(x.at), y: Math.log(y) }]
    })
    return points.length < along.length ? [] : [leastSquares(points).slope]
  })
  return estimate(exponents)
}

export interface Weighted {
  readonly x: number
  readonly y: number
  readonly weight?: number
}

export function leastSquares(points: readonly Weighted[]) {
  const total = points.reduce((sum, { weight = 1 }) => sum + weight, 0)
  const mean = (of: (point: Weighted) => number): number =>
    points.reduce((sum, point) => sum + of(point) * (point.weight ?? 1), 0) / total
  const [x0, y0] = [mean(({ x }) => x), mean(({ y }) => y)]
  const slope = mean(({ x, y }) => (x - x0) * (y - y0)) / mean(({ x }) => (x - x0) ** 2)
  return { slope, intercept: y0 - slope * x0 }
}
