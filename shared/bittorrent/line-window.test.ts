/** Blocks one after the other, or side by side: found by trying. */
import { expect, test } from 'vitest'
import { BLOCK_BYTES } from '../wire/message.ts'
import { LineWindow } from './line-window.ts'

const SLOW = 100_000

function runDry(line: LineWindow, times: number, now: number): void {
  for (let i = 0; i < times; i++) line.ranDry(now)
}

/** Blocks leave at intervals that depend on how the channels are fed. */
function fed(line: LineWindow, blocks: number, inTurnMs: number, sideBySideMs: number, from = 0) {
  let now = from
  for (let block = 0; block < blocks; block++) {
    now += line.isSideBySide(SLOW, now) ? sideBySideMs : inTurnMs
    line.departed(BLOCK_BYTES, BLOCK_BYTES, now)
  }
  return now
}

test.each([
  ['channels that share one line', 22, 22, false],
  ['as good as one line', 22, 20, false],
  ['channels with a bottleneck of their own each', 26, 6, true],
])('%s', (_name, inTurnMs, sideBySideMs, expected) => {
  const line = new LineWindow(0)
  const now = fed(line, 100, inTurnMs, sideBySideMs)
  expect(line.isSideBySide(SLOW, now)).toBe(expected)
})

test('a line that runs dry again and again is fed side by side, and tried again after five seconds', () => {
  const line = new LineWindow(0)
  line.departed(BLOCK_BYTES, 0, 2)
  runDry(line, 3, 2)
  expect(line.isSideBySide(SLOW, 2)).toBe(false)
  runDry(line, 1, 2)
  expect(line.isSideBySide(SLOW, 2)).toBe(true)
  line.departed(BLOCK_BYTES, 5 * BLOCK_BYTES, 5_001)
  expect(line.isSideBySide(SLOW, 5_001)).toBe(true)
  line.departed(BLOCK_BYTES, 5 * BLOCK_BYTES, 5_002)
  expect(line.isSideBySide(SLOW, 5_002)).toBe(false)
})

test.each([
  ['1 Mbit/s', 131, false],
  ['6 Mbit/s', 22, true],
])('%s: whether a second block stands behind the one that leaves', (_name, blockMs, expected) => {
  const line = new LineWindow(0)
  expect(line.hasBlockBehind).toBe(true)
  const now = fed(line, 40, blockMs, blockMs)
  expect(line.hasBlockBehind).toBe(expected)
  runDry(line, 4, now)
  expect(line.isSideBySide(SLOW, now)).toBe(expected)
})

test.each([
  ['1 Mbit/s', 131],
  ['6 Mbit/s', 22],
])('%s: few blocks leave side by side, as words wait behind them', (_name, blockMs) => {
  const line = new LineWindow(0)
  let [now, sideBySide] = [0, 0]
  const BLOCKS = 2_000
  for (let block = 0; block < BLOCKS; block++) {
    if (line.isSideBySide(SLOW, now)) sideBySide++
    now += blockMs
    line.departed(BLOCK_BYTES, BLOCK_BYTES, now)
  }
  expect(sideBySide / BLOCKS).toBeGreaterThan(0)
  expect(sideBySide / BLOCKS).toBeLessThan(0.06)
})

test('what was queued side by side leaves before the trial begins', () => {
  const line = new LineWindow(0)
  runDry(line, 4, 0)
  // Too soon for what one after the other can do: these stood in five queues.
  for (let block = 40; block > 2; block--) line.departed(BLOCK_BYTES, block * BLOCK_BYTES, 5_100)
  const now = fed(line, 40, 30, 20, 5_100)
  expect(line.isSideBySide(SLOW, now)).toBe(true)
})

test('a channel that stalls does not hold up the others', () => {
  const line = new LineWindow(0)
  expect(line.isSideBySide(SLOW, 400)).toBe(false)
  expect(line.isSideBySide(SLOW, 600)).toBe(true)
})

test('an idle line is no stall', () => {
  const line = new LineWindow(0)
  line.idle(400)
  expect(line.isSideBySide(SLOW, 600)).toBe(false)
})

test('a line that is not thin is fed side by side', () => {
  const line = new LineWindow(0)
  expect(line.isSideBySide(1_700_000, 100)).toBe(true)
  expect(line.isSideBySide(SLOW, 200)).toBe(true)
})

test('so is one whose trial one after the other shows that it is not', () => {
  const line = new LineWindow(0)
  const now = fed(line, 30, 5, 5)
  expect(line.isSideBySide(SLOW, now)).toBe(true)
})
