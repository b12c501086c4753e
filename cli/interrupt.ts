/** Ctrl-C, and being asked to end. */

/** What shells call the end by Ctrl-C. */
export const INTERRUPTED = 130

/** Aborted by the first of them. */
export function interruptSignal(): AbortSignal {
  const interrupt = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort())
  return interrupt.signal
}
