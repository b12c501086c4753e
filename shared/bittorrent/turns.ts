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

export interface TurnRules {
  hasRoom(remote: Remote, now: Millis): boolean
  /** Every second time it begins a piece before others do. */
  isUrgent(remote: Remote, piece: number): boolean
}

export class Turns {
  readonly #rules: TurnRules
  /** In the order in which they are to begin a piece, each with the turn that it has begun last. */
  readonly #waiting = new Map<Remote, Turn | undefined>()
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

  /** It has asked for a block. */
  add(remote: Remote): void {
    if (!this.#waiting.has(remote)) this.#waiting.set(remote, this.#begun.get(remote))
  }

  /** None of its requests is left. */
  empty(remote: Remote): void {
    this.#waiting.delete(remote)
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
    for (const [remote, turn] of this.#waiting) {
      if (turn === undefined || turn.blocks >= TURN_BLOCKS) continue
      if (firstTurn !== undefined && firstTurn.place < turn.place) continue
      if (turn.piece !== pieceOf(remote) || !this.#rules.hasRoom(remote, now)) continue
      first = remote
      firstTurn = turn
    }
    if (firstTurn !== undefined) firstTurn.blocks++
    return first
  }

  #begins(now: Millis): Remote | undefined {
    let first: Remote | undefined
    this.#urgentFirst = !this.#urgentFirst
    for (const remote of this.#waiting.keys()) {
      if (!this.#rules.hasRoom(remote, now)) continue
      first ??= remote
      if (!this.#urgentFirst) break
      if (!this.#rules.isUrgent(remote, pieceOf(remote) as number)) continue
      first = remote
      break
    }
    if (first !== undefined) this.#begin(first)
    return first
  }

  #begin(remote: Remote): void {
    const turn = { piece: pieceOf(remote) as number, place: this.#turnCount++, blocks: 1 }
    this.#begun.set(remote, turn)
    this.#waiting.delete(remote)
    this.#waiting.set(remote, turn)
  }
}

/** Of the request that it has waited for longest. */
const pieceOf = ({ upload }: Remote): number | undefined => upload.waiting[0]?.piece
