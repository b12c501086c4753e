/**
 * The verdict on means that are said to lie on a line: they must lie near it, and no farther off than chance
 * puts them. Near, and farther off than by chance, holds in part: the law is a good approximation, and wrong.
 */
import { decided, overall, runsOf } from '../comparison.ts'
import { estimateOf, type Holds, type ValuesAt, type Verdict } from '../experiment.ts'
import type { Fit } from '../fit.ts'
import { capital, chance, clauses, percent } from '../words.ts'

interface Fitted {
  readonly name: string
  /** Null where too few points have a value. */
  readonly fit: Fit | null
  readonly along: readonly ValuesAt[]
  readonly words: string | null
  /** What it does if not by chance. */
  readonly otherwise: string
}

/** `tolerance`: a mean may lie off by this share. */
export function fitVerdict(fitted: readonly Fitted[], tolerance: number): Verdict {
  // Holm's method over the F tests: "no" is a lack of fit that chance does not explain.
  const rejected = decided(
    fitted.map(({ fit }) => ({ says: 'no', p: fit?.lack?.p ?? 1, value: null })),
  )
  const each = fitted.map(({ fit }, i): Holds => {
    if (fit === null || fit.lack === null) return 'open'
    if (fit.worst > tolerance) return 'no'
    return rejected[i] === 'no' ? 'partly' : 'yes'
  })
  const words = fitted.map(({ name, fit, words, otherwise }, i) => {
    if (fit === null || words === null) return `${capital(name)} never finished`
    if (fit.lack === null) return words
    const { f, freedom, p } = fit.lack
    const test = `F(${freedom[0]}, ${freedom[1]}) = ${f.toFixed(1)}, ${chance(p)}`
    return rejected[i] === 'no'
      ? `${words}, which is more than chance allows (${test}): ${otherwise}`
      : `${words}, which chance allows (${test})`
  })
  const worst = fitted.flatMap(({ fit }) => fit?.worst ?? [])
  return {
    holds: each.includes('partly') && !each.includes('no') ? 'partly' : overall(each),
    words: `${clauses(words)}.`,
    figure: worst.length > 0 ? `at most ${percent(Math.max(...worst))} off` : 'none',
    n: runsOf(fitted.flatMap(({ along }) => along.map(({ values }) => estimateOf(values)))),
  }
}
