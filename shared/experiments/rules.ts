/**
 * Decides findings by 95 % confidence intervals over the seeds, never by means alone. All points of an
 * experiment have the same seeds, so they are compared seed by seed.
 */
import { type Estimate, estimate } from '../simulation/results/statistics.ts'
import type { Holds, Values, ValuesAt, Verdict } from './experiment.ts'
import { list } from './words.ts'

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

/** Yes if the whole interval lies above the limit, no if the whole lies below. */
export function isAbove(value: Estimate | null, limit: number): Holds {
  if (value === null || value.ci95 === null) return 'open'
  if (value.mean - value.ci95 > limit) return 'yes'
  return value.mean + value.ci95 < limit ? 'no' : 'open'
}

export function isBelow(value: Estimate | null, limit: number): Holds {
  const above = isAbove(value, limit)
  return above === 'yes' ? 'no' : above === 'no' ? 'yes' : 'open'
}

/** Whether the whole interval lies within `target` ± `tolerance`. */
export function isNear(value: Estimate | null, target: number, tolerance: number): Holds {
  const [low, high] = [isAbove(value, target - tolerance), isBelow(value, target + tolerance)]
  if (low === 'no' || high === 'no') return 'no'
  return low === 'yes' && high === 'yes' ? 'yes' : 'open'
}

/** One verdict for several cases of the same claim. */
export function overall(verdicts: readonly Holds[]): Holds {
  const [first] = verdicts
  if (first !== undefined && verdicts.every(verdict => verdict === first)) return first
  const decided = verdicts.filter(verdict => verdict !== 'open')
  return decided.includes('yes') ? 'partly' : decided.includes('no') ? 'no' : 'open'
}

/** The same, with a sentence around what decided each case. `joined`: `clauses` for cases with verbs. */
export const verdictOf = (
  cases: readonly Verdict[],
  sentence: (cases: string) => string,
  joined: (cases: readonly string[]) => string = list,
): Verdict => ({
  holds: overall(cases.map(({ holds }) => holds)),
  words: sentence(joined(cases.map(({ words }) => words))),
})

interface StraightLine {
  readonly intercept: number
  readonly slope: number
  /** The largest distance of a mean from the line, as a share of the line's value. */
  readonly worst: number
}

/** Least squares through the means. Null unless two values of x have one. */
export function straightLine(along: readonly ValuesAt[]): StraightLine | null {
  const points = along.flatMap(({ x, values }) => {
    const y = estimate(values.filter(value => value !== null))?.mean
    return x.at === undefined || y === undefined ? [] : [{ x: x.at, y }]
  })
  if (points.length < 2) return null
  const { intercept, slope } = leastSquares(points)
  const off = points.map(({ x, y }) => Math.abs(y / (intercept + slope * x) - 1))
  return { intercept, slope, worst: Math.max(...off) }
}

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

function leastSquares(points: readonly { readonly x: number; readonly y: number }[]) {
  const mean = (of: (point: { readonly x: number; readonly y: number }) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x0, y0] = [mean(({ x }) => x), mean(({ y }) => y)]
  const slope = mean(({ x, y }) => (x - x0) * (y - y0)) / mean(({ x }) => (x - x0) ** 2)
  return { slope, intercept: y0 - slope * x0 }
}
