/** Virtual time: a clock that jumps from one happening to the next. */
import { EventQueue } from '../base/event-queue.ts'
import type { Millis } from '../base/ids.ts'

/** Something that will happen. One object may wait for several times at once. */
export interface Happening {
  happen(): void
}

export class Timeline {
  readonly #queue = new EventQueue<Happening>()
  #now: Millis = 0
  #happened = 0

  get now(): Millis {
    return this.#now
  }

  /** How much is yet to happen. */
  get pending(): number {
    return this.#queue.size
  }

  /** How much has happened so far: what is counted as events. */
  get happened(): number {
    return this.#happened
  }

  /** At equal times, in the order of being asked for. */
  at(time: Millis, happening: Happening): void {
    this.#queue.add(Math.max(time, this.#now), happening)
  }

  /** For what is rare: a plan's steps. */
  call(time: Millis, happen: () => void): void {
    this.at(time, { happen })
  }

  /** Until `isOver`; false if before that nothing was left to happen by then. */
  run(until: Millis, isOver: () => boolean): boolean {
    while (!isOver()) {
      const next = this.#queue.nextAt
      if (next === undefined || next > until) return false
      this.#now = next
      this.#happened++
      this.#queue.takeEvent()?.happen()
    }
    return true
  }
}
