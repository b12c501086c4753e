import { expect, test } from 'vitest'
import { measureLoad } from './machine-load.ts'

/** A machine whose slices take these times in turn, and whose timers are late by this. */
function machine(slicesMs: readonly number[], lateMs: number) {
  let [now, slice] = [0, 0]
  return {
    now: () => now,
    work: () => {
      now += slicesMs[slice++ % slicesMs.length] as number
    },
    pause: async (ms: number) => {
      now += Math.max(4, ms) + lateMs
    },
  }
}

test('an idle machine', async () => {
  expect(await measureLoad(machine([2], 0))).toEqual({ slowdown: 1, latestTimerMs: 0 })
})

test('one that does something else for three quarters of its time', async () => {
  const { slowdown, latestTimerMs } = await measureLoad(machine([2, 14], 30))
  expect(slowdown).toBeCloseTo(4, 0)
  expect(latestTimerMs).toBeCloseTo(30, 6)
})
