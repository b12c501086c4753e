/** The thesis's second experiment (A15). */
import { numbers, ONE_LINE } from '../axis.ts'
import type { Experiment } from '../experiment.ts'
import { makespan, seedersCopies } from '../measures.ts'
import type { Results } from '../results.ts'
import { isAbove, isBelow, ratio } from '../rules.ts'
import type { Verdict } from '../verdict.ts'
import { amount, list } from '../words.ts'

export const seeders: Experiment = {
  name: 'seeders',
  title: 'Initial seeders',
  question: 'How much sooner does everyone have the file if more have it from the start?',
  base: 'thesis-46',
  x: {
    ...numbers('Seeders among 46 peers', [1, 2, 4, 8, 16, 23], count => ({ seeders: count })),
    isLog: true,
  },
  lines: ONE_LINE,
  measures: [makespan, seedersCopies],
  findings: [
    {
      source: 'Thesis, experiment 2',
      claim: 'The total time falls with the number of initial seeders.',
      decide: falls,
    },
  ],
}

/** From the first to the last, and at no step up. */
function falls(results: Results): Verdict {
  const along = results.along(makespan, '')
  const [first, last] = [along[0], along.at(-1)]
  const whole = first && last ? ratio(last.values, first.values) : null
  const rises = along.slice(1).filter(({ values }, i) => {
    const before = along[i]?.values ?? []
    return isAbove(ratio(values, before), 1) === 'yes'
  })
  const isLess = isBelow(whole, 1)
  const steps =
    rises.length === 0
      ? 'it rises at no step'
      : `it rises on the way to ${list(rises.map(({ x }) => x.label))}`
  return {
    holds: isLess === 'yes' && rises.length > 0 ? 'partly' : isLess,
    words: `With ${last?.x.label} seeders it takes ${amount(whole)} times as long as with ${first?.x.label}, and ${steps}.`,
  }
}
