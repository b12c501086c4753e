/** The thesis's second experiment: the total time against the number of initial seeders. */
import { type Comparison, decided, isBelow, overall, runsOf } from '../comparison.ts'
import {
  choices,
  type Experiment,
  type Holds,
  numbers,
  type Results,
  type Verdict,
} from '../experiment.ts'
import { makespan, seedersCopies } from '../measures.ts'
import { ratio } from '../rules.ts'
import { amount, capital, clauses, list, rangeOf } from '../words.ts'
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
    decide: (results: Results) => falls(results, clients),
  })),
}

interface Fall {
  readonly client: Client
  /** The last beside the first. */
  readonly whole: Comparison
  readonly steps: readonly { readonly to: string; readonly compared: Comparison }[]
}

/** It falls from the first to the last, and rises at no step: all of them are decided together. */
function falls(results: Results, clients: readonly Client[]): Verdict {
  const found = clients.map((client): Fall => {
    const along = results.along(makespan, client)
    const times = (to: number, from: number) =>
      isBelow(ratio(along.at(to)?.values ?? [], along.at(from)?.values ?? []), 1)
    const steps = along.slice(1).map(({ x }, i) => ({ to: x.label, compared: times(i + 1, i) }))
    return { client, whole: times(-1, 0), steps }
  })
  const all = found.flatMap(({ whole, steps }) => [whole, ...steps.map(step => step.compared)])
  const each = decided(all)
  const holdsOf = (one: Comparison): Holds => each[all.indexOf(one)] as Holds
  const wholes = found.map(({ whole }) => whole)
  const verdicts = found.map(({ whole, steps }): Holds => {
    const rises = steps.some(({ compared }) => holdsOf(compared) === 'no')
    return rises && holdsOf(whole) === 'yes' ? 'partly' : holdsOf(whole)
  })
  const words = found.map(({ client, whole, steps }) => {
    const where = (holds: Holds): string[] =>
      steps.filter(({ compared }) => holdsOf(compared) === holds).map(({ to }) => to)
    const [rises, open] = [where('no'), where('open')]
    const way = [
      ...(rises.length > 0 ? [`it rises on the way to ${list(rises)}`] : []),
      ...(open.length > 0 ? [`the step to ${list(open)} is undecided`] : []),
      ...(rises.length + open.length === 0 ? ['it falls at every step'] : []),
    ]
    const [first, last] = [seeders.x.values[0]?.label, seeders.x.values.at(-1)?.label]
    return `${capital(client)}: with ${last} seeders it takes ${amount(whole.value)} times as long as with ${first}, and ${list(way)}`
  })
  return {
    holds: overall(verdicts),
    words: `${clauses(words)}.`,
    figure: rangeOf(wholes.flatMap(({ value }) => value ?? [])),
    n: runsOf(all.map(({ value }) => value)),
  }
}
