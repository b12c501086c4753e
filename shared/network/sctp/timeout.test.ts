import { expect, test } from 'vitest'
import { RetransmissionTimeout } from './timeout.ts'

test('half a second until a round trip is known, then at least 400 ms', () => {
  const timeout = new RetransmissionTimeout()
  expect(timeout.afterMs(0)).toBe(500)
  timeout.observe(50)
  expect(timeout.afterMs(0)).toBe(400)
})

test('a steady round trip and 110 ms where that is more', () => {
  const timeout = new RetransmissionTimeout()
  for (let i = 0; i < 100; i++) timeout.observe(1_000)
  expect(timeout.roundTripMs).toBe(1_000)
  expect(timeout.afterMs(0)).toBe(1_110)
})

test('doubles each time it runs out, up to three seconds', () => {
  const timeout = new RetransmissionTimeout()
  timeout.observe(100)
  expect([0, 1, 2, 3, 4].map(expiries => timeout.afterMs(expiries))).toEqual([
    400, 800, 1_600, 3_000, 3_000,
  ])
})
