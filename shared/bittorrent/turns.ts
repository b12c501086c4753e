/**
 * Whose block leaves next, of those that wait. A piece that has been begun goes on before another is
 * begun: sent side by side, five pieces are whole only when all five have left, and nobody can pass one
 * on before.
 */
import type { Millis } from '../base/ids.ts'
import type { Remote } from './remote.ts'

/** Blocks of one piece in a row. Pieces may be long: the others are not to wait until their requests time out. */
const TURN_BLOCKS = 8

interface Turn {
  readonly piece: number
  /** Among all turns: who began first goes on first. */
  readonly place: number
  blocks: number
}

interface Waiting {
  /** Of the request that waits for longest. Kept here: it is looked at whenever a channel takes a block. */
  piece: number
  /** The one that it has begun last. */
  turn: Turn | undefined
}

export interface TurnRules {
  hasRoom(remote: Remote, now: Millis): boolean
  /** Every second time it begins a piece before others do. */
  isUrgent(remote: Remote, piece: number): boolean
}

export class Turns {
  readonly #rules: TurnRules
  /** In the order in which they are to begin a piece. */
  readonly #waiting = new Map<Remote, Waiting>()
  /** Every second turn, so that the urgent ones do not starve the others. */
  #urgentFirst = false
  /** Also of those who do not wait. */
  readonly #begun = new Map<Remote, Turn>()
  #turnCount = 0

  constructor(rules: TurnRules) {
    this.#rules = rules
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0
  }

  /** Several wait: it matters who is next. */
  get isContended(): boolean {
    return this.#waiting.size > 1
  }

  /** Its requests are others than before. */
  changed(remote: Remote): void {
    const piece = remote.upload.waiting[0]?.piece
    const waiting = this.#waiting.get(remote)
    if (piece === undefined) this.#waiting.delete(remote)
    else if (waiting) waiting.piece = piece
    else this.#waiting.set(remote, { piece, turn: this.#begun.get(remote) })
  }

  leave(remote: Remote): void {
    this.#waiting.delete(remote)
    this.#begun.delete(remote)
  }

  /** Undefined: nobody who waits has room. */
  next(now: Millis): Remote | undefined {
    return this.#goesOn(now) ?? this.#begins(now)
  }

  /** Looks at those who wait, which are few: many have begun a piece some time. */
  #goesOn(now: Millis): Remote | undefined {
    let first: Remote | undefined
    let firstTurn: Turn | undefined
    for (const [remote, { piece, turn }] of this.#waiting) {
      if (turn === undefined || turn.blocks >= TURN_BLOCKS || turn.piece !== piece) continue
      if (firstTurn !== undefined && firstTurn.place < turn.place) continue
      if (!this.#rules.hasRoom(remote, now)) continue
      first = remote
      firstTurn = turn
    }
    if (firstTurn !== undefined) firstTurn.blocks++
    return first
  }

  #begins(now: Millis): Remote | undefined {
    let first: Remote | undefined
    let firstPiece = 0
    this.#urgentFirst = !this.#urgentFirst
    for (const [remote, { piece }] of this.#waiting) {
      if (!this.#rules.hasRoom(remote, now)) continue
      const isUrgent = this.#urgentFirst && this.#rules.isUrgent(remote, piece)
      if (first === undefined || isUrgent) [first, firstPiece] = [remote, piece]
      if (isUrgent || !this.#urgentFirst) break
    }
    if (first !== undefined) this.#begin(first, firstPiece)
    return first
  }

  #begin(remote: Remote, piece: number): void {
    const turn = { piece, place: this.#turnCount++, blocks: 1 }
    this.#begun.set(remote, turn)
    this.#waiting.delete(remote)
    this.#waiting.set(remote, { piece, turn })
  }
}
