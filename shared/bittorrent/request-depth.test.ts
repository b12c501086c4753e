/** How deep to ask: found like TCP's window at first, then by the rate and the time answers take. */
import { expect, test } from 'vitest'
import { BLOCK_BYTES } from '../wire/message.ts'
import { depthOfCrowd, MAX_DEPTH, MIN_DEPTH, RequestDepth } from './request-depth.ts'

/** Answers that take this time, each asked for as deep as may be. */
function answers(depth: RequestDepth, count: number, tookMs: number): number {
  for (let i = 0; i < count; i++) depth.answered(tookMs, depth.blocks(0, BLOCK_BYTES), i)
  return depth.blocks(0, BLOCK_BYTES)
}

test('while answers are prompt, each lets one more be asked for, up to the limit', () => {
  const depth = new RequestDepth()
  const first = depth.blocks(0, BLOCK_BYTES)
  expect(answers(depth, 10, 100)).toBe(first + 10)
  expect(answers(depth, 1_000, 150)).toBe(MAX_DEPTH)
})

test('answers that stand in a queue end that, and take off what is too much', () => {
  const depth = new RequestDepth()
  answers(depth, 10, 100)
  expect(answers(depth, 5, 250)).toBe(8)
  expect(answers(depth, 5, 100)).toBe(8)
  expect(answers(depth, 50, 250)).toBe(MIN_DEPTH)
})

test('nothing is found where less is asked for than may be', () => {
  const depth = new RequestDepth()
  answers(depth, 10, 100)
  const found = depth.blocks(0, BLOCK_BYTES)
  for (let i = 0; i < 20; i++) depth.answered(100, 1, i)
  expect(depth.blocks(0, BLOCK_BYTES)).toBe(found)
})

test('a new unchoke begins anew', () => {
  const depth = new RequestDepth()
  const first = depth.blocks(0, BLOCK_BYTES)
  answers(depth, 10, 100)
  depth.restart(1)
  expect(depth.blocks(0, BLOCK_BYTES)).toBe(first)
})

test('in a crowd less is asked for at first, and an answer later by a block ends the growth', () => {
  const alone = new RequestDepth()
  const crowd = new RequestDepth()
  alone.restart(7)
  crowd.restart(8)
  expect(crowd.blocks(0, BLOCK_BYTES)).toBe(MIN_DEPTH)
  expect(alone.blocks(0, BLOCK_BYTES)).toBeGreaterThan(MIN_DEPTH)
  for (const depth of [alone, crowd]) {
    answers(depth, 4, 50)
    answers(depth, 8, 80)
  }
  expect(crowd.blocks(0, BLOCK_BYTES)).toBe(MIN_DEPTH)
  expect(alone.blocks(0, BLOCK_BYTES)).toBeGreaterThan(8)
})

test.each([
  ['a thin line', 150_000, 3],
  ['10 Mbit/s: the pauses of a tab too', 1_250_000, 40],
  ['100 Mbit/s', 12_500_000, 383],
])('%s', (_name, rate, expected) => {
  const depth = new RequestDepth()
  depth.answered(100, 1, 0)
  answers(depth, 50, 1_000)
  expect(depth.blocks(rate, BLOCK_BYTES)).toBe(expected)
})

test.each([
  ['thin lines: a number of blocks', 750_000, 12],
  ['10 Mbit/s: what comes while a tab pauses', 1_250_000, 31],
  ['100 Mbit/s', 12_500_000, 306],
])('all remotes of a crowd together, %s', (_name, rate, expected) => {
  expect(depthOfCrowd(rate, BLOCK_BYTES)).toBe(expected)
})

test('where all answers stand in our own queue, a known round trip keeps it from growing', () => {
  const depth = new RequestDepth()
  const rate = 160_000
  let open = depth.blocks(rate, BLOCK_BYTES, 100)
  for (let now = 0; now < 300_000; now += 100) {
    depth.answered((open * BLOCK_BYTES * 1000) / rate, open, now)
    open = depth.blocks(rate, BLOCK_BYTES, 100)
  }
  expect(open).toBe(4)
})

test('an answer counts for twenty seconds at most', () => {
  const depth = new RequestDepth()
  for (let now = 0; now < 60_000; now += 1_000) depth.answered(now === 0 ? 10 : 300, 1, now)
  expect(depth.blocks(1_250_000, BLOCK_BYTES)).toBe(1 + Math.ceil((1_250_000 * 0.7) / BLOCK_BYTES))
})
