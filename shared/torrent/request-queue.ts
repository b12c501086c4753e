/** The requests one remote has yet to answer: how many there may be, and which are overdue. */
import type { Millis } from '../base/ids.ts'
import { BLOCK_BYTES } from '../wire/message.ts'

export interface OpenRequest {
  readonly piece: number
  readonly block: number
  readonly sentAt: Millis
}

/** Enough to fill a short link's round trip before its speed is known. */
const MIN_DEPTH = 4
/** What libtorrent allows itself (max_out_request_queue); 8 MB on their way to us. */
const MAX_DEPTH = 500
/** Without `reqq` (BEP 10) assume what old clients bear. */
const DEFAULT_REMOTE_LIMIT = 250
/**
 * Requests cover this much of the link's measured rate: longer than any usual round trip plus the
 * pauses of a busy tab, short enough that little is left over when the link dies.
 */
const PIPELINE_MS = 400

export class RequestQueue {
  /** By piece and block, oldest first. */
  readonly #open = new Map<number, OpenRequest>()
  /** The remote's `reqq`. */
  remoteLimit = DEFAULT_REMOTE_LIMIT
  readonly #blocksPerPiece: number

  constructor(blocksPerPiece: number) {
    this.#blocksPerPiece = blocksPerPiece
  }

  get size(): number {
    return this.#open.size
  }

  /** How many requests keep a link of this rate (bytes/s) busy. */
  depth(rate: number): number {
    const blocks = MIN_DEPTH + Math.ceil((rate * PIPELINE_MS) / 1000 / BLOCK_BYTES)
    return Math.min(blocks, MAX_DEPTH, this.remoteLimit)
  }

  has(piece: number, block: number): boolean {
    return this.#open.has(this.#key(piece, block))
  }

  add(piece: number, block: number, now: Millis): void {
    this.#open.set(this.#key(piece, block), { piece, block, sentAt: now })
  }

  /** True if it was waited for. */
  delete(piece: number, block: number): boolean {
    return this.#open.delete(this.#key(piece, block))
  }

  [Symbol.iterator](): IterableIterator<OpenRequest> {
    return this.#open.values()
  }

  #key(piece: number, block: number): number {
    return piece * this.#blocksPerPiece + block
  }
}
