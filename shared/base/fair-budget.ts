/**
 * A budget that many senders share, counted over a sliding window. No sender may take more than its
 * part; and when the greedy have emptied it, a sender that has had little still finds something.
 */
import type { Millis } from './ids.ts'

export interface FairLimits {
  readonly windowMs: Millis
  readonly perSender: number
  readonly inAll: number
  /** Beyond `inAll`, for senders that have had fewer than `sure`. */
  readonly reserve: number
  readonly sure: number
}

/** What was taken, to give back. */
export interface Taken {
  readonly sender: string
  readonly at: Millis
}

export class FairBudget {
  readonly #limits: FairLimits
  /** In the order of taking, and so of expiry. */
  readonly #taken = new Set<Taken>()
  readonly #perSender = new Map<string, number>()

  constructor(limits: FairLimits) {
    this.#limits = limits
  }

  /** Undefined if it is used up for this sender. */
  take(sender: string, now: Millis): Taken | undefined {
    return this.has(sender, now) ? this.charge(sender, now) : undefined
  }

  /** In the window, of all senders. */
  taken(now: Millis): number {
    this.#expire(now)
    return this.#taken.size
  }

  has(sender: string, now: Millis): boolean {
    this.#expire(now)
    const { perSender, inAll, reserve, sure } = this.#limits
    const had = this.#perSender.get(sender) ?? 0
    if (had >= perSender) return false
    return this.#taken.size < inAll + (had < sure ? reserve : 0)
  }

  /** Takes it even from an empty budget. */
  charge(sender: string, now: Millis): Taken {
    const taken = { sender, at: now }
    this.#taken.add(taken)
    this.#perSender.set(sender, (this.#perSender.get(sender) ?? 0) + 1)
    return taken
  }

  giveBack(taken: Taken): void {
    if (!this.#taken.delete(taken)) return
    const left = (this.#perSender.get(taken.sender) ?? 1) - 1
    if (left > 0) this.#perSender.set(taken.sender, left)
    else this.#perSender.delete(taken.sender)
  }

  #expire(now: Millis): void {
    for (const taken of this.#taken) {
      if (now - taken.at < this.#limits.windowMs) return
      this.giveBack(taken)
    }
  }
}
