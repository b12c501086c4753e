/** Asymmetric lines, and one seeder with a fast line: questions of the thesis. */
import { isAbove, isBelow, verdictOf } from '../comparison.ts'
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
import { ratio } from '../rules.ts'
import { amount } from '../words.ts'

const HOMES = Array.from({ length: 20 }, (_, i) => `home${i + 1}`)
const SLOTS = { fixed: 'four slots', byRate: 'slots by rate', byLine: 'slots by line' } as const
/** Of the box alone; the homes are as in a tab. */
const boxWith = (policies: object): Settings => ({
  classes: [{ name: 'box', peers: ['box'], exchange: { kind: 'bittorrent', ...policies } }],
})

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
  lines: choices('Uploads of the box side by side', {
    [SLOTS.fixed]: boxWith({ slotRule: 'fixed' }),
    [SLOTS.byRate]: boxWith({ slotRule: 'by-rate' }),
    [SLOTS.byLine]: boxWith({ slotRule: 'by-line' }),
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
  return verdictOf([{ compared: isBelow(times, 0.5), words: amount(times) }], {
    sentence: words =>
      `With slots by line it takes ${words} times as long as with a box of 1 Mbps.`,
  })
}

function needsMoreSlots(results: Results): Verdict {
  const fixed = results.values(makespan, SLOTS.fixed, '100')
  const times = ratio(fixed, results.values(makespan, SLOTS.byLine, '100'))
  const overBound = estimateOf(results.values(timesTheBound, SLOTS.byLine, '100'))
  return verdictOf([{ compared: isAbove(times, 1), words: amount(times) }], {
    sentence: words =>
      `At 100 Mbps, four slots of the box take ${words} times as long as slots by its line, which take ${amount(overBound)} times the bound; the homes’ slots are the same in both.`,
  })
}
