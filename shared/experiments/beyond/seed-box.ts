/** Asymmetric lines, and one seeder with a fast line: questions of the thesis. */
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Settings,
  type Verdict,
} from '../experiment.ts'
import { makespan, timesTheBound } from '../measures.ts'
import { isAbove, isBelow, ratio } from '../rules.ts'
import { amount } from '../words.ts'

const HOMES = Array.from({ length: 20 }, (_, i) => `home${i + 1}`)
const SLOTS = { fixed: 'four slots', byRate: 'slots by rate', byLine: 'slots by line' } as const

export const seedBox: Experiment = {
  name: 'seed-box',
  title: 'Asymmetric lines and a seed box',
  question:
    'Homes with 5 Mbps down and 1 Mbps up: how much does a seeder with a faster line help them?',
  base: 'asymmetric',
  set: { 'exchange.kind': 'bittorrent' },
  x: {
    ...numbers('Rate of the seed box, Mbps', [1, 5, 20, 50, 100], withBox),
    isLog: true,
  },
  lines: choices('Uploads side by side', {
    [SLOTS.fixed]: { 'exchange.slotRule': 'fixed' },
    [SLOTS.byRate]: { 'exchange.slotRule': 'by-rate' },
    [SLOTS.byLine]: { 'exchange.slotRule': 'by-line' },
  }),
  measures: [makespan, timesTheBound],
  findings: [
    {
      source: 'Beyond the thesis',
      claim: 'A seed box of 100 Mbps more than halves the time.',
      decide: halves,
    },
    {
      source: 'Beyond the thesis',
      claim: 'A fast seed box needs more uploads side by side than an ordinary peer.',
      decide: needsMoreSlots,
    },
  ],
}

function withBox(rateMbps: number): Settings {
  const peers = ['box', ...HOMES]
  const links = [
    { from: 'tracker', to: 'router', rate: '1Gbps', delay: '100us' },
    { from: 'box', to: 'router', rate: `${rateMbps}Mbps`, delay: '2ms' },
    ...HOMES.map(home => ({ from: home, to: 'router', access: 'cable' })),
  ]
  const own = { name: 'homes', routers: ['router'], tracker: 'tracker', peers, links }
  return { topology: { own } }
}

function halves(results: Results): Verdict {
  const fast = results.values(makespan, SLOTS.byLine, '100')
  const times = ratio(fast, results.values(makespan, SLOTS.byLine, '1'))
  return {
    holds: isBelow(times, 0.5),
    words: `With slots by line it takes ${amount(times)} times as long as with a box of 1 Mbps.`,
  }
}

function needsMoreSlots(results: Results): Verdict {
  const fixed = results.values(makespan, SLOTS.fixed, '100')
  const times = ratio(fixed, results.values(makespan, SLOTS.byLine, '100'))
  const overBound = estimateOf(results.values(timesTheBound, SLOTS.byLine, '100'))
  return {
    holds: isAbove(times, 1),
    words: `At 100 Mbps, four slots take ${amount(times)} times as long as slots by line, which take ${amount(overBound)} times the bound.`,
  }
}
