/** Timers for a page that may be hidden: browsers slow the page's own to one tick a second. */
/** Fire `id` after `delayMs`; without `delayMs`, cancel it. */
export interface ClockRequest {
  readonly id: number
  readonly delayMs?: number
}

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
