/** Super-seeding (BEP 16): a seeder sends each piece once before it sends any twice. */
import { choices, type Experiment, numbers, type Results, type Verdict } from '../experiment.ts'
import { type Measure, makespan, seedersCopies } from '../measures.ts'
import { isBelow, ratio, verdictOf } from '../rules.ts'
import { amount } from '../words.ts'

const SEEDING = { ordinary: 'ordinary', superSeeding: 'super-seeding' } as const

export const superSeeding: Experiment = {
  name: 'super-seeding',
  title: 'Super-seeding',
  question: 'How often must the first seeder send its file until the swarm can do without it?',
  base: 'thesis-46',
  x: numbers('Peers', [20, 30, 46], peers => ({ 'topology.builtIn': `thesis-${peers}` })),
  lines: choices('Seeder', {
    [SEEDING.ordinary]: { exchange: { kind: 'bittorrent', superSeeding: false } },
    [SEEDING.superSeeding]: { exchange: { kind: 'bittorrent', superSeeding: true } },
  }),
  measures: [seedersCopies, makespan],
  findings: [
    {
      source: 'BEP 16',
      claim: 'A super-seeder sends less than an ordinary one.',
      decide: results => isLess(results, seedersCopies, 'as much'),
    },
    {
      source: 'Beyond BEP 16',
      claim: 'With super-seeding the swarm is done sooner.',
      decide: results => isLess(results, makespan, 'as long'),
    },
  ],
}

function isLess(results: Results, measure: Measure, asMuch: string): Verdict {
  const cases = superSeeding.x.values.map(({ label }) => {
    const superSeeded = results.values(measure, SEEDING.superSeeding, label)
    const times = ratio(superSeeded, results.values(measure, SEEDING.ordinary, label))
    const words = `${amount(times)} times ${asMuch} with ${label} peers`
    return { holds: isBelow(times, 1), words }
  })
  return verdictOf(cases, words => `With super-seeding it is ${words}.`)
}
