/** Messages to and from the server: their delay, and whether they arrive. The tracker node is the server. */
import type { Millis } from '../base/ids.ts'
import type { Network } from '../network/network.ts'
import type { Timeline } from './timeline.ts'

export interface ServerRoute {
  readonly there: Millis
  readonly back: Millis
}

export class ServerRoutes {
  /** Added to the delay of each message. */
  slowMs: Millis = 0
  /** Each may deliver a message of or for this peer once more. */
  readonly repeats = new Set<(peer: string) => boolean>()
  readonly #network: Network
  readonly #timeline: Timeline
  readonly #known = new Map<string, ServerRoute>()
  #isUp = true
  /** Rises when the server goes down: messages on their way are then lost. */
  #session = 0

  constructor(network: Network, timeline: Timeline) {
    this.#network = network
    this.#timeline = timeline
  }

  get isUp(): boolean {
    return this.#isUp
  }

  set isUp(isUp: boolean) {
    this.#isUp = isUp
    if (!isUp) this.#session++
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

  /** A message of or for this peer; `lost` is called if it never arrives. */
  carry(peer: string, delayMs: Millis, arrive: () => void, lost: () => void = () => {}): void {
    const session = this.#session
    if (!this.#isUp) {
      lost()
      return
    }
    this.#timeline.call(this.#timeline.now + delayMs + this.slowMs, () => {
      if (session !== this.#session) {
        lost()
        return
      }
      arrive()
      for (const repeat of this.repeats) if (repeat(peer)) arrive()
    })
  }
}
