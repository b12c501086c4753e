/**
 * Pieces in IndexedDB, one entry a piece: what is held is what is stored, there is no second record
 * of it that could be wrong. A transaction has a fixed cost: where one takes long, the pieces that
 * arrive meanwhile and for a while after are stored together by the next.
 */
import { Bitfield } from '../../../shared/base/bitfield.ts'
import type { Millis } from '../../../shared/base/ids.ts'
import { type Info, pieceLengthAt } from '../../../shared/torrent/info.ts'
import type { Clock } from '../clock.ts'
import { Database } from './idb.ts'
import { type PieceStore, pieceLost, STORE_SENTENCES, StoreError } from './piece-store.ts'
import { browserRoom } from './room.ts'

/** At most this in one transaction: others are told of a piece only once it is committed. */
const MAX_COMMIT_BYTES = 4 * 1024 * 1024

/** The share of the time that transactions may take: after each, pieces are gathered for the rest of it. */
const COMMIT_SHARE = 0.1
/** The longest that a piece waits for the next transaction. */
const MAX_GATHERING_MS = 250

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
  readonly #clock: Clock
  #waiting: Write[] = []
  #waitingBytes = 0
  #committing = false
  /** What goes before the first piece; undefined: nothing, or it is done. */
  #prepare: (() => Promise<void>) | undefined
  /** Pieces that are not stored, as far as is known. */
  #missing = Number.POSITIVE_INFINITY
  /** Ends the gathering of pieces: commits those there are. */
  #goOn: (() => void) | undefined

  /** `name`: one database a torrent and slot. `prepare` is done once, before the first piece is stored. */
  constructor(info: Info, name: string, clock: Clock, prepare?: () => Promise<void>) {
    this.#info = info
    this.#clock = clock
    this.#prepare = prepare
    this.#database = new Database(name)
  }

  async held(): Promise<Bitfield> {
    const held = new Bitfield(this.#info.pieceCount)
    for (const key of await this.#database.keys())
      if (typeof key === 'number' && key < held.size) held.add(key)
    this.#missing = held.size - held.count
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
      this.#waitingBytes += bytes.length
      // Never rejects: each write is told of its own failure.
      if (!this.#committing) void this.#commitAll()
      else if (this.#isEnough) this.#goOn?.()
    })
  }

  room(): Promise<number | undefined> {
    return browserRoom(this.#clock)
  }

  drop(pieces: readonly number[]): Promise<void> {
    this.#missing += pieces.length
    return this.#database.deleteMany([...pieces]).catch(refused)
  }

  remove(): Promise<void> {
    this.#forgetWaiting()
    return this.#database.destroy()
  }

  close(): void {
    this.#forgetWaiting()
    this.#database.close()
  }

  /** A commit after the end would open the database again. */
  #forgetWaiting(): void {
    this.#waiting = []
    this.#waitingBytes = 0
    this.#goOn?.()
  }

  async #commitAll(): Promise<void> {
    this.#committing = true
    // Pieces verified in the same turn join the first transaction.
    await undefined
    while (this.#waiting.length > 0) {
      const startMs = this.#clock.now()
      await this.#commit(this.#takeBatch())
      const costMs = this.#clock.now() - startMs
      await this.#gather(Math.min(MAX_GATHERING_MS, costMs / COMMIT_SHARE))
    }
    this.#committing = false
  }

  async #commit(batch: readonly Write[]): Promise<void> {
    try {
      await this.#prepare?.()
      this.#prepare = undefined
      await this.#database.setMany(batch.map(write => [write.piece, compact(write.bytes)]))
      this.#missing -= batch.length
      for (const write of batch) write.resolve()
    } catch (error) {
      const reason = refusal(error)
      for (const write of batch) write.reject(reason)
    }
  }

  async #gather(ms: Millis): Promise<void> {
    if (ms <= 0 || this.#isEnough) return
    await new Promise<void>(resolve => {
      const cancel = this.#clock.after(ms, resolve)
      this.#goOn = () => {
        cancel()
        resolve()
      }
    })
    this.#goOn = undefined
  }

  /** Enough for a transaction, or all that was missing: no more would come. */
  get #isEnough(): boolean {
    return this.#waitingBytes >= MAX_COMMIT_BYTES || this.#waiting.length >= this.#missing
  }

  #takeBatch(): Write[] {
    let bytes = 0
    let count = 0
    for (const write of this.#waiting) {
      if (count > 0 && bytes + write.bytes.length > MAX_COMMIT_BYTES) break
      bytes += write.bytes.length
      count++
    }
    this.#waitingBytes -= bytes
    return this.#waiting.splice(0, count)
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
  const isFull = name === 'QuotaExceededError'
  return new StoreError(
    isFull ? 'full' : 'refused',
    isFull ? STORE_SENTENCES.usedUp : STORE_SENTENCES.refused,
    { cause: error },
  )
}
