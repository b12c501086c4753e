/** One piece while its blocks come in: who sent which, which are asked for, which are missing. */
import { assert } from '../base/assert.ts'
import type { LinkId, PeerId } from '../base/ids.ts'

export class Assembly {
  readonly piece: number
  /** Length of the piece in bytes. */
  readonly length: number
  /** Of each block but perhaps the last. */
  readonly blockBytes: number
  readonly blockCount: number
  /** After a failed check the piece comes from one remote alone, so that a failure names its sender. */
  readonly single: boolean
  /** The link that fetches this piece now; others join only when nothing else is left to begin. */
  owner: LinkId | undefined
  /** Per block: how many links have been asked for it. */
  readonly #asked: Uint8Array
  readonly #senders: (PeerId | undefined)[]
  /** As they came: nothing is set aside for what may never come. */
  readonly #blocks: (Uint8Array | undefined)[]
  #receivedCount = 0
  /** Requests for its blocks that are open, with all remotes. */
  #openRequests = 0
  #unaskedCount: number
  /** No block before this one can be asked for. */
  #mayBeUnasked = 0

  constructor(piece: number, length: number, blockBytes: number, single: boolean) {
    this.piece = piece
    this.length = length
    this.blockBytes = blockBytes
    this.blockCount = Math.ceil(length / blockBytes)
    this.single = single
    this.#asked = new Uint8Array(this.blockCount)
    this.#senders = new Array(this.blockCount).fill(undefined)
    this.#blocks = new Array(this.blockCount).fill(undefined)
    this.#unaskedCount = this.blockCount
  }

  get receivedCount(): number {
    return this.#receivedCount
  }

  get receivedBytes(): number {
    let bytes = 0
    for (let block = 0; block < this.blockCount; block++) {
      if (this.isReceived(block)) bytes += this.blockLength(block)
    }
    return bytes
  }

  get isComplete(): boolean {
    return this.#receivedCount === this.blockCount
  }

  /** A block of it can still be asked for: it is neither received nor asked for. */
  get isOpen(): boolean {
    return this.#unaskedCount > 0
  }

  /** Somebody owes us a block of it. */
  get isAsked(): boolean {
    return this.#openRequests > 0
  }

  /** The sender of each block; the piece must be complete. */
  senders(): readonly PeerId[] {
    assert(this.isComplete, 'senders of an incomplete piece')
    return this.#senders as PeerId[]
  }

  blockLength(block: number): number {
    return Math.min(this.blockBytes, this.length - block * this.blockBytes)
  }

  isReceived(block: number): boolean {
    return this.#senders[block] !== undefined
  }

  timesAsked(block: number): number {
    return this.#asked[block] as number
  }

  nextUnasked(): number | undefined {
    if (this.#unaskedCount === 0) return undefined
    for (let block = this.#mayBeUnasked; block < this.blockCount; block++) {
      this.#mayBeUnasked = block
      if (this.#asked[block] === 0 && !this.isReceived(block)) return block
    }
    throw new Error('bug: unasked blocks miscounted')
  }

  ask(block: number): void {
    if (this.#asked[block] === 0 && !this.isReceived(block)) this.#unaskedCount--
    this.#asked[block] = this.timesAsked(block) + 1
    this.#openRequests++
  }

  /** A request for the block came to nothing. */
  unask(block: number): void {
    assert(this.timesAsked(block) > 0, 'a block given back that nobody asked for')
    this.#asked[block] = this.timesAsked(block) - 1
    this.#openRequests--
    if (this.#asked[block] !== 0 || this.isReceived(block)) return
    this.#unaskedCount++
    this.#mayBeUnasked = Math.min(this.#mayBeUnasked, block)
  }

  /** The whole piece. Its bytes are not to change: they may be those that came. */
  join(): Uint8Array<ArrayBuffer> {
    assert(this.isComplete, 'the bytes of an incomplete piece')
    const blocks = this.#blocks as Uint8Array<ArrayBuffer>[]
    const [first] = blocks
    // In virtual time all send views of one content: a swarm of thousands need not copy it.
    if (first && blocks.every((block, index) => isAt(block, first, index * this.blockBytes)))
      return new Uint8Array(first.buffer, first.byteOffset, this.length)
    const piece = new Uint8Array(this.length)
    for (const [index, block] of blocks.entries()) piece.set(block, index * this.blockBytes)
    return piece
  }

  /** Keeps the block as it is; false if it was there already. */
  receive(block: number, bytes: Uint8Array, sender: PeerId): boolean {
    if (this.isReceived(block)) return false
    assert(bytes.length === this.blockLength(block), 'a block of the wrong length was let through')
    this.#blocks[block] = bytes
    if (this.#asked[block] === 0) this.#unaskedCount--
    this.#senders[block] = sender
    this.#receivedCount++
    return true
  }
}

const isAt = (block: Uint8Array, first: Uint8Array, offset: number): boolean =>
  block.buffer === first.buffer && block.byteOffset === first.byteOffset + offset
