/** Tells peers the round trips of their links, as a tab reads them from ICE. */
import type { Millis } from '../base/ids.ts'
import type { Network } from '../network/network.ts'
import type { LinkEnd } from './link-end.ts'
import type { Timeline } from './timeline.ts'

/** When a link opens, Chromium has measured the round trip this number of times, and soon once more. */
const FIRST_READINGS = 3
const SECOND_AFTER_MS = 1_000
/** And then again after each of these. */
const MEASURED_EVERY_MS = 2_500

export class RoundTripReports {
  readonly #timeline: Timeline
  readonly #network: Network
  readonly #goOn: boolean

  /** `goOn`: also after the first, for those who watch the queue on the way. It costs two events a link each time. */
  constructor(timeline: Timeline, network: Network, goOn: boolean) {
    this.#timeline = timeline
    this.#network = network
    this.#goOn = goOn
  }

  opened(end: LinkEnd): void {
    this.#later(0, () => this.#tell(end, FIRST_READINGS))
    if (!this.#goOn) return
    const tellAgain = () => {
      if (this.#tell(end, 1)) this.#later(MEASURED_EVERY_MS, tellAgain)
    }
    this.#later(SECOND_AFTER_MS, tellAgain)
  }

  /** False if the link is over. */
  #tell({ owner, id, other }: LinkEnd, readings: number): boolean {
    if (!owner.ends.has(id)) return false
    const ms =
      this.#waysMs(owner.name, other.owner.name) + this.#waysMs(other.owner.name, owner.name)
    owner.tell({ type: 'roundTrip', link: id, ms, readings })
    return true
  }

  /** With the queues as they stand now. */
  #waysMs(from: string, to: string): Millis {
    const waitMs = (freeAtMs: Millis) => Math.max(freeAtMs - this.#timeline.now, 0)
    const lanes = this.#network.lanesBetween(from, to)
    return lanes.reduce((sum, { way, freeAtMs }) => sum + way.delayMs + waitMs(freeAtMs), 0)
  }

  #later(delayMs: Millis, happen: () => void): void {
    this.#timeline.call(this.#timeline.now + delayMs, happen)
  }
}
