/**
 * How messages move over the network in virtual time: hop by hop, whole or in packets, or as a fluid.
 * One wire is one direction of a link. Knows nothing of peers.
 */
import type { Millis } from '../base/ids.ts'
import { type FluidFlow, FluidTraffic } from '../network/fluid.ts'
import type { Lane, LaneTable } from '../network/link.ts'
import type { Network } from '../network/network.ts'
import { bytesOnWire, type Overhead } from '../network/overhead.ts'
import type { Flow, Parcel } from '../network/path.ts'
import type { Message } from '../wire/message.ts'
import type { Granularity } from './scenario.ts'
import type { Happening, Timeline } from './timeline.ts'

/** Protocol messages that travel as one message of the channel, as a tab gathers them. */
export type Bundle = readonly Message[]

/** Who is told what becomes of a wire's bundles. */
export interface WireEnds {
  /** It has left the sender's own lane. Told of those only that were sent as `large`. */
  departed(bytes: number): void
  arrived(bundle: Bundle): void
}

export interface Wire {
  send(bundle: Bundle, bytes: number, large: boolean): void
  /** What is still on the wire is on its own. */
  close(): void
}

export interface Wiring {
  wire(from: string, to: string, ends: WireEnds): Wire
}

export function wiring(
  network: Network,
  timeline: Timeline,
  overhead: Overhead,
  granularity: Granularity,
): Wiring {
  if (granularity === 'fluid') return new FluidWiring(network, timeline, overhead)
  const roads = new ClearRoads(network.table, timeline, overhead)
  return {
    wire(from, to, ends) {
      const lanes = network.lanesBetween(from, to)
      const isClear = granularity === 'message' && lanes.every(lane => lane.isClear)
      return isClear
        ? roads.wire(lanes, ends)
        : new StepwiseWire(network.flow(from, to, overhead, granularity), timeline, ends)
    },
  }
}

/**
 * Whole messages over lanes that drop and lose nothing, as most are: nothing is ever sent again. This
 * is what a large simulation does most, so routes lie side by side in memory, and a passage that has
 * ended serves the next message.
 */
class ClearRoads {
  readonly table: LaneTable
  readonly timeline: Timeline
  readonly overhead: Overhead
  readonly #ended: Passage[] = []
  /** The lanes of all routes, one route after the other. */
  #lanes = new Int32Array(1024)
  #lanesUsed = 0

  constructor(table: LaneTable, timeline: Timeline, overhead: Overhead) {
    this.table = table
    this.timeline = timeline
    this.overhead = overhead
  }

  wire(lanes: readonly Lane[], ends: WireEnds): Wire {
    const first = this.#lanesUsed
    if (first + lanes.length > this.#lanes.length) this.#grow()
    for (const { number } of lanes) this.#lanes[this.#lanesUsed++] = number
    return new ClearWire(this, first, this.#lanesUsed, ends)
  }

  lane(place: number): number {
    return this.#lanes[place] as number
  }

  passage(): Passage {
    return this.#ended.pop() ?? new Passage(this)
  }

  end(passage: Passage): void {
    this.#ended.push(passage)
  }

  #grow(): void {
    const lanes = new Int32Array(2 * this.#lanes.length)
    lanes.set(this.#lanes)
    this.#lanes = lanes
  }
}

class ClearWire implements Wire {
  readonly #roads: ClearRoads
  /** Its lanes' places among those of all routes: from the first to before the end. */
  readonly #first: number
  readonly #end: number
  readonly #ends: WireEnds

  constructor(roads: ClearRoads, first: number, end: number, ends: WireEnds) {
    this.#roads = roads
    this.#first = first
    this.#end = end
    this.#ends = ends
  }

  send(bundle: Bundle, bytes: number, large: boolean): void {
    const { table, timeline, overhead } = this.#roads
    const onWire = bytesOnWire(overhead, bytes)
    this.#roads.passage().begin(this.#first, this.#end, onWire, bundle, this.#ends)
    if (!large) return
    const departMs = table.freeAtMs(this.#roads.lane(this.#first))
    timeline.at(departMs, new Departure(this.#ends, bytes))
  }

  close(): void {}
}

/** A message comes to the next lane of its way, or to its end. */
class Passage implements Happening {
  readonly #roads: ClearRoads
  #next = 0
  #end = 0
  #bytes = 0
  #bundle: Bundle | undefined
  #ends: WireEnds | undefined

  constructor(roads: ClearRoads) {
    this.#roads = roads
  }

  begin(first: number, end: number, bytes: number, bundle: Bundle, ends: WireEnds): void {
    this.#next = first
    this.#end = end
    this.#bytes = bytes
    this.#bundle = bundle
    this.#ends = ends
    this.happen()
  }

  happen(): void {
    if (this.#next === this.#end) {
      this.#arrive()
      return
    }
    const { table, timeline } = this.#roads
    const lane = this.#roads.lane(this.#next++)
    timeline.at(table.pass(lane, timeline.now, this.#bytes), this)
  }

  #arrive(): void {
    const ends = this.#ends
    const bundle = this.#bundle
    this.#bundle = undefined
    this.#roads.end(this)
    if (bundle) ends?.arrived(bundle)
  }
}

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

/** The same, for a message that may be cut to packets, or lost and sent again. */
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

class Departure implements Happening {
  readonly #ends: WireEnds
  readonly #bytes: number

  constructor(ends: WireEnds, bytes: number) {
    this.#ends = ends
    this.#bytes = bytes
  }

  happen(): void {
    this.#ends.departed(this.#bytes)
  }
}

/** A bundle as fluid, and where it goes. */
interface Drop {
  readonly ends: WireEnds
  readonly bundle: Bundle
  readonly bytes: number
  readonly large: boolean
}

class FluidWiring implements Wiring, Happening {
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
