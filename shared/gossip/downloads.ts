/** Pieces on their way in: put together block by block, and handed over to be checked. */
import { TokenBucket } from '../base/bucket.ts'
import type { Millis } from '../base/ids.ts'
import { pieceLengthAt } from '../base/pieces.ts'
import { RateMeter } from '../base/rate-meter.ts'
import { ProtocolError } from '../wire/message.ts'
import { type GossipContext, type Member, PerMember } from './context.ts'

/** Bytes that arrive or are not yet on disk: beyond this, pieces are dropped, and must come again. */
const MAX_UNFINISHED_BYTES = 64 * 1024 * 1024
/** Blocks that nobody waits for: some cross with the message that made them needless. */
const MAX_UNASKED_BLOCKS = { burst: 500, perSecond: 20 }

export interface Incoming {
  readonly piece: number
  readonly length: number
  /** Undefined if it is not needed: the blocks are counted and dropped. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined
  received: number
}

interface Download {
  incoming: Incoming | undefined
  readonly meter: RateMeter
  readonly unaskedBudget: TokenBucket
}

export interface DownloadsListener {
  /** Whether a piece that now begins to come from this member was to be expected. */
  expects(member: Member, piece: number, now: Millis): boolean
  blockReceived?(member: Member, incoming: Incoming, rate: number, now: Millis): void
  /** All of it has come. `kept`: it was needed, and is being checked. */
  received(member: Member, piece: number, kept: boolean, now: Millis): void
  /** The transfer has ended without the piece. */
  missed(member: Member, piece: number, now: Millis): void
}

export class Downloads {
  readonly #context: GossipContext
  readonly #listener: DownloadsListener
  readonly #downloads = new PerMember<Download>(({ joinedAt }) => ({
    incoming: undefined,
    meter: new RateMeter(joinedAt),
    unaskedBudget: new TokenBucket(MAX_UNASKED_BLOCKS, joinedAt),
  }))
  /** Bytes of pieces that arrive, are being checked, or are being written. */
  #unfinishedBytes = 0
  /** False while the person pauses: blocks that still come are dropped. */
  wanted: boolean

  constructor(context: GossipContext, wanted: boolean, listener: DownloadsListener) {
    this.#context = context
    this.wanted = wanted
    this.#listener = listener
  }

  /** Throws ProtocolError if the member goes on sending what nobody asked for. */
  receive(member: Member, piece: number, begin: number, block: Uint8Array, now: Millis): void {
    if (begin === 0) this.#begin(member, piece, now)
    const download = this.#downloads.of(member)
    const { incoming } = download
    if (incoming?.piece !== piece || incoming.received !== begin) {
      this.#unasked(download, block.length, now)
      return
    }
    incoming.bytes?.set(block, begin)
    incoming.received += block.length
    this.#count(member, incoming, block.length, now)
    this.#listener.blockReceived?.(member, incoming, download.meter.rate(now), now)
    if (incoming.received === incoming.length) this.#finish(member, incoming, now)
  }

  /** Ends the transfers from this member. */
  stop(member: Member, now: Millis): void {
    const download = this.#downloads.of(member)
    const { incoming } = download
    if (incoming === undefined) return
    download.incoming = undefined
    if (incoming.bytes !== undefined) {
      this.#context.pieces.move(incoming.piece, 'missing')
      this.#release(incoming.piece)
      this.#waste(incoming.received)
    }
    this.#listener.missed(member, incoming.piece, now)
  }

  isComingFrom(member: Member, piece: number): boolean {
    return this.#downloads.of(member).incoming?.piece === piece
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

  inspect(member: Member, now: Millis) {
    const { incoming, meter } = this.#downloads.of(member)
    return { incoming, rate: meter.rate(now), bytes: meter.total }
  }

  #begin(member: Member, piece: number, now: Millis): void {
    const { layout, pieces } = this.#context
    if (!this.#listener.expects(member, piece, now)) return
    this.stop(member, now)
    const length = pieceLengthAt(layout, piece)
    const fits =
      this.#unfinishedBytes === 0 || this.#unfinishedBytes + length <= MAX_UNFINISHED_BYTES
    const state = pieces.stateOf(piece)
    const isNeeded = this.wanted && fits && (state === 'missing' || state === 'asked')
    if (isNeeded) {
      pieces.move(piece, 'arriving')
      this.#unfinishedBytes += length
    }
    const bytes = isNeeded ? new Uint8Array(length) : undefined
    this.#downloads.of(member).incoming = { piece, length, bytes, received: 0 }
  }

  #finish(member: Member, { piece, bytes }: Incoming, now: Millis): void {
    this.#downloads.of(member).incoming = undefined
    if (bytes === undefined) this.#context.figures.redundant++
    else this.#context.pieces.move(piece, 'verifying')
    this.#listener.received(member, piece, bytes !== undefined, now)
    if (bytes !== undefined) this.#context.output.pieceReceived(piece, bytes, [member.id])
  }

  #count(member: Member, { bytes }: Incoming, length: number, now: Millis): void {
    const { figures, output } = this.#context
    if (bytes === undefined) {
      figures.wasted += length
      return
    }
    this.#downloads.of(member).meter.add(length, now)
    figures.downloaded += length
    output.blockReceived(member.id, length)
  }

  #waste(bytes: number): void {
    const { figures } = this.#context
    figures.downloaded -= bytes
    figures.wasted += bytes
  }

  #unasked(download: Download, bytes: number, now: Millis): void {
    if (!download.unaskedBudget.take(now))
      throw new ProtocolError('flood', 'sends blocks that nobody asked for')
    this.#context.figures.wasted += bytes
  }

  #release(piece: number): void {
    this.#unfinishedBytes -= pieceLengthAt(this.#context.layout, piece)
  }
}
