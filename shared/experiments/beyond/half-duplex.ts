/** The thesis calls a peer's line "one common channel": half duplex, taken literally, beside full. */
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Verdict,
} from '../experiment.ts'
import { makespan, timesTheBound } from '../measures.ts'
import { isNear, ratio, verdictOf } from '../rules.ts'
import { amount } from '../words.ts'

const DUPLEX = { full: 'each way for itself', half: 'one common channel' } as const
/** By theory: 2 N / (N + S) times as long for equal peers, which is 2 for many of them. */
const TWICE = 2
const TOLERANCE = 0.2

export const halfDuplex: Experiment = {
  name: 'half-duplex',
  title: 'Full and half duplex',
  question: 'What if a peer’s upload and download share one channel?',
  base: 'half-duplex',
  x: numbers('Pieces', [25, 50, 100], pieces => ({ 'torrent.pieces': pieces })),
  lines: choices('Line', {
    [DUPLEX.full]: { 'topology.duplex': 'full' },
    [DUPLEX.half]: { 'topology.duplex': 'half' },
  }),
  measures: [makespan, timesTheBound],
  findings: [
    {
      source: 'Theory: 2 N F over all lines',
      claim: 'One common channel takes about twice as long.',
      decide: takesTwice,
    },
  ],
}

function takesTwice(results: Results): Verdict {
  const cases = halfDuplex.x.values.map(({ label }) => {
    const half = results.values(makespan, DUPLEX.half, label)
    const times = ratio(half, results.values(makespan, DUPLEX.full, label))
    const overBound = estimateOf(results.values(timesTheBound, DUPLEX.half, label))
    const words = `${amount(times)} times as long with ${label} pieces (${amount(overBound)} times its bound)`
    return { holds: isNear(times, TWICE, TOLERANCE), words }
  })
  return verdictOf(cases, words => `One common channel takes ${words}.`)
}
