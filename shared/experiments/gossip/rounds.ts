/**
 * What knowing is worth, apart from what waiting costs: gossip that knows what others hold also waits for no
 * round. Here both have lines that carry about one piece a round, so that each peer can send one.
 */
import { type Case, isBelow, verdictOf } from '../comparison.ts'
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Verdict,
} from '../experiment.ts'
import type { Measure } from '../measures.ts'
import { ratio } from '../rules.ts'
import { amount, clauses } from '../words.ts'

const MODES = ['push', 'pull', 'push-pull'] as const
const ROUND_MS = 1_000
const PEERS = 6
/** A piece of 16 KiB a second is 131 kbps; headers, heads of blocks and talk come on top. */
const RATE = '150kbps'
const FIDELITIES = { intended: 'intended', informed: 'informed' } as const

const rounds: Measure = {
  name: 'Rounds until all have all',
  unit: '',
  of: ({ makespanMs }) => (makespanMs === null ? null : makespanMs / ROUND_MS),
  // A piece each round, and the number of holders at most doubles in each.
  bound: ({ torrent }) =>
    ((Math.ceil(torrent.length / torrent.pieceLength) - 1 + Math.ceil(Math.log2(PEERS))) *
      torrent.pieceLength *
      8000) /
    150_000 /
    ROUND_MS,
}

const peers = Array.from({ length: PEERS }, (_, i) => `peer${i + 1}`)
const own = {
  name: 'a piece a round',
  routers: ['router'],
  tracker: 'tracker',
  peers,
  links: [
    { from: 'tracker', to: 'router', rate: '1Gbps', delay: '100us' },
    ...peers.map(peer => ({ from: peer, to: 'router', rate: RATE, delay: '2ms' })),
  ],
}

export const gossipRounds: Experiment = {
  name: 'gossip-rounds',
  title: 'Knowing, and waiting for rounds',
  question:
    'Where a line carries one piece a round, how much sooner are peers that know what others hold?',
  base: 'report',
  set: {
    topology: { own },
    'exchange.roundMs': ROUND_MS,
    'exchange.fanOut': 1,
    limit: '10min',
    'checks.everyoneFinishes': false,
  },
  x: numbers('Pieces', [9, 25, 50], pieces => ({ 'torrent.pieces': pieces })),
  lines: choices(
    'Gossip',
    Object.fromEntries(
      MODES.flatMap(mode =>
        Object.values(FIDELITIES).map(fidelity => [
          `${fidelity} ${mode}`,
          { 'exchange.mode': mode, 'exchange.fidelity': fidelity },
        ]),
      ),
    ),
  ),
  measures: [rounds],
  findings: [
    {
      source: 'Beyond the report',
      claim:
        'Peers that know what others hold need fewer rounds, where a line carries one piece a round.',
      decide: knowingIsSooner,
    },
  ],
}

function knowingIsSooner(results: Results): Verdict {
  const cases = MODES.flatMap(mode =>
    gossipRounds.x.values.map(({ label }): Case => {
      const informed = results.values(rounds, `${FIDELITIES.informed} ${mode}`, label)
      const intended = results.values(rounds, `${FIDELITIES.intended} ${mode}`, label)
      const words = `${amount(estimateOf(informed))} and not ${amount(estimateOf(intended))} by ${mode} with ${label} pieces`
      return { compared: isBelow(ratio(informed, intended), 1), words }
    }),
  )
  return verdictOf(cases, {
    sentence: words => `It takes ${words}.`,
    joined: clauses,
    unit: ' times',
  })
}
