/** At once, then at most once in so many milliseconds; the last call is never lost. */
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
