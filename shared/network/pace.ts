/**
 * The tab's half of the protocol in `rounds.ts`: the rate at which each of its flows may send now.
 * One for each connection to the coordinator; after a break or a lapsed lease, make a new one.
 */
import type { Millis } from '../base/ids.ts'
import type { Demand } from './fair-share.ts'
import type { Declared, TabRates } from './orders.ts'
import { LEASE_MS } from './rounds.ts'

export interface Declaration<Flow> {
  readonly number: number
  readonly flows: ReadonlyMap<Flow, Declared>
}

export class Pace<Flow> {
  /** By flow: the number of the declaration that began it. */
  #since = new Map<Flow, number>()
  #declaration = 0
  #order: TabRates<Flow> | undefined
  #leaseEndsMs: Millis = Number.NEGATIVE_INFINITY

  /** All flows that have something to send. The caller sends the returned declaration. */
  declare(flows: ReadonlyMap<Flow, Demand>): Declaration<Flow> {
    const number = ++this.#declaration
    const declared = new Map<Flow, Declared>()
    for (const [flow, demand] of flows) {
      // A flow that ended and begins again has no rate until the next order.
      declared.set(flow, { demand, since: this.#since.get(flow) ?? number })
    }
    this.#since = new Map([...declared].map(([flow, { since }]) => [flow, since]))
    return { number, flows: declared }
  }

  /** The number to confirm; undefined for an order that is older than the one followed. */
  follow(order: TabRates<Flow>): number | undefined {
    if (order.number <= this.followed) return undefined
    this.#order = order
    return order.number
  }

  /** 0 before the first order. */
  get followed(): number {
    return this.#order?.number ?? 0
  }

  /** The coordinator has echoed the beat that was sent at `stampMs` by this tab's clock. */
  echoed(stampMs: Millis): void {
    this.#leaseEndsMs = Math.max(this.#leaseEndsMs, stampMs + LEASE_MS)
  }

  /** Once it is in the past, nothing may be sent, and a new connection is needed. */
  get leaseEndsMs(): Millis {
    return this.#leaseEndsMs
  }

  /** The rate at which the flow may send; 0 without an order for it, or without a lease. */
  rate(flow: Flow, now: Millis): number {
    const since = this.#since.get(flow)
    if (since === undefined || this.#order === undefined || now >= this.#leaseEndsMs) return 0
    return this.#order.declaration >= since ? (this.#order.rates.get(flow) ?? 0) : 0
  }
}
