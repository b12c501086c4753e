import { expect, test } from 'vitest'
import { ManualClock } from '../../testing/manual-clock.ts'
import { DilatedClock } from './dilated-clock.ts'

test('time and timers are slower by the dilation, and in the first 50 ms by that once more', () => {
  const base = new ManualClock()
  const clock = new DilatedClock(base, () => base.now() + 500, 10)
  clock.start(600)
  base.advance(100)
  expect(clock.now()).toBe(0)
  const fired: [number, number][] = []
  for (const delayMs of [3, 50, 60])
    clock.after(delayMs, () => fired.push([delayMs, Math.round(base.now())]))
  base.advance(300)
  expect(clock.now()).toBe(3)
  base.advance(5_000)
  expect(fired).toEqual([
    [3, 100 + 300],
    [50, 100 + 5_000],
    [60, 100 + 5_100],
  ])
  expect(clock.now()).toBe(80)
})

test('undilated it starts as it goes on', () => {
  const base = new ManualClock()
  const clock = new DilatedClock(base, () => base.now(), 1)
  clock.start(0)
  base.advance(20)
  expect(clock.now()).toBe(20)
})

test('until it starts it stands at 0, and what waits for it waits', () => {
  const base = new ManualClock()
  const clock = new DilatedClock(base, () => base.now(), 2)
  const fired: [string, number][] = []
  const note = (what: string) => () => fired.push([what, Math.round(base.now())])
  clock.after(5, note('kept'))
  clock.after(5, note('cancelled'))()
  clock.after(0, note('due now'))
  base.advance(1_000)
  expect([clock.now(), fired]).toEqual([0, [['due now', 0]]])
  clock.start(1_100)
  const cancel = clock.after(7, note('cancelled later'))
  base.advance(50)
  expect(clock.now()).toBe(0)
  cancel()
  base.advance(100)
  expect(fired).toEqual([
    ['due now', 0],
    ['kept', 1_120],
  ])
  // Started is started.
  clock.start(0)
  expect(clock.now()).toBe(12.5)
})

test('a correction backwards makes it stand, not go back', () => {
  const base = new ManualClock()
  let aheadMs = 50
  const clock = new DilatedClock(base, () => base.now() + aheadMs, 1)
  clock.start(0)
  base.advance(100)
  expect(clock.now()).toBe(150)
  aheadMs = 20
  base.advance(20)
  expect(clock.now()).toBe(150)
  base.advance(20)
  expect(clock.now()).toBe(160)
})
