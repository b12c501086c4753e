/**
 * Which piece to begin next. Knows how many remotes hold each piece and which pieces may still be
 * begun; knows nothing of blocks, links or time.
 *
 * The pieces that may be begun stand in one array, ordered by availability, with the place where
 * each availability begins (libtorrent's piece_picker does the same):
 *
 *     #order   [ 7 3 | 0 5 9 | 2 ]      pieces
 *     #starts    0     2       5        first place of availability 0, 1, 2
 *
 * A `have` moves one piece across one border: constant time, whatever the torrent's size.
 */
import { assert } from '../base/assert.ts'
import type { Bitfield } from '../base/bitfield.ts'
import { type Random, randomInt, shuffle } from '../base/random.ts'

const NOT_LISTED = -1

export class PiecePicker {
  readonly #random: Random
  readonly #availability: Uint16Array
  readonly #order: Int32Array
  readonly #place: Int32Array
  /** One entry per availability that occurred; each ends where the next begins. */
  readonly #starts: number[] = [0]
  #length: number

  constructor(pieceCount: number, random: Random) {
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
    this.#length = pieceCount
  }

  /** Pieces that may be begun. */
  get remaining(): number {
    return this.#length
  }

  availability(piece: number): number {
    return this.#availability[piece] as number
  }

  isListed(piece: number): boolean {
    return this.#place[piece] !== NOT_LISTED
  }

  /** One more remote holds the piece. A remote that holds every piece need not be counted at all. */
  raise(piece: number): void {
    const availability = (this.#availability[piece] as number) + 1
    this.#availability[piece] = availability
    if (!this.isListed(piece)) return
    this.#growTo(availability)
    this.#crossUp(piece, availability)
  }

  lower(piece: number): void {
    const availability = this.#availability[piece] as number
    assert(availability > 0, 'availability below zero')
    this.#availability[piece] = availability - 1
    if (this.isListed(piece)) this.#crossDown(piece, availability)
  }

  /** The piece has been begun, or is held: never picked until given back. */
  take(piece: number): void {
    if (!this.isListed(piece)) return
    for (let border = this.availability(piece) + 1; border < this.#starts.length; border++) {
      this.#crossUp(piece, border)
    }
    this.#length--
    this.#swapTo(piece, this.#length)
    this.#place[piece] = NOT_LISTED
  }

  give(piece: number): void {
    if (this.isListed(piece)) return
    const availability = this.availability(piece)
    this.#growTo(availability)
    this.#order[this.#length] = piece
    this.#place[piece] = this.#length
    this.#length++
    for (let border = this.#starts.length - 1; border > availability; border--) {
      this.#crossDown(piece, border)
    }
  }

  /** There is a piece to begin that the remote has. */
  canPick(remote: Bitfield): boolean {
    for (let i = 0; i < this.#length; i++) if (remote.has(this.#order[i] as number)) return true
    return false
  }

  /** The rarest piece that the remote has; among equals any, by chance. */
  pickRarest(remote: Bitfield): number | undefined {
    for (let a = 0; a < this.#starts.length; a++) {
      const piece = this.#scan(remote, this.#startOf(a), this.#startOf(a + 1))
      if (piece !== undefined) return piece
    }
    return undefined
  }

  /** Any piece that the remote has. */
  pickRandom(remote: Bitfield): number | undefined {
    return this.#scan(remote, 0, this.#length)
  }

  /** From a random place in [from, to) around the ring, the first piece that the remote has. */
  #scan(remote: Bitfield, from: number, to: number): number | undefined {
    const count = to - from
    if (count <= 0) return undefined
    const first = randomInt(this.#random, count)
    for (let i = 0; i < count; i++) {
      const at = first + i
      const piece = this.#order[from + (at < count ? at : at - count)] as number
      if (remote.has(piece)) return piece
    }
    return undefined
  }

  #startOf(availability: number): number {
    return this.#starts[availability] ?? this.#length
  }

  #growTo(availability: number): void {
    while (this.#starts.length <= availability) this.#starts.push(this.#length)
  }

  /** From the last of availability `border - 1` to the first of `border`. */
  #crossUp(piece: number, border: number): void {
    const place = (this.#starts[border] as number) - 1
    this.#swapTo(piece, place)
    this.#starts[border] = place
  }

  /** From the first of availability `border` to the last of `border - 1`. */
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
