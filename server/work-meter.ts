/**
 * Charges time of the processor to whoever causes it: from a chunk that has come in until the next one,
 * whoever's that is, or until the event loop has read from everybody. What a handler leaves to promises
 * is done in between, and is most of the work of an announce with offers.
 */
import { performance } from 'node:perf_hooks'

/** Asking the system for the time of the processor takes up to 20 us; what is this fresh is not asked anew. */
export const CLOCK_MS = 1

let clock = { readAt: -Infinity, workedMs: 0 }

/**
 * Work is measured in time of the processor: of a busy machine's pauses nobody is guilty. Of many pieces
 * shorter than the clock's step some count as a whole step and the others as nothing.
 */
export function workedMs(): number {
  const now = performance.now()
  if (now - clock.readAt >= CLOCK_MS) {
    const { user, system } = process.cpuUsage()
    clock = { readAt: now, workedMs: (user + system) / 1000 }
  }
  return clock.workedMs
}

export interface Payer {
  worked(ms: number): void
}

export class WorkMeter {
  #payer: Payer | undefined
  #sinceMs = 0
  #isScheduled = false

  /** What is done from now on is done for this one. */
  begin(payer: Payer): void {
    const now = workedMs()
    if (payer === this.#payer && now === this.#sinceMs) return
    this.#settleAt(now)
    this.#payer = payer
    this.#sinceMs = now
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.settle()
    })
  }

  /** The same, of who has begun before and may still be at it: nothing is asked of the clock then. */
  resume(payer: Payer): void {
    if (payer !== this.#payer) this.begin(payer)
  }

  /** What is done from now on is done for nobody. */
  settle(): void {
    this.#settleAt(workedMs())
  }

  #settleAt(now: number): void {
    const payer = this.#payer
    this.#payer = undefined
    // Most pieces are shorter than a step of the clock.
    if (now > this.#sinceMs) payer?.worked(now - this.#sinceMs)
  }
}
