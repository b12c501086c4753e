/** To how many peers a round should speak. Informed gossip is left out, as it sends nothing twice. */
import { isAbove, isBelow, verdictOf } from '../comparison.ts'
import { type Experiment, numbers, type Results, type Verdict } from '../experiment.ts'
import { type Measure, makespan, redundancy } from '../measures.ts'
import { difference, ratio } from '../rules.ts'
import { amount } from '../words.ts'

const MODES = ['push', 'pull', 'push-pull'] as const
const time: Measure = { name: 'Time until all have all', unit: ' s', of: makespan.of }

export const gossipFanOut: Experiment = {
  name: 'gossip-fan-out',
  title: 'Redundancy and fan-out',
  question: 'Who speaks to more peers in a round is done sooner. Is more of it in vain?',
  base: 'report',
  set: { 'topology.peers': 24, 'exchange.fidelity': 'intended' },
  x: {
    ...numbers('Peers spoken to in a round', [1, 2, 4, 8], fanOut => ({
      'exchange.fanOut': fanOut,
    })),
    isLog: true,
  },
  lines: {
    name: 'Mode',
    values: MODES.map(label => ({ label, set: { 'exchange.mode': label } })),
  },
  measures: [redundancy, time],
  findings: [
    {
      source: 'Beyond the report',
      claim: 'The wider a round, the sooner everyone has everything.',
      decide: isSooner,
    },
    {
      source: 'Beyond the report',
      claim: 'The wider a round, the more is sent in vain.',
      decide: isInVain,
    },
  ],
}

/** The largest fan-out beside the smallest. */
const endsOf = (results: Results, measure: Measure) =>
  MODES.map(mode => ({
    mode,
    narrow: results.values(measure, mode, '1'),
    wide: results.values(measure, mode, '8'),
  }))

function isSooner(results: Results): Verdict {
  const cases = endsOf(results, time).map(({ mode, narrow, wide }) => {
    const times = ratio(wide, narrow)
    return { compared: isBelow(times, 1), words: `${amount(times)} times as long by ${mode}` }
  })
  return verdictOf(cases, {
    sentence: words => `With 8 peers in a round it takes ${words} as with one.`,
  })
}

function isInVain(results: Results): Verdict {
  const cases = endsOf(results, redundancy).map(({ mode, narrow, wide }) => {
    const more = difference(wide, narrow)
    return { compared: isAbove(more, 0), words: `${amount(more)} more by ${mode}` }
  })
  return verdictOf(cases, {
    sentence: words => `For each useful piece, 8 peers in a round send in vain ${words} than one.`,
  })
}
