/**
 * What was measured beside what was claimed, and how several such comparisons make one verdict: by Holm's
 * method (1979), which keeps the chance that any of them is decided wrongly at 5 %.
 */
import { chanceOf, type Estimate } from '../simulation/results/statistics.ts'
import type { Holds, Verdict } from './experiment.ts'
import { list, rangeOf } from './words.ts'

const ERROR_RATE = 0.05

export interface Comparison {
  /** By the mean alone. */
  readonly says: 'yes' | 'no'
  /** The probability of a mean as far from the limit as this, if the limit were right. */
  readonly p: number
  /** What was compared; null if no run has a value. */
  readonly value: Estimate | null
}

export const isAbove = (value: Estimate | null, limit: number): Comparison => ({
  says: value !== null && value.mean > limit ? 'yes' : 'no',
  p: value === null ? 1 : chanceOf(value, limit),
  value,
})

export const isBelow = (value: Estimate | null, limit: number): Comparison => ({
  says: value !== null && value.mean < limit ? 'yes' : 'no',
  p: value === null ? 1 : chanceOf(value, limit),
  value,
})

/** Whether it is `target` ± `tolerance`: both limits have to be passed. */
export function isNear(value: Estimate | null, target: number, tolerance: number): Comparison {
  const limits = [isAbove(value, target - tolerance), isBelow(value, target + tolerance)]
  const passed = limits.filter(({ says }) => says === 'no')
  const p =
    passed.length > 0
      ? Math.min(...passed.map(limit => limit.p))
      : Math.max(...limits.map(limit => limit.p))
  return { says: passed.length > 0 ? 'no' : 'yes', p, value }
}

/** In the order given. */
export function decided(comparisons: readonly Comparison[]): Holds[] {
  const byChance = [...comparisons.keys()].sort(
    (a, b) => (comparisons[a] as Comparison).p - (comparisons[b] as Comparison).p,
  )
  const holds = comparisons.map((): Holds => 'open')
  for (const [rank, index] of byChance.entries()) {
    const { says, p } = comparisons[index] as Comparison
    if (p > ERROR_RATE / (comparisons.length - rank)) break
    holds[index] = says
  }
  return holds
}

/** One comparison by itself: whether the whole 95 % interval says so. */
export const holds = (comparison: Comparison): Holds => decided([comparison])[0] as Holds

/** One verdict for several cases of the same claim. */
export function overall(verdicts: readonly Holds[]): Holds {
  const [first] = verdicts
  if (first !== undefined && verdicts.every(verdict => verdict === first)) return first
  if (verdicts.includes('yes')) return 'partly'
  return verdicts.includes('no') ? 'no' : 'open'
}

export interface Case {
  readonly compared: Comparison
  readonly words: string
}

interface Wording {
  /** A sentence around the cases. */
  readonly sentence: (cases: string) => string
  /** `clauses` for cases with verbs. */
  readonly joined?: (cases: readonly string[]) => string
  /** Written after each number of the figure. */
  readonly unit?: string
}

/** Says of each case how it was decided, where that is not the verdict on all. */
export function verdictOf(
  cases: readonly Case[],
  { sentence, joined = list, unit = '' }: Wording,
): Verdict {
  const each = decided(cases.map(({ compared }) => compared))
  const together = overall(each)
  const words = cases.map(({ words }, i) => `${words}${markOf(each[i] as Holds, together)}`)
  const values = cases.flatMap(({ compared }) => compared.value ?? [])
  return {
    holds: together,
    words: sentence(joined(words)),
    figure: rangeOf(values, unit),
    n: runsOf(cases.map(({ compared }) => compared.value)),
  }
}

const markOf = (one: Holds, all: Holds): string => {
  if (one === all) return ''
  return one === 'open' ? ' (undecided)' : one === 'no' ? ' (not so)' : ' (so)'
}

/** Of how many runs the means are: the fewest and the most. */
export function runsOf(values: readonly (Estimate | null)[]): readonly [number, number] {
  const counts = values.map(value => value?.n ?? 0)
  return counts.length === 0 ? [0, 0] : [Math.min(...counts), Math.max(...counts)]
}
