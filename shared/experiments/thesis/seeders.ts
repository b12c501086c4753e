/** The thesis's second experiment: the total time against the number of initial seeders. */
import { choices, type Experiment, numbers, type Results, type Verdict } from '../experiment.ts'
import { makespan, seedersCopies } from '../measures.ts'
import { isAbove, isBelow, ratio, verdictOf } from '../rules.ts'
import { amount, capital, clauses, list } from '../words.ts'
import { CLIENTS, type Client, IN_BLOCKS, SIDES } from './clients.ts'

export const seeders: Experiment = {
  name: 'seeders',
  title: 'Initial seeders',
  question: 'How much sooner does everyone have the file if more have it from the start?',
  base: 'thesis-46',
  set: IN_BLOCKS,
  x: {
    ...numbers('Seeders among 46 peers', [1, 2, 4, 8, 16, 23], count => ({ seeders: count })),
    isLog: true,
  },
  lines: choices('Client', CLIENTS),
  measures: [makespan, seedersCopies],
  findings: SIDES.map(({ source, clients }) => ({
    source: `Thesis, experiment 2, ${source}`,
    claim: 'The total time falls with the number of initial seeders.',
    decide: (results: Results) =>
      verdictOf(
        clients.map(client => falls(results, client)),
        words => `${words}.`,
        clauses,
      ),
  })),
}

/** It falls from the first to the last, and rises at no step. */
function falls(results: Results, client: Client): Verdict {
  const along = results.along(makespan, client)
  const [first, last] = [along[0], along.at(-1)]
  const whole = first && last ? ratio(last.values, first.values) : null
  const steps = along.slice(1).map(({ x, values }, i) => {
    const times = ratio(values, along[i]?.values ?? [])
    return { to: x.label, rises: isAbove(times, 1) === 'yes', falls: isBelow(times, 1) === 'yes' }
  })
  const rises = steps.filter(step => step.rises)
  const isLess = isBelow(whole, 1)
  const way = steps.every(step => step.falls)
    ? 'it falls at every step'
    : rises.length === 0
      ? 'it rises at no step'
      : `it rises on the way to ${list(rises.map(({ to }) => to))}`
  return {
    holds: isLess === 'yes' && rises.length > 0 ? 'partly' : isLess,
    words: `${capital(client)}: with ${last?.x.label} seeders it takes ${amount(whole)} times as long as with ${first?.x.label}, and ${way}`,
  }
}
