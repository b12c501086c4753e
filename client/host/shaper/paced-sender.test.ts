import { expect, test } from 'vitest'
import { randomInt, seededRandom } from '../../../shared/base/random.ts'
import { forSeeds } from '../../../shared/testing/seeds.ts'
import { LeakyBucket } from './paced-sender.ts'

test('a message goes at once, the next when the one before has leaked away', () => {
  const bucket = new LeakyBucket()
  bucket.setRate(100, 0)
  expect(bucket.opensMs(5)).toBe(5)
  bucket.pass(1000)
  expect(bucket.opensMs(5)).toBe(15)
  expect(bucket.opensMs(11)).toBe(15)
  expect(bucket.opensMs(40)).toBe(40)
})

test('without a rate it stays shut; a new rate holds for what is still in it', () => {
  const bucket = new LeakyBucket()
  expect(bucket.opensMs(0)).toBeUndefined()
  bucket.setRate(100, 10)
  bucket.pass(1000)
  bucket.setRate(50, 15)
  expect(bucket.opensMs(15)).toBe(25)
  bucket.setRate(0, 20)
  expect(bucket.opensMs(1_000)).toBeUndefined()
  bucket.setRate(250, 1_000)
  expect(bucket.opensMs(1_000)).toBe(1_001)
})

test('over any time no more passes than the rates allow and one message', () => {
  forSeeds(
    50,
    { file: 'client/host/shaper/paced-sender.test.ts', only: process.env.SEED },
    seed => {
      const random = seededRandom(seed)
      const bucket = new LeakyBucket()
      const passed: { bytes: number; allowedBytes: number }[] = []
      let now = 0
      let rate = 0
      let allowedBytes = 0
      for (let step = 0; step < 500; step++) {
        const opensMs = bucket.opensMs(now)
        const waitMs = random() * 20
        if (opensMs !== undefined && opensMs <= now + waitMs) {
          allowedBytes += rate * (opensMs - now)
          now = opensMs
          const bytes = 1 + randomInt(random, 20_000)
          bucket.pass(bytes)
          passed.push({ bytes, allowedBytes })
        } else {
          allowedBytes += rate * waitMs
          now += waitMs
          rate = random() < 0.2 ? 0 : random() * 1_000
          bucket.setRate(rate, now)
        }
      }
      expect(passed.length).toBeGreaterThan(20)
      let worst = 0
      for (const [i, first] of passed.entries()) {
        let bytes = 0
        for (const later of passed.slice(i)) {
          // What passed up to here, without the one that passes now: that is the one message.
          worst = Math.max(worst, bytes - (later.allowedBytes - first.allowedBytes))
          bytes += later.bytes
        }
      }
      expect(worst).toBeLessThan(1e-3)
    },
  )
})
