/**
 * One peer's store. It keeps which pieces it holds; their bytes are the torrent's own, kept once for
 * all peers, but for pieces that were written with other bytes than the true ones.
 */
import { Bitfield } from '../base/bitfield.ts'
import type { BlockRange } from '../wire/message.ts'
import type { SimulatedTorrent } from './torrent.ts'

export class SimulatedStorage {
  readonly #torrent: SimulatedTorrent
  readonly held: Bitfield
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

  write(piece: number, bytes: Uint8Array): void {
    const isTrue = bytes === this.#checked || this.#torrent.isTrue(piece, bytes)
    if (isTrue) this.#untrue.delete(piece)
    else this.#untrue.set(piece, bytes.slice())
    this.held.add(piece)
  }

  /** Undefined if the piece is not there. */
  read(range: BlockRange): Uint8Array | undefined {
    if (!this.held.has(range.piece)) return undefined
    const untrue = this.#untrue.get(range.piece)
    return untrue
      ? untrue.subarray(range.begin, range.begin + range.length)
      : this.#torrent.block(range)
  }

  /** Everything held is what it should be. */
  get isIntact(): boolean {
    return this.#untrue.size === 0
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
}
