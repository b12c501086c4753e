/** How often each piece has been given away, or is about to be: a seeder's own count of what is rare. */
import type { Bitfield } from '../base/bitfield.ts'
import { type Random, randomInt } from '../base/random.ts'

export class Spread {
  readonly #given: Uint32Array
  readonly #random: Random

  constructor(pieceCount: number, random: Random) {
    this.#given = new Uint32Array(pieceCount)
    this.#random = random
  }

  /** The piece given least of those that are not held, counted as given from here on. */
  suggest(held: Bitfield): number | undefined {
    const count = this.#given.length
    const first = randomInt(this.#random, count)
    let best: number | undefined
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < count; i++) {
      const piece = (first + i) % count
      const given = this.#given[piece] as number
      if (given >= least || held.has(piece)) continue
      best = piece
      least = given
    }
    if (best !== undefined) this.add(best)
    return best
  }

  add(piece: number): void {
    this.#given[piece] = (this.#given[piece] as number) + 1
  }

  takeBack(piece: number): void {
    this.#given[piece] = Math.max(0, (this.#given[piece] as number) - 1)
  }
}
