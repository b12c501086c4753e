/** To how many peers a round should speak. Informed gossip is left out, as it sends nothing twice. */
import { type Experiment, numbers, type Results, type Values, type Verdict } from '../experiment.ts'
import { type Measure, makespan, redundancy } from '../measures.ts'
import { difference, isAbove, isBelow, overall, ratio } from '../rules.ts'
import { amount, list } from '../words.ts'

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

interface Ends {
  readonly mode: string
  readonly narrow: Values
  readonly wide: Values
}

/** The largest fan-out beside the smallest. */
const endsOf = (results: Results, measure: Measure): Ends[] =>
  MODES.map(mode => ({
    mode,
    narrow: results.values(measure, mode, '1'),
    wide: results.values(measure, mode, '8'),
  }))

function isSooner(results: Results): Verdict {
  const found = endsOf(results, time).map(({ mode, narrow, wide }) => ({
    mode,
    times: ratio(wide, narrow),
  }))
  const words = found.map(({ mode, times }) => `${amount(times)} times as long by ${mode}`)
  return {
    holds: overall(found.map(({ times }) => isBelow(times, 1))),
    words: `With 8 peers in a round it takes ${list(words)} as with one.`,
  }
}

function isInVain(results: Results): Verdict {
  const found = endsOf(results, redundancy).map(({ mode, narrow, wide }) => ({
    mode,
    more: difference(wide, narrow),
  }))
  const words = found.map(({ mode, more }) => `${amount(more)} more by ${mode}`)
  return {
    holds: overall(found.map(({ more }) => isAbove(more, 0))),
    words: `For each useful piece, 8 peers in a round send in vain ${list(words)} than one.`,
  }
}
