/**
 * Which pieces are wanted, how much, and how many of these are missing yet: at first all of them
 * alike. Who deselects a file wants less, and is finished sooner.
 */
import { assert } from '../base/assert.ts'
import type { Bitfield } from '../base/bitfield.ts'
import { NORMAL, NOT_WANTED } from '../torrent/file-choice.ts'

export class Wanted {
  readonly #held: Bitfield
  #priorities: Uint8Array
  #missing: number

  /** `held`: a piece is put in before `onHeld`, and taken out before `onLost`. */
  constructor(held: Bitfield) {
    this.#held = held
    this.#priorities = new Uint8Array(held.size).fill(NORMAL)
    this.#missing = held.size - held.count
  }

  /** Nothing that is wanted is missing. */
  get isComplete(): boolean {
    return this.#missing === 0
  }

  has(piece: number): boolean {
    return this.#priorities[piece] !== NOT_WANTED
  }

  lacks(piece: number): boolean {
    return this.has(piece) && !this.#held.has(piece)
  }

  /** A byte for each piece. */
  prioritise(priorities: Uint8Array): void {
    assert(priorities.length === this.#held.size, 'a priority for each piece')
    this.#priorities = priorities.slice()
    this.#missing = 0
    for (let piece = 0; piece < this.#held.size; piece++) if (this.lacks(piece)) this.#missing++
  }

  onHeld(piece: number): void {
    if (this.has(piece)) this.#missing--
  }

  onLost(piece: number): void {
    if (this.has(piece)) this.#missing++
  }
}
