/**
 * What an address may do over all of its connections, and over all nodes: each node counts by itself, so that
 * nothing waits for another, and hears from time to time how much of each budget is used up over all of them.
 */
import { type Rate, TokenBucket } from '../shared/base/bucket.ts'
import type { ServerLimits } from './limits.ts'

/** In the order in which nodes tell of them. */
export const RATE_OF = {
  connects: 'connectsPerAddress',
  requests: 'requestsPerAddress',
  announces: 'announcesPerAddress',
  signals: 'signalsPerAddress',
  bytes: 'bytesPerAddress',
} as const satisfies Record<string, keyof ServerLimits>

type BudgetName = keyof typeof RATE_OF
export const BUDGET_NAMES = Object.keys(RATE_OF) as readonly BudgetName[]

export type BudgetLimits = Pick<ServerLimits, (typeof RATE_OF)[BudgetName]>

export class AddressBudgets {
  readonly connects: CountedBucket
  readonly requests: CountedBucket
  readonly announces: CountedBucket
  readonly signals: CountedBucket
  readonly bytes: CountedBucket

  constructor(limits: BudgetLimits, now: number) {
    const bucket = (name: BudgetName) => new CountedBucket(limits[RATE_OF[name]], now)
    this.connects = bucket('connects')
    this.requests = bucket('requests')
    this.announces = bucket('announces')
    this.signals = bucket('signals')
    this.bytes = bucket('bytes')
  }

  /** Nothing was taken since the other nodes were told, and as far as is known nothing is missing. */
  isFull(now: number): boolean {
    return BUDGET_NAMES.every(name => this[name].isFull(now))
  }

  /** What was taken of each since the last call. */
  tell(): number[] {
    return BUDGET_NAMES.map(name => this[name].tell())
  }

  /** Over all nodes this much of each is used up. */
  learn(used: readonly number[], now: number): void {
    for (const [i, name] of BUDGET_NAMES.entries()) this[name].learn(used[i] ?? 0, now)
  }
}

class CountedBucket extends TokenBucket {
  readonly #burst: number
  #untold = 0

  constructor(rate: Rate, now: number) {
    super(rate, now)
    this.#burst = rate.burst
  }

  override take(now: number, tokens = 1): boolean {
    const taken = super.take(now, tokens)
    if (taken) this.#untold += tokens
    return taken
  }

  override spend(now: number, tokens: number): void {
    super.spend(now, tokens)
    this.#untold += tokens
  }

  isFull(now: number): boolean {
    return this.#untold === 0 && this.left(now) >= this.#burst
  }

  tell(): number {
    const told = this.#untold
    this.#untold = 0
    return told
  }

  learn(used: number, now: number): void {
    const excess = this.left(now) - (this.#burst - used - this.#untold)
    if (excess > 0) super.spend(now, excess)
  }
}

/** One budget of a connection and the same of its address: both must allow what is taken. */
export class Budget {
  readonly #own: TokenBucket
  readonly #address: TokenBucket

  constructor(own: Rate, address: TokenBucket, now: number) {
    this.#own = new TokenBucket(own, now)
    this.#address = address
  }

  take(now: number): boolean {
    return this.#own.take(now) && this.#address.take(now)
  }
}
