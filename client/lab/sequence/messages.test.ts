/** What passed between two peers, put together from what both wrote down; and why one was late. */
import { expect, test } from 'vitest'
import { builtInScenario, scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { lastWords } from '../peers/last-words.ts'
import { Recording, type Row } from '../recording/recording.ts'
import { planOf } from '../worker/plan.ts'
import type { Plan } from '../worker/protocol.ts'
import { RecordedRun } from '../worker/recorded-run.ts'
import { mainSourceOf, messagesBetween } from './messages.ts'

const planned = planOf(scenarioText('thesis-20') as string)
const plan = (planned.ok ? planned.plan : undefined) as Plan
const recording = new Recording(plan.pieces)
const run = new RecordedRun(builtInScenario('thesis-20') as Scenario, 1, 20)
while (!run.simulation.isOver) run.advance()
recording.append(run.take())
const WITHOUT_HAVES = { count: 30, withHaves: false }
const leechers = recording.rows.filter(({ isSeeder }) => !isSeeder)
const last = leechers.reduce((a, b) => (b.finishedMs > a.finishedMs ? b : a)) as Row

test('each message is sent before it comes, and has one arrow', () => {
  const source = mainSourceOf(recording, last.index, last.finishedMs) as number
  const messages = messagesBetween(recording, [last.index, source], last.finishedMs, WITHOUT_HAVES)
  expect(messages).toHaveLength(30)
  const blocks = messages.filter(({ event }) => event === 'block')
  expect(blocks.length).toBeGreaterThan(2)
  for (const { event, from, to, sentMs, cameMs } of messages) {
    expect([from, to].sort()).toEqual([last.index, source].sort())
    expect(['requested', 'have']).not.toContain(event)
    if (sentMs !== undefined && cameMs !== undefined) expect(cameMs).toBeGreaterThan(sentMs)
  }
  const whole = messages.filter(
    ({ sentMs, cameMs }) => sentMs !== undefined && cameMs !== undefined,
  )
  expect(whole.length).toBeGreaterThan(20)
})

test('nothing is shown of what comes later', () => {
  const source = mainSourceOf(recording, last.index, last.finishedMs) as number
  const atMs = last.finishedMs / 2
  for (const { sentMs, cameMs } of messagesBetween(recording, [last.index, source], atMs, {
    count: 30,
    withHaves: true,
  })) {
    expect(sentMs ?? 0).toBeLessThanOrEqual(atMs)
    expect(cameMs ?? 0).toBeLessThanOrEqual(atMs)
  }
})

test('why the last one was last is said with figures of the run', () => {
  const words = lastWords(plan, recording, last).join(' ')
  expect(words).toContain(`It was the last of ${leechers.length}.`)
  const piece = last.heldFromMs.indexOf(last.finishedMs)
  expect(words).toMatch(
    new RegExp(`Piece ${piece} came last, from (client|seeder)\\d* at [\\d.]+\\ss\\.`),
  )
  expect(words).toMatch(
    /Its line was \d+\s% full of pieces while it fetched, those of the others \d+\s%\./,
  )
  for (const row of leechers) {
    const own = lastWords(plan, recording, row).join(' ')
    const share = Number(own.match(/Its line was (\d+)\s%/)?.[1]) / 100
    const idleMs = 1000 * Number(own.match(/For ([\d.]+)\ss of its time/)?.[1] ?? 0)
    // Not both full and idle. A span counts as idle with up to 2 % in it, and percents are whole ones.
    expect(idleMs).toBeLessThanOrEqual((row.finishedMs - row.joinedMs) * (1.03 - share))
  }
  const seeder = recording.rows.find(({ isSeeder }) => isSeeder) as Row
  expect(lastWords(plan, recording, seeder)).toEqual([])
})
