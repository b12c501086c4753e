import { describe, expect, test } from 'vitest'
import { RateMeter } from './rate-meter.ts'

/** A steady flow from `from` to `to`, in ms: 1,000 bytes every 10 ms. */
function flow(meter: RateMeter, from: number, to: number): void {
  for (let now = from + 10; now <= to; now += 10) meter.add(1_000, now)
}

describe('a steady 100 kB/s', () => {
  test.each([200, 1_000, 10_000])('is measured as such after %i ms', ms => {
    const meter = new RateMeter(500)
    flow(meter, 500, 500 + ms)
    const rate = meter.rate(500 + ms)
    expect(rate).toBeGreaterThan(95_000)
    expect(rate).toBeLessThan(105_000)
  })

  test('that stops is forgotten within seconds, not at once', () => {
    const meter = new RateMeter(0)
    flow(meter, 0, 10_000)
    expect(meter.rate(12_000)).toBeGreaterThan(30_000)
    expect(meter.rate(20_000)).toBeLessThan(1_000)
    expect(meter.total).toBe(1_000_000)
  })
})

test('one early block is not an enormous rate', () => {
  const meter = new RateMeter(0)
  meter.add(16_384, 0)
  expect(meter.rate(0)).toBeLessThan(200_000)
})

test('asking does not change the answer', () => {
  const asked = new RateMeter(0)
  const left = new RateMeter(0)
  for (let now = 0; now < 3_000; now += 7) {
    asked.add(500, now)
    left.add(500, now)
    asked.rate(now + 3)
  }
  expect(asked.rate(3_000)).toBeCloseTo(left.rate(3_000), 3)
})

test('a restart forgets the rate and keeps the total', () => {
  const meter = new RateMeter(0)
  flow(meter, 0, 5_000)
  meter.restart(6_000)
  expect(meter.rate(6_000)).toBe(0)
  expect(meter.total).toBe(500_000)
  flow(meter, 6_000, 6_500)
  expect(meter.rate(6_500)).toBeGreaterThan(95_000)
})
