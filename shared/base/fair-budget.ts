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
  readonly at: Millis
  readonly by: Sender
  isBack: boolean
}

interface Sender {
  readonly name: string
  taken: number
}

/** What is back leaves the list when it is half of it, and this many more. */
const MIN_PAST = 16

export class FairBudget {
  readonly #limits: FairLimits
  /** In the order of taking, and so of expiry; those before `#first` are back. */
  #list: Taken[] = []
  #first = 0
  #taken = 0
  /** Who has something of it. */
  readonly #senders = new Map<string, Sender>()

  constructor(limits: FairLimits) {
    this.#limits = limits
  }

  /** Undefined if it is used up for this sender. */
  take(sender: string, now: Millis): Taken | undefined {
    this.#expire(now)
    const known = this.#senders.get(sender)
    return this.#isLeftFor(known) ? this.#charge(known ?? this.#add(sender), now) : undefined
  }

  /** In the window, of all senders. */
  taken(now: Millis): number {
    this.#expire(now)
    return this.#taken
  }

  has(sender: string, now: Millis): boolean {
    this.#expire(now)
    return this.#isLeftFor(this.#senders.get(sender))
  }

  /** Takes it even from an empty budget. */
  charge(sender: string, now: Millis): Taken {
    return this.#charge(this.#senders.get(sender) ?? this.#add(sender), now)
  }

  giveBack(taken: Taken): void {
    this.#giveBack(taken)
    this.#tidy()
  }

  #isLeftFor(sender: Sender | undefined): boolean {
    const { perSender, inAll, reserve, sure } = this.#limits
    const had = sender?.taken ?? 0
    if (had >= perSender) return false
    return this.#taken < inAll + (had < sure ? reserve : 0)
  }

  #add(name: string): Sender {
    const sender = { name, taken: 0 }
    this.#senders.set(name, sender)
    return sender
  }

  #charge(by: Sender, at: Millis): Taken {
    by.taken++
    this.#taken++
    const taken = { at, by, isBack: false }
    this.#list.push(taken)
    return taken
  }

  #giveBack(taken: Taken): void {
    if (taken.isBack) return
    taken.isBack = true
    this.#taken--
    const { by } = taken
    if (--by.taken === 0) this.#senders.delete(by.name)
  }

  #expire(now: Millis): void {
    const { windowMs } = this.#limits
    const before = this.#first
    for (let next = this.#list[before]; next; next = this.#list[++this.#first]) {
      if (!next.isBack && now - next.at < windowMs) break
      this.#giveBack(next)
    }
    if (this.#first > before) this.#tidy()
  }

  #tidy(): void {
    if (this.#list.length < 2 * this.#taken + MIN_PAST) return
    this.#list = this.#list.filter(({ isBack }) => !isBack)
    this.#first = 0
  }
}
