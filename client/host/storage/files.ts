/** The person's own files as a torrent's bytes, one after the other: read in place, never copied. */
import { Bitfield } from '../../../shared/base/bitfield.ts'
import { type Info, pieceLengthAt } from '../../../shared/torrent/info.ts'
import { type PieceStore, StoreError } from './piece-store.ts'

export class FileStore implements PieceStore {
  readonly kind = 'files'
  readonly files: readonly File[]
  readonly #info: Info
  readonly #held: Bitfield

  /** `files` in the order of `info.files`. */
  constructor(info: Info, files: readonly File[]) {
    this.#info = info
    this.files = files
    this.#held = Bitfield.full(info.pieceCount)
  }

  async held(): Promise<Bitfield> {
    return new Bitfield(this.#held.size, this.#held.bytes)
  }

  read(piece: number): Promise<Uint8Array<ArrayBuffer>> {
    const length = pieceLengthAt(this.#info, piece)
    return readRange(this.files, piece * this.#info.pieceLength, length)
  }

  async readMany(first: number, end: number): Promise<Map<number, Uint8Array<ArrayBuffer>>> {
    const { pieceLength, length } = this.#info
    const offset = first * pieceLength
    const bytes = await readRange(this.files, offset, Math.min(end * pieceLength, length) - offset)
    const found = new Map<number, Uint8Array<ArrayBuffer>>()
    for (let piece = first; piece < end; piece++) {
      const from = (piece - first) * pieceLength
      found.set(piece, bytes.slice(from, from + pieceLength))
    }
    return found
  }

  write(): Promise<void> {
    return Promise.reject(
      new StoreError(
        'refused',
        'A file that you shared has changed since, and is never written to. Stop sharing it, then share it anew.',
      ),
    )
  }

  /** Nothing is ever written. */
  async room(): Promise<undefined> {}

  async drop(pieces: readonly number[]): Promise<void> {
    for (const piece of pieces) this.#held.delete(piece)
  }

  async remove(): Promise<void> {}

  close(): void {}
}

/** `length` bytes from `offset` of the files laid end to end. Rejects with a `StoreError`. */
export async function readRange(
  files: readonly Blob[],
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const slices: Blob[] = []
  let start = 0
  for (const file of files) {
    const from = Math.max(offset - start, 0)
    const to = Math.min(offset + length - start, file.size)
    if (from < to) slices.push(file.slice(from, to))
    start += file.size
    if (start >= offset + length) break
  }
  const source = slices.length === 1 ? (slices[0] as Blob) : new Blob(slices)
  try {
    const bytes = new Uint8Array(await source.arrayBuffer())
    if (bytes.length === length) return bytes
  } catch (cause) {
    throw unreadable(cause)
  }
  throw unreadable(undefined)
}

const unreadable = (cause: unknown) =>
  new StoreError('lost', 'A shared file was moved, changed or deleted. Share it again to go on.', {
    cause,
  })
