/**
 * Whole messages over lanes that drop and lose nothing, as most are: nothing is ever sent again. This
 * is what a large simulation does most, so routes lie side by side in memory, and a passage that has
 * ended serves the next message.
 */
import type { Lane, LaneTable } from '../../network/lane.ts'
import { bytesOnWire, type Overhead } from '../../network/overhead.ts'
import type { Happening, Timeline } from '../timeline.ts'
import { type Bundle, Departure, type Wire, type WireEnds } from './wire.ts'

export class ClearRoads {
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
