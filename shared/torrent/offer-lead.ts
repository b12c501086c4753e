/**
 * How far ahead a turn has to be agreed on, so that it can begin when the line falls free: the blocks
 * that leave us while an offer is being answered. Counted, not timed, it needs no rate and no clock.
 * Too early costs as much as too late: what was agreed on long ago is no longer the rarest, and two
 * who give to one at a time each give at half their rate.
 */
import { BLOCK_BYTES } from '../wire/message.ts'

/** The share of each new answer in the average: some ten offers tell. */
const GAIN = 0.1
/** Half of the offers are declined, by those who took another meanwhile: time for two. */
const OFFERS = 2

export class OfferLead {
  readonly #most: number
  #averageBytes = 0

  /** Never so early that hardly a block of the present piece has come. */
  constructor(blocksPerPiece: number) {
    this.#most = Math.max(blocksPerPiece - 2, 0)
  }

  /** 0: an answer is here within a block. */
  get blocks(): number {
    return Math.min(Math.round((OFFERS * this.#averageBytes) / BLOCK_BYTES), this.#most)
  }

  /** What our line had to send when the offer was made, and when the answer came. */
  answered(beforeBytes: number, leftBytes: number): void {
    // A line that was idle when we offered, or has fallen idle since, tells less than the truth.
    if (beforeBytes === 0) return
    const bytes = beforeBytes - leftBytes + (leftBytes === 0 ? BLOCK_BYTES : 0)
    this.#averageBytes += GAIN * (bytes - this.#averageBytes)
  }
}
