/** Reads off the network's lanes what they have carried. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Network } from '../../../shared/network/network.ts'

export class LaneMeter {
  readonly #network: Network
  readonly #carried: Float64Array
  readonly #ownLane = new Map<string, number>()

  constructor(network: Network) {
    this.#network = network
    this.#carried = new Float64Array(network.lanes.length)
  }

  /** When what a peer sends now gets its turn on the peer's own line. */
  departureMs(peer: string, now: Millis): Millis {
    let lane = this.#ownLane.get(peer)
    if (lane === undefined) {
      lane = this.#network.routes.lanesBetween(peer, this.#network.topology.tracker)[0] as number
      this.#ownLane.set(peer, lane)
    }
    return Math.max(now, this.#network.table.freeAtMs(lane))
  }

  /** Tells of each lane how much it has carried since the last time. */
  read(now: Millis, tell: (lane: number, bytes: number) => void): void {
    for (const { number, sentBytes, way } of this.#network.lanes) {
      if (sentBytes === 0) continue
      // A lane counts what it has taken on; what it has not done yet is still to come.
      const waiting = Math.max(this.#network.table.freeAtMs(number) - now, 0)
      const carried = sentBytes - (waiting * way.rateBitsPerSec) / 8000
      tell(number, carried - (this.#carried[number] as number))
      this.#carried[number] = carried
    }
  }
}
