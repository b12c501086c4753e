/** Super-seeding (BEP 16): a seeder sends each piece once before it sends any twice. */
import { isBelow, verdictOf } from '../comparison.ts'
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Verdict,
} from '../experiment.ts'
import { copiesUntilAllLeft, copiesUntilFirstWhole, type Measure, makespan } from '../measures.ts'
import { ratio } from '../rules.ts'
import { amount, clauses } from '../words.ts'

const SEEDING = { ordinary: 'ordinary', superSeeding: 'super-seeding' } as const

export const superSeeding: Experiment = {
  name: 'super-seeding',
  title: 'Super-seeding',
  question: 'How often must the first seeder send its file until the swarm can do without it?',
  base: 'thesis-46',
  set: { 'torrent.pieces': 100 },
  records: true,
  x: numbers('Peers', [20, 30, 46], peers => ({ 'topology.builtIn': `thesis-${peers}` })),
  lines: choices('Seeder', {
    [SEEDING.ordinary]: { exchange: { kind: 'bittorrent', superSeeding: false } },
    [SEEDING.superSeeding]: { exchange: { kind: 'bittorrent', superSeeding: true } },
  }),
  measures: [copiesUntilAllLeft, copiesUntilFirstWhole, makespan],
  findings: [
    {
      source: 'BEP 16',
      claim: 'A super-seeder sends less than an ordinary one before another peer is a seeder.',
      decide: results => isLess(results, copiesUntilFirstWhole, 'as much'),
    },
    {
      source: 'Beyond BEP 16',
      claim: 'A super-seeder sends less than an ordinary one until every piece has left it once.',
      decide: results => isLess(results, copiesUntilAllLeft, 'as much'),
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
    const ordinary = results.values(measure, SEEDING.ordinary, label)
    const times = ratio(superSeeded, ordinary)
    const [mine, theirs] = [superSeeded, ordinary].map(values =>
      amount(estimateOf(values), measure.unit),
    )
    const words = `${amount(times)} times ${asMuch} with ${label} peers: ${mine} and not ${theirs}`
    return { compared: isBelow(times, 1), words }
  })
  return verdictOf(cases, {
    sentence: words => `With super-seeding it is ${words}.`,
    joined: clauses,
  })
}
