/**
 * Whose block leaves next, of those that wait. A piece that has been begun goes on before another is
 * begun: sent side by side, five pieces are whole only when all five have left, and nobody can pass one
 * on before.
 */
import type { Remote } from './remote.ts'

/** Blocks of one piece in a row. Pieces may be long: the others are not to wait until their requests time out. */
const TURN_BLOCKS = 8

interface Turn {
  readonly piece: number
  /** Among all turns: who began first goes on first. */
  readonly place: number
  blocks: number
}

export class Turns {
  /** In the order in which they are to begin a piece. */
  readonly #waiting = new Set<Remote>()
  /** Every second turn, so that the urgent ones do not starve the others. */
  #urgentFirst = false
  readonly #begun = new Map<Remote, Turn>()
  #turnCount = 0

  get isEmpty(): boolean {
    return this.#waiting.size === 0
  }

  /** Several wait: it matters who is next. */
  get isContended(): boolean {
    return this.#waiting.size > 1
  }

  /** It has asked for a block. */
  add(remote: Remote): void {
    this.#waiting.add(remote)
  }

  /** None of its requests is left. */
  empty(remote: Remote): void {
    this.#waiting.delete(remote)
  }

  leave(remote: Remote): void {
    this.#waiting.delete(remote)
    this.#begun.delete(remote)
  }

  /** `isUrgent`: every second time it begins a piece before others do. Undefined: nobody who waits has room. */
  next(
    hasRoom: (remote: Remote) => boolean,
    isUrgent: (remote: Remote, piece: number) => boolean,
  ): Remote | undefined {
    return this.#goesOn(hasRoom) ?? this.#begins(hasRoom, isUrgent)
  }

  /** Looks at those who wait, which are few: many have begun a piece some time. */
  #goesOn(hasRoom: (remote: Remote) => boolean): Remote | undefined {
    let first: Remote | undefined
    let firstTurn: Turn | undefined
    for (const remote of this.#waiting) {
      const turn = this.#begun.get(remote)
      if (turn === undefined || turn.blocks >= TURN_BLOCKS) continue
      if (firstTurn !== undefined && firstTurn.place < turn.place) continue
      if (turn.piece !== pieceOf(remote) || !hasRoom(remote)) continue
      first = remote
      firstTurn = turn
    }
    if (firstTurn !== undefined) firstTurn.blocks++
    return first
  }

  #begins(
    hasRoom: (remote: Remote) => boolean,
    isUrgent: (remote: Remote, piece: number) => boolean,
  ): Remote | undefined {
    let first: Remote | undefined
    this.#urgentFirst = !this.#urgentFirst
    for (const remote of this.#waiting) {
      if (!hasRoom(remote)) continue
      first ??= remote
      if (!this.#urgentFirst) break
      if (!isUrgent(remote, pieceOf(remote) as number)) continue
      first = remote
      break
    }
    if (first !== undefined) this.#begin(first)
    return first
  }

  #begin(remote: Remote): void {
    this.#waiting.delete(remote)
    this.#waiting.add(remote)
    this.#begun.set(remote, {
      piece: pieceOf(remote) as number,
      place: this.#turnCount++,
      blocks: 1,
    })
  }
}

/** Of the request that it has waited for longest. */
const pieceOf = ({ upload }: Remote): number | undefined => upload.waiting[0]?.piece
