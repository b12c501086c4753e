/**
 * Whole messages over lanes without drops or loss. A large simulation spends most of its time here: all
 * routes are in one array, and a `Transit` that has ended is reused.
 */
import type { Lane, LaneTable } from '../../network/lane.ts'
import { bytesOnWire, type Overhead } from '../../network/overhead.ts'
import type { Happening, Timeline } from '../timeline.ts'
import { type Bundle, Departure, type Wire, type WireEnds } from './wire.ts'

export class ClearRoutes {
  readonly table: LaneTable
  readonly timeline: Timeline
  readonly overhead: Overhead
  readonly #ended: Transit[] = []
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

  transit(): Transit {
    return this.#ended.pop() ?? new Transit(this)
  }

  end(transit: Transit): void {
    this.#ended.push(transit)
  }

  #grow(): void {
    const lanes = new Int32Array(2 * this.#lanes.length)
    lanes.set(this.#lanes)
    this.#lanes = lanes
  }
}

class ClearWire implements Wire {
  readonly #routes: ClearRoutes
  /** Its lanes lie in the table of all routes from `first` up to, and without, `end`. */
  readonly #first: number
  readonly #end: number
  readonly #ends: WireEnds

  constructor(routes: ClearRoutes, first: number, end: number, ends: WireEnds) {
    this.#routes = routes
    this.#first = first
    this.#end = end
    this.#ends = ends
  }

  send(bundle: Bundle, bytes: number, large: boolean): void {
    const { table, timeline, overhead } = this.#routes
    const onWire = bytesOnWire(overhead, bytes)
    this.#routes.transit().begin(this.#first, this.#end, onWire, bundle, this.#ends)
    if (!large) return
    const departMs = table.freeAtMs(this.#routes.lane(this.#first))
    timeline.at(departMs, new Departure(this.#ends, bytes))
  }

  close(): void {}
}

/** The message arrives at the next lane of its route, or at its receiver. */
class Transit implements Happening {
  readonly #routes: ClearRoutes
  #next = 0
  #end = 0
  #bytes = 0
  #bundle: Bundle | undefined
  #ends: WireEnds | undefined

  constructor(routes: ClearRoutes) {
    this.#routes = routes
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
    const { table, timeline } = this.#routes
    const lane = this.#routes.lane(this.#next++)
    timeline.at(table.pass(lane, timeline.now, this.#bytes), this)
  }

  #arrive(): void {
    const ends = this.#ends
    const bundle = this.#bundle
    this.#bundle = undefined
    this.#routes.end(this)
    if (bundle) ends?.arrived(bundle)
  }
}
