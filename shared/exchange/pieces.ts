/**
 * Where each piece of a torrent is on its way to us. Each is in exactly one state; who moves it is
 * named in the table. What belongs to a state (blocks received, bytes being hashed) is kept by who
 * moved it there.
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

/** The exchange moves a piece up to `verifying`; the peer's checks move it on from there. */
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

  /** `held`: verified and on disk at the start. */
  constructor(held: Bitfield) {
    this.held = new Bitfield(held.size, held.bytes)
    this.#states = new Uint8Array(held.size)
    for (const piece of held) this.#states[piece] = PIECE_STATES.indexOf('held')
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
    this.#states[piece] = PIECE_STATES.indexOf(to)
    if (to === 'held') this.held.add(piece)
    if (from === 'held') this.held.delete(piece)
  }
}
