import { expect, test } from 'vitest'
import { CongestionWindow, MTU_BYTES } from './window.ts'

const mtus = (window: CongestionWindow): number => window.bytes / MTU_BYTES

/** Acknowledges as many bytes in SACKs of two packets, the window being full before each. */
function acknowledge(window: CongestionWindow, bytes: number): void {
  for (let left = bytes; left > 0; left -= 2 * MTU_BYTES)
    window.grow(2 * MTU_BYTES, window.bytes, false)
}

test('begins with ten packets', () => {
  expect(mtus(new CongestionWindow())).toBe(10)
})

test('slow start: a packet for each SACK, so half as much again in a round of SACKs for every second packet', () => {
  const window = new CongestionWindow()
  acknowledge(window, window.bytes)
  expect(mtus(window)).toBe(15)
})

test('a SACK of many packets lets slow start grow by one', () => {
  const window = new CongestionWindow()
  window.grow(5 * MTU_BYTES, window.bytes, false)
  expect(mtus(window)).toBe(11)
})

test('does not grow while it is not used, nor by slow start in fast recovery', () => {
  const window = new CongestionWindow()
  window.grow(2 * MTU_BYTES, 8 * MTU_BYTES, false)
  window.grow(2 * MTU_BYTES, window.bytes, true)
  expect(mtus(window)).toBe(10)
})

test('a loss halves it, and from there it grows by a packet a round', () => {
  const window = new CongestionWindow()
  acknowledge(window, 30 * MTU_BYTES)
  const before = mtus(window)
  window.halve()
  expect(mtus(window)).toBeCloseTo(before / 2, 2)
  // The first SACK afterwards still counts as slow start.
  window.grow(2 * MTU_BYTES, window.bytes, false)
  expect(window.isSlowStart).toBe(false)
  const after = mtus(window)
  for (let round = 0; round < 3; round++) acknowledge(window, window.bytes)
  expect(mtus(window) - after).toBeGreaterThanOrEqual(3)
  expect(mtus(window) - after).toBeLessThanOrEqual(4)
})

test('losses leave four packets, a timeout one, from which slow start leads back to half', () => {
  const window = new CongestionWindow()
  for (let loss = 0; loss < 5; loss++) window.halve()
  expect(mtus(window)).toBe(4)
  const fresh = new CongestionWindow()
  fresh.collapse()
  expect(mtus(fresh)).toBe(1)
  for (let sack = 0; sack < 5; sack++) fresh.grow(2 * MTU_BYTES, fresh.bytes, false)
  expect(mtus(fresh)).toBe(6)
  expect(fresh.isSlowStart).toBe(false)
})
