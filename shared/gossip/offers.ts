/**
 * What we offer to whom. One whole piece goes to one member at a time: four side by side would each
 * be done late, one after the other each is passed on sooner. While the line is free or nearly so, a
 * few members have our offer; the first to accept gets the piece, and the others are told so.
 */
import type { Bitfield } from '../base/bitfield.ts'
import type { Millis } from '../base/ids.ts'
import { shuffle } from '../base/random.ts'
import { pushes } from '../wire/gossip-style.ts'
import type { Availability } from './availability.ts'
import { type GossipContext, isSame, type Member, PerMember, type PieceOffer } from './context.ts'
import type { PendingNews } from './pending-news.ts'
import { Uploads, type UploadsListener } from './uploads.ts'

/**
 * The next receiver is sought when what is left of a piece takes this time, or is at most this much:
 * an offer and its answer take as long.
 */
const LOOKAHEAD_MS = 10
const MIN_LOOKAHEAD_BYTES = 8 * 1024

/** If no member has accepted, more of them get an offer after this share of a round. */
const OFFER_AGAIN = 0.005

/** The weight of a copy that a member told us of, against one that we sent ourselves. */
const WEIGHT_OF_TOLD = 0.1

interface Transfer {
  readonly member: Member
  readonly piece: number
  readonly startedAt: Millis
  isNearlyDone: boolean
}

interface Receiver {
  offers: number
  /** The piece that it asks of us. */
  pulled: number | undefined
  /** Not to be offered again in this round: declined, or being sent. */
  readonly settled: Set<number>
  /** The last search found nothing for it: not searched again before something changes. */
  isSated: boolean
}

export class Offers implements UploadsListener {
  readonly uploads: Uploads
  readonly #context: GossipContext
  readonly #availability: Availability
  readonly #news: PendingNews
  readonly #receivers = new PerMember<Receiver>(() => ({
    offers: 0,
    pulled: undefined,
    settled: new Set(),
    isSated: false,
  }))
  /** Held pieces, the newest last. */
  readonly #pieces: number[]
  /** Unanswered offers, the oldest first; one for each member. */
  readonly #open = new Map<Member, PieceOffer>()
  #transfers: Transfer[] = []
  #begunInRound = 0
  readonly #given = new Map<number, number>()
  /** When more members get an offer, unless one has accepted. */
  offerAt: Millis | undefined

  constructor(context: GossipContext, availability: Availability, news: PendingNews) {
    this.#context = context
    this.#availability = availability
    this.#news = news
    this.#pieces = shuffle(context.random, [...context.held])
    this.uploads = new Uploads(context, this)
  }

  leave(member: Member, now: Millis): void {
    this.#open.delete(member)
    this.#transfers = this.#transfers.filter(transfer => transfer.member !== member)
    this.#seek(now)
  }

  // --- what the members say

  /** A member that asks is served before those that do not. */
  onPull(member: Member, piece: number, now: Millis): void {
    this.#receivers.of(member).pulled = piece
    if (!this.#open.has(member) && this.#isFree(now)) this.#offer(member)
  }

  onAccept(member: Member, accepted: PieceOffer, now: Millis): void {
    // It crossed with our message that the offer no longer stands.
    if (!isSame(this.#open.get(member), accepted)) return
    this.#open.delete(member)
    const receiver = this.#receivers.of(member)
    receiver.settled.add(accepted.piece)
    receiver.pulled = undefined
    this.#withdrawAll()
    this.#start(member, accepted, now)
  }

  onDecline(member: Member, declined: PieceOffer, now: Millis): void {
    this.#receivers.of(member).settled.add(declined.piece)
    if (isSame(this.#open.get(member), declined)) this.#open.delete(member)
    else this.uploads.stop(member, declined, now)
    this.#seek(now)
  }

  /** An offer of a piece that the member holds or awaits by now is void. */
  memberChanged(member: Member, now: Millis): void {
    const offer = this.#open.get(member)
    if (offer !== undefined && !this.#lacks(member, offer.piece)) this.#withdraw(member, offer)
    if (this.#availability.comingTo(member).length > 0)
      this.#receivers.of(member).pulled = undefined
    this.#seek(now)
  }

  memberLacksMore(member: Member): void {
    this.#receivers.of(member).isSated = false
  }

  // --- what happens to us

  pieceHeld(piece: number, now: Millis): void {
    this.#pieces.push(piece)
    for (const member of this.#context.members.values()) {
      const receiver = this.#receivers.of(member)
      if (receiver.isSated && this.#lacks(member, piece)) receiver.isSated = false
    }
    this.#seek(now)
  }

  pieceLost(piece: number): void {
    const at = this.#pieces.indexOf(piece)
    if (at >= 0) this.#pieces.splice(at, 1)
    for (const [member, offer] of this.#open)
      if (offer.piece === piece) this.#withdraw(member, offer)
  }

  round(now: Millis): void {
    this.#begunInRound = 0
    for (const member of this.#context.members.values()) {
      const receiver = this.#receivers.of(member)
      if (receiver.settled.size > 0) receiver.isSated = false
      receiver.settled.clear()
    }
    this.#withdrawAll()
    this.#seek(now)
  }

  progressed(member: Member, piece: number, bytesLeft: number, now: Millis): void {
    const transfer = this.#transfers.find(one => one.member === member && one.piece === piece)
    if (transfer === undefined || bytesLeft > this.#lookaheadBytes) return
    transfer.isNearlyDone = true
    this.#seek(now)
  }

  ended(member: Member, piece: number, now: Millis): void {
    this.#transfers = this.#transfers.filter(one => one.member !== member || one.piece !== piece)
    if (this.#lacks(member, piece)) this.#receivers.of(member).isSated = false
    this.#seek(now)
  }

  /** No member with an offer has accepted: they may be busy, so others get one too. */
  tick(now: Millis): void {
    if (this.offerAt === undefined || now < this.offerAt) return
    this.offerAt = undefined
    this.#offerTo(this.#context.style.fanOut, now)
  }

  // --- to whom

  /** While the line has room, keeps as many offers open as we may speak to members. */
  #seek(now: Millis): void {
    const { fanOut } = this.#context.style
    if (this.#open.size < fanOut) this.#offerTo(fanOut - this.#open.size, now)
  }

  #offerTo(count: number, now: Millis): void {
    if (!this.#isFree(now)) return
    let left = count
    for (const member of this.#candidates()) if (left > 0 && this.#offer(member)) left--
    if (left < count) this.offerAt = now + this.#context.style.roundMs * OFFER_AGAIN
  }

  get #lookaheadBytes(): number {
    return Math.max((this.uploads.lineRate * LOOKAHEAD_MS) / 1000, MIN_LOOKAHEAD_BYTES)
  }

  #isFree(now: Millis): boolean {
    const { fanOut, servedPerRound = Number.POSITIVE_INFINITY } = this.#context.style
    if (this.#begunInRound >= servedPerRound) return false
    if (this.#pieces.length === 0 || this.#transfers.length >= fanOut + 1) return false
    return this.#transfers.every(one => one.isNearlyDone || this.#isSlow(one, now))
  }

  /** A piece that takes longer than a round does not hold up the others. */
  #isSlow(transfer: Transfer, now: Millis): boolean {
    return now - transfer.startedAt > this.#context.style.roundMs
  }

  /** Members that ask, then those that receive nothing now, then the rest; each group in random order. */
  #candidates(): Member[] {
    const { members, random, style } = this.#context
    const asking: Member[] = []
    const idle: Member[] = []
    const busy: Member[] = []
    for (const member of members.values()) {
      if (!member.isAlive || this.#heldBy(member).isFull || this.#open.has(member)) continue
      if (this.#receivers.of(member).pulled !== undefined) asking.push(member)
      else if (pushes(style))
        (this.#availability.comingTo(member).length > 0 ? busy : idle).push(member)
    }
    const neediest = (a: Member, b: Member) => this.#heldBy(a).count - this.#heldBy(b).count
    return [
      ...shuffle(random, asking).sort(neediest),
      ...shuffle(random, idle).sort(neediest),
      ...shuffle(random, busy).sort(neediest),
    ]
  }

  // --- which piece

  #offer(member: Member): boolean {
    const piece = this.#rarestFor(member)
    if (piece === undefined) return false
    const offer = { piece, offer: ++this.#receivers.of(member).offers }
    this.#open.set(member, offer)
    this.#news.say(member, { type: 'offer', ...offer })
    return true
  }

  /** Among equally rare ones, the newest. */
  #rarestFor(member: Member): number | undefined {
    const receiver = this.#receivers.of(member)
    if (receiver.isSated) return undefined
    let rarest: number | undefined
    let least = Number.POSITIVE_INFINITY
    for (let i = this.#pieces.length - 1; i >= 0; i--) {
      const piece = this.#pieces[i] as number
      const count = this.#commonness(piece)
      if (count >= least || !this.#lacks(member, piece)) continue
      rarest = piece
      least = count
    }
    receiver.isSated = rarest === undefined
    return rarest
  }

  /** Our own copies are known at once, those of others late: without this weight a seeder repeats pieces. */
  #commonness(piece: number): number {
    const told = this.#availability.countOf(piece) + this.#sendingTo(piece)
    return (this.#given.get(piece) ?? 0) + told * WEIGHT_OF_TOLD
  }

  /** Members that receive the piece from us and may not have said so yet. */
  #sendingTo(piece: number): number {
    let count = 0
    for (const { member, piece: sent } of this.#transfers)
      if (sent === piece && !this.#availability.comingTo(member).includes(piece)) count++
    return count
  }

  #lacks(member: Member, piece: number): boolean {
    if (this.#heldBy(member).has(piece) || this.#receivers.of(member).settled.has(piece))
      return false
    return !this.#availability.comingTo(member).includes(piece) && !this.#isSending(member, piece)
  }

  #isSending(member: Member, piece: number): boolean {
    return this.#transfers.some(one => one.member === member && one.piece === piece)
  }

  #withdrawAll(): void {
    for (const [member, offer] of this.#open) this.#withdraw(member, offer)
  }

  #withdraw(member: Member, offer: PieceOffer): void {
    this.#open.delete(member)
    this.#news.say(member, { type: 'decline', ...offer })
  }

  #start(member: Member, accepted: PieceOffer, now: Millis): void {
    const { piece } = accepted
    this.#begunInRound++
    this.#given.set(piece, (this.#given.get(piece) ?? 0) + 1)
    this.#transfers.push({ member, piece, startedAt: now, isNearlyDone: false })
    this.uploads.start(member, accepted, now)
  }

  #heldBy(member: Member): Bitfield {
    return this.#availability.heldBy(member)
  }
}
