/** Choking makes peers that upload nothing wait longer (Cohen 2003). The thesis had no tit-for-tat. */
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Verdict,
} from '../experiment.ts'
import type { Measure, Outcome } from '../measures.ts'
import { isAbove, overall } from '../rules.ts'
import { amount, list } from '../words.ts'

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
  lines: choices('Seeders give to', {
    'the fastest': { 'exchange.seeding': 'fastest-upload' },
    'starters, finishers': { 'exchange.seeding': 'anti-leech' },
  }),
  measures: [patience, honestTime],
  findings: [
    {
      source: 'Cohen 2003',
      claim: 'Tit-for-tat makes free riders wait longer than those who give.',
      decide: ridersWait,
    },
  ],
}

function ridersWait(results: Results): Verdict {
  const { lines, x } = freeRiders
  const compared = lines.values.map(({ label }) => ({
    label,
    times: results.along(patience, label).map(({ values }) => estimateOf(values)),
  }))
  const words = compared.map(
    ({ label, times }) =>
      `${list(times.map(each => amount(each)))} times as long where seeders give to ${label}`,
  )
  return {
    holds: overall(compared.flatMap(({ times }) => times.map(each => isAbove(each, 1)))),
    words: `With a share of ${list(x.values.map(({ label }) => label))} they wait ${words.join('; ')}.`,
  }
}
