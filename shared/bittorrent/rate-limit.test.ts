import { expect, test } from 'vitest'
import { randomInt, seededRandom } from '../base/random.ts'
import { forSeeds } from '../testing/seeds.ts'
import { BURST_MS, RateLimit } from './rate-limit.ts'

const seeds = { file: 'shared/bittorrent/rate-limit.test.ts', only: process.env.SEED }

test('without a limit everything goes, and nothing is waited for', () => {
  const limit = new RateLimit()
  for (let i = 0; i < 5; i++) limit.take(1_000_000, 0)
  expect(limit.mayGo(0)).toBe(true)
  expect(limit.wakeAt).toBeUndefined()
})

test('what is larger than the bucket goes, and is paid for before the next', () => {
  const limit = new RateLimit()
  limit.set(1_000)
  expect(limit.mayGo(0)).toBe(true)
  limit.take(16_384, 0)
  expect(limit.mayGo(16_000)).toBe(false)
  expect(limit.mayGo(16_384)).toBe(true)
  expect(limit.wakeAt).toBeGreaterThanOrEqual(16_384 - BURST_MS)
  expect(limit.wakeAt).toBeLessThan(16_384)
})

test('what did not go after all is not paid for', () => {
  const limit = new RateLimit()
  limit.set(1_000)
  limit.take(16_384, 0)
  limit.giveBack(16_384)
  expect(limit.mayGo(10)).toBe(true)
})

test('lifting a limit and setting it again forgives no debt', () => {
  const limit = new RateLimit()
  limit.set(1_000)
  limit.take(16_384, 0)
  limit.set(undefined)
  expect(limit.mayGo(100)).toBe(true)
  limit.set(1_000)
  expect(limit.mayGo(200)).toBe(false)
})

test('whoever sends as soon as he may, sends at the limit; nobody sends more', () => {
  forSeeds(200, seeds, seed => {
    const random = seededRandom(seed)
    const bytesPerSec = 1 + randomInt(random, 1_000_000)
    const limit = new RateLimit()
    limit.set(bytesPerSec)
    let now = 0
    let sent = 0
    let largest = 0
    for (let i = 0; i < 300; i++) {
      if (!limit.mayGo(now)) {
        const { wakeAt } = limit
        expect(wakeAt).toBeGreaterThan(now)
        // Woken then, or, by a busy machine, a little later.
        now = (wakeAt as number) + random() * (BURST_MS / 2)
        continue
      }
      const bytes = 1 + randomInt(random, 20_000)
      limit.take(bytes, now)
      sent += bytes
      largest = Math.max(largest, bytes)
    }
    const earned = (bytesPerSec * now) / 1000
    const burst = (bytesPerSec * BURST_MS) / 1000
    expect(sent).toBeLessThanOrEqual(earned + burst + largest)
    expect(sent).toBeGreaterThanOrEqual(earned - 1)
  })
})
