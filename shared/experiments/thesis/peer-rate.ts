/** The thesis's third experiment (A16). */
import { numbers, ONE_LINE } from '../axis.ts'
import type { Experiment } from '../experiment.ts'
import { makespan } from '../measures.ts'
import type { Results } from '../results.ts'
import { exponent, isNear } from '../rules.ts'
import type { Verdict } from '../verdict.ts'
import { amount } from '../words.ts'

/** As far as the exponent may lie from -1: doubling the rate then halves the time to 7 % or so. */
const TOLERANCE = 0.1

export const peerRate: Experiment = {
  name: 'peer-rate',
  title: 'Rate of the peers’ lines',
  question: 'How does the time depend on the rate at which peers are connected?',
  base: 'thesis-46',
  x: numbers('Rate of each peer’s line, Mbps', [2, 4, 6, 8, 10], rate => ({
    'topology.accessRate': `${rate}Mbps`,
  })),
  lines: ONE_LINE,
  measures: [makespan],
  findings: [
    {
      source: 'Thesis, experiment 3',
      claim: 'The total time is proportional to 1/rate.',
      decide: isInverse,
    },
  ],
}

function isInverse(results: Results): Verdict {
  const power = exponent(results.along(makespan, ''))
  return {
    holds: isNear(power, -1, TOLERANCE),
    words: `The time goes with the rate to the power of ${amount(power)}; 1/rate is a power of -1.`,
  }
}
