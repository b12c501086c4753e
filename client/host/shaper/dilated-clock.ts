/**
 * Emulated time (Gupta et al., "To Infinity and Beyond: Time-Warped Network Emulation", NSDI 2006):
 * the same in all tabs, and `dilation` times slower than real time. Whoever lives by it, the protocol's
 * timers included, sees a machine and a network that many times faster.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Clock } from '../clock.ts'

export class DilatedClock implements Clock {
  readonly #base: Clock
  readonly #sharedNow: () => Millis
  readonly #epochMs: Millis
  readonly #dilation: number
  #lastMs = Number.NEGATIVE_INFINITY

  /** `sharedNow`: what all tabs agree on; emulated time was 0 when it was `epochMs`. */
  constructor(base: Clock, sharedNow: () => Millis, epochMs: Millis, dilation: number) {
    this.#base = base
    this.#sharedNow = sharedNow
    this.#epochMs = epochMs
    this.#dilation = dilation
  }

  /** When tabs learn that they were ahead, it stands for that long: it never goes back. */
  now(): Millis {
    const nowMs = (this.#sharedNow() - this.#epochMs) / this.#dilation
    this.#lastMs = Math.max(this.#lastMs, nowMs)
    return this.#lastMs
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.#base.after(delayMs * this.#dilation, callback)
  }

  /** The clock under it goes on. */
  close(): void {}
}
