/**
 * Which pieces storage reads before their blocks are due, for one remote. A request waits behind others for
 * a part of a second, in which a slow disk reads the piece: read only when its turn has come, the
 * channel's queue runs dry meanwhile.
 */
import { BLOCK_BYTES, type BlockRange } from '../wire/message.ts'

/** Of what waits, the first blocks: 2 MiB, which leave within a second at 16 Mbit/s. */
export const AHEAD_BLOCKS = 128
/** Pieces whose blocks come in turns, as of several that are begun. */
const MAX_REMEMBERED = 16
/**
 * Whoever asks and cancels without end has us read this in all, beside what it takes: `AHEAD_BLOCKS`, or two
 * pieces if these are more.
 */
const CREDIT_BYTES = AHEAD_BLOCKS * BLOCK_BYTES
const CREDIT_PIECES = 2
/** Each byte that it takes pays for two: what an honest remote cancels is made up for. */
const PAID_BYTES = 2

export class ReadAhead {
  readonly #pieceLength: number
  readonly #maxCredit: number
  /** Bytes that may be read ahead. */
  #credit: number
  /** The last pieces that were read ahead. */
  readonly #last: number[] = []

  constructor(pieceLength: number) {
    this.#pieceLength = pieceLength
    this.#maxCredit = Math.max(CREDIT_BYTES, CREDIT_PIECES * pieceLength)
    this.#credit = this.#maxCredit
  }

  /** The piece that is to be read now: of the request at `place` among those that wait. */
  next(waiting: readonly BlockRange[], place: number): number | undefined {
    const piece = place < AHEAD_BLOCKS ? waiting[place]?.piece : undefined
    if (piece === undefined || this.#last.includes(piece)) return undefined
    if (this.#credit < this.#pieceLength) return undefined
    this.#credit -= this.#pieceLength
    this.#last.push(piece)
    if (this.#last.length > MAX_REMEMBERED) this.#last.shift()
    return piece
  }

  /** It has taken a block. */
  served(bytes: number): void {
    this.#credit = Math.min(this.#credit + PAID_BYTES * bytes, this.#maxCredit)
  }
}
