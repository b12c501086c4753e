/**
 * Which pieces we take from which member. A piece is reserved from one member before it is sent, and the
 * next one when the last has nearly come: our line in is never shared, and never idle.
 */
import type { Millis } from '../base/ids.ts'
import { shuffle } from '../base/random.ts'
import { pulls } from '../wire/gossip-style.ts'
import type { Availability } from './availability.ts'
import { type GossipContext, isSame, type Member, PerMember, type PieceOffer } from './context.ts'
import { Downloads, type DownloadsListener, type Incoming } from './downloads.ts'
import type { PendingNews } from './pending-news.ts'

/** If no member has offered anything, more of them are asked after this share of a round. */
const PULL_AGAIN = 0.0025
/** The next piece is accepted when what is left of the one under way takes this time, or is at most this much. */
const LOOKAHEAD_MS = 10
const MIN_LOOKAHEAD_BYTES = 8 * 1024
/** A piece without a new block for this time no longer keeps the line reserved. */
const SLOW_MS = 500
/** A piece without a new block for this time may be sent by another member. */
const STALL_MS = 5_000
/** A member that did not deliver is passed over for this time, longer after each failure. */
const REST_MS = 30_000
/** Pieces not yet on disk: a slow disk slows down the receiving. */
const MAX_UNWRITTEN = 8

interface Reservation {
  readonly member: Member
  readonly offer: number
  /** When its last block came, or the offer was accepted. */
  progressAt: Millis
  state: 'accepted' | 'coming' | 'nearlyDone' | 'received'
}

interface Sender {
  offer: PieceOffer | undefined
  /** How often a piece from it stalled: nothing is taken from it until `restsUntil`. */
  stalls: number
  restsUntil: Millis
  /** The last search found nothing to pull from it: not searched again before something changes. */
  isUseless: boolean
}

export class Reservations implements DownloadsListener {
  readonly downloads: Downloads
  readonly #context: GossipContext
  readonly #availability: Availability
  readonly #news: PendingNews
  readonly #senders = new PerMember<Sender>(() => ({
    offer: undefined,
    stalls: 0,
    restsUntil: Number.NEGATIVE_INFINITY,
    isUseless: false,
  }))
  /** By piece, from the acceptance until it is on disk. */
  readonly #reserved = new Map<number, Reservation>()
  /** Members pulled from since an offer was last accepted. */
  readonly #asked = new Set<Member>()
  /** When more members are asked, unless one has offered something. */
  pullAt: Millis | undefined

  constructor(
    context: GossipContext,
    wanted: boolean,
    availability: Availability,
    news: PendingNews,
  ) {
    this.#context = context
    this.#availability = availability
    this.#news = news
    this.downloads = new Downloads(context, wanted, this)
  }

  leave(member: Member, now: Millis): void {
    this.#asked.delete(member)
    for (const [piece, { member: sender, state }] of [...this.#reserved])
      if (sender === member && state !== 'received') this.#giveUp(piece, now)
    this.consider(now)
  }

  // --- what the members say

  onOffer(member: Member, { piece, offer }: PieceOffer, now: Millis): void {
    const sender = this.#senders.of(member)
    if (now < sender.restsUntil || !this.#isOpen(piece)) {
      this.#news.say(member, { type: 'decline', piece, offer })
      return
    }
    sender.offer = { piece, offer }
    this.consider(now)
  }

  /** The member withdraws its offer, or a piece that we accepted. */
  onDecline(member: Member, declined: PieceOffer, now: Millis): void {
    const sender = this.#senders.of(member)
    if (isSame(sender.offer, declined)) sender.offer = undefined
    const reservation = this.#reserved.get(declined.piece)
    if (reservation?.member !== member || reservation.offer !== declined.offer) return
    if (reservation.state === 'received') return
    this.#release(member, declined.piece, now)
    this.consider(now)
  }

  memberHolds(member: Member, piece: number): void {
    if (this.#isMissing(piece)) this.#senders.of(member).isUseless = false
  }

  // --- what comes in

  expects(member: Member, piece: number): boolean {
    return this.#reserved.get(piece)?.member === member
  }

  blockReceived(_: Member, { piece, length, received }: Incoming, rate: number, now: Millis): void {
    const reservation = this.#reserved.get(piece)
    if (reservation === undefined) return
    const isFirst = reservation.state === 'accepted'
    reservation.progressAt = now
    reservation.state = length - received > lookaheadBytes(rate) ? 'coming' : 'nearlyDone'
    if (isFirst) this.#news.pieceComing(piece, now)
    if (reservation.state === 'nearlyDone') this.consider(now)
  }

  /** A transfer that began while we paused is dropped. */
  received(_: Member, piece: number, kept: boolean, now: Millis): void {
    const reservation = this.#reserved.get(piece)
    if (reservation !== undefined && kept) reservation.state = 'received'
    else if (reservation !== undefined) this.#giveUp(piece, now)
    this.consider(now)
  }

  missed(_: Member, piece: number, now: Millis): void {
    this.#giveUp(piece, now)
  }

  // --- what happens to us

  pieceHeld(piece: number, now: Millis): void {
    this.#reserved.delete(piece)
    this.#news.pieceHeld(piece, now)
    this.consider(now)
  }

  pieceFailed(piece: number, now: Millis): void {
    this.#giveUp(piece, now)
    this.consider(now)
  }

  pieceLost(piece: number, now: Millis): void {
    this.#isMissingAgain(piece)
    this.consider(now)
  }

  round(now: Millis): void {
    this.#asked.clear()
    for (const [piece, { member, offer, state, progressAt }] of [...this.#reserved]) {
      if (state === 'received' || now - progressAt < STALL_MS) continue
      const sender = this.#senders.of(member)
      sender.stalls++
      sender.restsUntil = now + REST_MS * sender.stalls
      sender.offer = undefined
      this.#context.output.log({ event: 'stalled', remote: member.id, piece })
      this.#news.say(member, { type: 'decline', piece, offer })
      this.#release(member, piece, now)
    }
    this.consider(now)
  }

  tick(now: Millis): void {
    if (this.pullAt === undefined || now < this.pullAt) return
    this.pullAt = undefined
    this.consider(now)
  }

  // --- which piece, from whom

  /** Accepts the rarest offer while the line has room; pulls if there is none. */
  consider(now: Millis): void {
    while (this.#hasRoom(now)) {
      const best = this.#bestOffer()
      if (best === undefined) {
        this.#pull(now)
        return
      }
      this.#accept(best.member, best.offer, now)
    }
  }

  #hasRoom(now: Millis): boolean {
    const { held } = this.#context
    if (!this.downloads.wanted || held.isFull || this.#reserved.size > MAX_UNWRITTEN) return false
    let unfinished = 0
    for (const { state, progressAt } of this.#reserved.values()) {
      if (now - progressAt > SLOW_MS) continue
      if (state === 'accepted' || state === 'coming') return false
      if (state === 'nearlyDone') unfinished++
    }
    return unfinished <= 1
  }

  #bestOffer(): { member: Member; offer: PieceOffer } | undefined {
    let best: { member: Member; offer: PieceOffer } | undefined
    let least = Number.POSITIVE_INFINITY
    for (const member of this.#context.members.values()) {
      const { offer } = this.#senders.of(member)
      if (offer === undefined || !this.#isOpen(offer.piece)) continue
      const count = this.#availability.countOf(offer.piece)
      if (count >= least) continue
      best = { member, offer }
      least = count
    }
    return best
  }

  #accept(member: Member, { piece, offer }: PieceOffer, now: Millis): void {
    this.#context.pieces.move(piece, 'asked')
    this.#reserved.set(piece, { member, offer, progressAt: now, state: 'accepted' })
    this.#asked.clear()
    this.pullAt = undefined
    this.#senders.of(member).offer = undefined
    this.#news.say(member, { type: 'accept', piece, offer })
    for (const other of this.#context.members.values()) {
      const sender = this.#senders.of(other)
      if (sender.offer?.piece !== piece) continue
      this.#news.say(other, { type: 'decline', ...sender.offer })
      sender.offer = undefined
    }
  }

  /** Pulls from as many members as we may speak to, which tells them that we are free. */
  #pull(now: Millis): void {
    const { style, members, random } = this.#context
    if (!pulls(style) || (this.pullAt !== undefined && now < this.pullAt)) return
    this.pullAt = undefined
    const limit = this.#asked.size + style.fanOut
    const candidates = [...members.values()].filter(
      member =>
        member.isAlive && now >= this.#senders.of(member).restsUntil && !this.#asked.has(member),
    )
    for (const member of shuffle(random, candidates)) {
      const piece = this.#rarestOf(member)
      if (piece === undefined) continue
      this.#asked.add(member)
      this.pullAt = now + style.roundMs * PULL_AGAIN
      this.#news.say(member, { type: 'pull', piece })
      if (this.#asked.size >= limit) return
    }
  }

  #rarestOf(member: Member): number | undefined {
    const sender = this.#senders.of(member)
    if (sender.isUseless) return undefined
    let rarest: number | undefined
    let least = Number.POSITIVE_INFINITY
    for (const piece of this.#availability.heldBy(member)) {
      const count = this.#availability.countOf(piece)
      if (count >= least || !this.#isOpen(piece)) continue
      rarest = piece
      least = count
    }
    sender.isUseless = rarest === undefined
    return rarest
  }

  #isOpen(piece: number): boolean {
    return this.downloads.wanted && this.#isMissing(piece)
  }

  #isMissing(piece: number): boolean {
    return this.#context.pieces.stateOf(piece) === 'missing'
  }

  #isMissingAgain(piece: number): void {
    for (const member of this.#context.members.values())
      if (this.#availability.heldBy(member).has(piece)) this.#senders.of(member).isUseless = false
  }

  #release(member: Member, piece: number, now: Millis): void {
    if (this.downloads.isComingFrom(member, piece)) this.downloads.stop(member, now)
    else this.#giveUp(piece, now)
  }

  /** Releases a piece that does not come, or failed its check. */
  #giveUp(piece: number, now: Millis): void {
    const { pieces } = this.#context
    this.#reserved.delete(piece)
    if (pieces.stateOf(piece) === 'asked') pieces.move(piece, 'missing')
    this.#isMissingAgain(piece)
    this.#news.pieceMissed(piece, now)
  }
}

const lookaheadBytes = (rate: number): number =>
  Math.max((rate * LOOKAHEAD_MS) / 1000, MIN_LOOKAHEAD_BYTES)
