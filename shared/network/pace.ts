/**
 * A tab's half of the rounds (see `rounds.ts`): what its flows may send at this moment. One for each
 * line to the coordinator; after a broken line or a lapsed lease, begin anew with a new line.
 */
import type { Millis } from '../base/ids.ts'
import type { Demand } from './fair-share.ts'
import { type Declared, LEASE_MS, type Order } from './rounds.ts'

export interface Declaration<Flow> {
  readonly number: number
  readonly flows: ReadonlyMap<Flow, Declared>
}

export class Pace<Flow> {
  /** By flow, the declaration that began it. */
  #since = new Map<Flow, number>()
  #declaration = 0
  #order: Order<Flow> | undefined
  #leaseEndsMs: Millis = Number.NEGATIVE_INFINITY

  /** Flows begin and end by what it is told here; send what it returns. */
  declare(flows: ReadonlyMap<Flow, Demand>): Declaration<Flow> {
    const number = ++this.#declaration
    const declared = new Map<Flow, Declared>()
    for (const [flow, demand] of flows) {
      // One that ended and begins again has no rate until it is ordered again.
      declared.set(flow, { demand, since: this.#since.get(flow) ?? number })
    }
    this.#since = new Map([...declared].map(([flow, { since }]) => [flow, since]))
    return { number, flows: declared }
  }

  /** The number to confirm, if it is the newest order; one overtaken by a later is not followed. */
  follow(order: Order<Flow>): number | undefined {
    if (order.number <= this.followed) return undefined
    this.#order = order
    return order.number
  }

  /** 0 before the first order. */
  get followed(): number {
    return this.#order?.number ?? 0
  }

  /** The coordinator had this beat, sent when this tab's clock said `stampMs`. */
  echoed(stampMs: Millis): void {
    this.#leaseEndsMs = Math.max(this.#leaseEndsMs, stampMs + LEASE_MS)
  }

  /** In the past: the line is of no use any more. */
  get leaseEndsMs(): Millis {
    return this.#leaseEndsMs
  }

  /** What the flow may send at; 0 without an order for it, or without a lease. */
  rate(flow: Flow, now: Millis): number {
    const since = this.#since.get(flow)
    if (since === undefined || this.#order === undefined || now >= this.#leaseEndsMs) return 0
    return this.#order.declaration >= since ? (this.#order.rates.get(flow) ?? 0) : 0
  }
}
