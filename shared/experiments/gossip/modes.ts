/** The gossip report's own scenario (B6), in its three modes and our three readings of it. */
import type { Estimate } from '../../simulation/results/statistics.ts'
import {
  type Experiment,
  estimateOf,
  type Holds,
  type Results,
  type Verdict,
} from '../experiment.ts'
import { type Measure, makespan, redundancy } from '../measures.ts'
import { isAbove, isBelow, isNear, overall, ratio, verdictOf } from '../rules.ts'
import { amount, list } from '../words.ts'

const MODES = { push: 'push', pull: 'pull', both: 'push-pull' } as const
const FIDELITIES = { literal: 'literal', intended: 'intended', informed: 'informed' } as const
/** The report's own two: as coded, and as written. */
const REPORTED = [FIDELITIES.literal, FIDELITIES.intended]
/** Half of the pieces after half of the time is linear; a difference of this much counts as close. */
const HALF_PERCENT = 50
const CLOSE_PERCENT = 10
/** One in vain for two that are useful is many. */
const MANY = 0.5

const time: Measure = { name: 'Time until all have all', unit: ' s', of: makespan.of }

/** Early if the swarm is fast at first, late if it is fast at the end. */
const halfway: Measure = {
  name: 'Half of the pieces come in',
  unit: ' % of the time',
  of({ heldMs }) {
    const [half, last] = [heldMs[heldMs.length >> 1], heldMs.at(-1)]
    return half === undefined || last === undefined ? null : (100 * half) / last
  },
}

export const gossipModes: Experiment = {
  name: 'gossip-modes',
  title: 'Push, pull and push-pull',
  question:
    'Five peers and a seed with nine pieces gossip: how does the swarm fill, and how much is sent in vain?',
  base: 'report',
  set: { 'checks.everyoneFinishes': false, limit: '2min' },
  x: {
    name: 'Reading of the report',
    values: Object.values(FIDELITIES).map(label => ({
      label,
      set: { 'exchange.fidelity': label },
    })),
  },
  lines: {
    name: 'Mode',
    values: Object.values(MODES).map(label => ({ label, set: { 'exchange.mode': label } })),
  },
  measures: [time, redundancy, halfway],
  filling: true,
  findings: [
    {
      source: 'Gossip report, charts',
      claim: 'Push is fast at first and slow at the end.',
      decide: results => decideShape(results, MODES.push, value => isBelow(value, HALF_PERCENT)),
    },
    {
      source: 'Gossip report, charts',
      claim: 'Pull is slow at first and fast at the end.',
      decide: results => decideShape(results, MODES.pull, value => isAbove(value, HALF_PERCENT)),
    },
    {
      source: 'Gossip report, charts',
      claim: 'Push-pull is close to linear.',
      decide: results =>
        decideShape(results, MODES.both, value => isNear(value, HALF_PERCENT, CLOSE_PERCENT)),
    },
    {
      source: 'Gossip report, its question',
      claim: 'Many messages are redundant.',
      decide: areRedundant,
    },
    {
      source: 'Beyond the report',
      claim: 'Peers that know what others hold send nothing in vain, and are done sooner.',
      decide: knowingHelps,
    },
  ],
}

function decideShape(
  results: Results,
  mode: string,
  asClaimed: (halfway: Estimate | null) => Holds,
): Verdict {
  const cases = REPORTED.map(fidelity => {
    const value = estimateOf(results.values(halfway, mode, fidelity))
    return { holds: asClaimed(value), words: `${amount(value, ' %')} (${fidelity})` }
  })
  return verdictOf(
    cases,
    words =>
      `Half of all pieces had come when this much of the time until the last was over: ${words}.`,
  )
}

function areRedundant(results: Results): Verdict {
  const cases = REPORTED.flatMap(fidelity =>
    Object.values(MODES).map(mode => {
      const value = estimateOf(results.values(redundancy, mode, fidelity))
      return { holds: isAbove(value, MANY), words: `${amount(value)} (${fidelity} ${mode})` }
    }),
  )
  return verdictOf(
    cases,
    words => `For each piece that was new to its receiver, this many came in vain: ${words}.`,
  )
}

function knowingHelps(results: Results): Verdict {
  const found = Object.values(MODES).map(mode => {
    const [informed, intended] = [FIDELITIES.informed, FIDELITIES.intended] as const
    return {
      mode,
      vain: estimateOf(results.values(redundancy, mode, informed)),
      times: ratio(results.values(time, mode, informed), results.values(time, mode, intended)),
    }
  })
  const words = found.map(
    ({ mode, vain, times }) =>
      `by ${mode} ${amount(times)} times as long, with ${amount(vain)} in vain for each useful piece`,
  )
  return {
    holds: overall(found.flatMap(({ vain, times }) => [isBelow(times, 1), isNear(vain, 0, 0.01)])),
    words: `Informed gossip takes, beside intended, ${list(words)}.`,
  }
}
