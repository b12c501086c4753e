/** Where a player is that plays while downloading: on at its rate, and waiting at what is not there. */
import type { Bitfield } from '../base/bitfield.ts'
import type { Millis } from '../base/ids.ts'

export class Playhead {
  readonly #piecesPerSec: number
  readonly #held: Bitfield
  /** In pieces. */
  #position = 0
  /** All before it are held. */
  #firstMissing = 0
  #movedAt: Millis | undefined

  constructor(piecesPerSec: number, held: Bitfield) {
    this.#piecesPerSec = piecesPerSec
    this.#held = held
  }

  /** Pieces that are needed within `aheadMs`. */
  window(aheadMs: Millis, now: Millis): { readonly from: number; readonly to: number } {
    this.#move(now)
    const end = Math.ceil(this.#position + this.#pieces(aheadMs))
    return { from: Math.floor(this.#position), to: Math.min(end, this.#held.size) }
  }

  #move(now: Millis): void {
    while (this.#firstMissing < this.#held.size && this.#held.has(this.#firstMissing))
      this.#firstMissing++
    const played = this.#pieces(now - (this.#movedAt ?? now))
    this.#position = Math.min(this.#position + played, this.#firstMissing)
    this.#movedAt = now
  }

  #pieces(ms: Millis): number {
    return (ms / 1000) * this.#piecesPerSec
  }
}
