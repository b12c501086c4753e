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

  holds(member: Member, piece: number): void {
    if (member.pieces.add(piece)) this.#add(piece, 1)
  }

  /** Replaces what was on its way to the member. */
  awaits(member: Member, coming: readonly number[]): void {
    for (const piece of member.coming) this.#add(piece, -1)
    member.coming = coming
    for (const piece of member.coming) this.#add(piece, 1)
  }

  left(member: Member): void {
    for (const piece of member.pieces) this.#add(piece, -1)
    this.awaits(member, [])
  }

  lost(member: Member, piece: number): void {
    if (member.pieces.delete(piece)) this.#add(piece, -1)
  }

  #add(piece: number, change: 1 | -1): void {
    this.#counts[piece] = (this.#counts[piece] as number) + change
  }
}
