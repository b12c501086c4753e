/** How long a word to the server takes, and one from it: the topology's tracker node is both tracker and signalling. */
import type { Millis } from '../base/ids.ts'
import type { Network } from '../network/network.ts'

export interface ServerRoute {
  readonly there: Millis
  readonly back: Millis
}

export class ServerRoutes {
  readonly #network: Network
  readonly #known = new Map<string, ServerRoute>()

  constructor(network: Network) {
    this.#network = network
  }

  of(peer: string): ServerRoute {
    const known = this.#known.get(peer)
    if (known) return known
    const { tracker } = this.#network.topology
    const route = {
      there: this.#network.delayMs(peer, tracker),
      back: this.#network.delayMs(tracker, peer),
    }
    this.#known.set(peer, route)
    return route
  }
}
