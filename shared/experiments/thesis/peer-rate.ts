/** The thesis's third experiment: the total time against the rate of each peer's line. */
import { choices, type Experiment, numbers, type Results } from '../experiment.ts'
import { constant } from '../fit.ts'
import { makespan } from '../measures.ts'
import { exponent } from '../rules.ts'
import { amount, capital, percent } from '../words.ts'
import { CLIENTS, type Client, IN_BLOCKS, SIDES } from './clients.ts'
import { fitVerdict } from './fit-verdict.ts'

/** Of the product of time and rate: a mean may differ by this share from that of all. */
const CONSTANT = 0.05

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
      fitVerdict(
        clients.map(client => productOf(results, client)),
        CONSTANT,
      ),
  })),
}

/** Where the time is proportional to 1/rate, the two multiplied are the same at every rate. */
function productOf(results: Results, client: Client) {
  const times = results.along(makespan, client)
  const power = exponent(times)
  const along = times.map(({ x, values }) => ({
    x,
    values: values.map(sec => (sec === null ? null : sec * (x.at ?? Number.NaN))),
  }))
  const fit = constant(along)
  const words =
    fit &&
    `${capital(client)}: time times rate is ${fit.mean.toFixed(1)} s Mbps, the means at most ${percent(fit.worst)} off`
  const otherwise = `the time goes with the rate to the power of ${amount(power)}`
  return { name: client, fit, along, words, otherwise }
}
