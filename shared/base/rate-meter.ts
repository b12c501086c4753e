import type { Millis } from './ids.ts'

/** The time constant of the exponential window, unless another is given: long enough to smooth bursts of blocks. */
const WINDOW_MS = 2_000
/** A meter younger than this divides by this, so that one early block is not an enormous rate. */
const MIN_AGE_MS = 100

/** Bytes per second, exponentially weighted and right from the start. */
export class RateMeter {
  #weight = 0
  #updatedAt: Millis
  #startedAt: Millis
  readonly #windowMs: Millis
  total = 0

  constructor(now: Millis, windowMs = WINDOW_MS) {
    this.#windowMs = windowMs
    this.#updatedAt = now
    this.#startedAt = now
  }

  add(bytes: number, now: Millis): void {
    this.#decay(now)
    this.#weight += bytes
    this.total += bytes
  }

  rate(now: Millis): number {
    if (this.#weight === 0) return 0
    this.#decay(now)
    const ageMs = Math.max(now - this.#startedAt, MIN_AGE_MS)
    // A new meter has seen only a part of its window: divide by that part.
    return this.#weight / ((this.#windowMs / 1000) * (1 - Math.exp(-ageMs / this.#windowMs)))
  }

  /** Forgets the past, as after a pause or a choke. Totals stay. */
  restart(now: Millis): void {
    this.#weight = 0
    this.#updatedAt = now
    this.#startedAt = now
  }

  #decay(now: Millis): void {
    if (now === this.#updatedAt) return
    this.#weight *= Math.exp((this.#updatedAt - now) / this.#windowMs)
    this.#updatedAt = now
  }
}
