/** Remotes that only a relay reaches, beside others. */
import { expect, test } from 'vitest'
import { Stage } from '../testing/exchange-stage.ts'

const DIRECT = 1
const RELAYED = 2

function stageWith(direct = '****'): Stage {
  const stage = new Stage({ pieces: 4 })
  stage.join(RELAYED, '    ')
  stage.exchange.reached(RELAYED, true, stage.now)
  stage.join(DIRECT, direct)
  for (const piece of [0, 1, 2, 3]) stage.say(RELAYED, { type: 'have', piece })
  return stage
}

test('are asked for nothing while a direct one gives', () => {
  const stage = stageWith()
  for (let s = 0; s < 4; s++) {
    stage.answer(DIRECT, 4)
    stage.pass(1_000)
    expect(stage.asks(RELAYED)).toBe('')
  }
  expect(stage.held).toBe('****')
})

test('are asked for what no direct one holds', () => {
  const stage = stageWith('**  ')
  stage.answer(DIRECT, 8)
  stage.pass(1_000)
  expect(stage.asks(RELAYED)).toMatch(/^[23]/)
})

test.each<[string, (stage: Stage) => void]>([
  ['chokes us', stage => stage.say(DIRECT, { type: 'choke' })],
  ['leaves', stage => stage.leave(DIRECT)],
  ['sends nothing', stage => stage.pass(12_000)],
  ['turns out to be relayed, too', stage => stage.exchange.reached(DIRECT, true, stage.now)],
])('are asked when the direct one %s', (_, happens) => {
  const stage = stageWith()
  expect(stage.asks(RELAYED)).toBe('')
  happens(stage)
  stage.pass(1_000)
  expect(stage.asks(RELAYED)).not.toBe('')
})

test('are asked when the direct one has been slow for ten seconds', () => {
  const stage = stageWith()
  for (let s = 0; s < 9; s++) {
    stage.answer(DIRECT, 1)
    stage.pass(1_000)
  }
  expect(stage.asks(RELAYED)).toBe('')
  for (let s = 0; s < 3; s++) stage.pass(1_000)
  expect(stage.asks(RELAYED)).not.toBe('')
})

test('are asked for what was theirs before they were known to be', () => {
  const stage = new Stage({ pieces: 4 })
  stage.join(RELAYED, '****')
  const before = stage.asks(RELAYED)
  stage.join(DIRECT, '****')
  stage.exchange.reached(RELAYED, true, stage.now)
  expect(stage.asks(RELAYED)).toBe(before)
})
