/**
 * Whole pieces in memory, the least recently used going first: a piece is read from the store once
 * and served in many blocks, to many remotes. Small pieces are read with their neighbours, and what
 * is being read is not read twice. A piece that does not come with its neighbours is read alone: it tells
 * why, and one that cannot be read does not take the others with it.
 */
import type { Info } from '../../../shared/torrent/info.ts'
import type { PieceStore } from './piece-store.ts'

/** All of a torrent with the shortest pieces; small beside what a tab may use. */
const MAX_CACHE_BYTES = 64 * 1024 * 1024

/** Reading 64 KiB takes about the time of 1 MiB: most of it is asking the browser. */
const READ_BYTES = 1024 * 1024

/** Read before anybody needed it, and not used since: what is more is read when it is due. */
const MAX_AHEAD_BYTES = MAX_CACHE_BYTES / 4

type Bytes = Uint8Array<ArrayBuffer>

export class PieceCache {
  readonly #store: Pick<PieceStore, 'read' | 'readMany'>
  readonly #maxBytes: number
  readonly #pieceCount: number
  /** Pieces in an aligned group, which is read as one. */
  readonly #group: number
  readonly #groupBytes: number
  /** In order of use, oldest first. */
  readonly #pieces = new Map<number, Bytes>()
  /** By the first piece of the group. */
  readonly #reading = new Map<number, Promise<ReadonlyMap<number, Bytes>>>()
  readonly #readingAlone = new Map<number, Promise<Bytes>>()
  /** Pieces that were read ahead, or are being, and not used since. */
  readonly #ahead = new Set<number>()
  #bytes = 0

  constructor(
    store: Pick<PieceStore, 'read' | 'readMany'>,
    info: Pick<Info, 'pieceLength' | 'pieceCount'>,
    maxBytes = MAX_CACHE_BYTES,
  ) {
    this.#store = store
    this.#maxBytes = maxBytes
    this.#pieceCount = info.pieceCount
    this.#group = Math.max(1, Math.floor(READ_BYTES / info.pieceLength))
    this.#groupBytes = this.#group * info.pieceLength
  }

  /** At once, or undefined: then `load` it. */
  get(piece: number): Bytes | undefined {
    this.#ahead.delete(piece)
    const bytes = this.#pieces.get(piece)
    if (!bytes) return undefined
    this.#pieces.delete(piece)
    this.#pieces.set(piece, bytes)
    return bytes
  }

  /** Rejects with a `StoreError`. */
  async load(piece: number): Promise<Bytes> {
    const alone = this.#readingAlone.get(piece)
    if (alone) return alone
    const found = await this.#readGroup(piece - (piece % this.#group)).catch(() => undefined)
    return found?.get(piece) ?? this.#pieces.get(piece) ?? this.#readAlone(piece)
  }

  /** Reads a piece that will be needed. One that cannot be read says so when it is. */
  readAhead(piece: number): void {
    if (this.#pieces.has(piece) || this.#ahead.has(piece)) return
    // Each brings its neighbours. One piece, however long it is, may always be read.
    const bytes = (this.#ahead.size + 1) * this.#groupBytes
    if (bytes > MAX_AHEAD_BYTES && this.#ahead.size > 0) return
    this.#ahead.add(piece)
    this.#readGroup(piece - (piece % this.#group)).then(
      found => found.has(piece) || this.#ahead.delete(piece),
      () => this.#ahead.delete(piece),
    )
  }

  put(piece: number, bytes: Bytes): void {
    this.#drop(piece)
    this.#pieces.set(piece, bytes)
    this.#bytes += bytes.length
    for (const oldest of this.#pieces.keys()) {
      if (this.#bytes <= this.#maxBytes) break
      this.#drop(oldest)
    }
  }

  #readGroup(first: number): Promise<ReadonlyMap<number, Bytes>> {
    const underWay = this.#reading.get(first)
    if (underWay) return underWay
    const reading = this.#store
      .readMany(first, Math.min(first + this.#group, this.#pieceCount))
      .then(found => {
        for (const [piece, bytes] of found) if (!this.#pieces.has(piece)) this.put(piece, bytes)
        return found
      })
      .finally(() => this.#reading.delete(first))
    this.#reading.set(first, reading)
    return reading
  }

  #readAlone(piece: number): Promise<Bytes> {
    const underWay = this.#readingAlone.get(piece)
    if (underWay) return underWay
    const reading = this.#store
      .read(piece)
      .then(bytes => {
        this.put(piece, bytes)
        return bytes
      })
      .finally(() => this.#readingAlone.delete(piece))
    this.#readingAlone.set(piece, reading)
    return reading
  }

  #drop(piece: number): void {
    const bytes = this.#pieces.get(piece)
    if (!bytes) return
    this.#pieces.delete(piece)
    this.#ahead.delete(piece)
    this.#bytes -= bytes.length
  }
}
