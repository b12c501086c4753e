import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paced } from './paced.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the first call runs at once, the last one always, and no more than one an interval', () => {
  const ran: [atMs: number, value: number][] = []
  const startMs = performance.now()
  const run = paced(
    (value: number) => ran.push([performance.now() - startMs, value]),
    () => 100,
  )
  for (let value = 0; value < 25; value++) {
    run(value)
    vi.advanceTimersByTime(10)
  }
  vi.advanceTimersByTime(1000)
  expect(ran).toEqual([
    [0, 0],
    [100, 9],
    [200, 19],
    [300, 24],
  ])
})
