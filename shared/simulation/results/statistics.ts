/** Means of repeated runs, their confidence intervals, and what they differ from. */
import { studentTwoSided } from './distributions.ts'

export interface Estimate {
  readonly mean: number
  /** Values, that is runs, that it is the mean of. */
  readonly n: number
  /** Half the width of the 95 % confidence interval (Student's t); null for a single value. */
  readonly ci95: number | null
}

/** Null if there are no values. They must be independent: runs with different seeds. */
export function estimate(values: readonly number[]): Estimate | null {
  const n = values.length
  if (n === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n === 1) return { mean, n, ci95: null }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, n, ci95: quantile(n - 1) * Math.sqrt(squares / (n - 1) / n) }
}

/** The probability of a mean at least as far from `expected`, if that were right: Student's t, both sides. */
export function chanceOf({ mean, n, ci95 }: Estimate, expected: number): number {
  if (ci95 === null || mean === expected) return 1
  if (ci95 === 0) return 0
  return studentTwoSided(((mean - expected) * quantile(n - 1)) / ci95, n - 1)
}

/** The value below which this share of them lies, between two by a straight line (R's type 7). */
export function quantileOf(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const at = share * (sorted.length - 1)
  const [low, high] = [Math.floor(at), Math.ceil(at)].map(i => sorted[i] as number) as [
    number,
    number,
  ]
  return low + (at - Math.floor(at)) * (high - low)
}

/** 97.5 % quantiles of Student's t, by degrees of freedom from 1 (NIST/SEMATECH, 1.3.6.7.2). */
const QUANTILES = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
]
const NORMAL = 1.959964

/** Beyond the table: Cornish and Fisher's first term, right to three decimals. */
function quantile(freedom: number): number {
  return QUANTILES[freedom - 1] ?? NORMAL + (NORMAL ** 3 + NORMAL) / (4 * freedom)
}
