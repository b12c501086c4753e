/** Virtual time: a clock that jumps from one event to the next. */
import { EventQueue } from '../base/event-queue.ts'
import type { Millis } from '../base/ids.ts'

/** A scheduled event. One object may be scheduled several times at once. */
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

  get pending(): number {
    return this.#queue.size
  }

  get happened(): number {
    return this.#happened
  }

  /** Events of equal times happen in the order of these calls. */
  at(time: Millis, happening: Happening): void {
    this.#queue.add(Math.max(time, this.#now), happening)
  }

  /** Allocates a closure: for rare events only, like the steps of a scenario. */
  call(time: Millis, happen: () => void): void {
    this.at(time, { happen })
  }

  /** Runs until `isOver`. False: it was not over when the last event up to `until` had happened. */
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
