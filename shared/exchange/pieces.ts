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

const HELD = PIECE_STATES.indexOf('held')

/**
 * `asked`: begun, by a request that is out or, if it came to nothing, is to be sent again. The exchange
 * moves a piece up to `verifying`; the peer's checks move it on from there, and storage that lost it
 * moves it back.
 */
export const TRANSITIONS: Readonly<Record<PieceState, readonly PieceState[]>> = {
  missing: ['asked', 'arriving'],
  asked: ['missing', 'arriving'],
  arriving: ['missing', 'verifying'],
  verifying: ['missing', 'writing'],
  writing: ['missing', 'held'],
  held: ['missing'],
}

export class Pieces {
  /** Pieces in state `held`. Read by everyone, written here alone. */
  readonly held: Bitfield
  /** By piece: the place of its state in `PIECE_STATES`. One byte each: a torrent may have 65,000. */
  readonly #states: Uint8Array
  /** By state: how many pieces are in it. */
  readonly #counts = new Uint32Array(PIECE_STATES.length)

  /** `held`: verified and on disk at the start. */
  constructor(held: Bitfield) {
    this.held = new Bitfield(held.size, held.bytes)
    this.#states = new Uint8Array(held.size)
    for (const piece of held) this.#states[piece] = HELD
    this.#counts[0] = held.size - held.count
    this.#counts[HELD] = held.count
  }

  /** Of the torrent. */
  get size(): number {
    return this.#states.length
  }

  countOf(state: PieceState): number {
    return this.#counts[PIECE_STATES.indexOf(state)] as number
  }

  stateOf(piece: number): PieceState {
    const state = PIECE_STATES[this.#states[piece] as number]
    assert(state !== undefined, `there is no piece ${piece}`)
    return state
  }

  /** Asserts that the table has this transition. */
  move(piece: number, to: PieceState): void {
    const from = this.stateOf(piece)
    assert(TRANSITIONS[from].includes(to), `piece ${piece} goes from ${from} to ${to}`)
    const before = PIECE_STATES.indexOf(from)
    const after = PIECE_STATES.indexOf(to)
    this.#states[piece] = after
    this.#counts[before] = (this.#counts[before] as number) - 1
    this.#counts[after] = (this.#counts[after] as number) + 1
    if (to === 'held') this.held.add(piece)
    if (from === 'held') this.held.delete(piece)
  }
}
