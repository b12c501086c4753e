/** Messages from lane to lane that may be cut into packets, dropped, or lost and sent again. */
import type { Flow, Parcel } from '../../network/path.ts'
import type { Happening, Timeline } from '../timeline.ts'
import { type Bundle, Departure, type Wire, type WireEnds } from './wire.ts'

export class StepwiseWire implements Wire {
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

/** A message comes to the next lane of its way, or to its end. */
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
