import { afterEach, expect, test, vi } from 'vitest'
import { withFrameCost } from './frame-cost.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** A page whose clock goes on only by what is spent. */
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
  const told = new Promise<number>(resolve => {
    withFrameCost(() => {
      spend(3)
      queueMicrotask(() => spend(4))
    }, resolve)
  })
  await undefined
  spend(1000)
  draw(20)
  expect(await told).toBe(27)
})

test('tells nothing where no frame is drawn', async () => {
  page()
  const told = vi.fn()
  withFrameCost(() => {}, told)
  await new Promise(setImmediate)
  expect(told).not.toHaveBeenCalled()
})
