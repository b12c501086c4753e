/** The thesis's third experiment: the total time against the rate of each peer's line. */
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Verdict,
} from '../experiment.ts'
import { makespan } from '../measures.ts'
import { exponent, isNear, verdictOf } from '../rules.ts'
import { amount, capital, clauses, percent } from '../words.ts'
import { CLIENTS, type Client, IN_BLOCKS, SIDES } from './clients.ts'

/** Allowed distance of the exponent from -1: doubling the rate halves the time to within 7 %. */
const TOLERANCE = 0.1

export const peerRate: Experiment = {
  name: 'peer-rate',
  title: 'Rate of the peers’ lines',
  question: 'How does the time depend on the rate at which peers are connected?',
  base: 'thesis-46',
  set: IN_BLOCKS,
  x: numbers('Rate of each peer’s line, Mbps', [2, 4, 6, 8, 10], rate => ({
    'topology.accessRate': `${rate}Mbps`,
  })),
  lines: choices('Client', CLIENTS),
  measures: [makespan],
  findings: SIDES.map(({ source, clients }) => ({
    source: `Thesis, experiment 3, ${source}`,
    claim: 'The total time is proportional to 1/rate.',
    decide: (results: Results) =>
      verdictOf(
        clients.map(client => isInverse(results, client)),
        words => `${words}. 1/rate is a power of -1.`,
        clauses,
      ),
  })),
}

function isInverse(results: Results, client: Client): Verdict {
  const along = results.along(makespan, client)
  const power = exponent(along)
  const products = along.flatMap(({ x, values }) => {
    const mean = estimateOf(values)?.mean
    return mean === undefined || x.at === undefined ? [] : [mean * x.at]
  })
  const mean = products.reduce((sum, product) => sum + product, 0) / products.length
  const off = Math.max(...products.map(product => Math.abs(product / mean - 1)))
  const constant =
    products.length > 0
      ? `, and time times rate is ${mean.toFixed(1)} s Mbps to within ${percent(off)}`
      : ''
  return {
    holds: isNear(power, -1, TOLERANCE),
    words: `${capital(client)}: the time goes with the rate to the power of ${amount(power)}${constant}`,
  }
}
