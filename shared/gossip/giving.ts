/**
 * What we offer to whom. One whole piece goes to one member at a time: four side by side would each
 * be done late, one after the other each is passed on sooner. While the line is free or nearly so, a
 * few members have our offer; who accepts first gets the piece, and the others are told so.
 */
import type { Millis } from '../base/ids.ts'
import { shuffle } from '../base/random.ts'
import { pushes } from '../wire/gossip-style.ts'
import type { GossipContext } from './context.ts'
import { isSame, type Member, type Offer } from './member.ts'
import type { News } from './news.ts'
import type { Rarity } from './rarity.ts'
import { Sending, type SendingListener } from './sending.ts'

/** The next receiver is looked for while so much is left of a piece: time for a word and its answer. */
const LOOKAHEAD_MS = 10
const MIN_LOOKAHEAD_BYTES = 8 * 1024

/** Whose offers nobody has accepted makes more of them after this share of a round. */
const OFFER_AGAIN = 0.005

/** Of news about a piece, against our own giving of it. */
const WEIGHT_OF_TOLD = 0.1

interface Transfer {
  readonly member: Member
  readonly piece: number
  readonly startedAt: Millis
  nearlyDone: boolean
}

export class Giving implements SendingListener {
  readonly sending: Sending
  readonly #context: GossipContext
  readonly #rarity: Rarity
  readonly #news: News
  /** Held pieces, the newest last. */
  readonly #pieces: number[]
  /** Not answered yet, one to a member. */
  readonly #offers = new Map<Member, Offer>()
  #transfers: Transfer[] = []
  #served = 0
  /** If we are still free by then, more members have an offer. */
  offerAt: Millis | undefined
  /** Members that were found to lack nothing of ours: not searched for again until that may differ. */
  readonly #sated = new Set<Member>()
  /** How often we have given each piece. */
  readonly #given = new Map<number, number>()

  constructor(context: GossipContext, rarity: Rarity, news: News) {
    this.#context = context
    this.#news = news
    this.#rarity = rarity
    this.#pieces = shuffle(context.random, [...context.held])
    this.sending = new Sending(context, this)
  }

  // --- what the members say

  /** It is free, and asks us: it goes before those who do not. */
  onPull(member: Member, piece: number, now: Millis): void {
    member.pulled = piece
    if (!this.#offers.has(member) && this.#isFree(now)) this.#offer(member)
  }

  onAccept(member: Member, accepted: Offer, now: Millis): void {
    // It crossed with our word that the offer no longer stands.
    if (!isSame(this.#offers.get(member), accepted)) return
    this.#offers.delete(member)
    member.settled.add(accepted.piece)
    member.pulled = undefined
    this.#withdrawOffers()
    this.#start(member, accepted, now)
  }

  onDecline(member: Member, declined: Offer, now: Millis): void {
    member.settled.add(declined.piece)
    if (isSame(this.#offers.get(member), declined)) this.#offers.delete(member)
    else this.sending.stop(member, declined, now)
    this.seek(now)
  }

  /** What it holds or awaits has changed: an offer of that is void. */
  memberChanged(member: Member, now: Millis): void {
    const made = this.#offers.get(member)
    if (made !== undefined && !this.#lacks(member, made.piece)) this.#withdraw(member, made)
    if (member.coming.length > 0) member.pulled = undefined
    this.seek(now)
  }

  /** A piece more than before, whether we hold it or not. */
  memberLacks(member: Member): void {
    this.#sated.delete(member)
  }

  left(member: Member, now: Millis): void {
    this.#sated.delete(member)
    this.#offers.delete(member)
    this.#transfers = this.#transfers.filter(transfer => transfer.member !== member)
    this.seek(now)
  }

  // --- what happens to us

  pieceHeld(piece: number, now: Millis): void {
    this.#pieces.push(piece)
    for (const member of this.#sated) if (this.#lacks(member, piece)) this.#sated.delete(member)
    this.seek(now)
  }

  pieceLost(piece: number): void {
    this.#pieces.splice(this.#pieces.indexOf(piece), 1)
    for (const [member, made] of this.#offers)
      if (made.piece === piece) this.#withdraw(member, made)
  }

  round(now: Millis): void {
    this.#served = 0
    for (const member of this.#context.members.values()) {
      if (member.settled.size > 0) this.#sated.delete(member)
      member.settled.clear()
    }
    this.#withdrawOffers()
    this.seek(now)
  }

  progressed(member: Member, piece: number, bytesLeft: number, now: Millis): void {
    const transfer = this.#transfers.find(one => one.member === member && one.piece === piece)
    if (transfer === undefined || bytesLeft > this.#lookaheadBytes) return
    transfer.nearlyDone = true
    this.seek(now)
  }

  sent(member: Member, piece: number, now: Millis): void {
    this.#transfers = this.#transfers.filter(one => one.member !== member || one.piece !== piece)
    if (this.#lacks(member, piece)) this.#sated.delete(member)
    this.seek(now)
  }

  /** While there is room on the line, as many members as we may speak to have an offer. */
  seek(now: Millis): void {
    const { fanOut } = this.#context.style
    if (this.#offers.size < fanOut) this.#offerTo(fanOut - this.#offers.size, now)
  }

  /** None of them has accepted by now: they are busy, and others may not be. */
  tick(now: Millis): void {
    if (this.offerAt === undefined || now < this.offerAt) return
    this.offerAt = undefined
    this.#offerTo(this.#context.style.fanOut, now)
  }

  #offerTo(count: number, now: Millis): void {
    if (!this.#isFree(now)) return
    let left = count
    for (const member of this.#candidates()) if (left > 0 && this.#offer(member)) left--
    if (left < count) this.offerAt = now + this.#context.style.roundMs * OFFER_AGAIN
  }

  get #lookaheadBytes(): number {
    return Math.max((this.sending.lineRate * LOOKAHEAD_MS) / 1000, MIN_LOOKAHEAD_BYTES)
  }

  #isFree(now: Millis): boolean {
    const { fanOut, servedPerRound = Number.POSITIVE_INFINITY } = this.#context.style
    if (this.#served >= servedPerRound) return false
    if (this.#pieces.length === 0 || this.#transfers.length >= fanOut + 1) return false
    return this.#transfers.every(one => one.nearlyDone || this.#isSlow(one, now))
  }

  /** A piece that takes longer than a round does not hold up the others. */
  #isSlow(transfer: Transfer, now: Millis): boolean {
    return now - transfer.startedAt > this.#context.style.roundMs
  }

  /** Those who ask, then those to whom nothing is on its way, then the rest; each in random order. */
  #candidates(): Member[] {
    const { members, random, style } = this.#context
    const asking: Member[] = []
    const idle: Member[] = []
    const busy: Member[] = []
    for (const member of members.values()) {
      if (!member.alive || member.pieces.isFull || this.#offers.has(member)) continue
      if (member.pulled !== undefined) asking.push(member)
      else if (pushes(style)) (member.coming.length > 0 ? busy : idle).push(member)
    }
    const neediest = (a: Member, b: Member) => a.pieces.count - b.pieces.count
    return [
      ...shuffle(random, asking).sort(neediest),
      ...shuffle(random, idle).sort(neediest),
      ...shuffle(random, busy).sort(neediest),
    ]
  }

  #offer(member: Member): boolean {
    const piece = this.#rarestFor(member)
    if (piece === undefined) return false
    const made = { piece, offer: ++member.offers }
    this.#offers.set(member, made)
    this.#news.say(member, { type: 'offer', ...made })
    return true
  }

  /**
   * What we gave ourselves we know at once, what others hold only when they tell: it counts less. By
   * what was told alone, a seeder repeats pieces before all have left it.
   */
  #commonness(piece: number): number {
    const told = this.#rarity.of(piece) + this.#sendingTo(piece)
    return (this.#given.get(piece) ?? 0) + told * WEIGHT_OF_TOLD
  }

  /** Among equally rare ones, the newest. */
  #rarestFor(member: Member): number | undefined {
    if (this.#sated.has(member)) return undefined
    let rarest: number | undefined
    let least = Number.POSITIVE_INFINITY
    for (let i = this.#pieces.length - 1; i >= 0; i--) {
      const piece = this.#pieces[i] as number
      const count = this.#commonness(piece)
      if (count >= least || !this.#lacks(member, piece)) continue
      rarest = piece
      least = count
    }
    if (rarest === undefined) this.#sated.add(member)
    return rarest
  }

  /** How many we are sending it to, who may not have said so yet. */
  #sendingTo(piece: number): number {
    let count = 0
    for (const transfer of this.#transfers)
      if (transfer.piece === piece && !transfer.member.coming.includes(piece)) count++
    return count
  }

  #lacks(member: Member, piece: number): boolean {
    if (member.pieces.has(piece) || member.settled.has(piece)) return false
    return !member.coming.includes(piece) && !this.#isSending(member, piece)
  }

  #isSending(member: Member, piece: number): boolean {
    return this.#transfers.some(one => one.member === member && one.piece === piece)
  }

  #withdrawOffers(): void {
    for (const [member, made] of this.#offers) this.#withdraw(member, made)
  }

  #withdraw(member: Member, made: Offer): void {
    this.#offers.delete(member)
    this.#news.say(member, { type: 'decline', ...made })
  }

  #start(member: Member, accepted: Offer, now: Millis): void {
    const { piece } = accepted
    this.#served++
    this.#given.set(piece, (this.#given.get(piece) ?? 0) + 1)
    this.#transfers.push({ member, piece, startedAt: now, nearlyDone: false })
    this.sending.start(member, accepted, now)
  }
}
