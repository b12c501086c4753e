/**
 * The pieces that may be begun, in the order of their rank: how many remotes hold each, and how much
 * each is wanted. Knows nothing of blocks, links or time.
 *
 * They stand in one array, with the place where each rank begins (libtorrent's piece_picker does the
 * same):
 *
 *     #order   [ 7 3 | 0 5 9 | 2 ]      pieces
 *     #starts    0     2       5        first place of rank 0, 1, 2
 *
 * While all are wanted alike, the rank is the availability; else those wanted less stand behind. A
 * `have` moves one piece across one border: constant time, whatever the torrent's size.
 */
import { assert } from '../base/assert.ts'
import { Bitfield } from '../base/bitfield.ts'
import { type Random, randomInt, shuffle } from '../base/random.ts'
import type { Pieces } from '../exchange/pieces.ts'

/** Ranks for one priority where there are several: a piece that more remotes hold ranks with those. */
const RANKS_PER_PRIORITY = 64

/**
 * In a torrent of 65,000 pieces a remote may hold only what everyone holds. After this many rarer
 * pieces that it lacks, the rarest of a sample must do: a pick stays within microseconds.
 */
const MAX_LOOKS = 128

export class PieceRanks {
  readonly #random: Random
  readonly #availability: Uint16Array
  readonly pieces: Pieces
  /** By piece; undefined while all are wanted alike. */
  #priorities: Uint8Array | undefined
  #highest = 0
  readonly #order: Int32Array
  readonly #place: Int32Array
  /** The same pieces as a set: compared with a remote's pieces 32 at a time. */
  readonly #listed: Bitfield
  /** One entry per rank that occurred; each ends where the next begins. */
  #starts: number[] = [0]
  #length: number

  constructor(pieces: Pieces, random: Random) {
    const pieceCount = pieces.size
    this.pieces = pieces
    this.#random = random
    this.#availability = new Uint16Array(pieceCount)
    this.#place = new Int32Array(pieceCount)
    // Shuffled once: ties between equally rare pieces fall differently in every peer.
    const order = shuffle(
      random,
      Array.from({ length: pieceCount }, (_, piece) => piece),
    )
    this.#order = Int32Array.from(order)
    for (const [place, piece] of order.entries()) this.#place[piece] = place
    this.#listed = Bitfield.full(pieceCount)
    this.#length = pieceCount
    for (const piece of pieces.held) this.#unlist(piece)
  }

  /** Pieces that may be begun. */
  get remaining(): number {
    return this.#length
  }

  /** Pieces that may be begun, and that some remote has. */
  get available(): number {
    const ranks = this.#priorities ? RANKS_PER_PRIORITY : this.#starts.length
    let nowhere = 0
    for (let rank = 0; rank < this.#starts.length; rank += ranks)
      nowhere += this.#startOf(rank + 1) - this.#startOf(rank)
    return this.#length - nowhere
  }

  availability(piece: number): number {
    return this.#availability[piece] as number
  }

  isListed(piece: number): boolean {
    return this.#listed.has(piece)
  }

  /** The piece that follows in the content, if it is wanted as much. */
  nextAlike(piece: number): number | undefined {
    const next = piece + 1
    if (next >= this.#listed.size) return undefined
    return this.#priority(next) === this.#priority(piece) ? next : undefined
  }

  /** One more remote holds the piece. A remote that holds every piece need not be counted at all. */
  raise(piece: number): void {
    const before = this.#rank(piece)
    this.#availability[piece] = (this.#availability[piece] as number) + 1
    const rank = this.#rank(piece)
    if (rank === before || !this.isListed(piece)) return
    this.#growTo(rank)
    this.#crossUp(piece, rank)
  }

  lower(piece: number): void {
    const availability = this.#availability[piece] as number
    assert(availability > 0, 'availability below zero')
    const before = this.#rank(piece)
    this.#availability[piece] = availability - 1
    if (this.#rank(piece) !== before && this.isListed(piece)) this.#crossDown(piece, before)
  }

  /** The piece is begun: not picked again before `give`. */
  take(piece: number): void {
    this.pieces.move(piece, 'asked')
    if (this.isListed(piece)) this.#unlist(piece)
  }

  /** It is held without having been fetched. */
  found(piece: number): void {
    if (this.isListed(piece)) this.#unlist(piece)
  }

  #unlist(piece: number): void {
    for (let border = this.#rank(piece) + 1; border < this.#starts.length; border++) {
      this.#crossUp(piece, border)
    }
    this.#length--
    this.#swapTo(piece, this.#length)
    this.#listed.delete(piece)
  }

  /** The piece is missing again. */
  give(piece: number): void {
    assert(this.pieces.stateOf(piece) === 'missing', 'a piece to be begun that is not missing')
    if (this.isListed(piece) || !this.#isWanted(piece)) return
    const rank = this.#rank(piece)
    this.#growTo(rank)
    this.#order[this.#length] = piece
    this.#place[piece] = this.#length
    this.#listed.add(piece)
    this.#length++
    for (let border = this.#starts.length - 1; border > rank; border--) {
      this.#crossDown(piece, border)
    }
  }

  /** A byte for each piece: 0 is never picked, of the others the higher come first. */
  prioritise(priorities: Uint8Array): void {
    const [first = 0] = priorities
    const isAlike = first > 0 && priorities.every(priority => priority === first)
    this.#priorities = isAlike ? undefined : priorities.slice()
    this.#highest = priorities.reduce((highest, priority) => Math.max(highest, priority), 0)
    this.#list()
  }

  /** Builds the list again, in random order: slow, but only after a person's click. */
  #list(): void {
    const listed = [...this.#order.subarray(0, this.#length)]
    const others = [...this.#place.keys()].filter(piece => !this.isListed(piece))
    const pieces = [...listed, ...shuffle(this.#random, others)]
      .filter(piece => this.pieces.stateOf(piece) === 'missing' && this.#isWanted(piece))
      .sort((a, b) => this.#rank(a) - this.#rank(b))
    this.#order.set(pieces)
    this.#length = pieces.length
    for (const piece of others) this.#listed.delete(piece)
    for (const piece of listed) this.#listed.delete(piece)
    this.#starts = [0]
    for (const [place, piece] of pieces.entries()) {
      this.#place[piece] = place
      this.#listed.add(piece)
      const rank = this.#rank(piece)
      while (this.#starts.length <= rank) this.#starts.push(place)
    }
  }

  /** The rarest of the remote's pieces with the highest priority; among equals a random one. */
  pickRarest(remote: Bitfield): number | undefined {
    let looks = this.#looks
    for (let rank = 0; rank < this.#starts.length; rank++) {
      const from = this.#startOf(rank)
      const to = this.#startOf(rank + 1)
      const piece = this.#scan(remote, from, to, looks)
      if (piece !== undefined) return piece
      looks -= to - from
      if (looks < 0) return this.#rarestOfSome(remote)
    }
    return undefined
  }

  /** A random one of the remote's pieces with the highest priority. */
  pickRandom(remote: Bitfield): number | undefined {
    if (!this.#priorities)
      return this.#scan(remote, 0, this.#length, this.#looks) ?? this.#any(remote)
    for (let rank = 0; rank < this.#starts.length; rank += RANKS_PER_PRIORITY) {
      const end = this.#startOf(rank + RANKS_PER_PRIORITY)
      const piece = this.#scan(remote, this.#startOf(rank), end, this.#looks)
      if (piece !== undefined) return piece
    }
    return undefined
  }

  /** The first in [from, to) of the remote's pieces with the highest priority. */
  pickFirst(remote: Bitfield, from = 0, to = this.#listed.size): number | undefined {
    let best: number | undefined
    for (
      let piece = this.#listed.firstCommon(remote, from, to);
      piece !== undefined;
      piece = this.#listed.firstCommon(remote, piece + 1, to)
    ) {
      if (!this.#priorities) return piece
      if (best === undefined || this.#priority(piece) > this.#priority(best)) best = piece
      if (this.#priority(best) === this.#highest) return best
    }
    return best
  }

  /** Priorities must be kept exactly, so their search is not cut short. */
  get #looks(): number {
    return this.#priorities ? this.#length : MAX_LOOKS
  }

  /** From a random place in [from, to) around the ring, the first piece that the remote has. */
  #scan(remote: Bitfield, from: number, to: number, looks: number): number | undefined {
    const count = to - from
    if (count <= 0) return undefined
    const first = randomInt(this.#random, count)
    for (let i = 0; i < count && i < looks; i++) {
      const at = first + i
      const piece = this.#order[from + (at < count ? at : at - count)] as number
      if (remote.has(piece)) return piece
    }
    return undefined
  }

  #any(remote: Bitfield): number | undefined {
    const start = randomInt(this.#random, this.#listed.size)
    return this.#listed.firstCommon(remote, start) ?? this.#listed.firstCommon(remote, 0, start)
  }

  #rarestOfSome(remote: Bitfield): number | undefined {
    let rarest: number | undefined
    for (let look = 0; look < MAX_LOOKS; look++) {
      const piece = this.#order[randomInt(this.#random, this.#length)] as number
      if (remote.has(piece)) rarest = this.#rarer(piece, rarest)
    }
    if (rarest !== undefined) return rarest
    let looks = 0
    for (const piece of this.#some(remote)) {
      rarest = this.#rarer(piece, rarest)
      if (++looks === MAX_LOOKS) break
    }
    return rarest
  }

  #rarer(piece: number, other: number | undefined): number {
    return other === undefined || this.#rank(piece) < this.#rank(other) ? piece : other
  }

  /** The remote's pieces that may be begun, from a random place around the ring. */
  *#some(remote: Bitfield): Generator<number, undefined> {
    const start = randomInt(this.#random, this.#listed.size)
    for (const [from, to] of [
      [start, this.#listed.size],
      [0, start],
    ] as const) {
      let piece = this.#listed.firstCommon(remote, from, to)
      while (piece !== undefined) {
        yield piece
        piece = this.#listed.firstCommon(remote, piece + 1, to)
      }
    }
    return undefined
  }

  #isWanted(piece: number): boolean {
    return this.#priorities?.[piece] !== 0
  }

  /** Only where there are several. */
  #priority(piece: number): number {
    return this.#priorities?.[piece] as number
  }

  #rank(piece: number): number {
    const availability = this.#availability[piece] as number
    if (!this.#priorities) return availability
    const behind = this.#highest - this.#priority(piece)
    return behind * RANKS_PER_PRIORITY + Math.min(availability, RANKS_PER_PRIORITY - 1)
  }

  #startOf(rank: number): number {
    return this.#starts[rank] ?? this.#length
  }

  #growTo(rank: number): void {
    while (this.#starts.length <= rank) this.#starts.push(this.#length)
  }

  /** From the last of rank `border - 1` to the first of `border`. */
  #crossUp(piece: number, border: number): void {
    const place = (this.#starts[border] as number) - 1
    this.#swapTo(piece, place)
    this.#starts[border] = place
  }

  /** From the first of rank `border` to the last of `border - 1`. */
  #crossDown(piece: number, border: number): void {
    const place = this.#starts[border] as number
    this.#swapTo(piece, place)
    this.#starts[border] = place + 1
  }

  #swapTo(piece: number, place: number): void {
    const from = this.#place[piece] as number
    const other = this.#order[place] as number
    this.#order[from] = other
    this.#place[other] = from
    this.#order[place] = piece
    this.#place[piece] = place
  }
}
