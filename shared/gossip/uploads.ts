/**
 * Pieces on their way out. On each link one after the other and in blocks, and never more of them in
 * its send queue than the link needs to be busy, so that a control message in between is heard soon.
 */
import type { Millis } from '../base/ids.ts'
import { pieceLengthAt } from '../base/pieces.ts'
import { RateMeter } from '../base/rate-meter.ts'
import type { BlockRange } from '../wire/message.ts'
import {
  type GossipContext,
  isSame,
  type Member,
  PerMember,
  type PieceOffer,
  say,
} from './context.ts'

/** The length of a channel's send queue, as time on our line, within the bounds below. */
const WINDOW_MS = 1.5
const MIN_WINDOW_BYTES = 1_400
const MAX_WINDOW_BYTES = 1024 * 1024
/** The length of a block, as time on our line, within bounds: a control message waits for it. */
const BLOCK_MS = 1.5
/** Fills a packet, headers included. */
const MIN_BLOCK_BYTES = 1_400
const MAX_READ_BYTES = 128 * 1024

/** A piece to be sent. The offer's number is `NO_OFFER` if it was not offered first. */
interface Outgoing extends PieceOffer {
  readonly length: number
  /** Bytes read from storage, or being read. */
  begun: number
}

interface Upload {
  readonly queue: Outgoing[]
  readonly meter: RateMeter
  /** Bytes being read from storage: one read at a time keeps the blocks in order. */
  readingBytes: number
  /** In the channel's send queue, as last reported. */
  queuedBytes: number
}

export interface UploadsListener {
  /** `bytesLeft`: still to be read from storage. */
  progressed?(member: Member, piece: number, bytesLeft: number, now: Millis): void
  /** The transfer has ended: the whole piece is in the link's queue, or will not be sent. */
  ended?(member: Member, piece: number, now: Millis): void
}

export class Uploads {
  readonly #context: GossipContext
  readonly #listener: UploadsListener
  readonly #uploads = new PerMember<Upload>(({ joinedAt }) => ({
    queue: [],
    meter: new RateMeter(joinedAt),
    readingBytes: 0,
    queuedBytes: 0,
  }))
  readonly #line = new LineRate()

  constructor(context: GossipContext, listener: UploadsListener = {}) {
    this.#context = context
    this.#listener = listener
  }

  /** The rate of our line, over all links together. Bytes/s. */
  get lineRate(): number {
    return this.#line.perSec
  }

  queuedFor(member: Member): number {
    return this.#uploads.of(member).queue.length
  }

  start(member: Member, { piece, offer }: PieceOffer, now: Millis): void {
    const length = pieceLengthAt(this.#context.layout, piece)
    this.#uploads.of(member).queue.push({ piece, offer, length, begun: 0 })
    this.#pump(member, now)
  }

  stop(member: Member, offer: PieceOffer, now: Millis): void {
    const { queue } = this.#uploads.of(member)
    const at = queue.findIndex(outgoing => isSame(outgoing, offer))
    if (at < 0) return
    queue.splice(at, 1)
    this.#listener.ended?.(member, offer.piece, now)
  }

  /** `bytes`: undefined if the block could not be read. */
  supply(member: Member, range: BlockRange, bytes: Uint8Array | undefined, now: Millis): void {
    const upload = this.#uploads.of(member)
    upload.readingBytes = 0
    const outgoing = upload.queue[0]
    if (outgoing?.piece === range.piece && outgoing.begun === range.begin + range.length) {
      if (bytes === undefined) this.#giveUp(member, outgoing, now)
      else this.#send(member, range, bytes, now)
    }
    this.#pump(member, now)
  }

  /** Storage has lost the piece: tells the member not to wait. */
  #giveUp(member: Member, { piece, offer }: PieceOffer, now: Millis): void {
    say(this.#context, member, { type: 'decline', piece, offer })
    this.stop(member, { piece, offer }, now)
  }

  drained(member: Member, queuedBytes: number, now: Millis): void {
    const upload = this.#uploads.of(member)
    this.#line.add(Math.max(0, upload.queuedBytes - queuedBytes), now)
    upload.queuedBytes = queuedBytes
    this.#pump(member, now)
  }

  inspect(member: Member, now: Millis) {
    const { queue, meter } = this.#uploads.of(member)
    return { queued: queue.length, rate: meter.rate(now), bytes: meter.total }
  }

  #send(member: Member, { piece, begin }: BlockRange, bytes: Uint8Array, now: Millis): void {
    const { figures } = this.#context
    const blockBytes = Math.min(blockBytesAt(this.lineRate), this.#context.blockBytes)
    for (let at = 0; at < bytes.length; at += blockBytes) {
      const block = bytes.subarray(at, at + blockBytes)
      say(this.#context, member, { type: 'data', piece, begin: begin + at, block })
    }
    const upload = this.#uploads.of(member)
    upload.queuedBytes += bytes.length
    upload.meter.add(bytes.length, now)
    figures.uploaded += bytes.length
    const outgoing = upload.queue[0]
    if (outgoing === undefined || outgoing.begun < outgoing.length) return
    upload.queue.shift()
    figures.sent++
    this.#listener.ended?.(member, piece, now)
  }

  #pump(member: Member, now: Millis): void {
    const upload = this.#uploads.of(member)
    const outgoing = upload.queue[0]
    if (outgoing === undefined || upload.readingBytes > 0) return
    const room = windowBytesAt(this.lineRate) - upload.queuedBytes
    if (room <= 0) return
    const left = outgoing.length - outgoing.begun
    const length = Math.min(left, Math.max(room, MIN_BLOCK_BYTES), MAX_READ_BYTES)
    const range = { piece: outgoing.piece, begin: outgoing.begun, length }
    outgoing.begun += length
    upload.readingBytes = length
    this.#context.output.read(member.link, range)
    this.#listener.progressed?.(member, outgoing.piece, left - length, now)
  }
}

const windowBytesAt = (rate: number): number =>
  Math.min(Math.max(Math.floor((rate * WINDOW_MS) / 1000), MIN_WINDOW_BYTES), MAX_WINDOW_BYTES)

const blockBytesAt = (rate: number): number =>
  Math.max(Math.floor((rate * BLOCK_MS) / 1000), MIN_BLOCK_BYTES)

const BUCKET_MS = 50
/** With each bucket the past counts this much less: by half in two seconds. */
const FADE = 0.983

/** The rate of our line: the highest recent bucket. A mean would be too low after idle time. */
export class LineRate {
  #bucketAt: Millis = Number.NEGATIVE_INFINITY
  #bytes = 0
  #peak = 0

  add(bytes: number, now: Millis): void {
    if (now - this.#bucketAt >= BUCKET_MS) {
      this.#peak = Math.max(this.#peak * FADE, this.#bytes)
      this.#bytes = 0
      this.#bucketAt = now
    }
    this.#bytes += bytes
  }

  /** Bytes/s; 0 before anything is known. */
  get perSec(): number {
    return (Math.max(this.#peak, this.#bytes) * 1000) / BUCKET_MS
  }
}
