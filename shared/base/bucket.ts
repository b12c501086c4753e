/** Token bucket: `burst` at once, `perSecond` in the long run. */
import type { Millis } from './ids.ts'

export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

export class TokenBucket {
  readonly #rate: Rate
  #tokens: number
  #filledAt: Millis

  constructor(rate: Rate, now: Millis) {
    this.#rate = rate
    this.#tokens = rate.burst
    this.#filledAt = now
  }

  /** Takes the tokens and returns true, or takes none and returns false. */
  take(now: Millis, tokens = 1): boolean {
    this.#fill(now)
    if (this.#tokens < tokens) return false
    this.#tokens -= tokens
    return true
  }

  /** Takes the tokens in any case, for what has happened already. Those that are missing are a debt. */
  spend(now: Millis, tokens: number): void {
    this.#fill(now)
    this.#tokens -= tokens
  }

  /** Tokens that are there; negative: a debt. */
  left(now: Millis): number {
    this.#fill(now)
    return this.#tokens
  }

  /** Time until the debt is paid off; 0 if there is none. */
  debtMs(now: Millis): Millis {
    this.#fill(now)
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#rate.perSecond) * 1000
  }

  #fill(now: Millis): void {
    if (now === this.#filledAt) return
    const gained = ((now - this.#filledAt) / 1000) * this.#rate.perSecond
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + gained)
    this.#filledAt = now
  }
}
