/** Tells the page that something changed: soon after the first change, then at most 10 times a second. */
import type { Clock } from '../clock.ts'

/** Ten times a second: smooth enough for figures, and cheap beside the transfer. */
const MIN_INTERVAL_MS = 100

export class Notifier {
  readonly #clock: Clock
  readonly #listeners = new Set<() => void>()
  #pending = false
  #lastMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  changed(): void {
    if (this.#pending || this.#listeners.size === 0) return
    this.#pending = true
    const delayMs = Math.max(0, this.#lastMs + MIN_INTERVAL_MS - this.#clock.now())
    this.#clock.after(delayMs, () => {
      this.#pending = false
      this.#lastMs = this.#clock.now()
      for (const listener of this.#listeners) listener()
    })
  }

  close(): void {
    this.#listeners.clear()
  }
}
