/**
 * Lazy gossip, the `informed` fidelity. Peers know what the others hold and what is on its way to
 * them, and agree on every transfer before it begins. An offer is gossipsub's IHAVE, of one piece; to
 * accept it is IWANT (Plumtree's lazy push; libp2p's partial messages and IMRECEIVING):
 *
 *     sender                          receiver
 *        | <------ pull piece ----------- |   it is free (push-pull and pull)
 *        | ------- offer piece ---------> |   the line is free: the rarest piece it lacks
 *        | <------ accept --------------- |   reserved: nobody else may send it now
 *        | ------- data, data, ... -----> |   news to all: it is coming
 *        |                                |   verified, on disk: news to all, and offered on at once
 *
 * Nothing waits for a round. Rounds repair: they renew offers and requests, release what stalls.
 */
import { TokenBucket } from '../base/bucket.ts'
import { earliest, type Millis } from '../base/ids.ts'
import { BITMAP_PART_BYTES, type GossipMessage, type News } from '../wire/gossip.ts'
import { Availability } from './availability.ts'
import { type GossipContext, type Member, PerMember, say } from './context.ts'
import type { Downloads } from './downloads.ts'
import { digestOf } from './members.ts'
import { Offers } from './offers.ts'
import { PendingNews } from './pending-news.ts'
import { Reservations } from './reservations.ts'
import type { Announce, Strategy, StrategyMessage } from './strategy.ts'
import type { Uploads } from './uploads.ts'

type Bitmap = Extract<GossipMessage, { readonly type: 'bitmap' }>

/** Bitmaps given on request: the largest is 256 KiB. */
const MAX_BITMAPS = { burst: 5, perSecond: 0.5 }

interface Told {
  count: number | undefined
  readonly bitmapBudget: TokenBucket
}

export class LazyGossip implements Strategy {
  readonly #context: GossipContext
  readonly #told = new PerMember<Told>(({ joinedAt }) => ({
    count: undefined,
    bitmapBudget: new TokenBucket(MAX_BITMAPS, joinedAt),
  }))
  readonly #availability: Availability
  readonly #news: PendingNews
  readonly #offers: Offers
  readonly #reservations: Reservations

  constructor(context: GossipContext, wanted: boolean) {
    this.#context = context
    this.#availability = new Availability(context.layout.pieceCount)
    this.#news = new PendingNews(context)
    this.#offers = new Offers(context, this.#availability, this.#news)
    this.#reservations = new Reservations(context, wanted, this.#availability, this.#news)
  }

  get uploads(): Uploads {
    return this.#offers.uploads
  }

  get downloads(): Downloads {
    return this.#reservations.downloads
  }

  get nextDeadline(): Millis | undefined {
    return earliest(this.#news.dueAt, earliest(this.#offers.offerAt, this.#reservations.pullAt))
  }

  join(member: Member): void {
    this.#sayBitmap(member, true)
  }

  leave(member: Member, now: Millis): void {
    this.downloads.stop(member, now)
    this.#availability.leave(member)
    this.#offers.leave(member, now)
    this.#reservations.leave(member, now)
  }

  /** If what we know of a member no longer adds up (after a partition), both send everything again. */
  announced(member: Member, { count, digest }: Announce, now: Millis): void {
    this.#told.of(member).count = count
    const held = this.#availability.heldBy(member)
    if (held.count === count && digestOf(held) === digest) return
    if (this.#told.of(member).bitmapBudget.take(now)) this.#sayBitmap(member, true)
  }

  heldCountOf(member: Member): number | undefined {
    return this.#told.of(member).count
  }

  receive(member: Member, message: StrategyMessage, now: Millis): void {
    if (message.type === 'bitmap') return this.#onBitmap(member, message, now)
    if (message.news) this.#onNews(member, message.news, now)
    switch (message.type) {
      case 'pull':
        return this.#offers.onPull(member, message.piece, now)
      case 'accept':
        return this.#offers.onAccept(member, message, now)
      case 'offer':
        return this.#reservations.onOffer(member, message, now)
      case 'decline':
        this.#offers.onDecline(member, message, now)
        return this.#reservations.onDecline(member, message, now)
    }
  }

  round(now: Millis): void {
    this.#offers.round(now)
    this.#reservations.round(now)
  }

  tick(now: Millis): void {
    this.#news.tick(now)
    this.#offers.tick(now)
    this.#reservations.tick(now)
  }

  announcing(): void {
    for (const member of this.#context.members.values()) this.#news.tell(member)
  }

  pieceHeld(piece: number, now: Millis): void {
    this.#offers.pieceHeld(piece, now)
    this.#reservations.pieceHeld(piece, now)
  }

  pieceFailed(piece: number, now: Millis): void {
    this.#reservations.pieceFailed(piece, now)
  }

  memberLost(member: Member, piece: number, now: Millis): void {
    this.#memberLost(member, piece)
    this.#offers.memberChanged(member, now)
  }

  pieceLost(piece: number, now: Millis): void {
    this.#news.pieceLost(piece)
    this.#offers.pieceLost(piece)
    this.#reservations.pieceLost(piece, now)
  }

  wantedChanged(now: Millis): void {
    this.#reservations.consider(now)
  }

  #onBitmap(member: Member, { begin, bytes, reply }: Bitmap, now: Millis): void {
    const { bitmapBudget } = this.#told.of(member)
    if (reply && begin === 0 && bitmapBudget.take(now)) this.#sayBitmap(member, false)
    for (let i = 0; i < bytes.length * 8; i++) {
      const piece = begin * 8 + i
      if (piece >= this.#context.layout.pieceCount) break
      const isHeld = ((bytes[i >> 3] as number) & (0x80 >> (i & 7))) !== 0
      if (isHeld) this.#memberHolds(member, piece)
      else this.#memberLost(member, piece)
    }
    this.#memberChanged(member, now)
  }

  #onNews(member: Member, { held, coming }: News, now: Millis): void {
    for (const piece of held) this.#memberHolds(member, piece)
    const theirs = this.#availability.heldBy(member)
    const awaited = coming.filter(piece => !theirs.has(piece))
    if (this.#availability.awaits(member, awaited)) this.#offers.memberLacksMore(member)
    this.#memberChanged(member, now)
  }

  #memberHolds(member: Member, piece: number): void {
    if (this.#availability.holds(member, piece)) this.#reservations.memberHolds(member, piece)
  }

  #memberLost(member: Member, piece: number): void {
    if (this.#availability.lost(member, piece)) this.#offers.memberLacksMore(member)
  }

  #memberChanged(member: Member, now: Millis): void {
    this.#told.of(member).count = this.#availability.heldBy(member).count
    this.#offers.memberChanged(member, now)
    this.#reservations.consider(now)
  }

  #sayBitmap(member: Member, reply: boolean): void {
    const { bytes } = this.#context.held
    for (let begin = 0; begin < bytes.length; begin += BITMAP_PART_BYTES) {
      const part = bytes.slice(begin, begin + BITMAP_PART_BYTES)
      const isFirst = begin === 0
      say(this.#context, member, { type: 'bitmap', begin, reply: reply && isFirst, bytes: part })
    }
  }
}
