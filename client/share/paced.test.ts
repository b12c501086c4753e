import { afterEach, expect, test, vi } from 'vitest'
import { paced, withFrameCost } from './paced.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the first call runs at once, the last one always, and no more than one an interval', () => {
  vi.useFakeTimers()
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

/** A page whose clock advances only by `spend` and `draw`. */
function page() {
  let nowMs = 0
  let frame: (() => void) | undefined
  vi.stubGlobal('performance', { now: () => nowMs })
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    frame = callback
  })
  return {
    spend: (ms: number) => {
      nowMs += ms
    },
    /** The browser's own work on a frame follows the callback. */
    draw: (ms: number) => {
      frame?.()
      nowMs += ms
    },
  }
}

test('counts the change, its rendering and the frame, and not the wait for the frame', async () => {
  const { spend, draw } = page()
  const measured = new Promise<number>(resolve => {
    withFrameCost(() => {
      spend(3)
      queueMicrotask(() => spend(4))
    }, resolve)
  })
  await undefined
  spend(1000)
  draw(20)
  expect(await measured).toBe(27)
})

test('measures nothing where no frame is drawn', async () => {
  page()
  const measured = vi.fn()
  withFrameCost(() => {}, measured)
  await new Promise(setImmediate)
  expect(measured).not.toHaveBeenCalled()
})
