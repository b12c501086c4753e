/**
 * What the members are told as it happens: which pieces have come, and which are on their way to us
 * (gossipsub's IDONTWANT and IMRECEIVING), so that they choose well and nobody sends what another
 * sends already. News is piggybacked on the next control message to a member; if there is none, it
 * goes in a message of its own, a little later.
 */
import type { Millis } from '../base/ids.ts'
import { type GossipMessage, MAX_NEWS_PIECES, type News } from '../wire/gossip.ts'
import { type GossipContext, type Member, PerMember, say } from './context.ts'

/** Those that can carry news. */
type Carrier = Extract<GossipMessage, { readonly type: 'pull' | 'offer' | 'accept' | 'decline' }>

/** News waits about this share of a round for a message to go along with. */
const PATIENCE = 0.05

/** For one member. */
interface Pending {
  /** Pieces we hold of which it was not told. */
  held: number[]
  /** The version of `#coming` that it was told. */
  toldVersion: number
  /** When it is told at the latest; undefined while there is nothing to tell. */
  dueAt: Millis | undefined
}

export class PendingNews {
  readonly #context: GossipContext
  readonly #pending = new PerMember<Pending>(() => ({ held: [], toldVersion: 0, dueAt: undefined }))
  /** Pieces on their way to us. */
  #coming: readonly number[] = []
  #version = 0
  /** The earliest at which somebody is to be told. */
  dueAt: Millis | undefined

  constructor(context: GossipContext) {
    this.#context = context
  }

  pieceHeld(piece: number, now: Millis): void {
    for (const member of this.#context.members.values()) {
      this.#pending.of(member).held.push(piece)
      this.#schedule(member, now)
    }
    this.pieceMissed(piece, now)
  }

  /** Members that were told already hear of it otherwise (BEP 54). */
  pieceLost(piece: number): void {
    for (const member of this.#context.members.values()) {
      const { held } = this.#pending.of(member)
      const at = held.indexOf(piece)
      if (at >= 0) held.splice(at, 1)
    }
  }

  pieceComing(piece: number, now: Millis): void {
    this.#change([...this.#coming, piece], now)
  }

  /** It is no longer on its way. */
  pieceMissed(piece: number, now: Millis): void {
    if (!this.#coming.includes(piece)) return
    const others = this.#coming.filter(other => other !== piece)
    this.#change(others, now)
  }

  /** Says it, and the news along with it. */
  say(member: Member, message: Carrier): void {
    const news = this.#take(member)
    say(this.#context, member, news ? { ...message, news } : message)
  }

  tick(now: Millis): void {
    if (this.dueAt === undefined || now < this.dueAt) return
    this.dueAt = undefined
    for (const member of this.#context.members.values()) {
      const { dueAt } = this.#pending.of(member)
      if (dueAt === undefined) continue
      if (dueAt <= now) this.tell(member)
      else if (this.dueAt === undefined || dueAt < this.dueAt) this.dueAt = dueAt
    }
  }

  /** Tells the member all that is pending. */
  tell(member: Member): void {
    if (!member.isAlive) {
      // It is told before the next announce after it has come back; until then nothing is due.
      this.#pending.of(member).dueAt = undefined
      return
    }
    for (;;) {
      const news = this.#take(member)
      if (news === undefined) return
      say(this.#context, member, { type: 'news', news })
    }
  }

  /** As much as fits into one message. */
  #take(member: Member): News | undefined {
    const pending = this.#pending.of(member)
    const isNews = pending.held.length > 0 || pending.toldVersion !== this.#version
    pending.toldVersion = this.#version
    const held = pending.held.splice(0, MAX_NEWS_PIECES)
    if (pending.held.length === 0) pending.dueAt = undefined
    return isNews ? { held, coming: this.#coming } : undefined
  }

  #change(coming: readonly number[], now: Millis): void {
    this.#coming = coming
    this.#version++
    for (const member of this.#context.members.values()) this.#schedule(member, now)
  }

  #schedule(member: Member, now: Millis): void {
    const { style, random } = this.#context
    const pending = this.#pending.of(member)
    // At random, so that the members are not all told at once.
    pending.dueAt ??= now + style.roundMs * PATIENCE * (0.5 + random())
    if (this.dueAt === undefined || pending.dueAt < this.dueAt) this.dueAt = pending.dueAt
  }
}
