/**
 * The simulated storage of one peer. Only wrong bytes are kept, as the true ones are the torrent's. Its
 * disk may be full, lose what was written, refuse to read, or return wrong bytes.
 */
import { Bitfield } from '../base/bitfield.ts'
import type { Millis } from '../base/ids.ts'
import type { BlockRange } from '../wire/message.ts'
import type { SimulatedTorrent } from './torrent.ts'

/** What is wrong with a disk: asked at each operation. */
export interface DiskTrouble {
  isFull?(): boolean
  /** It reports a piece as written and loses it. */
  forgets?(): boolean
  rots?(): boolean
  /** The piece is there and cannot be read. */
  isUnreadable?(piece: number): boolean
  /** The piece was written anew. */
  wrote?(piece: number): void
  /** Added to the time of each read, write and hash. */
  delayMs?(): Millis
}

export class SimulatedStorage {
  readonly #torrent: SimulatedTorrent
  /** The pieces that it reports as held. */
  readonly held: Bitfield
  /** Who has everything from the start shares files of its own. */
  readonly isReadOnly: boolean
  troubles: ReadonlySet<DiskTrouble> = new Set()
  /** Reported as held, and lost. */
  readonly #forgotten = new Set<number>()
  /** Written, and not reported as written yet. */
  readonly #unconfirmed = new Set<number>()
  readonly #corrupt = new Map<number, Uint8Array>()
  /** The bytes that passed their check last: most likely those that are written next. */
  #checked: Uint8Array | undefined

  constructor(torrent: SimulatedTorrent, isFull: boolean) {
    const { pieceCount } = torrent.info
    this.#torrent = torrent
    this.isReadOnly = isFull
    this.held = isFull ? Bitfield.full(pieceCount) : new Bitfield(pieceCount)
  }

  /** Compares the bytes with the torrent's instead of hashing them. */
  check(piece: number, bytes: Uint8Array): boolean {
    const isTrue = this.#torrent.isTrue(piece, bytes)
    if (isTrue) this.#checked = bytes
    return isTrue
  }

  /** False if the disk is full. */
  write(piece: number, bytes: Uint8Array): boolean {
    if (this.#does('isFull')) return false
    if (this.#does('forgets')) this.#forgotten.add(piece)
    else this.#forgotten.delete(piece)
    const isTrue = bytes === this.#checked || this.#torrent.isTrue(piece, bytes)
    if (isTrue) this.#corrupt.delete(piece)
    else this.#corrupt.set(piece, bytes.slice())
    this.held.add(piece)
    this.#unconfirmed.add(piece)
    for (const trouble of this.troubles) trouble.wrote?.(piece)
    return true
  }

  /** The piece has been reported as written: from now on it survives a crash. */
  confirm(piece: number): void {
    this.#unconfirmed.delete(piece)
  }

  /** Undefined if the piece is not there, or cannot be read. */
  read(range: BlockRange): Uint8Array | undefined {
    if (this.#forgotten.delete(range.piece)) this.held.delete(range.piece)
    if (!this.held.has(range.piece)) return undefined
    for (const trouble of this.troubles) if (trouble.isUnreadable?.(range.piece)) return undefined
    const corrupt = this.#corrupt.get(range.piece)
    const block = corrupt
      ? corrupt.subarray(range.begin, range.begin + range.length)
      : this.#torrent.block(range)
    return this.#does('rots') ? block.map(byte => byte ^ 1) : block
  }

  /** After a crash, pieces that were not confirmed are missing. */
  recover(): void {
    for (const piece of [...this.#unconfirmed, ...this.#forgotten]) this.held.delete(piece)
    this.#unconfirmed.clear()
    this.#forgotten.clear()
  }

  /** It holds no wrong bytes. */
  get isIntact(): boolean {
    return this.#corrupt.size === 0
  }

  get delayMs(): Millis {
    let delayMs = 0
    for (const trouble of this.troubles) delayMs += trouble.delayMs?.() ?? 0
    return delayMs
  }

  /** It holds every piece that it reports. */
  get isHonest(): boolean {
    return this.#forgotten.size === 0
  }

  get isWhole(): boolean {
    return this.held.isFull && this.isHonest
  }

  /** All bytes of the torrent, for tests; those of missing pieces are 0. */
  bytes(): Uint8Array {
    const { info } = this.#torrent
    const all = new Uint8Array(info.length)
    for (const piece of this.held) {
      all.set(this.#corrupt.get(piece) ?? this.#torrent.piece(piece), piece * info.pieceLength)
    }
    return all
  }

  #does(what: 'isFull' | 'forgets' | 'rots'): boolean {
    for (const trouble of this.troubles) if (trouble[what]?.()) return true
    return false
  }
}
