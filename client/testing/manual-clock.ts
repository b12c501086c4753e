/** Stand-ins for tests of the host: a clock that is moved by hand, and promises that settle at once. */
import type { Clock } from '../host/clock.ts'

export class ManualClock implements Clock {
  #nowMs = 0
  #timers: { atMs: number; callback: () => void }[] = []

  now(): number {
    return this.#nowMs
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer)
    }
  }

  /** Moves on and fires what is due, in order. */
  advance(ms: number): void {
    const end = this.#nowMs + ms
    for (;;) {
      const due = this.#timers.filter(timer => timer.atMs <= end)
      const next = due.toSorted((a, b) => a.atMs - b.atMs)[0]
      if (!next) break
      this.#timers = this.#timers.filter(timer => timer !== next)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.callback()
    }
    this.#nowMs = end
  }

  /** The machine sleeps: what is due meanwhile fires late, at the next `advance`. */
  sleep(ms: number): void {
    this.#nowMs += ms
  }

  get timers(): number {
    return this.#timers.length
  }

  close(): void {}
}

/** Until everything that only waits for settled promises has happened. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
