/** Peers that join and leave: the case for rarest first. The thesis did not look at it. */
import { isAbove, verdictOf } from '../comparison.ts'
import { choices, type Experiment, numbers, type Results, type Verdict } from '../experiment.ts'
import { finishedShare } from '../measures.ts'
import { difference } from '../rules.ts'
import { amount } from '../words.ts'

const PICKERS = { inOrder: 'sequential', random: 'random', rarest: 'rarest first' } as const

export const churn: Experiment = {
  name: 'churn',
  title: 'Coming and going',
  question:
    'A peer joins every half second and leaves when it is done; the only seeder leaves early. Who still gets the file?',
  base: 'churn',
  set: {
    topology: { builtIn: 'star', peers: 24, access: 'thesis' },
    torrent: { pieces: 50, blocksPerPiece: 4 },
    arrivals: { every: '500ms' },
    'exchange.kind': 'bittorrent',
    limit: '60s',
    'checks.everyoneFinishes': false,
  },
  x: numbers('The seeder leaves after, s', [6, 8, 10, 12, 14, 18], seconds => ({
    departures: [{ afterFinishing: '0s' }, { peer: 'peer1', at: `${seconds}s` }],
  })),
  lines: choices('Picker', {
    [PICKERS.inOrder]: { 'exchange.picking': 'sequential' },
    [PICKERS.random]: { 'exchange.picking': 'random' },
    [PICKERS.rarest]: { 'exchange.picking': 'rarest-first' },
  }),
  measures: [finishedShare],
  findings: [
    {
      source: 'Beyond the thesis',
      claim:
        'When the seeder leaves early, more peers finish by rarest first than by random choice.',
      decide: results => moreFinish(results, PICKERS.rarest, PICKERS.random),
    },
    {
      source: 'Beyond the thesis',
      claim: 'When the seeder leaves early, more peers finish by random than by sequential choice.',
      decide: results => moreFinish(results, PICKERS.random, PICKERS.inOrder),
    },
  ],
}

/** Nothing can be compared where no peer finishes by either policy, or every peer by both. */
function moreFinish(results: Results, one: string, other: string): Verdict {
  const cases = churn.x.values.flatMap(({ label }) => {
    const ofOne = results.values(finishedShare, one, label)
    const more = difference(ofOne, results.values(finishedShare, other, label))
    if (!more || (more.mean === 0 && more.ci95 === 0)) return []
    return [{ compared: isAbove(more, 0), words: `${amount(more)} at ${label} s` }]
  })
  return verdictOf(cases, {
    sentence: words =>
      words
        ? `Of a hundred peers, this many more finish by ${one} than by ${other}: ${words}.`
        : 'As many finish by either, whenever the seeder leaves.',
    unit: ' %',
  })
}
