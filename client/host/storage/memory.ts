/** Pieces in memory: for tests, and where the browser refuses to store. */
import { Bitfield } from '../../../shared/base/bitfield.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import { type PieceStore, pieceLost, STORE_SENTENCES, StoreError } from './piece-store.ts'

/** What a tab can hold without being killed; mobile browsers allow little more. */
const MAX_MEMORY_BYTES = 1024 * 1024 * 1024

export class MemoryStore implements PieceStore {
  readonly kind = 'memory'
  readonly #info: Info
  readonly #maxBytes: number
  readonly #pieces = new Map<number, Uint8Array<ArrayBuffer>>()
  #bytes = 0

  constructor(info: Info, maxBytes = MAX_MEMORY_BYTES) {
    this.#info = info
    this.#maxBytes = maxBytes
  }

  async held(): Promise<Bitfield> {
    const held = new Bitfield(this.#info.pieceCount)
    for (const piece of this.#pieces.keys()) held.add(piece)
    return held
  }

  async read(piece: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.#pieces.get(piece)
    if (!bytes) throw pieceLost(piece)
    return bytes
  }

  async readMany(first: number, end: number): Promise<Map<number, Uint8Array<ArrayBuffer>>> {
    const found = new Map<number, Uint8Array<ArrayBuffer>>()
    for (let piece = first; piece < end; piece++) {
      const bytes = this.#pieces.get(piece)
      if (bytes) found.set(piece, bytes)
    }
    return found
  }

  async write(piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const added = bytes.length - (this.#pieces.get(piece)?.length ?? 0)
    if (this.#bytes + added > this.#maxBytes)
      throw new StoreError('full', STORE_SENTENCES.tooLargeForMemory)
    this.#bytes += added
    this.#pieces.set(piece, bytes)
  }

  async room(): Promise<number> {
    return this.#maxBytes - this.#bytes
  }

  async drop(pieces: readonly number[]): Promise<void> {
    for (const piece of pieces) {
      this.#bytes -= this.#pieces.get(piece)?.length ?? 0
      this.#pieces.delete(piece)
    }
  }

  async remove(): Promise<void> {
    this.#pieces.clear()
    this.#bytes = 0
  }

  close(): void {}
}
