/**
 * Where each piece of a torrent is on its way to us: each is in exactly one state. What belongs to a
 * state (blocks received, bytes being hashed) is kept by who moved it there.
 *
 *                ask                block              last block         right            on disk
 *     missing ---------> asked ------------> arriving ------------> verifying -----> writing -----> held
 *        ^    \__________________block, unasked (push)__^               |               |            |
 *        |                  |                  |                       | wrong         | refused    | lost
 *        +------------------+------------------+-----------------------+---------------+------------+
 *                     given up             thrown away
 *
 * What storage has lost may be found again, whole and checked: then it goes from missing to held at once.
 */
import { assert } from '../base/assert.ts'
import { Bitfield } from '../base/bitfield.ts'

export const PIECE_STATES = [
  'missing',
  'asked',
  'arriving',
  'verifying',
  'writing',
  'held',
] as const
export type PieceState = (typeof PIECE_STATES)[number]

const PLACE: Readonly<Record<PieceState, number>> = {
  missing: 0,
  asked: 1,
  arriving: 2,
  verifying: 3,
  writing: 4,
  held: 5,
}

/**
 * `asked`: begun, by a request that is out or, if it came to nothing, is to be sent again. The exchange
 * moves a piece up to `verifying`; the peer's checks move it on from there, and storage that lost it
 * moves it back, until it has found it again.
 */
export const TRANSITIONS: Readonly<Record<PieceState, readonly PieceState[]>> = {
  missing: ['asked', 'arriving', 'held'],
  asked: ['missing', 'arriving'],
  arriving: ['missing', 'verifying'],
  verifying: ['missing', 'writing'],
  writing: ['missing', 'held'],
  held: ['missing'],
}

export class Pieces {
  /** Pieces in state `held`. Only this class writes it. */
  readonly held: Bitfield
  /** Pieces that were held until storage lost them, and are not held again. Only this class writes it. */
  readonly lost: Bitfield
  /** By piece: the place of its state in `PIECE_STATES`. One byte each: a torrent may have 65,000. */
  readonly #states: Uint8Array
  /** By state: how many pieces are in it. */
  readonly #counts = new Uint32Array(PIECE_STATES.length)

  /** `held`: verified and on disk at the start. `isReadOnly`: storage had the rest, and has lost it. */
  constructor(held: Bitfield, isReadOnly = false) {
    this.held = new Bitfield(held.size, held.bytes)
    this.lost = new Bitfield(held.size)
    this.#states = new Uint8Array(held.size)
    for (const piece of held) this.#states[piece] = PLACE.held
    for (let piece = 0; isReadOnly && piece < held.size; piece++)
      if (!held.has(piece)) this.lost.add(piece)
    this.#counts[PLACE.missing] = held.size - held.count
    this.#counts[PLACE.held] = held.count
  }

  get size(): number {
    return this.#states.length
  }

  countOf(state: PieceState): number {
    return this.#counts[PLACE[state]] as number
  }

  stateOf(piece: number): PieceState {
    const state = PIECE_STATES[this.#states[piece] as number]
    if (state === undefined) assert(false, `there is no piece ${piece}`)
    return state
  }

  /** Asserts that the table has this transition. */
  move(piece: number, to: PieceState): void {
    const from = this.stateOf(piece)
    // The message is made only when it is needed: pieces move thousands of times a second.
    if (!TRANSITIONS[from].includes(to)) assert(false, `piece ${piece} goes from ${from} to ${to}`)
    this.#states[piece] = PLACE[to]
    this.#counts[PLACE[from]] = (this.#counts[PLACE[from]] as number) - 1
    this.#counts[PLACE[to]] = (this.#counts[PLACE[to]] as number) + 1
    if (to === 'held') {
      this.held.add(piece)
      this.lost.delete(piece)
    }
    if (from === 'held') {
      this.held.delete(piece)
      this.lost.add(piece)
    }
  }
}
