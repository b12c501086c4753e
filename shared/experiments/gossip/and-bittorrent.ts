/** Gossip and BitTorrent over the thesis's networks. */
import { isBelow, verdictOf } from '../comparison.ts'
import { choices, type Experiment, numbers, type Results, type Verdict } from '../experiment.ts'
import { makespan, redundancy } from '../measures.ts'
import { ratio } from '../rules.ts'
import { amount } from '../words.ts'

const WAYS = {
  intended: 'gossip, intended',
  informed: 'gossip, informed',
  bittorrent: 'BitTorrent',
} as const

const gossip = (fidelity: string) => ({ exchange: { kind: 'gossip', mode: 'push-pull', fidelity } })

export const gossipAndBittorrent: Experiment = {
  name: 'gossip-bittorrent',
  title: 'Gossip and BitTorrent',
  question: 'Over the same network, with the same file: which is sooner, and which sends less?',
  base: 'thesis-46',
  x: numbers('Peers', [20, 30, 46], peers => ({ 'topology.builtIn': `thesis-${peers}` })),
  lines: choices('Exchange', {
    [WAYS.intended]: gossip('intended'),
    [WAYS.informed]: gossip('informed'),
    [WAYS.bittorrent]: { exchange: { kind: 'bittorrent' } },
  }),
  measures: [makespan, redundancy],
  findings: [
    {
      source: 'Beyond the report',
      claim: 'BitTorrent is sooner than the report’s gossip by push-pull.',
      decide: results => isSooner(results, WAYS.bittorrent, WAYS.intended),
    },
    {
      source: 'Beyond the report',
      claim: 'Gossip that knows what others hold is sooner than BitTorrent.',
      decide: results => isSooner(results, WAYS.informed, WAYS.bittorrent),
    },
  ],
}

function isSooner(results: Results, one: string, other: string): Verdict {
  const cases = gossipAndBittorrent.x.values.map(({ label }) => {
    const ofOne = results.values(makespan, one, label)
    const times = ratio(ofOne, results.values(makespan, other, label))
    const words = `${amount(times)} times as long with ${label} peers`
    return { compared: isBelow(times, 1), words }
  })
  return verdictOf(cases, { sentence: words => `It takes ${words}.` })
}
