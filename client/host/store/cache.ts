/**
 * Whole pieces in memory, the least recently used going first: a piece is read from the store once
 * and served in many blocks, to many remotes. Loads of one piece under way are joined.
 */

/** Enough for the pieces a few dozen remotes ask for at a time; small beside a tab's 4 GiB. */
export const MAX_CACHE_BYTES = 32 * 1024 * 1024

type Bytes = Uint8Array<ArrayBuffer>

export class PieceCache {
  readonly #load: (piece: number) => Promise<Bytes>
  readonly #maxBytes: number
  /** In order of use, oldest first. */
  readonly #pieces = new Map<number, Bytes>()
  readonly #loading = new Map<number, Promise<Bytes>>()
  #bytes = 0

  constructor(load: (piece: number) => Promise<Bytes>, maxBytes = MAX_CACHE_BYTES) {
    this.#load = load
    this.#maxBytes = maxBytes
  }

  /** At once, or undefined: then `load` it. */
  get(piece: number): Bytes | undefined {
    const bytes = this.#pieces.get(piece)
    if (!bytes) return undefined
    this.#pieces.delete(piece)
    this.#pieces.set(piece, bytes)
    return bytes
  }

  load(piece: number): Promise<Bytes> {
    const underWay = this.#loading.get(piece)
    if (underWay) return underWay
    const loading = this.#load(piece)
      .then(bytes => {
        this.put(piece, bytes)
        return bytes
      })
      .finally(() => this.#loading.delete(piece))
    this.#loading.set(piece, loading)
    return loading
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

  #drop(piece: number): void {
    const bytes = this.#pieces.get(piece)
    if (!bytes) return
    this.#pieces.delete(piece)
    this.#bytes -= bytes.length
  }
}
