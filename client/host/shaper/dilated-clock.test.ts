import { expect, test } from 'vitest'
import { ManualClock } from '../testing.ts'
import { DilatedClock } from './dilated-clock.ts'

test('time and timers are slower by the dilation', () => {
  const base = new ManualClock()
  const clock = new DilatedClock(base, () => base.now() + 500, 600, 10)
  base.advance(100)
  expect(clock.now()).toBe(0)
  let firedMs: number | undefined
  clock.after(3, () => {
    firedMs = base.now()
  })
  base.advance(1_000)
  expect(firedMs).toBe(130)
  expect(clock.now()).toBe(100)
})

test('a correction backwards makes it stand, not go back', () => {
  const base = new ManualClock()
  let aheadMs = 50
  const clock = new DilatedClock(base, () => base.now() + aheadMs, 0, 1)
  base.advance(100)
  expect(clock.now()).toBe(150)
  aheadMs = 20
  base.advance(20)
  expect(clock.now()).toBe(150)
  base.advance(20)
  expect(clock.now()).toBe(160)
})
