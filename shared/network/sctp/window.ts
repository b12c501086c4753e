/**
 * The congestion window of an SCTP association: slow start, congestion avoidance, and what a loss and a
 * timeout make of it (RFC 9260, section 7.2), with the constants of dcSCTP, which is what Chromium has.
 */

/** A packet of SCTP at most, without what carries it (`kMaxSafeMTUSize`). */
export const MTU_BYTES = 1191
/** `cwnd_mtus_initial` */
export const INITIAL_MTUS = 10
/** `cwnd_mtus_min`: after a loss. After a timeout it is one. */
const LEAST_MTUS = 4
/** `max_receiver_window_buffer_size`: no more is under way, and slow start has no other limit at first. */
export const RECEIVER_WINDOW_BYTES = 5 * 1024 * 1024

export class CongestionWindow {
  #bytes = INITIAL_MTUS * MTU_BYTES
  #slowStartBytes = RECEIVER_WINDOW_BYTES
  /** Acknowledged since the window last grew, in congestion avoidance. */
  #partialBytes = 0

  get bytes(): number {
    return this.#bytes
  }

  get isSlowStart(): boolean {
    return this.#bytes <= this.#slowStartBytes
  }

  /** A SACK has moved the cumulative acknowledgement on. `unackedBytes`: under way before it came. */
  grow(ackedBytes: number, unackedBytes: number, isRecovering: boolean): void {
    const isUsed = unackedBytes + MTU_BYTES >= this.#bytes
    if (this.isSlowStart) {
      if (isUsed && !isRecovering) this.#bytes += Math.min(ackedBytes, MTU_BYTES)
      return
    }
    this.#partialBytes += ackedBytes
    if (this.#partialBytes < this.#bytes || !isUsed) return
    this.#partialBytes -= this.#bytes
    this.#bytes += MTU_BYTES
  }

  /** A packet was lost, the first since the last recovery ended. */
  halve(): void {
    this.#slowStartBytes = Math.max(Math.floor(this.#bytes / 2), LEAST_MTUS * MTU_BYTES)
    this.#bytes = this.#slowStartBytes
    this.#partialBytes = 0
  }

  /** The timer ran out. */
  collapse(): void {
    this.halve()
    this.#bytes = MTU_BYTES
  }
}
