/** Runs at once, then at most once in each interval. The last call always runs. */
export function paced<Args extends unknown[]>(
  run: (...args: Args) => void,
  intervalMs: () => number,
): (...args: Args) => void {
  let lastMs = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest: Args
  const fire = () => {
    timer = undefined
    lastMs = performance.now()
    run(...latest)
  }
  return (...args) => {
    latest = args
    if (timer !== undefined) return
    const waitMs = lastMs + intervalMs() - performance.now()
    if (waitMs <= 0) fire()
    else timer = setTimeout(fire, waitMs)
  }
}

/**
 * Makes a change and measures how long it kept the page's thread busy: rendering, layout and painting,
 * and whatever else ran in between. Where no frame is drawn, as in a hidden page, `measured` is never
 * called.
 */
export function withFrameCost(change: () => void, measured: (busyMs: number) => void): void {
  const startMs = performance.now()
  change()
  // Components are rendered in microtasks that `change` has queued.
  queueMicrotask(() => {
    const changedMs = performance.now() - startMs
    requestAnimationFrame(() => {
      const frameMs = performance.now()
      const { port1, port2 } = new MessageChannel()
      // The message is sent before this frame is laid out and painted, and received after.
      port1.onmessage = () => {
        port1.close()
        measured(changedMs + performance.now() - frameMs)
      }
      port2.postMessage(undefined)
    })
  })
}
