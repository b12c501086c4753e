/**
 * The person's own files as a torrent's bytes, one after the other: read in place, never copied, and
 * checked whenever they are read. A file may have been changed since it was shared: Chromium then refuses
 * to read it and gives its new size, Firefox reads what is there now.
 */
import { Bitfield } from '../../../shared/base/bitfield.ts'
import { type Info, pieceLengthAt, type TorrentFile } from '../../../shared/torrent/info.ts'
import { hasHash } from './hashing.ts'
import { type PieceStore, StoreError, type StoreWatch } from './piece-store.ts'

/**
 * Once a file has failed, its other pieces are read before anybody asks for them, this many at most: who
 * downloads hears of them all at once, within what a link may say of lost pieces.
 */
const MAX_LOOKED_AT = 2_000
/** Lost pieces told at once. */
const BATCH_PIECES = 100

type Bytes = Uint8Array<ArrayBuffer>

export class FileStore implements PieceStore {
  readonly kind = 'files'
  readonly #info: Info
  readonly #held: Bitfield
  /** Pieces that several files share, as they were when they were shared. */
  readonly #kept: ReadonlyMap<number, Bytes>
  #files: readonly File[]
  /** Of files that could not be read as they were shared: indices. */
  readonly #failed = new Set<number>()
  #watch: StoreWatch | undefined
  #isLooking = false

  /** `files` in the order of `info.files`. */
  constructor(info: Info, files: readonly File[], kept: ReadonlyMap<number, Bytes> = new Map()) {
    this.#info = info
    this.#kept = kept
    this.#files = files
    this.#held = Bitfield.full(info.pieceCount)
  }

  get files(): readonly File[] {
    return this.#files
  }

  get failed(): ReadonlySet<number> {
    return this.#failed
  }

  watch(watch: StoreWatch): void {
    this.#watch = watch
  }

  async held(): Promise<Bitfield> {
    return new Bitfield(this.#held.size, this.#held.bytes)
  }

  async read(piece: number): Promise<Bytes> {
    const files = this.#files
    const read = await this.#read(piece)
    if (read instanceof Uint8Array) return read
    // Chosen anew meanwhile.
    if (files !== this.#files) return this.read(piece)
    this.#fail(piece, read)
    void this.#lookFurther(read)
    throw this.#unreadable(read)
  }

  /** Those that are as they were shared. */
  async readMany(first: number, end: number): Promise<Map<number, Bytes>> {
    const { pieceLength, length } = this.#info
    const offset = first * pieceLength
    const files = partsOf(this.#info, this.#files)
    const bytesInAll = Math.min(end * pieceLength, length) - offset
    const whole = await readRange(files, offset, bytesInAll).catch(() => undefined)
    const found = new Map<number, Bytes>()
    for (let piece = first; piece < end; piece++) {
      const from = (piece - first) * pieceLength
      const bytes = end - first === 1 ? whole : whole?.slice(from, from + pieceLength)
      const isRight = bytes && (await hasHash(this.#info, piece, bytes))
      const read = isRight ? bytes : await this.#read(piece)
      if (read instanceof Uint8Array) found.set(piece, read)
    }
    return found
  }

  write(): Promise<void> {
    return Promise.reject(new StoreError('refused', 'A shared file is never written to.'))
  }

  /** Nothing is ever written. */
  async room(): Promise<undefined> {}

  async drop(pieces: readonly number[]): Promise<void> {
    for (const piece of pieces) {
      const read = await this.#read(piece)
      if (!(read instanceof Uint8Array)) this.#fail(piece, read)
    }
  }

  async remove(): Promise<void> {}

  close(): void {
    this.#watch = undefined
  }

  /** `found`: pieces that these files have been seen to hold. `failed`: files that stay as they are. */
  replace(files: readonly File[], found: Iterable<number>, failed: Iterable<number> = []): void {
    this.#files = files
    this.#failed.clear()
    for (const index of failed) this.#failed.add(index)
    const pieces = [...found].filter(piece => !this.#held.has(piece))
    for (const piece of pieces) this.#held.add(piece)
    this.#watch?.found(pieces)
  }

  async #read(piece: number): Promise<Bytes | number[]> {
    return this.#kept.get(piece) ?? readPiece(this.#info, this.#files, piece)
  }

  #fail(piece: number, failed: readonly number[]): void {
    this.#held.delete(piece)
    // A file that is known to have failed explains it.
    if (failed.some(index => this.#failed.has(index))) return
    for (const index of failed) this.#failed.add(index)
  }

  /** The other pieces of these files. */
  async #lookFurther(failed: readonly number[]): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    const files = this.#files
    const suspects = failed.flatMap(index => piecesOf(this.#info, index))
    const held = [...new Set(suspects)].filter(piece => this.#held.has(piece))
    let lost: number[] = []
    for (const piece of held.slice(0, MAX_LOOKED_AT)) {
      const read = await this.#read(piece)
      if (this.#watch === undefined || files !== this.#files) break
      if (read instanceof Uint8Array) continue
      this.#fail(piece, read)
      lost.push(piece)
      if (lost.length < BATCH_PIECES) continue
      this.#tellLost(lost, failed)
      lost = []
    }
    this.#tellLost(lost, failed)
    this.#isLooking = false
  }

  /** But those that files chosen anew have brought back meanwhile. */
  #tellLost(pieces: readonly number[], failed: readonly number[]): void {
    const lost = pieces.filter(piece => !this.#held.has(piece))
    if (lost.length > 0) this.#watch?.lost(lost, this.#unreadable(failed).message)
  }

  #unreadable(failed: readonly number[]): StoreError {
    const names = failed.map(index => `“${this.#info.files[index]?.path.at(-1)}”`)
    const subject = names.length === 1 ? names[0] : `One of ${names.join(', ')}`
    return new StoreError(
      'lost',
      `${subject} was moved, changed or deleted after it was shared. Choose it again to go on.`,
    )
  }
}

/** Its bytes, or else which files are not as they were shared. */
export async function readPiece(
  info: Info,
  files: readonly File[],
  piece: number,
): Promise<Bytes | number[]> {
  const offset = piece * info.pieceLength
  const length = pieceLengthAt(info, piece)
  const bytes = await readRange(partsOf(info, files), offset, length).catch(() => undefined)
  if (bytes && (await hasHash(info, piece, bytes))) return bytes
  const there = info.files.filter(file => overlap(file, offset, length) > 0)
  const indices = there.map(file => info.files.indexOf(file))
  if (bytes) return suspectsOf(info, files, indices)
  const unreadable: number[] = []
  for (const [i, index] of indices.entries()) {
    const from = Math.max(0, offset - (there[i] as TorrentFile).offset)
    const part = overlap(there[i] as TorrentFile, offset, length)
    const one = { blob: files[index] as File, length: from + part }
    await readRange([one], from, part).catch(() => unreadable.push(index))
  }
  // The disk may be well again by now.
  return unreadable.length > 0 ? unreadable : indices
}

/** Of files that share a wrong piece: those that are wrong where they are alone, else those that never are. */
async function suspectsOf(
  info: Info,
  files: readonly File[],
  indices: readonly number[],
): Promise<number[]> {
  const alone = await Promise.all(indices.map(index => isRightAlone(info, files, index)))
  const where = (isRight: boolean | undefined) => indices.filter((_, i) => alone[i] === isRight)
  const [wrong, unknown] = [where(false), where(undefined)]
  if (wrong.length > 0) return wrong
  return unknown.length > 0 ? unknown : [...indices]
}

/** By a piece that is all in this file; undefined if it has none. */
async function isRightAlone(
  info: Info,
  files: readonly File[],
  index: number,
): Promise<boolean | undefined> {
  const { offset, length } = info.files[index] as TorrentFile
  const piece = Math.ceil(offset / info.pieceLength)
  const begin = piece * info.pieceLength
  if (piece >= info.pieceCount) return undefined
  const bytes = pieceLengthAt(info, piece)
  if (begin + bytes > offset + length) return undefined
  const read = await readRange(partsOf(info, files), begin, bytes).catch(() => undefined)
  return read !== undefined && (await hasHash(info, piece, read))
}

export function piecesOf({ files, pieceLength }: Info, fileIndex: number): number[] {
  const { offset, length } = files[fileIndex] as TorrentFile
  const first = Math.floor(offset / pieceLength)
  const end = length > 0 ? Math.ceil((offset + length) / pieceLength) : first
  return Array.from({ length: end - first }, (_, i) => first + i)
}

const overlap = (file: TorrentFile, offset: number, length: number): number =>
  Math.min(file.offset + file.length, offset + length) - Math.max(file.offset, offset)

/** A file, and how long it was when it was shared: what it says of its size changes with it. */
export interface FilePart {
  /** Undefined: zeros. */
  readonly blob: Blob | undefined
  readonly length: number
}

/** With the padding between them (BEP 47), which nobody has as a file. */
function partsOf(info: Info, files: readonly File[]): FilePart[] {
  const parts: FilePart[] = []
  let end = 0
  const padTo = (offset: number) => {
    const length = offset - end
    if (length > 0) parts.push({ blob: undefined, length })
  }
  for (const [i, blob] of files.entries()) {
    const { offset, length } = info.files[i] as TorrentFile
    padTo(offset)
    parts.push({ blob, length })
    end = offset + length
  }
  padTo(info.length)
  return parts
}

/** `length` bytes from `offset` of the files laid end to end. Rejects with a `StoreError`. */
export async function readRange(
  files: readonly FilePart[],
  offset: number,
  length: number,
): Promise<Bytes> {
  const slices: Blob[] = []
  let start = 0
  for (const file of files) {
    const from = Math.max(offset - start, 0)
    const to = Math.min(offset + length - start, file.length)
    if (from < to) slices.push(file.blob?.slice(from, to) ?? new Blob([new Uint8Array(to - from)]))
    start += file.length
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

const unreadable = (cause: unknown) => new StoreError('lost', 'A file cannot be read.', { cause })
