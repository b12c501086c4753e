/** The gossip report's own scenario (B6), in its three modes and our three readings of it. */
import type { Estimate } from '../../simulation/results/statistics.ts'
import { type Case, type Comparison, isAbove, isBelow, isNear, verdictOf } from '../comparison.ts'
import {
  choices,
  type Experiment,
  estimateOf,
  type Results,
  type Values,
  type Verdict,
} from '../experiment.ts'
import { type Measure, makespan, redundancy } from '../measures.ts'
import { difference, ratio } from '../rules.ts'
import { amount } from '../words.ts'

const MODES = { push: 'push', pull: 'pull', both: 'push-pull' } as const
const FIDELITIES = { literal: 'literal', intended: 'intended', informed: 'informed' } as const
/** The report's own two: as coded, and as written. */
const REPORTED = [FIDELITIES.literal, FIDELITIES.intended]
/** Half of the pieces after half of the time is linear; a difference of this much counts as close. */
const HALF_PERCENT = 50
const CLOSE_PERCENT = 10
/** One in vain for two that are useful is many. */
const MANY = 0.5
/** Two times that differ by a fifth are about equal. */
const EQUAL = 0.2

const time: Measure = { name: 'Time until all have all', unit: ' s', of: makespan.of }

/** What did not finish took at least as long as it was watched. */
const timeAtLeast: Measure = {
  name: 'Time until all have all, at least',
  unit: ' s',
  of: ({ makespanMs }, { limitMs }) => (makespanMs ?? limitMs) / 1000,
}

/** Early if the swarm is fast at first, late if it is fast at the end. Only of swarms that finish. */
const halfway: Measure = {
  name: 'Half of the pieces come in',
  unit: ' % of the time',
  of({ makespanMs, recorded }) {
    const heldMs = recorded?.heldMs ?? []
    const [half, last] = [heldMs[heldMs.length >> 1], heldMs.at(-1)]
    if (makespanMs === null || half === undefined || last === undefined) return null
    return (100 * half) / last
  },
}

const controlBytes: Measure = {
  name: 'Bytes of talk',
  unit: ' kB',
  isPlain: true,
  of: ({ makespanMs, controlBytes = 0 }) => (makespanMs === null ? null : controlBytes / 1000),
}

const seedersShare: Measure = {
  name: 'The seeder’s share of what was sent',
  unit: ' %',
  isPlain: true,
  of({ makespanMs, peers, seeders }) {
    if (makespanMs === null) return null
    const sum = (all: readonly { readonly uploaded: number }[]): number =>
      all.reduce((total, { uploaded }) => total + uploaded, 0)
    return (100 * sum(seeders)) / (sum(seeders) + sum(peers))
  },
}

export const gossipModes: Experiment = {
  name: 'gossip-modes',
  title: 'Push, pull and push-pull',
  question:
    'Five peers and a seed with nine pieces gossip: how does the swarm fill, and how much is sent in vain?',
  base: 'report',
  set: { 'checks.everyoneFinishes': false, limit: '2min' },
  timesSeeds: 10,
  records: true,
  x: {
    name: 'Reading of the report',
    values: Object.values(FIDELITIES).map(label => ({
      label,
      set: { 'exchange.fidelity': label },
    })),
  },
  lines: choices(
    'Mode',
    Object.fromEntries(Object.values(MODES).map(mode => [mode, { 'exchange.mode': mode }])),
  ),
  measures: [time, redundancy, halfway, controlBytes, seedersShare],
  curves: ['filling'],
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
      source: 'Gossip report, text',
      claim: 'Push and pull are about equally efficient.',
      decide: areEqual,
    },
    {
      source: 'Gossip report, conclusion',
      claim: 'Push and pull together are sooner than either alone.',
      decide: togetherIsSooner,
    },
    {
      source: 'Gossip report, its question of push',
      claim: 'Many messages are redundant.',
      decide: areRedundant,
    },
    {
      source: 'Beyond the report',
      claim: 'With pull fewer are redundant than by push alone.',
      decide: pullSpares,
    },
    {
      source: 'Beyond the report',
      claim: 'Peers that know what others hold send nothing in vain.',
      decide: knowingSpares,
    },
  ],
}

function decideShape(
  results: Results,
  mode: string,
  asClaimed: (halfway: Estimate | null) => Comparison,
): Verdict {
  const found = REPORTED.map(fidelity => ({
    fidelity,
    value: estimateOf(results.values(halfway, mode, fidelity)),
    runs: results.values(halfway, mode, fidelity).length,
  }))
  const cases = found.flatMap(({ fidelity, value }): Case[] =>
    value ? [{ compared: asClaimed(value), words: `${amount(value, ' %')} (${fidelity})` }] : [],
  )
  const endless = found.filter(({ value }) => value === null)
  const left = endless.map(
    ({ fidelity, runs }) =>
      ` By the ${fidelity} reading not one of ${runs} swarms finishes, so it has no such time.`,
  )
  return verdictOf(cases, {
    sentence: words =>
      `Half of all pieces had come when this much of the time until the last was over: ${words}.${left.join('')}`,
    unit: ' %',
  })
}

/** One mode beside another, swarms that never end counted as long as they were watched. */
function beside(results: Results, fidelity: string, one: string, other: string) {
  const ended = (mode: string): Values => results.values(time, mode, fidelity)
  // Of two that never ended nothing can be said.
  const known = (mode: string): Values =>
    results
      .values(timeAtLeast, mode, fidelity)
      .map((sec, run) => (ended(one)[run] === null && ended(other)[run] === null ? null : sec))
  const isEndless = (mode: string): boolean => ended(mode).includes(null)
  const times = ratio(known(one), known(other))
  const bound = isEndless(one) ? 'at least ' : isEndless(other) ? 'at most ' : ''
  return { times, words: `${bound}${amount(times)}` }
}

function areEqual(results: Results): Verdict {
  const cases = REPORTED.map((fidelity): Case => {
    const { times, words } = beside(results, fidelity, MODES.pull, MODES.push)
    return { compared: isNear(times, 1, EQUAL), words: `${words} (${fidelity})` }
  })
  return verdictOf(cases, {
    sentence: words =>
      `Pull takes this many times as long as push until all have all: ${words}. A swarm that had not finished after two minutes counts as two minutes.`,
  })
}

function togetherIsSooner(results: Results): Verdict {
  const cases = REPORTED.flatMap(fidelity =>
    [MODES.push, MODES.pull].map((mode): Case => {
      const { times, words } = beside(results, fidelity, MODES.both, mode)
      return { compared: isBelow(times, 1), words: `${words} beside ${mode} (${fidelity})` }
    }),
  )
  return verdictOf(cases, {
    sentence: words =>
      `Push-pull takes this many times as long: ${words}. A swarm that had not finished after two minutes counts as two minutes.`,
  })
}

function areRedundant(results: Results): Verdict {
  const cases = REPORTED.map((fidelity): Case => {
    const value = estimateOf(results.values(redundancy, MODES.push, fidelity))
    return { compared: isAbove(value, MANY), words: `${amount(value)} (${fidelity})` }
  })
  return verdictOf(cases, {
    sentence: words =>
      `For each piece that was new to its receiver, this many were pushed in vain: ${words}.`,
  })
}

function pullSpares(results: Results): Verdict {
  const cases = REPORTED.flatMap(fidelity => {
    const push = results.values(redundancy, MODES.push, fidelity)
    return [MODES.pull, MODES.both].flatMap((mode): Case[] => {
      // What never ends sends in vain for as long as one watches.
      if (results.values(time, mode, fidelity).every(value => value === null)) return []
      const own = results.values(redundancy, mode, fidelity)
      const words = `${amount(estimateOf(own))} by ${mode} (${fidelity})`
      return [{ compared: isBelow(difference(own, push), 0), words }]
    })
  })
  return verdictOf(cases, {
    sentence: words =>
      `In vain for each useful piece, and fewer than by push: ${words}. Literal pull never ends, so its number is only as large as the time that one watches, and is left out.`,
  })
}

function knowingSpares(results: Results): Verdict {
  const cases = Object.values(MODES).map((mode): Case => {
    const vain = estimateOf(results.values(redundancy, mode, FIDELITIES.informed))
    return { compared: isNear(vain, 0, 0.01), words: `${amount(vain)} by ${mode}` }
  })
  return verdictOf(cases, {
    sentence: words => `Informed gossip sends in vain, for each useful piece, ${words}.`,
  })
}
