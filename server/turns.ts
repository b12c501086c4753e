/**
 * What waits to be done for addresses that have used up their time, a piece of each in turn. Between two
 * slices the event loop takes up everything else that has come in: who has time left does not wait here.
 */
import type { WorkMeter } from './work-meter.ts'

export interface Party {
  /** Does its next piece. False: it has nothing to do for now. */
  takeTurn(): boolean
}

/** A slice ends with the piece that exceeds this time. */
const SLICE_MS = 2

/**
 * libuv accepts one connection in each round of the event loop: while they keep coming, rounds without a
 * slice are short ones. After this time there is a slice all the same.
 */
const MAX_ARRIVALS_MS = 5

export class Turns {
  readonly #meter: WorkMeter
  /** Whose turn it is comes first. */
  readonly #waiting = new Set<Party>()
  #isScheduled = false
  #hasArrival = false
  #workedAt = 0

  constructor(meter: WorkMeter) {
    this.#meter = meter
  }

  add(party: Party): void {
    this.#waiting.add(party)
    this.#schedule()
  }

  /** A connection was accepted, and there may be another. */
  arrived(): void {
    this.#hasArrival = true
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.size === 0) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      const startedAt = performance.now()
      if (!this.#hasArrival || startedAt - this.#workedAt > MAX_ARRIVALS_MS) this.#work(startedAt)
      this.#hasArrival = false
      this.#schedule()
    })
  }

  /** One piece of each, as far as the time goes. */
  #work(startedAt: number): void {
    this.#meter.settle()
    for (const party of [...this.#waiting]) {
      this.#waiting.delete(party)
      if (party.takeTurn()) this.#waiting.add(party)
      this.#workedAt = performance.now()
      if (this.#workedAt - startedAt > SLICE_MS) return
    }
  }
}
