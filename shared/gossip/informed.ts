/**
 * Peers that know what the others hold and what is on its way to them, and agree on every transfer
 * before it begins (libp2p's partial messages and IMRECEIVING; Plumtree's lazy push):
 *
 *     sender                          receiver
 *        | <------ pull piece ----------- |   it is free (push-pull and pull)
 *        | ------- offer piece ---------> |   the line is free: the rarest thing it lacks
 *        | <------ accept --------------- |   reserved: nobody else may send it now
 *        | ------- data, data, ... -----> |   news to all: it is coming
 *        |                                |   verified, on disk: news to all, and offered on at once
 *
 * Nothing waits for a round. Rounds repair: they renew offers and requests, release what stalls.
 */
import { earliest, type Millis } from '../base/ids.ts'
import { BITMAP_PART_BYTES, type GossipMessage, type News as Told } from '../wire/gossip.ts'
import { type GossipContext, say } from './context.ts'
import { digestOf } from './digest.ts'
import { Giving } from './giving.ts'
import type { Member } from './member.ts'
import { News } from './news.ts'
import { Rarity } from './rarity.ts'
import type { Receiving } from './receiving.ts'
import type { Sending } from './sending.ts'
import type { Strategy, Talk } from './strategy.ts'
import { Taking } from './taking.ts'

type Bitmap = Extract<GossipMessage, { readonly type: 'bitmap' }>

export class Informed implements Strategy {
  readonly #context: GossipContext
  readonly #rarity: Rarity
  readonly #news: News
  readonly #giving: Giving
  readonly #taking: Taking

  constructor(context: GossipContext, wanted: boolean) {
    this.#context = context
    this.#rarity = new Rarity(context.layout.pieceCount)
    this.#news = new News(context)
    this.#giving = new Giving(context, this.#rarity, this.#news)
    this.#taking = new Taking(context, wanted, this.#rarity, this.#news)
  }

  get sending(): Sending {
    return this.#giving.sending
  }

  get receiving(): Receiving {
    return this.#taking.receiving
  }

  get nextDeadline(): Millis | undefined {
    return earliest(this.#news.dueAt, earliest(this.#giving.offerAt, this.#taking.askAt))
  }

  joined(member: Member): void {
    this.#sayBitmap(member, true)
  }

  left(member: Member, now: Millis): void {
    this.#rarity.left(member)
    this.#giving.left(member, now)
    this.#taking.left(member, now)
  }

  /** What we were told no longer adds up, after a partition perhaps: both say it all again. */
  announced(member: Member, { count, digest }: { count: number; digest: number }): void {
    if (member.pieces.count === count && digestOf(member.pieces) === digest) return
    if (member.bitmaps.take(member.heardAt)) this.#sayBitmap(member, true)
  }

  hear(member: Member, message: Talk, now: Millis): void {
    if (message.type === 'bitmap') return this.#onBitmap(member, message, now)
    if (message.news) this.#onNews(member, message.news, now)
    switch (message.type) {
      case 'pull':
        return this.#giving.onPull(member, message.piece, now)
      case 'accept':
        return this.#giving.onAccept(member, message, now)
      case 'offer':
        return this.#taking.onOffer(member, message, now)
      case 'decline':
        this.#giving.onDecline(member, message, now)
        return this.#taking.onDecline(member, message, now)
    }
  }

  round(now: Millis): void {
    this.#giving.round(now)
    this.#taking.round(now)
  }

  tick(now: Millis): void {
    this.#news.tick(now)
    this.#giving.tick(now)
    this.#taking.tick(now)
  }

  announcing(): void {
    for (const member of this.#context.members.values()) this.#news.tell(member)
  }

  pieceHeld(piece: number, now: Millis): void {
    this.#giving.pieceHeld(piece, now)
    this.#taking.pieceHeld(piece, now)
  }

  pieceFailed(piece: number, now: Millis): void {
    this.#taking.pieceFailed(piece, now)
  }

  memberLost(member: Member, piece: number, now: Millis): void {
    if (this.#rarity.lost(member, piece)) this.#giving.memberLacks(member)
    this.#giving.memberChanged(member, now)
  }

  pieceLost(piece: number, now: Millis): void {
    this.#news.lost(piece)
    this.#giving.pieceLost(piece)
    this.#taking.pieceLost(piece, now)
  }

  wantedChanged(now: Millis): void {
    this.#taking.consider(now)
  }

  #onBitmap(member: Member, { begin, bytes, reply }: Bitmap, now: Millis): void {
    if (reply && begin === 0 && member.bitmaps.take(now)) this.#sayBitmap(member, false)
    for (let i = 0; i < bytes.length * 8; i++) {
      const piece = begin * 8 + i
      if (piece >= member.pieces.size) break
      const isHeld = ((bytes[i >> 3] as number) & (0x80 >> (i & 7))) !== 0
      if (isHeld) this.#memberHolds(member, piece)
      else if (this.#rarity.lost(member, piece)) this.#giving.memberLacks(member)
    }
    this.#memberChanged(member, now)
  }

  #onNews(member: Member, { held, coming }: Told, now: Millis): void {
    for (const piece of held) this.#memberHolds(member, piece)
    const awaited = coming.filter(piece => !member.pieces.has(piece))
    if (this.#rarity.awaits(member, awaited)) this.#giving.memberLacks(member)
    this.#memberChanged(member, now)
  }

  #memberHolds(member: Member, piece: number): void {
    if (this.#rarity.holds(member, piece)) this.#taking.memberHolds(member, piece)
  }

  #memberChanged(member: Member, now: Millis): void {
    member.count = member.pieces.count
    this.#giving.memberChanged(member, now)
    this.#taking.consider(now)
  }

  #sayBitmap(member: Member, reply: boolean): void {
    const { bytes } = this.#context.held
    for (let begin = 0; begin < bytes.length; begin += BITMAP_PART_BYTES) {
      const part = bytes.slice(begin, begin + BITMAP_PART_BYTES)
      say(this.#context, member, {
        type: 'bitmap',
        begin,
        reply: reply && begin === 0,
        bytes: part,
      })
    }
  }
}
