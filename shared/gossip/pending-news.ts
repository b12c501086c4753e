/**
 * What the members are told as it happens: which pieces have come, and which are on their way to us
 * (gossipsub's IDONTWANT and IMRECEIVING), so that they choose well and nobody sends what another
 * sends already. News is piggybacked on the next control message to a member; if there is none, it
 * goes in a message of its own, a little later.
 */
import type { Millis } from '../base/ids.ts'
import { type GossipMessage, MAX_NEWS_PIECES, type News } from '../wire/gossip.ts'
import { type GossipContext, type Member, PerMember, say } from './context.ts'

/** Messages that can carry news. */
type Carrier = Extract<GossipMessage, { readonly type: 'pull' | 'offer' | 'accept' | 'decline' }>

/** News waits about this share of a round for a message to go along with. */
const PATIENCE = 0.05

interface Pending {
  /** Pieces we hold of which it was not told. */
  held: number[]
  /** The version of `#coming` that it was told. */
  toldVersion: number
  /** The deadline for telling it; undefined if nothing is pending. */
  dueAt: Millis | undefined
}

export class PendingNews {
  readonly #context: GossipContext
  readonly #pending = new PerMember<Pending>(() => ({ held: [], toldVersion: 0, dueAt: undefined }))
  /** Pieces on their way to us. */
  #coming: readonly number[] = []
  #version = 0
  /** The earliest deadline of all members. */
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

  /** Members that have been told learn of it by lt_donthave (BEP 54). */
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

  pieceMissed(piece: number, now: Millis): void {
    if (!this.#coming.includes(piece)) return
    const others = this.#coming.filter(other => other !== piece)
    this.#change(others, now)
  }

  /** Sends the message with the pending news piggybacked. */
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

  tell(member: Member): void {
    if (!member.isAlive) {
      // An absent member is told by the next announce after its return.
      this.#pending.of(member).dueAt = undefined
      return
    }
    for (;;) {
      const news = this.#take(member)
      if (news === undefined) return
      say(this.#context, member, { type: 'news', news })
    }
  }

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
