/** The thesis's fourth experiment: the mean time of a peer against the number of peers, by file size. */
import { isBelow, verdictOf } from '../comparison.ts'
import { choices, type Experiment, numbers, type Results, type Verdict } from '../experiment.ts'
import { type Measure, makespan, meanTime } from '../measures.ts'
import { exponent } from '../rules.ts'
import { amount } from '../words.ts'
import { CLIENTS, type Client, IN_BLOCKS } from './clients.ts'

/** Far slower than the number of peers: slower than its square root. */
const FAR_SLOWER = 0.5
const PIECES = [25, 50, 100, 150]
/** The two ways of the thesis's client grow alike: one stands for both. */
const SIDES: readonly { readonly source: string; readonly client: Client }[] = [
  { source: 'its client', client: 'literal' },
  { source: 'in tabs', client: 'as in a tab' },
]

const lineOf = (client: Client, pieces: number): string => `${client}: ${pieces} pieces`

export const peersAndPieces: Experiment = {
  name: 'peers-and-pieces',
  title: 'Number of peers and pieces',
  question: 'How much longer does a peer wait in a larger swarm?',
  base: 'thesis-46',
  set: IN_BLOCKS,
  x: numbers('Peers', [20, 30, 46], peers => ({ 'topology.builtIn': `thesis-${peers}` })),
  lines: choices(
    'Client and pieces',
    Object.fromEntries(
      SIDES.flatMap(({ client }) =>
        PIECES.map(pieces => [
          lineOf(client, pieces),
          { ...CLIENTS[client], 'torrent.pieces': pieces },
        ]),
      ),
    ),
  ),
  measures: [meanTime, makespan],
  findings: SIDES.flatMap(({ source, client }) => [
    {
      source: `Thesis, experiment 4, ${source}`,
      claim: 'The mean time of a peer grows far slower than the number of peers.',
      decide: (results: Results) => growsFarSlower(results, client, meanTime),
    },
    {
      source: `Beyond the thesis, ${source}`,
      claim: 'The time until the last peer has everything grows far slower than the peers, too.',
      decide: (results: Results) => growsFarSlower(results, client, makespan),
    },
  ]),
}

function growsFarSlower(results: Results, client: Client, measure: Measure): Verdict {
  const cases = PIECES.map(pieces => {
    const power = exponent(results.along(measure, lineOf(client, pieces)))
    return { compared: isBelow(power, FAR_SLOWER), words: `${amount(power)} with ${pieces} pieces` }
  })
  return verdictOf(cases, {
    sentence: words =>
      `From 20 to 46 it grows as the number of peers to the power of ${words}; 1 would be as fast as the peers, ${FAR_SLOWER} as their square root.`,
  })
}
