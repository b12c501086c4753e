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
  blocks: number
}

export class Turns {
  /** In the order in which they are to begin a piece. */
  readonly #waiting = new Set<Remote>()
  /** Every second turn, so that the urgent ones do not starve the others. */
  #urgentFirst = false
  /** In the order in which they were begun. */
  readonly #begun = new Map<Remote, Turn>()

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

  #goesOn(hasRoom: (remote: Remote) => boolean): Remote | undefined {
    for (const [remote, turn] of this.#begun) {
      if (turn.piece !== pieceOf(remote) || turn.blocks >= TURN_BLOCKS || !hasRoom(remote)) continue
      turn.blocks++
      return remote
    }
    return undefined
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
    this.#begun.delete(remote)
    this.#begun.set(remote, { piece: pieceOf(remote) as number, blocks: 1 })
  }
}

/** Of the request that it has waited for longest. */
const pieceOf = ({ upload }: Remote): number | undefined => upload.waiting[0]?.piece
