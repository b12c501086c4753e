/** Choking makes peers that upload nothing wait longer (Cohen 2003). The thesis had no tit-for-tat. */
import { type Case, isAbove, isNear, verdictOf } from '../comparison.ts'
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Verdict,
} from '../experiment.ts'
import type { Measure, Outcome } from '../measures.ts'
import { amount } from '../words.ts'

const GIVERS = {
  fastest: 'the fastest',
  edges: 'starters, finishers',
  all: 'everyone (control)',
} as const
/** Of the ratio of times, with the control. */
const AS_LONG = 0.05

const timeOf = ({ peers }: Outcome, isFreeRider: boolean): number | null => {
  const times = peers
    .filter(peer => peer.isFreeRider === isFreeRider)
    .flatMap(({ joinedMs, finishedMs }) => (finishedMs === null ? [] : [finishedMs - joinedMs]))
  return times.length === 0 ? null : times.reduce((sum, ms) => sum + ms, 0) / times.length / 1000
}

const honestTime: Measure = {
  name: 'Mean time of honest peers',
  unit: ' s',
  of: run => timeOf(run, false),
}

/** Both times are of the same run. */
const patience: Measure = {
  name: 'Free riders’ time over honest peers’',
  unit: '',
  of(run) {
    const [riders, honest] = [timeOf(run, true), timeOf(run, false)]
    return riders === null || honest === null ? null : riders / honest
  },
}

export const freeRiders: Experiment = {
  name: 'free-riders',
  title: 'Tit-for-tat against free riders',
  question: 'Some download and give nothing. Who waits for it?',
  base: 'free-riders',
  set: {
    'topology.peers': 32,
    seeders: 4,
    'torrent.length': '8MiB',
    'exchange.kind': 'bittorrent',
  },
  x: numbers('Share of free riders', [0.1, 0.3, 0.5], share => ({ freeRiders: share })),
  lines: choices('Who is unchoked, and by seeders', {
    [GIVERS.fastest]: { 'exchange.seeding': 'fastest-upload' },
    [GIVERS.edges]: { 'exchange.seeding': 'anti-leech' },
    // More slots than there are peers.
    [GIVERS.all]: { 'exchange.slotRule': 'fixed', 'exchange.uploadSlots': 40 },
  }),
  measures: [patience, honestTime],
  findings: [
    {
      source: 'Cohen 2003',
      claim: 'Tit-for-tat makes free riders wait longer than those who give.',
      decide: ridersWait,
    },
    {
      source: 'Control',
      claim: 'With everyone unchoked free riders wait no longer than those who give.',
      decide: nobodyWaits,
    },
  ],
}

function ridersWait(results: Results): Verdict {
  const cases = [GIVERS.fastest, GIVERS.edges].flatMap(label =>
    waits(results, label).map(
      ({ value, share }): Case => ({
        compared: isAbove(value, 1),
        words: `${amount(value)} (a share of ${share}, seeders give to ${label})`,
      }),
    ),
  )
  return verdictOf(cases, { sentence: words => `They wait this many times as long: ${words}.` })
}

function nobodyWaits(results: Results): Verdict {
  const cases = waits(results, GIVERS.all).map(
    ({ value, share }): Case => ({
      compared: isNear(value, 1, AS_LONG),
      words: `${amount(value)} (a share of ${share})`,
    }),
  )
  return verdictOf(cases, { sentence: words => `They wait this many times as long: ${words}.` })
}

const waits = (results: Results, label: string) =>
  results
    .along(patience, label)
    .map(({ x, values }) => ({ share: x.label, value: estimateOf(values) }))
