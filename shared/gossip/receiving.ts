/** The taking half: pieces on their way in, put together block by block, and handed over to be checked. */
import type { Millis } from '../base/ids.ts'
import { pieceLengthAt } from '../base/pieces.ts'
import { ProtocolError } from '../wire/message.ts'
import type { GossipContext } from './context.ts'
import type { Incoming, Member } from './member.ts'

/** Pieces under way or not yet on disk: beyond it, what comes is dropped, and comes again. */
const MAX_UNFINISHED_BYTES = 64 * 1024 * 1024

export interface ReceivingListener {
  /** Whether a piece that now begins to come from this member was to be expected. */
  expects(member: Member, piece: number, now: Millis): boolean
  /** A block has come. */
  blockReceived?(member: Member, incoming: Incoming, now: Millis): void
  /** All of it has come: needed, and now being checked, or not. */
  received(member: Member, piece: number, now: Millis): void
  /** It comes no further. */
  missed(member: Member, piece: number, now: Millis): void
}

export class Receiving {
  readonly #context: GossipContext
  readonly #listener: ReceivingListener
  /** Pieces under way from some member, or received and not yet on disk. */
  readonly #taken = new Set<number>()
  /** False while the person pauses: what comes all the same is dropped. */
  wanted: boolean
  #unfinishedBytes = 0

  constructor(context: GossipContext, wanted: boolean, listener: ReceivingListener) {
    this.#context = context
    this.wanted = wanted
    this.#listener = listener
  }

  /** Neither held nor under way. */
  isMissing(piece: number): boolean {
    return !this.#context.held.has(piece) && !this.#taken.has(piece)
  }

  /** Throws ProtocolError if the member goes on sending what nobody asked for. */
  onData(member: Member, piece: number, begin: number, block: Uint8Array, now: Millis): void {
    if (begin === 0) this.#begin(member, piece, now)
    const { incoming } = member
    if (incoming?.piece !== piece || incoming.received !== begin) {
      this.#unasked(member, block.length, now)
      return
    }
    incoming.bytes?.set(block, begin)
    incoming.received += block.length
    this.#count(member, incoming, block.length, now)
    this.#listener.blockReceived?.(member, incoming, now)
    if (incoming.received === incoming.length) this.#finish(member, incoming, now)
  }

  /** Nothing more comes from it. */
  leave(member: Member, now: Millis): void {
    const { incoming } = member
    if (incoming === undefined) return
    member.incoming = undefined
    if (incoming.bytes !== undefined) {
      this.#release(incoming.piece)
      this.#waste(incoming.received)
    }
    this.#listener.missed(member, incoming.piece, now)
  }

  pieceHeld(piece: number): void {
    this.#release(piece)
    this.#context.figures.useful++
  }

  pieceFailed(piece: number): void {
    this.#release(piece)
    this.#context.figures.failed++
    this.#waste(pieceLengthAt(this.#context.layout, piece))
  }

  #begin(member: Member, piece: number, now: Millis): void {
    if (!this.#listener.expects(member, piece, now)) return
    this.leave(member, now)
    const length = pieceLengthAt(this.#context.layout, piece)
    const fits = this.#unfinishedBytes + length <= MAX_UNFINISHED_BYTES || this.#taken.size === 0
    const needed = this.wanted && fits && this.isMissing(piece)
    if (needed) {
      this.#taken.add(piece)
      this.#unfinishedBytes += length
    }
    const bytes = needed ? new Uint8Array(length) : undefined
    member.incoming = { piece, length, bytes, received: 0 }
  }

  #finish(member: Member, { piece, bytes }: Incoming, now: Millis): void {
    member.incoming = undefined
    if (bytes === undefined) this.#context.figures.redundant++
    this.#listener.received(member, piece, now)
    if (bytes !== undefined) this.#context.output.pieceReceived(piece, bytes, [member.id])
  }

  #count(member: Member, { bytes }: Incoming, length: number, now: Millis): void {
    const { figures, output } = this.#context
    if (bytes === undefined) {
      figures.wasted += length
      return
    }
    member.down.add(length, now)
    figures.downloaded += length
    output.blockReceived(member.id, length)
  }

  /** What came to use until now, and does not. */
  #waste(bytes: number): void {
    const { figures } = this.#context
    figures.downloaded -= bytes
    figures.wasted += bytes
  }

  #unasked(member: Member, bytes: number, now: Millis): void {
    if (!member.unasked.take(now))
      throw new ProtocolError('flood', 'sends blocks that nobody asked for')
    this.#context.figures.wasted += bytes
  }

  #release(piece: number): void {
    if (!this.#taken.delete(piece)) return
    this.#unfinishedBytes -= pieceLengthAt(this.#context.layout, piece)
  }
}
