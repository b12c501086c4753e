/** How long an SCTP sender waits for an acknowledgement (RFC 9260, section 6.3), as dcSCTP does. */
import type { Millis } from '../../base/ids.ts'

/** `rto_initial` */
const INITIAL_MS = 500
/** `rto_min` */
const LEAST_TIMEOUT_MS = 400
/** `rto_max` */
const MOST_MS = 60_000
/** `max_timer_backoff_duration` of Chromium's data channels: doubling ends here. */
const MOST_BACKED_OFF_MS = 3_000
/** `min_rtt_variance`, an eighth of which counts. */
const LEAST_VARIATION_MS = 220 / 8

const ALPHA = 1 / 8
const BETA = 1 / 4

export class RetransmissionTimeout {
  #smoothedMs: Millis | undefined
  #variationMs = 0
  #timeoutMs = INITIAL_MS

  /** The smoothed round trip. */
  get roundTripMs(): Millis | undefined {
    return this.#smoothedMs
  }

  observe(roundTripMs: Millis): void {
    if (this.#smoothedMs === undefined) {
      this.#smoothedMs = roundTripMs
      this.#variationMs = roundTripMs / 2
    } else {
      const differenceMs = Math.abs(this.#smoothedMs - roundTripMs)
      this.#variationMs = (1 - BETA) * this.#variationMs + BETA * differenceMs
      this.#smoothedMs = (1 - ALPHA) * this.#smoothedMs + ALPHA * roundTripMs
    }
    this.#variationMs = Math.max(this.#variationMs, LEAST_VARIATION_MS)
    const timeoutMs = this.#smoothedMs + 4 * this.#variationMs
    this.#timeoutMs = Math.min(Math.max(timeoutMs, LEAST_TIMEOUT_MS), MOST_MS)
  }

  /** After this number of expiries in a row. */
  afterMs(expiries: number): Millis {
    if (expiries === 0) return this.#timeoutMs
    return Math.min(this.#timeoutMs * 2 ** expiries, MOST_BACKED_OFF_MS)
  }
}
