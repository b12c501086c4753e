/** Which pieces each member holds or awaits, as far as it told, and how many members do of each. */
import { Bitfield } from '../base/bitfield.ts'
import { type Member, PerMember } from './context.ts'

interface Told {
  readonly held: Bitfield
  /** On their way to it from any member. */
  coming: readonly number[]
}

export class Availability {
  readonly #told: PerMember<Told>
  readonly #counts: Uint16Array

  constructor(pieceCount: number) {
    this.#counts = new Uint16Array(pieceCount)
    this.#told = new PerMember(() => ({ held: new Bitfield(pieceCount), coming: [] }))
  }

  leave(member: Member): void {
    for (const piece of this.heldBy(member)) this.#add(piece, -1)
    this.awaits(member, [])
  }

  /** How many members hold the piece or await it. */
  countOf(piece: number): number {
    return this.#counts[piece] as number
  }

  heldBy(member: Member): Bitfield {
    return this.#told.of(member).held
  }

  comingTo(member: Member): readonly number[] {
    return this.#told.of(member).coming
  }

  /** True if it was not recorded before. */
  holds(member: Member, piece: number): boolean {
    const isNew = this.heldBy(member).add(piece)
    if (isNew) this.#add(piece, 1)
    return isNew
  }

  /** Replaces what was on its way to the member. True if it lacks a piece that it awaited before. */
  awaits(member: Member, coming: readonly number[]): boolean {
    const told = this.#told.of(member)
    const before = told.coming
    for (const piece of before) this.#add(piece, -1)
    told.coming = coming
    for (const piece of coming) this.#add(piece, 1)
    return before.some(piece => !coming.includes(piece) && !told.held.has(piece))
  }

  /** True if it was recorded before. */
  lost(member: Member, piece: number): boolean {
    const isLost = this.heldBy(member).delete(piece)
    if (isLost) this.#add(piece, -1)
    return isLost
  }

  #add(piece: number, change: 1 | -1): void {
    this.#counts[piece] = (this.#counts[piece] as number) + change
  }
}
