/** Which pieces are wanted, with what priority, and how many of them are missing. */
import { assert } from '../base/assert.ts'
import type { Bitfield } from '../base/bitfield.ts'
import { NORMAL, NOT_WANTED } from '../torrent/file-choice.ts'

export class Wanted {
  readonly #held: Bitfield
  #priorities: Uint8Array
  #missing: number

  /** `held` already holds a piece at `onHeld`, and no longer does at `onLost`. */
  constructor(held: Bitfield) {
    this.#held = held
    this.#priorities = new Uint8Array(held.size).fill(NORMAL)
    this.#missing = held.size - held.count
  }

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
