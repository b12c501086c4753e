/**
 * Emulated time (Gupta et al., "To Infinity and Beyond: Time-Warped Network Emulation", NSDI 2006):
 * the same in all tabs, and `dilation` times slower than real time. Whoever lives by it, the protocol's
 * timers included, sees a machine and a network that many times faster. Until it is started it stands
 * at 0: what has to be ready before takes none of it.
 *
 * The first `START_MS` are slower still: all peers shake hands with all others within some emulated
 * milliseconds, which on one machine is seconds of work.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Clock } from '../clock.ts'

/** Emulated: a handshake and its answer. */
const START_MS = 50
/** The start is slower by the dilation once more, at most by this factor; undilated time by none. */
const MAX_START_SLOWER = 16

/** Real time: added so that a rounding error fires no timer before it is due. */
const ROUNDING_MS = 0.001

interface Waiting {
  readonly dueMs: Millis
  readonly callback: () => void
  cancel: () => void
}

export class DilatedClock implements Clock {
  readonly #base: Clock
  readonly #sharedNow: () => Millis
  readonly #dilation: number
  /** Timers set before the start. */
  readonly #waiting = new Set<Waiting>()
  #epochMs: Millis | undefined
  #lastMs: Millis = 0

  /** `sharedNow`: the time that all tabs agree on. */
  constructor(base: Clock, sharedNow: () => Millis, dilation: number) {
    this.#base = base
    this.#sharedNow = sharedNow
    this.#dilation = dilation
  }

  /** Time goes from `epochMs` on, in the shared time. */
  start(epochMs: Millis): void {
    if (this.#epochMs !== undefined) return
    this.#epochMs = epochMs
    for (const waiting of this.#waiting) this.#arm(waiting, epochMs)
    this.#waiting.clear()
  }

  /** Stands still in a tab that was ahead until the others have caught up: time never goes back. */
  now(): Millis {
    if (this.#epochMs === undefined) return 0
    const steadyMs = (this.#sharedNow() - this.#epochMs) / this.#dilation
    const slowMs = steadyMs / this.#startSlower
    const nowMs = slowMs < START_MS ? slowMs : steadyMs - START_MS * (this.#startSlower - 1)
    this.#lastMs = Math.max(this.#lastMs, nowMs)
    return this.#lastMs
  }

  after(delayMs: number, callback: () => void): () => void {
    // What is due now is due before the start too.
    if (delayMs <= 0) return this.#base.after(0, callback)
    const waiting: Waiting = { dueMs: this.now() + delayMs, callback, cancel: () => {} }
    if (this.#epochMs !== undefined) this.#arm(waiting, this.#epochMs)
    else {
      this.#waiting.add(waiting)
      waiting.cancel = () => this.#waiting.delete(waiting)
    }
    return () => waiting.cancel()
  }

  /** The base clock belongs to the caller. */
  close(): void {}

  get #startSlower(): number {
    return Math.min(this.#dilation, MAX_START_SLOWER)
  }

  #arm(waiting: Waiting, epochMs: Millis): void {
    const { dueMs } = waiting
    const steadyMs = dueMs + Math.min(dueMs, START_MS) * (this.#startSlower - 1)
    const realMs = epochMs + steadyMs * this.#dilation - this.#sharedNow()
    waiting.cancel = this.#base.after(Math.max(realMs, 0) + ROUNDING_MS, waiting.callback)
  }
}
