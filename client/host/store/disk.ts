/**
 * Pieces in IndexedDB, one entry a piece: what is held is what is stored, there is no second book
 * that could run ahead. Pieces that arrive while a transaction runs go out together in the next.
 */
import { Bitfield } from '../../../shared/base/bitfield.ts'
import { type Info, pieceLengthAt } from '../../../shared/torrent/info.ts'
import { Database } from './idb.ts'
import { type PieceStore, pieceLost, StoreError } from './piece-store.ts'

/** One transaction's content, at most: others are told of a piece only when its commit is through. */
const MAX_COMMIT_BYTES = 4 * 1024 * 1024

interface Write {
  readonly piece: number
  readonly bytes: Uint8Array<ArrayBuffer>
  resolve(): void
  reject(error: StoreError): void
}

export class DiskStore implements PieceStore {
  readonly kind = 'disk'
  readonly #info: Info
  readonly #database: Database
  #waiting: Write[] = []
  #committing = false

  /** `name`: one database a torrent and slot. */
  constructor(info: Info, name: string) {
    this.#info = info
    this.#database = new Database(name)
  }

  async held(): Promise<Bitfield> {
    const held = new Bitfield(this.#info.pieceCount)
    for (const key of await this.#database.keys())
      if (typeof key === 'number' && key < held.size) held.add(key)
    return held
  }

  async read(piece: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = (await this.readMany(piece, piece + 1)).get(piece)
    if (!bytes) throw pieceLost(piece)
    return bytes
  }

  async readMany(first: number, end: number): Promise<Map<number, Uint8Array<ArrayBuffer>>> {
    const pieces = Array.from({ length: end - first }, (_, i) => first + i)
    const values = await this.#database.getMany(pieces).catch(refused)
    const found = new Map<number, Uint8Array<ArrayBuffer>>()
    for (const [i, piece] of pieces.entries()) {
      const value = values[i]
      if (value instanceof Uint8Array && value.length === pieceLengthAt(this.#info, piece))
        found.set(piece, value as Uint8Array<ArrayBuffer>)
    }
    return found
  }

  write(piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ piece, bytes, resolve, reject })
      if (!this.#committing) this.#commitAll()
    })
  }

  drop(pieces: readonly number[]): Promise<void> {
    return this.#database.deleteMany([...pieces]).catch(refused)
  }

  remove(): Promise<void> {
    return this.#database.destroy()
  }

  close(): void {
    this.#waiting = []
    this.#database.close()
  }

  async #commitAll(): Promise<void> {
    this.#committing = true
    // Pieces verified in the same turn join the first transaction.
    await undefined
    while (this.#waiting.length > 0) await this.#commit(this.#takeBatch())
    this.#committing = false
  }

  async #commit(batch: readonly Write[]): Promise<void> {
    try {
      await this.#database.setMany(batch.map(write => [write.piece, compact(write.bytes)]))
      for (const write of batch) write.resolve()
    } catch (error) {
      const reason = refusal(error)
      for (const write of batch) write.reject(reason)
    }
  }

  #takeBatch(): Write[] {
    let bytes = 0
    const end = this.#waiting.findIndex(write => {
      bytes += write.bytes.length
      return bytes > MAX_COMMIT_BYTES
    })
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : Math.max(1, end))
  }
}

/** The browser would store all of the buffer behind a view. */
const compact = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice()

function refused(error: unknown): never {
  throw refusal(error)
}

function refusal(error: unknown): StoreError {
  const name = error instanceof DOMException || error instanceof Error ? error.name : ''
  if (name === 'QuotaExceededError')
    return new StoreError(
      'full',
      'The disk space this browser allows is used up. Free some space, then start again.',
      { cause: error },
    )
  return new StoreError(
    'refused',
    'The browser refused to store the download. Reload the page to go on.',
    { cause: error },
  )
}
