/** Where a torrent's verified pieces are kept. One torrent, one tab, one store. */
import type { Bitfield } from '../../../shared/base/bitfield.ts'

export interface PieceStore {
  /** `memory` is lost on reload; `files` are the person's own, and cannot be written. */
  readonly kind: 'disk' | 'memory' | 'files'
  /** What is really stored, asked of the storage itself. */
  held(): Promise<Bitfield>
  /** A whole piece, of exactly its length. Rejects with a `StoreError`. */
  read(piece: number): Promise<Uint8Array<ArrayBuffer>>
  /** Those of the pieces from `first` up to and without `end` that can be read. May reject. */
  readMany(first: number, end: number): Promise<ReadonlyMap<number, Uint8Array<ArrayBuffer>>>
  /** Resolves when the piece is stored. Rejects with a `StoreError`. The bytes are not to change. */
  write(piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Bytes that can still be written, as far as is known; undefined: it is not. */
  room(): Promise<number | undefined>
  /** Removes damaged pieces from those held. */
  drop(pieces: readonly number[]): Promise<void>
  /** Deletes everything stored. Nothing may be called afterwards. */
  remove(): Promise<void>
  close(): void
  /** To be told, until it is closed, what becomes of pieces that it holds; absent where it does not notice. */
  watch?(watch: StoreWatch): void
}

export interface StoreWatch {
  /** They can no longer be read. `reason`: a sentence for a person. */
  lost(pieces: readonly number[], reason: string): void
  /** They can be read again, and have been checked. */
  found(pieces: readonly number[]): void
}

export const pieceLost = (piece: number): StoreError =>
  new StoreError('lost', `Piece ${piece} is no longer in the browser's storage.`)

/** What reaches a person through a torrent's view, which has room for a text alone: other languages know it by these. */
export const STORE_SENTENCES = {
  usedUp: 'The disk space this browser allows is used up. Free some space, then try again.',
  refused:
    'The browser refused to store the download. Try again; if that does not help, reload the page.',
  tooLargeForMemory:
    'This browser does not let the page store files, and the download is too large for memory. Open the link in a normal (not private) window.',
} as const

/** The environment's refusal; the message is a sentence for a person. */
export class StoreError extends Error {
  readonly code: 'full' | 'lost' | 'refused'
  constructor(code: 'full' | 'lost' | 'refused', message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}
