/**
 * Pieces under way: begun, and some of their blocks are yet to come. Keeps what was asked for and what
 * came, and counts what was of use. Which block to ask of whom, the requester decides.
 */
import type { LinkId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { Pieces } from '../exchange/pieces.ts'
import { type Info, pieceLengthAt } from '../torrent/info.ts'
import { Assembly } from './assembly.ts'
import type { ExchangeContext } from './context.ts'
import { PieceRanks } from './piece-ranks.ts'
import type { Remote } from './remote.ts'

/** One that comes, and one that is begun before the last blocks of the first are there. */
const MIN_PIECES = 2

export class PartialPieces {
  readonly ranks: PieceRanks
  readonly #info: Info
  readonly #blockBytes: number
  readonly #pieces: Pieces
  readonly #assemblies = new Map<number, Assembly>()
  /** Pieces with a block that is neither received nor asked for. */
  readonly #open = new Set<Assembly>()
  /** Missing pieces that failed their check: to be fetched from one remote alone. */
  readonly #single = new Set<number>()
  readonly #maxBytes: number
  /** Lengths of all pieces begun. */
  #begunBytes = 0
  /** Payload since the peer joined, in bytes: of use, and thrown away. */
  downloaded = 0
  wasted = 0

  /** `maxBytes`: of pieces begun, in all. */
  constructor(
    { info, pieces, blockBytes }: Pick<ExchangeContext, 'info' | 'pieces' | 'blockBytes'>,
    random: Random,
    maxBytes: number,
  ) {
    this.#info = info
    this.#blockBytes = blockBytes
    this.#maxBytes = Math.max(maxBytes, MIN_PIECES * info.pieceLength)
    this.#pieces = pieces
    this.ranks = new PieceRanks(pieces, random)
  }

  [Symbol.iterator](): IterableIterator<Assembly> {
    return this.#assemblies.values()
  }

  get open(): ReadonlySet<Assembly> {
    return this.#open
  }

  of(piece: number): Assembly | undefined {
    return this.#assemblies.get(piece)
  }

  /** Every block that we lack and somebody has is asked for somewhere, or on its way to disk. */
  get isEndgame(): boolean {
    if (this.ranks.available > 0) return false
    for (const { piece } of this.#open) if (this.ranks.availability(piece) > 0) return false
    return true
  }

  /** No room for another piece, unless one is thrown away. */
  get isFull(): boolean {
    return this.#begunBytes + this.#info.pieceLength > this.#maxBytes
  }

  /**
   * Whether another piece may be begun. If too much has been, the oldest piece that nobody is asked for is
   * thrown away: remotes that keep back its last block must not hold up what others have.
   */
  makeRoomFor(piece: number): boolean {
    const length = pieceLengthAt(this.#info, piece)
    if (this.#begunBytes + length <= this.#maxBytes) return true
    for (const assembly of this.#assemblies.values()) {
      if (assembly.isAsked || assembly.isComplete) continue
      this.#drop(assembly)
      if (this.#begunBytes + length <= this.#maxBytes) return true
    }
    return false
  }

  begin(piece: number): Assembly {
    this.ranks.take(piece)
    const length = pieceLengthAt(this.#info, piece)
    this.#begunBytes += length
    const assembly = new Assembly(piece, length, this.#blockBytes, this.#single.has(piece))
    this.#assemblies.set(piece, assembly)
    this.#open.add(assembly)
    return assembly
  }

  ask(assembly: Assembly, block: number): void {
    assembly.ask(block)
    if (!assembly.isOpen) this.#open.delete(assembly)
  }

  /** A request has ended: if the block did not come, another remote may be asked. */
  unask(piece: number, block: number): void {
    const assembly = this.#assemblies.get(piece)
    if (assembly === undefined) return
    assembly.unask(block)
    if (assembly.isOpen) this.#open.add(assembly)
  }

  /** Undefined if the block is of no use. */
  receive(remote: Remote, piece: number, block: number, bytes: Uint8Array): Assembly | undefined {
    const assembly = this.#assemblies.get(piece)
    const isMixed = assembly?.single && assembly.owner !== remote.link
    if (!assembly || isMixed || !assembly.receive(block, bytes, remote.id)) {
      this.wasted += bytes.length
      return undefined
    }
    this.downloaded += bytes.length
    if (assembly.receivedCount === 1) this.#pieces.move(piece, 'arriving')
    if (!assembly.isOpen) this.#open.delete(assembly)
    return assembly
  }

  /** Removes a piece that has all its blocks, for its check. */
  complete(assembly: Assembly): void {
    this.#pieces.move(assembly.piece, 'verifying')
    this.#remove(assembly)
  }

  /** Others may go on with what the remote began, except pieces that must come from one remote. */
  disown(link: LinkId, piece?: number): void {
    for (const assembly of this.#assemblies.values()) {
      if (assembly.owner !== link || (piece !== undefined && assembly.piece !== piece)) continue
      assembly.owner = undefined
      if (assembly.single && assembly.receivedCount > 0) this.#drop(assembly)
    }
  }

  /** Throws away pieces that are no longer wanted. */
  prioritise(priorities: Uint8Array): void {
    this.ranks.prioritise(priorities)
    for (const assembly of this.#assemblies.values())
      if (priorities[assembly.piece] === 0) this.#drop(assembly)
  }

  held(piece: number): void {
    this.#single.delete(piece)
  }

  /** The check or the disk refused the piece: it is missing again. */
  failed(piece: number, single: boolean): void {
    if (single) this.#single.add(piece)
    this.#waste(pieceLengthAt(this.#info, piece))
    this.ranks.give(piece)
  }

  /** Storage no longer gives the piece: it is missing again. */
  lost(piece: number): void {
    this.ranks.give(piece)
  }

  /** It is there again without having been fetched. */
  found(piece: number): void {
    this.ranks.found(piece)
  }

  #drop(assembly: Assembly): void {
    this.#waste(assembly.receivedBytes)
    this.#remove(assembly)
    this.#pieces.move(assembly.piece, 'missing')
    this.ranks.give(assembly.piece)
  }

  #remove(assembly: Assembly): void {
    this.#assemblies.delete(assembly.piece)
    this.#begunBytes -= assembly.length
    this.#open.delete(assembly)
  }

  #waste(bytes: number): void {
    this.downloaded -= bytes
    this.wasted += bytes
  }
}
