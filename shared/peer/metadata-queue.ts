/** One remote's requests for metadata (BEP 9): limits how much it gets, and how fast. */
import { METADATA_PIECE_BYTES } from '../wire/metadata.ts'

/** At most this much in the channel's queue: other messages must not wait behind 10 MB (libtorrent). */
const SEND_WINDOW_BYTES = 160 * 1024
/** Requests that wait for room; WebTorrent asks for all 611 pieces of 10 MB at once (libtorrent: 1024). */
const MAX_WAITING = 1024
/** On one link in all: the largest dictionary a few times. */
const MAX_GIVEN_BYTES = 40_000_000

export class MetadataQueue {
  readonly #waiting: number[] = []
  /** Sent, and perhaps still in the channel's queue. */
  #queuedBytes = 0
  #givenBytes = 0

  /** False: the request is to be refused. */
  ask(piece: number): boolean {
    if (this.#waiting.length >= MAX_WAITING) return false
    if (this.#givenBytes + METADATA_PIECE_BYTES > MAX_GIVEN_BYTES) return false
    this.#givenBytes += METADATA_PIECE_BYTES
    this.#waiting.push(piece)
    return true
  }

  *next(): Generator<number> {
    while (this.#waiting.length > 0 && this.#queuedBytes < SEND_WINDOW_BYTES) {
      this.#queuedBytes += METADATA_PIECE_BYTES
      yield this.#waiting.shift() as number
    }
  }

  /** The channel's queue, other messages included, has fallen to `queuedBytes`. */
  drained(queuedBytes: number): void {
    this.#queuedBytes = Math.min(this.#queuedBytes, queuedBytes)
  }
}
