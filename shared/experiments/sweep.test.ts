import { expect, test } from 'vitest'
import { scenarioText } from '../simulation/scenarios/built-in.ts'
import {
  type SweepPoint,
  type SweepRun,
  sweepConclusions,
  sweepCsv,
  sweepPoints,
  sweepRow,
} from './sweep.ts'
import { parseVaried } from './varied.ts'

const base = { text: scenarioText('thesis-20') as string }
const labels = (text: string) => parseVaried([text])[0]?.values.map(({ label }) => label)

test.each([
  ['torrent.pieces=13,25,50', ['13', '25', '50']],
  ['torrent.pieces=10..50:20', ['10', '30', '50']],
  ['seeders=1..3,9', ['1', '2', '3', '9']],
  ['churn=0..0.3:0.1', ['0', '0.1', '0.2', '0.3']],
  ['topology.accessRate=2Mbps..6Mbps:2Mbps', ['2Mbps', '4Mbps', '6Mbps']],
  ['exchange.picking=random, rarest-first', ['random', 'rarest-first']],
  ['seeders=["client1","client2"],["client3"]', ['["client1","client2"]', '["client3"]']],
])('%s', (text, expected) => {
  expect(labels(text)).toEqual(expected)
})

test.each([
  [[], 'Say what to vary'],
  [['torrent.pieces'], 'Say what to vary'],
  [['torrent.pieces='], 'a value is empty'],
  [['torrent.pieces=1,,2'], 'a value is empty'],
  [['.pieces=1'], 'Say what to vary'],
  [['a=1,2,1'], '1 is given twice'],
  [['a=1,2', 'a=3'], 'a is varied twice'],
  [['a=1', 'b=1', 'c=1'], '2 settings can be varied at most'],
  [['a=5..1'], 'has no values'],
  [['a=1..5:0'], 'has no values'],
  [['a=1..1000000000'], '100 are the most'],
  [['a=1Mbps..5kbps'], 'mixes units'],
  [[`a=${Array.from({ length: 101 }, (_, i) => i)}`], '101 values are too many'],
])('%j is refused: %s', (texts, why) => {
  expect(() => parseVaried(texts)).toThrow(why)
})

test.each([
  ['torrent.piece=1', 'torrent.piece=1 cannot be run'],
  ['torrent.pieces=5,0', 'torrent.pieces=0 cannot be run'],
  ['seeders=19,20', 'seeders=20 cannot be run: every peer is a seeder'],
])('%s is refused before anything runs: %s', (text, why) => {
  expect(() => sweepPoints(base, parseVaried([text]), 1)).toThrow(why)
})

test('a policy of BitTorrent is varied without naming the exchange, which is the default', () => {
  const text = scenarioText('thesis-20') as string
  const varied = parseVaried(['exchange.picking=random,rarest-first'])
  const exchanges = sweepPoints({ text }, varied, 1).map(({ scenario }) => scenario.exchange)
  expect(exchanges).toMatchObject([
    { kind: 'bittorrent', policies: { picking: 'random' } },
    { kind: 'bittorrent', policies: { picking: 'rarest-first' } },
  ])
})

test('too many runs are refused, with the limit', () => {
  const varied = parseVaried(['seeders=1..19', 'torrent.pieces=1..90'])
  expect(() => sweepPoints(base, varied, 10)).toThrow('17,100 runs are too many; 10,000')
})

test('two that vary: all pairs, the first along the axis', () => {
  const varied = parseVaried(['torrent.pieces=5,6', 'seeders=1,2'])
  const points = sweepPoints(base, varied, 3)
  expect(points.map(point => point.labels)).toEqual([
    ['5', '1'],
    ['6', '1'],
    ['5', '2'],
    ['6', '2'],
  ])
  expect(points.map(({ scenario }) => scenario.seeders)).toEqual([1, 1, 2, 2])
})

const varied = parseVaried(['torrent.pieces=13,25'])
const [low, high] = sweepPoints(base, varied, 3) as [SweepPoint, SweepPoint]
const runs = (...secs: (number | null)[]): SweepRun[] =>
  secs.map(sec => ({ makespanMs: sec === null ? null : sec * 1000, meanMs: 1000 }))
const concluded = (first: SweepRun[], second: SweepRun[]) =>
  sweepConclusions(varied, [sweepRow(low, first), sweepRow(high, second)])[0]?.conclusions

test('what follows is decided by the interval, seed by seed', () => {
  const [at, from] = ['torrent.pieces=25', '13']
  expect(concluded(runs(2, 2.1, 1.9), runs(4, 4.1, 3.9))).toMatchObject([
    { is: 'slower', at, from, times: { mean: expect.closeTo(2, 2) } },
  ])
  expect(concluded(runs(4, 4.1, 3.9), runs(2, 2.1, 1.9))).toMatchObject([{ is: 'faster' }])
  expect(concluded(runs(2, 3, 4), runs(4, 3, 2))).toMatchObject([{ is: 'open' }])
  expect(concluded(runs(2), runs(4))).toMatchObject([{ is: 'oneRun', times: { ci95: null } }])
})

test('with two settings, what follows between the lines as well, at the last number of the axis', () => {
  const two = parseVaried(['torrent.pieces=13,25', 'exchange.picking=random,rarest-first'])
  const points = sweepPoints(base, two, 3)
  const all = [runs(2, 2.1, 1.9), runs(4, 4.1, 3.9), runs(1, 1.1, 0.9), runs(8, 8.1, 7.9)]
  const rows = points.map((point, i) => sweepRow(point, all[i] ?? []))
  expect(sweepConclusions(two, rows)).toMatchObject([
    { line: 'exchange.picking=random', conclusions: [{ at: 'torrent.pieces=25', from: '13' }] },
    { line: 'exchange.picking=rarest-first', conclusions: [{ is: 'slower' }] },
    {
      line: 'torrent.pieces=25',
      conclusions: [
        {
          is: 'slower',
          at: 'exchange.picking=rarest-first',
          from: 'random',
          times: { mean: expect.closeTo(2, 1) },
        },
      ],
    },
  ])
  const last = sweepRow(points[3] as SweepPoint, runs(8, null, 8))
  expect(sweepConclusions(two, [...rows.slice(0, 3), last])).toMatchObject([
    { line: 'exchange.picking=random' },
    { line: 'exchange.picking=rarest-first', conclusions: [{ is: 'unfinished' }] },
  ])
})

test('where not everyone finished there is no mean, and it is said', () => {
  const row = sweepRow(high, runs(4, null, 4))
  expect(row).toMatchObject({ finished: 2, makespanSec: null, timesBound: null })
  expect(concluded(runs(2, 2, 2), runs(4, null, 4))).toEqual([
    { is: 'unfinished', at: 'torrent.pieces=25', finished: 2, runs: 3 },
  ])
})

test('as CSV, in which names cannot be formulas', () => {
  const rows = [sweepRow(low, runs(2, 2.1, 1.9)), sweepRow(high, runs(4, null, 4))]
  const [head, first, second] = sweepCsv(varied, rows).split('\r\n')
  expect(head).toBe(
    'torrent.pieces,runs,finished,bound_s,makespan_s,makespan_ci95_s,times_bound,times_bound_ci95,mean_peer_s,mean_peer_ci95_s',
  )
  expect(first).toMatch(/^13,3,3,1\.85685,2,0\.248/)
  expect(second).toMatch(/^25,3,2,3\.16757,,,,,,$/)
  const [{ labels: _, ...row }] = rows as [(typeof rows)[0]]
  expect(sweepCsv(varied, [{ ...row, labels: ['=1+1'] }])).toContain('"\'=1+1"')
})
