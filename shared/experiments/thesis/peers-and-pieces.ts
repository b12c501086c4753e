/** The thesis's fourth experiment (A17), and the makespan, which it did not look at. */
import { numbers } from '../axis.ts'
import type { Experiment } from '../experiment.ts'
import { type Measure, makespan, meanTime } from '../measures.ts'
import type { Results } from '../results.ts'
import { exponent, isBelow, together } from '../rules.ts'
import type { Verdict } from '../verdict.ts'
import { amount, list } from '../words.ts'

/** Far slower than the peers: slower than their square root. */
const FAR_SLOWER = 0.5

export const peersAndPieces: Experiment = {
  name: 'peers-and-pieces',
  title: 'Number of peers and pieces',
  question: 'How much longer does a peer wait in a larger swarm?',
  base: 'thesis-46',
  x: numbers('Peers', [20, 30, 46], peers => ({ 'topology.builtIn': `thesis-${peers}` })),
  lines: numbers('Pieces', [25, 50, 100, 150], pieces => ({ 'torrent.pieces': pieces })),
  measures: [meanTime, makespan],
  findings: [
    {
      source: 'Thesis, experiment 4',
      claim: 'The mean time of a peer grows far slower than the number of peers.',
      decide: results => growsFarSlower(results, meanTime),
    },
    {
      source: 'Beyond the thesis',
      claim: 'The time until the last peer has everything grows far slower than the peers, too.',
      decide: results => growsFarSlower(results, makespan),
    },
  ],
}

function growsFarSlower(results: Results, measure: Measure): Verdict {
  const powers = peersAndPieces.lines.values.map(({ label }) => ({
    label,
    power: exponent(results.along(measure, label)),
  }))
  const words = powers.map(({ label, power }) => `${amount(power)} with ${label} pieces`)
  return {
    holds: together(powers.map(({ power }) => isBelow(power, FAR_SLOWER))),
    words: `It grows as the number of peers to the power of ${list(words)}; 1 would be as fast as the peers, ${FAR_SLOWER} as their square root.`,
  }
}
