/**
 * What we take from whom. A piece is reserved from one member before it is sent, and the next one
 * only when the one under way has nearly come: so the line in is never shared, and never idle.
 */
import type { Millis } from '../base/ids.ts'
import { shuffle } from '../base/random.ts'
import { pulls } from '../wire/gossip-style.ts'
import type { GossipContext } from './context.ts'
import { type Incoming, isSame, type Member, type Offer } from './member.ts'
import type { News } from './news.ts'
import type { Rarity } from './rarity.ts'
import { Receiving, type ReceivingListener } from './receiving.ts'

/** Whom nobody has offered anything asks more of them after this share of a round. */
const ASK_AGAIN = 0.0025
/** The next piece is accepted while so much is missing of the one under way. */
const MIN_LOOKAHEAD_BYTES = 8 * 1024
const LOOKAHEAD_MS = 10
/** Nothing of it for so long: the line is not kept free for it any more. */
const SLOW_MS = 500
/** Nothing of a promised piece for so long: it is free for others. */
const STALL_MS = 5_000
/** Who did not deliver is not believed for so long, and each time longer. */
const REST_MS = 30_000
/** Pieces received and not yet on disk: a slow disk slows the taking. */
const MAX_UNWRITTEN = 8

interface Reservation {
  readonly member: Member
  /** The number of the offer that was accepted. */
  readonly offer: number
  /** Of the last block, or of the promise. */
  progressAt: Millis
  state: 'promised' | 'coming' | 'nearlyDone' | 'received'
}

export class Taking implements ReceivingListener {
  readonly receiving: Receiving
  readonly #context: GossipContext
  readonly #rarity: Rarity
  readonly #news: News
  readonly #reserved = new Map<number, Reservation>()
  /** Whom we asked since a piece was last promised. */
  readonly #asked = new Set<Member>()
  /** Members that were found to hold nothing that is open: not searched again until that may differ. */
  readonly #useless = new Set<Member>()
  /** Nobody of them has offered anything by then: more are asked. */
  askAt: Millis | undefined

  constructor(context: GossipContext, wanted: boolean, rarity: Rarity, news: News) {
    this.#context = context
    this.#rarity = rarity
    this.#news = news
    this.receiving = new Receiving(context, wanted, this)
  }

  // --- what the members say

  onOffer(member: Member, { piece, offer }: Offer, now: Millis): void {
    if (now < member.restsUntil || !this.#isOpen(piece)) {
      this.#news.say(member, { type: 'decline', piece, offer })
      return
    }
    member.offered = { piece, offer }
    this.consider(now)
  }

  /** It takes back what it offered or promised. */
  onDecline(member: Member, declined: Offer, now: Millis): void {
    if (isSame(member.offered, declined)) member.offered = undefined
    const reservation = this.#reserved.get(declined.piece)
    if (reservation?.member !== member || reservation.offer !== declined.offer) return
    if (reservation.state === 'received') return
    this.#release(member, declined.piece, now)
    this.consider(now)
  }

  /** A piece that it did not hold before. */
  memberHolds(member: Member, piece: number): void {
    if (this.#isFree(piece)) this.#useless.delete(member)
  }

  left(member: Member, now: Millis): void {
    this.#useless.delete(member)
    this.#asked.delete(member)
    for (const [piece, { member: sender, state }] of [...this.#reserved])
      if (sender === member && state !== 'received') this.#release(member, piece, now)
    this.consider(now)
  }

  // --- what comes in

  expects(member: Member, piece: number): boolean {
    return this.#reserved.get(piece)?.member === member
  }

  blockReceived(member: Member, { piece, length, received }: Incoming, now: Millis): void {
    const reservation = this.#reserved.get(piece)
    if (reservation === undefined) return
    const isFirst = reservation.state === 'promised'
    reservation.progressAt = now
    reservation.state = length - received > lookaheadBytes(member, now) ? 'coming' : 'nearlyDone'
    if (isFirst) this.#news.coming(piece, now)
    if (reservation.state === 'nearlyDone') this.consider(now)
  }

  received(member: Member, piece: number, now: Millis): void {
    const reservation = this.#reserved.get(piece)
    // What began to come while we paused was dropped.
    const isDropped = this.receiving.isMissing(piece)
    if (reservation !== undefined && isDropped) this.missed(member, piece, now)
    else if (reservation !== undefined) reservation.state = 'received'
    this.consider(now)
  }

  missed(_member: Member, piece: number, now: Millis): void {
    this.#reopen(piece)
    this.#news.cameToNothing(piece, now)
  }

  // --- what happens to us

  pieceHeld(piece: number, now: Millis): void {
    this.#reserved.delete(piece)
    this.#news.held(piece, now)
    this.consider(now)
  }

  pieceFailed(piece: number, now: Millis): void {
    this.#reopen(piece)
    this.#news.cameToNothing(piece, now)
    this.consider(now)
  }

  pieceLost(piece: number, now: Millis): void {
    this.#reopen(piece)
    this.consider(now)
  }

  round(now: Millis): void {
    this.#asked.clear()
    for (const [piece, { member, offer, state, progressAt }] of [...this.#reserved]) {
      if (state === 'received' || now - progressAt < STALL_MS) continue
      member.stalls++
      member.restsUntil = now + REST_MS * member.stalls
      member.offered = undefined
      this.#context.output.log({ event: 'stalled', remote: member.id, piece })
      this.#news.say(member, { type: 'decline', piece, offer })
      this.#release(member, piece, now)
    }
    this.consider(now)
  }

  tick(now: Millis): void {
    if (this.askAt === undefined || now < this.askAt) return
    this.askAt = undefined
    this.consider(now)
  }

  /** Accepts the rarest offer there is, while there is room; asks for one if there is none. */
  consider(now: Millis): void {
    while (this.#hasRoom(now)) {
      const best = this.#bestOffer()
      if (best === undefined) {
        this.#ask(now)
        return
      }
      this.#accept(best.member, best.offered, now)
    }
  }

  #hasRoom(now: Millis): boolean {
    const { held } = this.#context
    if (!this.receiving.wanted || held.isFull || this.#reserved.size > MAX_UNWRITTEN) return false
    let unfinished = 0
    for (const { state, progressAt } of this.#reserved.values()) {
      if (now - progressAt > SLOW_MS) continue
      if (state === 'promised' || state === 'coming') return false
      if (state === 'nearlyDone') unfinished++
    }
    return unfinished <= 1
  }

  #bestOffer(): { member: Member; offered: Offer } | undefined {
    let best: { member: Member; offered: Offer } | undefined
    let least = Number.POSITIVE_INFINITY
    for (const member of this.#context.members.values()) {
      const { offered } = member
      if (offered === undefined || !this.#isOpen(offered.piece)) continue
      const count = this.#rarity.of(offered.piece)
      if (count >= least) continue
      best = { member, offered }
      least = count
    }
    return best
  }

  #accept(member: Member, { piece, offer }: Offer, now: Millis): void {
    this.#reserved.set(piece, { member, offer, progressAt: now, state: 'promised' })
    this.#asked.clear()
    this.askAt = undefined
    member.offered = undefined
    this.#news.say(member, { type: 'accept', piece, offer })
    for (const other of this.#context.members.values()) {
      const { offered } = other
      if (offered?.piece !== piece) continue
      other.offered = undefined
      this.#news.say(other, { type: 'decline', ...offered })
    }
  }

  /** Pull what is missing: as many members as we may speak to know that we are free; later, more. */
  #ask(now: Millis): void {
    const { style, members, random } = this.#context
    if (!pulls(style) || (this.askAt !== undefined && now < this.askAt)) return
    this.askAt = undefined
    const limit = this.#asked.size + style.fanOut
    const candidates = [...members.values()].filter(
      member => member.alive && now >= member.restsUntil && !this.#asked.has(member),
    )
    for (const member of shuffle(random, candidates)) {
      const piece = this.#rarestOf(member)
      if (piece === undefined) continue
      this.#asked.add(member)
      this.askAt = now + style.roundMs * ASK_AGAIN
      this.#news.say(member, { type: 'pull', piece })
      if (this.#asked.size >= limit) return
    }
  }

  #rarestOf(member: Member): number | undefined {
    if (this.#useless.has(member)) return undefined
    let rarest: number | undefined
    for (const piece of member.pieces) {
      if (!this.#isOpen(piece)) continue
      if (rarest === undefined || this.#rarity.of(piece) < this.#rarity.of(rarest)) rarest = piece
    }
    if (rarest === undefined) this.#useless.add(member)
    return rarest
  }

  #isOpen(piece: number): boolean {
    return this.receiving.wanted && this.#isFree(piece)
  }

  /** Missing, and promised by nobody. */
  #isFree(piece: number): boolean {
    return this.receiving.isMissing(piece) && !this.#reserved.has(piece)
  }

  #reopen(piece: number): void {
    this.#reserved.delete(piece)
    for (const member of this.#useless) if (member.pieces.has(piece)) this.#useless.delete(member)
  }

  #release(member: Member, piece: number, now: Millis): void {
    this.#reopen(piece)
    if (member.incoming?.piece === piece) this.receiving.leave(member, now)
    this.#news.cameToNothing(piece, now)
  }
}

function lookaheadBytes(member: Member, now: Millis): number {
  return Math.max((member.down.rate(now) * LOOKAHEAD_MS) / 1000, MIN_LOOKAHEAD_BYTES)
}
