/**
 * Whose block leaves next, of those that wait. A piece that has been begun goes on before another is
 * begun: sent side by side, five pieces are whole only when all five have left, and nobody can pass one
 * on before.
 */
import type { Millis } from '../base/ids.ts'
import type { BlockRange } from '../wire/message.ts'
import type { Remote, Turn } from './remote.ts'

/** Blocks of one piece in a row. Pieces may be long: the others are not to wait until their requests time out. */
const TURN_BLOCKS = 8

export interface TurnRules {
  hasRoom(remote: Remote, now: Millis): boolean
  /** Every second time it begins a piece before others do. */
  isUrgent(remote: Remote, piece: number): boolean
}

export class Turns {
  readonly #rules: TurnRules
  /** In the order in which they are to begin a piece. */
  readonly #waiting: Remote[] = []
  /** Every second turn, so that the urgent ones do not starve the others. */
  #urgentFirst = false
  #turnCount = 0

  constructor(rules: TurnRules) {
    this.#rules = rules
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** Several wait: it matters who is next. */
  get isContended(): boolean {
    return this.#waiting.length > 1
  }

  /** Its requests are others than before. */
  changed(remote: Remote): void {
    if (remote.upload.waiting.length === 0) this.leave(remote)
    else if (!this.#waiting.includes(remote)) this.#waiting.push(remote)
  }

  leave(remote: Remote): void {
    const place = this.#waiting.indexOf(remote)
    if (place >= 0) this.#waiting.splice(place, 1)
  }

  /** Undefined: nobody who waits has room. */
  next(now: Millis): Remote | undefined {
    return this.#goesOn(now) ?? this.#begins(now)
  }

  /** Looks at those who wait, which are few: many have begun a piece some time. */
  #goesOn(now: Millis): Remote | undefined {
    let first: Remote | undefined
    let firstTurn: Turn | undefined
    for (const remote of this.#waiting) {
      const { turn } = remote.upload
      if (turn === undefined || turn.blocks >= TURN_BLOCKS || turn.piece !== nextPiece(remote))
        continue
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
    this.#urgentFirst = !this.#urgentFirst
    for (const remote of this.#waiting) {
      if (!this.#rules.hasRoom(remote, now)) continue
      const isUrgent = this.#urgentFirst && this.#rules.isUrgent(remote, nextPiece(remote))
      if (first === undefined || isUrgent) first = remote
      if (isUrgent || !this.#urgentFirst) break
    }
    if (first !== undefined) this.#begin(first)
    return first
  }

  #begin(remote: Remote): void {
    remote.upload.turn = { piece: nextPiece(remote), place: this.#turnCount++, blocks: 1 }
    this.leave(remote)
    this.#waiting.push(remote)
  }
}

/** Of the request that waits for longest. */
const nextPiece = ({ upload }: Remote): number => (upload.waiting[0] as BlockRange).piece
