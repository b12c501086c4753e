/** Messages as a fluid, which takes all lanes of its way at once at its fair share of them. */
import type { Millis } from '../../base/ids.ts'
import { type FluidFlow, FluidTraffic } from '../../network/fluid.ts'
import type { Network } from '../../network/network.ts'
import type { Overhead } from '../../network/overhead.ts'
import type { Happening, Timeline } from '../timeline.ts'
import { type Bundle, Departure, type Wire, type WireEnds, type Wiring } from './wire.ts'

/** A bundle as fluid, and where it goes. */
interface Drop {
  readonly ends: WireEnds
  readonly bundle: Bundle
  readonly bytes: number
  readonly large: boolean
}

export class FluidWiring implements Wiring, Happening {
  readonly #traffic: FluidTraffic<Drop>
  readonly #timeline: Timeline
  #wakeAt: Millis | undefined

  constructor(network: Network, timeline: Timeline, overhead: Overhead) {
    this.#traffic = new FluidTraffic(network, overhead)
    this.#timeline = timeline
  }

  wire(from: string, to: string, ends: WireEnds): Wire {
    const flow = this.#traffic.flow(from, to)
    return {
      send: (bundle, bytes, large) => this.#send(flow, { ends, bundle, bytes, large }),
      close: () => {
        this.#traffic.close(flow, this.#timeline.now)
        this.#arm()
      },
    }
  }

  /** Some flow's last drop may have left. */
  happen(): void {
    const { now } = this.#timeline
    if (this.#wakeAt === now) this.#wakeAt = undefined
    for (let there = this.#traffic.take(now); there; there = this.#traffic.take(now)) {
      const { ends, bytes, large } = there.message
      this.#arrive(there.message, there.arriveMs)
      if (large) ends.departed(bytes)
    }
    this.#arm()
  }

  #send(flow: FluidFlow<Drop>, drop: Drop): void {
    const { now } = this.#timeline
    const there = this.#traffic.send(flow, drop, drop.bytes, now)
    if (there) {
      this.#arrive(drop, there.arriveMs)
      if (drop.large) this.#timeline.at(there.departedMs, new Departure(drop.ends, drop.bytes))
    }
    this.#arm()
  }

  #arrive({ ends, bundle }: Drop, at: Millis): void {
    this.#timeline.call(at, () => ends.arrived(bundle))
  }

  #arm(): void {
    const next = this.#traffic.nextAtMs
    if (next === undefined || (this.#wakeAt !== undefined && this.#wakeAt <= next)) return
    this.#wakeAt = next
    this.#timeline.at(next, this)
  }
}
