/**
 * One peer's store. It keeps which pieces it holds; their bytes are the torrent's own, kept once for
 * all peers, but for pieces that were written with other bytes than the true ones. Its disk may be
 * full, forget what it was given, or rot.
 */
import { Bitfield } from '../base/bitfield.ts'
import type { Millis } from '../base/ids.ts'
import type { BlockRange } from '../wire/message.ts'
import type { SimulatedTorrent } from './torrent.ts'

/** What is wrong with a disk, asked anew each time it matters. */
export interface DiskTrouble {
  /** There is no room. */
  isFull?(): boolean
  /** It will say that it has written what it has not. */
  forgets?(): boolean
  /** What it reads is not what was written. */
  rots?(): boolean
  /** It, and what hashes for it, takes so much longer. */
  delayMs?(): Millis
}

export class SimulatedStorage {
  readonly #torrent: SimulatedTorrent
  /** What it says that it holds. */
  readonly held: Bitfield
  troubles: ReadonlySet<DiskTrouble> = new Set()
  /** What it only says that it holds. */
  readonly #forgotten = new Set<number>()
  /** Given to it, and not confirmed yet. */
  readonly #unconfirmed = new Set<number>()
  readonly #untrue = new Map<number, Uint8Array>()
  /** What passed its check last: most likely what is written next. */
  #checked: Uint8Array | undefined

  constructor(torrent: SimulatedTorrent, isFull: boolean) {
    const { pieceCount } = torrent.info
    this.#torrent = torrent
    this.held = isFull ? Bitfield.full(pieceCount) : new Bitfield(pieceCount)
  }

  /** Is this the piece? What the SHA-1 would say. */
  check(piece: number, bytes: Uint8Array): boolean {
    const isTrue = this.#torrent.isTrue(piece, bytes)
    if (isTrue) this.#checked = bytes
    return isTrue
  }

  /** False if there is no room. */
  write(piece: number, bytes: Uint8Array): boolean {
    if (this.#does('isFull')) return false
    if (this.#does('forgets')) this.#forgotten.add(piece)
    else this.#forgotten.delete(piece)
    const isTrue = bytes === this.#checked || this.#torrent.isTrue(piece, bytes)
    if (isTrue) this.#untrue.delete(piece)
    else this.#untrue.set(piece, bytes.slice())
    this.held.add(piece)
    this.#unconfirmed.add(piece)
    return true
  }

  /** It has said that the piece is written: from here on it outlives a crash. */
  confirm(piece: number): void {
    this.#unconfirmed.delete(piece)
  }

  /** Undefined if the piece is not there. */
  read(range: BlockRange): Uint8Array | undefined {
    if (this.#forgotten.delete(range.piece)) this.held.delete(range.piece)
    if (!this.held.has(range.piece)) return undefined
    const untrue = this.#untrue.get(range.piece)
    const block = untrue
      ? untrue.subarray(range.begin, range.begin + range.length)
      : this.#torrent.block(range)
    return this.#does('rots') ? block.map(byte => byte ^ 1) : block
  }

  /** After a crash: what was not confirmed is torn, and checking what is there finds out. */
  recover(): void {
    for (const piece of [...this.#unconfirmed, ...this.#forgotten]) this.held.delete(piece)
    this.#unconfirmed.clear()
    this.#forgotten.clear()
  }

  /** Nothing in it is what it should not be. */
  get isIntact(): boolean {
    return this.#untrue.size === 0
  }

  get delayMs(): Millis {
    let delayMs = 0
    for (const trouble of this.troubles) delayMs += trouble.delayMs?.() ?? 0
    return delayMs
  }

  /** It has what it says that it holds. */
  get isHonest(): boolean {
    return this.#forgotten.size === 0
  }

  /** It has everything. */
  get isWhole(): boolean {
    return this.held.isFull && this.isHonest
  }

  /** All bytes, for whoever wants to see them: those of missing pieces are 0. */
  bytes(): Uint8Array {
    const { info } = this.#torrent
    const all = new Uint8Array(info.length)
    for (const piece of this.held) {
      all.set(this.#untrue.get(piece) ?? this.#torrent.piece(piece), piece * info.pieceLength)
    }
    return all
  }

  #does(what: 'isFull' | 'forgets' | 'rots'): boolean {
    for (const trouble of this.troubles) if (trouble[what]?.()) return true
    return false
  }
}
