import { expect, test } from 'vitest'
import {
  BLOCK_BYTES,
  jainIndex,
  mostUtilised,
  onWire,
  quantile,
  rateOf,
  settledMs,
} from './figures.ts'

/** Times of `count` blocks, `gapMs` apart. */
const every = (gapMs: number, count: number, fromMs = 0) =>
  Array.from({ length: count }, (_, i) => fromMs + i * gapMs)

const gapAt = (bitsPerSec: number) => (onWire(BLOCK_BYTES) * 8000) / bitsPerSec

test('a rate is the slope of all arrivals: late ends do not decide it', () => {
  const times = every(gapAt(6e6), 200)
  expect(rateOf(times, BLOCK_BYTES)).toBeCloseTo(6e6, 3)
  const lateEnds = [(times[0] as number) + 80, ...times.slice(1, -1), (times.at(-1) as number) + 80]
  expect(Math.abs(rateOf(lateEnds, BLOCK_BYTES) / 6e6 - 1)).toBeLessThan(0.002)
})

test('quantiles are values that occurred', () => {
  expect([0, 0.5, 0.95, 1].map(share => quantile([5, 1, 4, 2, 3], share))).toEqual([1, 3, 5, 5])
  expect(quantile([], 0.5)).toBeNaN()
})

test("Jain's index: 1 for equal shares, 1/n when one has all", () => {
  expect(jainIndex([5, 5, 5])).toBe(1)
  expect(jainIndex([9, 0, 0])).toBeCloseTo(1 / 3, 12)
})

test('a lane is as utilised as its busiest window, overlaps counted twice', () => {
  // 1,000 bytes at 8 Mbps are 1 ms.
  const at = (...endsMs: number[]) => endsMs.map(ends => ({ endsMs: ends, bytes: 1_000 }))
  expect(mostUtilised(at(...every(2, 100, 1)), 8e6, 10)).toBeCloseTo(0.5, 6)
  expect(mostUtilised(at(...every(1, 100, 1)), 8e6, 10)).toBeCloseTo(1, 6)
  expect(mostUtilised([...at(...every(1, 100, 1)), ...at(50, 50.5)], 8e6, 10)).toBeCloseTo(1.2, 6)
})

test('settled is when the last wrong gap has ended', () => {
  const [before, after] = [gapAt(10e6), gapAt(5e6)]
  const times = [...every(before, 20), ...every(after, 20, 20 * before + 30)]
  const changedMs = 19.5 * before
  const settled = settledMs(times, changedMs, 5e6, 0.05)
  expect(settled).toBeCloseTo(20 * before + 30 - changedMs, 6)
  expect(settledMs(every(before, 40), 0, 5e6, 0.05)).toBeNaN()
})
