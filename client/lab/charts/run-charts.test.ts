import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { builtInScenario, scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { Recording } from '../recording/recording.ts'
import { planOf } from '../worker/plan.ts'
import type { Plan } from '../worker/protocol.ts'
import { RecordedRun } from '../worker/recorded-run.ts'
import { type ChartData, type ChartKey, valueAt } from './chart-data.ts'
import { chartAsSvg } from './chart-pictures.ts'
import { tableAsCsv, tableOf } from './chart-table.ts'
import { outcomeInWords } from './chart-words.ts'
import { runCharts } from './run-charts.ts'

const planned = planOf(scenarioText('thesis-20') as string)
const plan = (planned.ok ? planned.plan : undefined) as Plan
const recording = new Recording(plan.pieces)
const run = new RecordedRun(builtInScenario('thesis-20') as Scenario, 1, 20)
while (!run.simulation.isOver) run.advance()
recording.append(run.take())
const charts = runCharts(plan, recording)
const chart = (key: ChartKey) => charts.find(each => each.key === key) as ChartData
const line = (key: ChartKey) => chart(key).lines.at(-1)?.ys as readonly (number | null)[]
const endSec = recording.untilMs / 1000

test('every chart reaches from the start to the end of the run', () => {
  for (const { xs, lines } of charts) {
    expect(xs[0]).toBe(0)
    expect(xs.at(-1)).toBeCloseTo(endSec, 9)
    for (const { ys } of lines) expect(ys).toHaveLength(xs.length)
  }
})

test('completion rises to 100 %, and the bound is before its end', () => {
  const ys = line('completion')
  expect(ys.at(-1)).toBe(100)
  for (let i = 1; i < ys.length; i++) expect(ys[i]).toBeGreaterThanOrEqual(ys[i - 1] as number)
  expect(chart('completion').boundSec).toBeLessThan(endSec)
})

test('each leecher has a line, from no piece to all of them', () => {
  const { lines } = chart('pieces')
  expect(lines).toHaveLength(19)
  for (const { ys } of lines) expect([ys[0], ys.at(-1)]).toEqual([0, plan.pieces])
})

test("copies of the rarest piece: the seeder's at first, everyone's in the end", () => {
  expect(line('rarest')[1]).toBe(1)
  expect(line('rarest').at(-1)).toBe(20)
})

test('shares lie between 0 and 100 %, and begin with the seeder alone', () => {
  for (const key of ['utilisation', 'seeders'] as const) {
    for (const y of line(key)) expect(y ?? 0).toBeLessThanOrEqual(100.0001)
  }
  expect(line('seeders').find(y => y !== null)).toBe(100)
})

test('at the end a rate is the mean over the run, and not that of the last instant', () => {
  const { result } = run.simulation
  const sentBytes = result.peers.reduce((total, { downloaded }) => total + downloaded, 0)
  const couldSendBytes = (20 * 6e6 * endSec) / 8
  const [utilisation] = chart('utilisation').lines
  // Blocks that came twice, in the endgame, come on top.
  const copies = (utilisation?.mean as number) / ((100 * sentBytes) / couldSendBytes)
  expect(copies).toBeGreaterThan(0.999)
  expect(copies).toBeLessThan(1.05)
  const seederBytes = result.seeders.reduce((total, { uploaded }) => total + uploaded, 0)
  const seedersShare = (100 * seederBytes) / (copies * sentBytes)
  expect(chart('seeders').lines[0]?.mean).toBeCloseTo(seedersShare, 0)
  for (const { mean, node } of chart('rates').lines) {
    const peer = result.peers.find(({ id }) => id === plan.nodes[node as number]?.name)
    if (!peer) throw new Error(`no result of ${node}`)
    const mbits = (peer.downloaded * 8) / 1000 / ((peer.finishedMs as number) - peer.joinedMs)
    expect((mean as number) / mbits).toBeGreaterThan(0.999)
    expect((mean as number) / mbits).toBeLessThan(1.2)
  }
  expect(outcomeInWords(chart('completion'))).toMatch(/^100 % after [\d.]+\ss$/)
})

test('a value holds until the next one', () => {
  const data = { ...chart('completion'), xs: [0, 1, 2] }
  const steps = { of: 'leechers', look: 'main', ys: [10, null, 30] } as const
  expect([0, 0.9, 1.5, 2, 99].map(sec => valueAt(data, steps, sec))).toEqual([10, 10, null, 30, 30])
})

test('as CSV: a column for each line, and a row for each moment', () => {
  const lines = tableAsCsv(tableOf(chart('pieces')))
    .trimEnd()
    .split('\r\n')
  expect(lines[0]?.split(',')).toHaveLength(20)
  expect(lines).toHaveLength(chart('pieces').xs.length + 1)
  expect(lines[1]).toBe(`0${',0'.repeat(19)}`)
})

test('names that would be formulas or markup are text, in every file', () => {
  const evil = '=cmd|"<script>'
  const data = {
    ...chart('completion'),
    lines: [{ of: { peer: evil }, look: 'main', ys: [1] }],
  } as const
  expect(tableAsCsv(tableOf(data)).split('\r\n')[0]).toContain(`"'=cmd|""<script> (%)"`)
  const { document } = parseHTML('<html></html>')
  const svg = chartAsSvg(data, {} as Palette, evil, document)
  expect(svg).not.toContain('<script>')
  expect(svg).toContain('&lt;script&gt;')
})
