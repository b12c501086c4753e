/** How many members hold each piece or have it on its way: the rarest goes first. */
import type { Member } from './member.ts'

export class Rarity {
  readonly #counts: Uint16Array

  constructor(pieceCount: number) {
    this.#counts = new Uint16Array(pieceCount)
  }

  of(piece: number): number {
    return this.#counts[piece] as number
  }

  /** True if it did not hold it before. */
  holds(member: Member, piece: number): boolean {
    const isNew = member.pieces.add(piece)
    if (isNew) this.#add(piece, 1)
    return isNew
  }

  /** Replaces what was on its way to the member. True if it lacks a piece that it awaited before. */
  awaits(member: Member, coming: readonly number[]): boolean {
    const before = member.coming
    for (const piece of before) this.#add(piece, -1)
    member.coming = coming
    for (const piece of coming) this.#add(piece, 1)
    return before.some(piece => !coming.includes(piece) && !member.pieces.has(piece))
  }

  left(member: Member): void {
    for (const piece of member.pieces) this.#add(piece, -1)
    this.awaits(member, [])
  }

  /** True if it held it before. */
  lost(member: Member, piece: number): boolean {
    const isLost = member.pieces.delete(piece)
    if (isLost) this.#add(piece, -1)
    return isLost
  }

  #add(piece: number, change: 1 | -1): void {
    this.#counts[piece] = (this.#counts[piece] as number) + change
  }
}
