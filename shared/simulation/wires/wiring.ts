/** How messages move over the network in virtual time: hop by hop, in packets, as a fluid, or over SCTP. */
import type { Network } from '../../network/network.ts'
import { OVERHEADS } from '../../network/overhead.ts'
import type { Flow, Parcel } from '../../network/path.ts'
import type { Carriage } from '../scenarios/scenario.ts'
import type { Happening, Timeline } from '../timeline.ts'
import { ClearRoutes } from './clear-wire.ts'
import { FluidWiring } from './fluid-wire.ts'
import { sctpWire } from './sctp-wire.ts'
import { type Bundle, Departure, type Wire, type WireEnds, type Wiring } from './wire.ts'

export function wiring(
  network: Network,
  timeline: Timeline,
  { granularity, overhead: overheadName, congestion }: Carriage,
): Wiring {
  if (congestion === 'sctp') {
    return {
      wire(from, to, ends) {
        const there = network.lanesBetween(from, to)
        return sctpWire(there, network.lanesBetween(to, from), timeline, ends)
      },
    }
  }
  const overhead = OVERHEADS[overheadName]
  if (granularity === 'fluid') return new FluidWiring(network, timeline, overhead)
  const routes = new ClearRoutes(network.table, timeline, overhead)
  return {
    wire(from, to, ends) {
      const lanes = network.lanesBetween(from, to)
      const isClear = granularity === 'message' && lanes.every(lane => lane.isClear)
      return isClear
        ? routes.wire(lanes, ends)
        : new StepwiseWire(network.flow(from, to, overhead, granularity), timeline, ends)
    },
  }
}

/** Messages that go from lane to lane, may be cut into packets, dropped, or lost and sent again. */
class StepwiseWire implements Wire {
  readonly flow: Flow<Bundle>
  readonly timeline: Timeline
  readonly ends: WireEnds

  constructor(flow: Flow<Bundle>, timeline: Timeline, ends: WireEnds) {
    this.flow = flow
    this.timeline = timeline
    this.ends = ends
  }

  send(bundle: Bundle, bytes: number, large: boolean): void {
    const parcel = this.flow.send(bytes, this.timeline.now, bundle)
    new Hop(this, parcel).happen()
    if (large) this.timeline.at(parcel.departedMs, new Departure(this.ends, bytes))
  }

  close(): void {}
}

/** The message arrives at the next lane of its route, or at its receiver. */
class Hop implements Happening {
  readonly #wire: StepwiseWire
  readonly #parcel: Parcel<Bundle>

  constructor(wire: StepwiseWire, parcel: Parcel<Bundle>) {
    this.#wire = wire
    this.#parcel = parcel
  }

  happen(): void {
    const { flow, timeline, ends } = this.#wire
    const next = flow.advance(this.#parcel, timeline.now)
    if (next !== undefined) {
      timeline.at(next, this)
      return
    }
    for (let there = flow.takeDelivered(); there; there = flow.takeDelivered()) {
      ends.arrived(there.message)
    }
  }
}
