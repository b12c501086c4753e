import { afterEach, expect, test, vi } from 'vitest'
import { ManualClock } from '../../testing/manual-clock.ts'
import { browserRoom } from './room.ts'

const withEstimate = (estimate: unknown) => vi.stubGlobal('navigator', { storage: { estimate } })

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test.each([
  ['half is used', { quota: 100, usage: 40 }, 60],
  ['all is used, and more', { quota: 100, usage: 140 }, 0],
  ['nothing is said', {}, undefined],
  ['half is said', { quota: 100 }, undefined],
  ['no number is said', { quota: Number.NaN, usage: 0 }, undefined],
  ['less than nothing', { quota: -1, usage: 0 }, undefined],
  ['no end', { quota: Number.POSITIVE_INFINITY, usage: 0 }, undefined],
  ['text', { quota: '100', usage: '0' }, undefined],
])('where %s', async (_, estimate, room) => {
  withEstimate(async () => estimate)
  expect(await browserRoom(new ManualClock())).toBe(room)
})

test('is not known where the browser has no estimate', async () => {
  vi.stubGlobal('navigator', {})
  expect(await browserRoom(new ManualClock())).toBeUndefined()
  vi.stubGlobal('navigator', undefined)
  expect(await browserRoom(new ManualClock())).toBeUndefined()
})

test('is not known where the browser refuses, or never answers', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue()
  withEstimate(() => Promise.reject(new TypeError('no')))
  expect(await browserRoom(new ManualClock())).toBeUndefined()
  expect(warned).toHaveBeenCalled()
  withEstimate(() => new Promise(() => {}))
  const clock = new ManualClock()
  const asked = browserRoom(clock)
  clock.advance(1_000)
  expect(await asked).toBeUndefined()
})
