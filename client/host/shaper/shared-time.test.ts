import { expect, test } from 'vitest'
import { seededRandom } from '../../../shared/base/random.ts'
import { forSeeds } from '../../../shared/testing/seeds.ts'
import { ClockOffset } from './shared-time.ts'

test('the answer that took least is believed, wherever it stands among the others', () => {
  const offset = new ClockOffset()
  offset.add(0, 1_020, 40)
  expect([offset.aheadMs, offset.errorMs(40)]).toEqual([1_000, 20])
  offset.add(100, 1_101, 102)
  expect([offset.aheadMs, offset.errorMs(102)]).toEqual([1_000, 1])
  offset.add(200, 1_290, 300)
  expect(offset.aheadMs).toBe(1_000)
})

test('an old answer fades by what clocks may drift, until a newer one is better', () => {
  const offset = new ClockOffset()
  offset.add(0, 1_000, 1)
  const hourMs = 3_600_000
  expect(offset.errorMs(hourMs)).toBeCloseTo(0.5 + 54, 1)
  offset.add(hourMs, hourMs + 1_045, hourMs + 10)
  expect(offset.aheadMs).toBe(1_040)
})

test('the truth lies within the error, however unequal the two ways are', () => {
  forSeeds(
    100,
    { file: 'client/host/shaper/shared-time.test.ts', only: process.env.SEED },
    seed => {
      const random = seededRandom(seed)
      const aheadMs = random() * 1e6 - 5e5
      const offset = new ClockOffset()
      for (let now = 0; now < 20_000; now += 1_000 * random()) {
        const [there, back] = [random() * 30, random() * 30]
        offset.add(now, now + there + aheadMs, now + there + back)
        const errorMs = offset.errorMs(now + there + back)
        expect(Math.abs(offset.aheadMs - aheadMs)).toBeLessThanOrEqual(errorMs + 1e-6)
      }
      expect(offset.errorMs(20_000)).toBeLessThan(15)
    },
  )
})

test('before the first answer nothing is known', () => {
  expect(new ClockOffset().errorMs(0)).toBe(Number.POSITIVE_INFINITY)
})
