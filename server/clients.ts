/** Everybody who is connected, tabs and stock clients alike, and what ends with their connection. */
import { TokenBucket } from '../shared/base/bucket.ts'
import { FairBudget } from '../shared/base/fair-budget.ts'
import type { IncomingSignal } from '../shared/events.ts'
import type { OfferBook } from '../shared/tracker/offers.ts'
import type { SocketKey, SwarmRegistry } from '../shared/tracker/registry.ts'
import type { ServerLimits } from './limits.ts'
import { type Log, logBug } from './log.ts'

export interface ClientDeps {
  readonly limits: ServerLimits
  readonly log: Log
  readonly now: () => number
}

type Send = (signal: IncomingSignal, group?: number) => void

export class Client {
  readonly key: SocketKey
  readonly address: string
  readonly announces: TokenBucket
  readonly signals: TokenBucket
  /** Offers of others to it, by their address. */
  readonly calls: FairBudget
  readonly send: Send
  readonly #log: Log
  #tail: Promise<void> = Promise.resolve()

  constructor(key: SocketKey, address: string, { limits, log, now }: ClientDeps, send: Send) {
    this.key = key
    this.address = address
    this.announces = new TokenBucket(limits.announces, now())
    this.signals = new TokenBucket(limits.signals, now())
    this.calls = new FairBudget(limits.calls)
    this.send = send
    this.#log = log
  }

  /**
   * Does the work for this client's messages one at a time, in the order they came: where the registry
   * answers late, a candidate must not overtake its offer, nor an announce its disconnect. The limit on
   * packets bounds how many wait.
   */
  inOrder(work: () => Promise<void>): void {
    this.#tail = this.#tail.then(work).catch(error => logBug(this.#log, error))
  }
}

export class Clients {
  readonly #byKey = new Map<SocketKey, Client>()
  readonly #registry: SwarmRegistry
  readonly #offers: OfferBook

  constructor(registry: SwarmRegistry, offers: OfferBook) {
    this.#registry = registry
    this.#offers = offers
  }

  add(client: Client): void {
    this.#byKey.set(client.key, client)
  }

  /** False if it is not connected (any more). */
  send(to: SocketKey, signal: IncomingSignal, group?: number): boolean {
    const client = this.#byKey.get(to)
    client?.send(signal, group)
    return client !== undefined
  }

  /** Whether `by` may offer a connection to it: not so that others from elsewhere no longer may. */
  mayCall(target: SocketKey, by: Client, now: number): boolean {
    const client = this.#byKey.get(target)
    return client === undefined || client.calls.take(by.address, now) !== undefined
  }

  /** Its memberships and offers end with it. */
  async leave(client: Client): Promise<void> {
    this.#byKey.delete(client.key)
    this.#offers.socketClosed(client.key)
    await this.#registry.socketClosed(client.key)
  }
}
