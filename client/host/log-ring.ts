/** The latest events of a torrent. Old ones go: a large download asks for many blocks. */
import type { LoggedEvent } from './api.ts'

/** About 2 MB at most. */
export const MAX_LOGGED = 10_000

export class LogRing {
  readonly #limit: number
  #events: LoggedEvent[] = []
  /** Where the oldest lies, once the ring is full. */
  #oldest = 0

  constructor(limit = MAX_LOGGED) {
    this.#limit = limit
  }

  push(event: LoggedEvent): void {
    if (this.#events.length < this.#limit) {
      this.#events.push(event)
      return
    }
    this.#events[this.#oldest] = event
    this.#oldest = (this.#oldest + 1) % this.#limit
  }

  /** Oldest first. */
  toArray(): LoggedEvent[] {
    return [...this.#events.slice(this.#oldest), ...this.#events.slice(0, this.#oldest)]
  }
}
