/** Blocks one after the other, or side by side: found by trying. */
import { expect, test } from 'vitest'
import { BLOCK_BYTES } from '../wire/message.ts'
import { LineWindow } from './line-window.ts'

/** Blocks leave at intervals that depend on how the channels are fed. */
function settled(inTurnMs: number, sideBySideMs: number): boolean {
  const line = new LineWindow(0)
  let now = 0
  for (let block = 0; block < 100; block++) {
    now += line.isSideBySide(now) ? sideBySideMs : inTurnMs
    line.departed(BLOCK_BYTES, now)
  }
  return line.isSideBySide(now)
}

test.each([
  ['channels that share one line', 22, 22, false],
  ['as good as one line', 22, 20, false],
  ['channels with a bottleneck of their own each', 26, 6, true],
])('%s', (_name, inTurnMs, sideBySideMs, expected) => {
  expect(settled(inTurnMs, sideBySideMs)).toBe(expected)
})

test('a channel that stalls does not hold up the others', () => {
  const line = new LineWindow(0)
  expect(line.isSideBySide(400)).toBe(false)
  expect(line.isSideBySide(600)).toBe(true)
})

test('an idle line is no stall', () => {
  const line = new LineWindow(0)
  line.idle(400)
  expect(line.isSideBySide(600)).toBe(false)
})
