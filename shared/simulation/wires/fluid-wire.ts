/** Messages as a fluid, which flows over all lanes of its route at once, at its fair share. */
import type { Millis } from '../../base/ids.ts'
import { type FluidFlow, FluidTraffic } from '../../network/fluid.ts'
import type { Network } from '../../network/network.ts'
import type { Overhead } from '../../network/overhead.ts'
import type { Happening, Timeline } from '../timeline.ts'
import { type Bundle, Departure, type Wire, type WireEnds, type Wiring } from './wire.ts'

/** A bundle on its way. */
interface InFlight {
  readonly ends: WireEnds
  readonly bundle: Bundle
  readonly bytes: number
  readonly large: boolean
}

export class FluidWiring implements Wiring, Happening {
  readonly #traffic: FluidTraffic<InFlight>
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

  /** The last byte of some bundle may have left its sender. */
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

  #send(flow: FluidFlow<InFlight>, inFlight: InFlight): void {
    const { now } = this.#timeline
    const there = this.#traffic.send(flow, inFlight, inFlight.bytes, now)
    if (there) {
      this.#arrive(inFlight, there.arriveMs)
      if (inFlight.large)
        this.#timeline.at(there.departedMs, new Departure(inFlight.ends, inFlight.bytes))
    }
    this.#arm()
  }

  #arrive({ ends, bundle }: InFlight, at: Millis): void {
    this.#timeline.call(at, () => ends.arrived(bundle))
  }

  #arm(): void {
    const next = this.#traffic.nextAtMs
    if (next === undefined || (this.#wakeAt !== undefined && this.#wakeAt <= next)) return
    this.#wakeAt = next
    this.#timeline.at(next, this)
  }
}
