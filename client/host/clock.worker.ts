/** Timers for a page that may be hidden: browsers slow the page's own to one tick a second. */
import type { ClockRequest } from './clock.ts'

const timers = new Map<number, ReturnType<typeof setTimeout>>()

self.onmessage = ({ data: { id, delayMs } }: MessageEvent<ClockRequest>) => {
  clearTimeout(timers.get(id))
  timers.delete(id)
  if (delayMs === undefined) return
  timers.set(
    id,
    setTimeout(() => {
      timers.delete(id)
      self.postMessage(id)
    }, delayMs),
  )
}
