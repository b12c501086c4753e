/** Which piece a peer that does not know what the others hold asks for. */
import type { Bitfield } from '../base/bitfield.ts'
import { pickOne, type Random } from '../base/random.ts'

export interface PullList {
  /** `isAsked`: the piece has been asked for and not come yet. */
  choose(random: Random, isAsked: (piece: number) => boolean): number | undefined
  /** A piece that was pulled has come. */
  pulled(piece: number): void
}

/** The report's text: any piece that is missing. */
export class MissingPieces implements PullList {
  readonly #held: Bitfield

  constructor(held: Bitfield) {
    this.#held = held
  }

  choose(random: Random, isAsked: (piece: number) => boolean): number | undefined {
    const missing: number[] = []
    for (let piece = 0; piece < this.#held.size; piece++)
      if (!this.#held.has(piece) && !isAsked(piece)) missing.push(piece)
    return pickOne(random, missing)
  }

  pulled(): void {
    // What is held is no longer missing.
  }
}

/**
 * The report's code: a list of all pieces, `falten`, from which `falten.pop(piece)` takes what stands
 * at that place, not that piece. So a piece that has come may stay listed and be pulled again, and
 * one that has not may be gone for good: a peer that only pulls hardly ever gets them all.
 */
export class ReportedList implements PullList {
  readonly #listed: number[]

  constructor(pieceCount: number) {
    this.#listed = Array.from({ length: pieceCount }, (_, piece) => piece)
  }

  choose(random: Random): number | undefined {
    return pickOne(random, this.#listed)
  }

  /** Beyond the list's end Python raises an error, which the code catches: nothing is taken out. */
  pulled(piece: number): void {
    if (piece < this.#listed.length) this.#listed.splice(piece, 1)
  }
}
