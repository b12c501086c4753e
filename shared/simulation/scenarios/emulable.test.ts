/** The dilation that a measurement of the machine leads to. */
import { expect, test } from 'vitest'
import { MAX_DILATION } from '../../events/emulation.ts'
import { builtInScenario } from './built-in.ts'
import { dilationUnder, usualDilation } from './emulable.ts'
import type { Scenario } from './scenario.ts'

const scenario = builtInScenario('thesis-20') as Scenario

test.each([
  ['idle', { slowdown: 1, latestTimerMs: 1 }, usualDilation(scenario)],
  ['half of the machine', { slowdown: 2, latestTimerMs: 10 }, 2 * usualDilation(scenario)],
  ['late timers', { slowdown: 1, latestTimerMs: 400 }, 16],
  ['hopeless', { slowdown: 1e6, latestTimerMs: 1 }, MAX_DILATION],
])('%s', (_what, load, dilation) => {
  expect(dilationUnder(scenario, load)).toBe(dilation)
})
