/**
 * The giving half: pieces on their way out. On each link one after the other and in blocks, and never
 * more of them in its send queue than the link needs to be busy, so that a word in between is heard.
 */
import type { Millis } from '../base/ids.ts'
import { pieceLengthAt } from '../base/pieces.ts'
import { BLOCK_BYTES, type BlockRange } from '../wire/message.ts'
import { type GossipContext, say } from './context.ts'
import { LineRate } from './line-rate.ts'
import { isSame, type Member, type Offer } from './member.ts'

/** What may stand in a channel's send queue, as time on our line; and within what bounds. */
const WINDOW_MS = 1.5
const MIN_WINDOW_BYTES = 1_400
const MAX_WINDOW_BYTES = 1024 * 1024
/** A block takes this long on the line, within bounds: what is said next waits for it, here and there. */
const BLOCK_MS = 1.5
/** With its headers it fills a packet. */
const MIN_BLOCK_BYTES = 1_400
/** Read from storage at once, at most. */
const MAX_READ_BYTES = 128 * 1024

export interface SendingListener {
  /** So much of the piece is still to be read for the member. */
  progressed?(member: Member, piece: number, bytesLeft: number, now: Millis): void
  /** The piece is in the link's queue, whole; or will not be: the transfer is over. */
  sent?(member: Member, piece: number, now: Millis): void
}

export class Sending {
  readonly #context: GossipContext
  readonly #listener: SendingListener
  readonly #line = new LineRate()

  constructor(context: GossipContext, listener: SendingListener = {}) {
    this.#context = context
    this.#listener = listener
  }

  /** Of our line, all links together. Bytes/s. */
  get lineRate(): number {
    return this.#line.perSec
  }

  start(member: Member, { piece, offer }: Offer, now: Millis): void {
    const length = pieceLengthAt(this.#context.layout, piece)
    member.outgoing.push({ piece, offer, length, begun: 0 })
    this.#pump(member, now)
  }

  /** The member wants no more of it. */
  stop(member: Member, offer: Offer, now: Millis): void {
    const at = member.outgoing.findIndex(outgoing => isSame(outgoing, offer))
    if (at < 0) return
    member.outgoing.splice(at, 1)
    this.#listener.sent?.(member, offer.piece, now)
  }

  /** A stretch read from storage; undefined if it could not be read. */
  supply(member: Member, range: BlockRange, bytes: Uint8Array | undefined, now: Millis): void {
    member.readingBytes = 0
    const outgoing = member.outgoing[0]
    if (outgoing?.piece === range.piece && outgoing.begun === range.begin + range.length) {
      if (bytes === undefined) this.#giveUp(member, outgoing, now)
      else this.#send(member, range, bytes, now)
    }
    this.#pump(member, now)
  }

  /** Storage has lost it: the member need not wait. */
  #giveUp(member: Member, { piece, offer }: Offer, now: Millis): void {
    say(this.#context, member, { type: 'decline', piece, offer })
    this.stop(member, { piece, offer }, now)
  }

  drained(member: Member, queuedBytes: number, now: Millis): void {
    this.#line.add(Math.max(0, member.queuedBytes - queuedBytes), now)
    member.queuedBytes = queuedBytes
    this.#pump(member, now)
  }

  #send(member: Member, { piece, begin }: BlockRange, bytes: Uint8Array, now: Millis): void {
    const { figures } = this.#context
    const blockBytes = blockBytesAt(this.lineRate)
    for (let at = 0; at < bytes.length; at += blockBytes) {
      const block = bytes.subarray(at, at + blockBytes)
      say(this.#context, member, { type: 'data', piece, begin: begin + at, block })
    }
    member.queuedBytes += bytes.length
    member.up.add(bytes.length, now)
    figures.uploaded += bytes.length
    const outgoing = member.outgoing[0]
    if (outgoing === undefined || outgoing.begun < outgoing.length) return
    member.outgoing.shift()
    figures.sent++
    this.#listener.sent?.(member, piece, now)
  }

  #pump(member: Member, now: Millis): void {
    const outgoing = member.outgoing[0]
    if (outgoing === undefined || member.readingBytes > 0) return
    const room = windowBytesAt(this.lineRate) - member.queuedBytes
    if (room <= 0) return
    const left = outgoing.length - outgoing.begun
    const length = Math.min(left, Math.max(room, MIN_BLOCK_BYTES), MAX_READ_BYTES)
    const range = { piece: outgoing.piece, begin: outgoing.begun, length }
    outgoing.begun += length
    member.readingBytes = length
    this.#context.output.read(member.link, range)
    this.#listener.progressed?.(member, outgoing.piece, left - length, now)
  }
}

const windowBytesAt = (rate: number): number =>
  Math.min(Math.max(Math.floor((rate * WINDOW_MS) / 1000), MIN_WINDOW_BYTES), MAX_WINDOW_BYTES)

const blockBytesAt = (rate: number): number =>
  Math.min(Math.max(Math.floor((rate * BLOCK_MS) / 1000), MIN_BLOCK_BYTES), BLOCK_BYTES)
