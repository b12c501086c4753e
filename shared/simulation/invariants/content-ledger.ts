/** What one peer holds, has received and has sent, by its own inputs and effects. */
import { Bitfield } from '../../base/bitfield.ts'
import type { PeerId } from '../../base/ids.ts'
import { type PieceLayout, pieceLengthAt } from '../../base/pieces.ts'
import type { LinkLedger } from './link-ledger.ts'

/** The state of a piece between its last block and the disk. */
export type Stage = 'verifying' | 'verified' | 'writing' | 'written'

export class ContentLedger {
  readonly #layout: PieceLayout
  /** Undefined until the store is open. */
  held: Bitfield | undefined
  /** Of those that storage has lost: those that are not held again. */
  lostPieces = new Bitfield(0)
  readonly stages = new Map<number, Stage>()
  /** By piece that is not held: who sent blocks of it since it was last missing. */
  readonly senders = new Map<number, Set<PeerId>>()
  /** Payload bytes received and sent, and how many of them became pieces that are held. */
  inBytes = 0
  outBytes = 0
  gainedBytes = 0
  /** The block received in this step. It is not counted if its link is closed in the same step. */
  #came: { readonly link: LinkLedger; readonly bytes: number } | undefined
  /** Pieces that count as missing from the next step on. */
  readonly #missing: number[] = []

  constructor(layout: PieceLayout) {
    this.#layout = layout
  }

  opened(held: Bitfield): void {
    this.held = new Bitfield(held.size, held.bytes)
    this.lostPieces = new Bitfield(held.size)
  }

  gave(link: LinkLedger, block: Uint8Array): void {
    this.outBytes += block.length
    link.queuedBytes += block.length
  }

  got(link: LinkLedger, piece: number, block: Uint8Array): void {
    const senders = this.senders.get(piece)
    if (senders) senders.add(link.remote)
    else this.senders.set(piece, new Set([link.remote]))
    this.#came = { link, bytes: block.length }
  }

  missed(piece: number): void {
    this.stages.delete(piece)
    this.#missing.push(piece)
  }

  lost(piece: number): void {
    if (!this.held?.delete(piece)) return
    this.missed(piece)
    this.lostPieces.add(piece)
  }

  found(piece: number): void {
    this.senders.delete(piece)
    this.lostPieces.delete(piece)
    this.held?.add(piece)
  }

  nowHeld(piece: number): void {
    this.stages.delete(piece)
    this.senders.delete(piece)
    this.held?.add(piece)
    this.lostPieces.delete(piece)
    this.gainedBytes += pieceLengthAt(this.#layout, piece)
  }

  turned(): void {
    if (this.#came?.link.isOpen) this.inBytes += this.#came.bytes
    this.#came = undefined
    for (const piece of this.#missing.splice(0)) this.senders.delete(piece)
  }
}
