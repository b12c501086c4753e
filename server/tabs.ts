/** Everybody who is connected, by either door, and what is kept for them while they are. */
import type { IncomingSignal } from '../shared/events.ts'
import type { OfferBook } from '../shared/tracker/offers.ts'
import type { SocketKey, SwarmRegistry } from '../shared/tracker/registry.ts'
import type { Tab } from './tab.ts'

export class Tabs {
  readonly #byKey = new Map<SocketKey, Tab>()
  readonly #registry: SwarmRegistry
  readonly #offers: OfferBook

  constructor(registry: SwarmRegistry, offers: OfferBook) {
    this.#registry = registry
    this.#offers = offers
  }

  get size(): number {
    return this.#byKey.size
  }

  add(tab: Tab): void {
    this.#byKey.set(tab.key, tab)
  }

  /** False if it is not there (any more). */
  send(to: SocketKey, signal: IncomingSignal): boolean {
    const tab = this.#byKey.get(to)
    tab?.send(signal)
    return tab !== undefined
  }

  /** Its memberships and offers end with it. */
  async leave(tab: Tab): Promise<void> {
    this.#byKey.delete(tab.key)
    this.#offers.socketClosed(tab.key)
    await this.#registry.socketClosed(tab.key)
  }
}
