/**
 * What the members are told as it happens: which pieces have come, and which are on their way to us
 * (GossipSub's IDONTWANT and IMRECEIVING), so that they choose well and nobody sends what another
 * sends already. It goes along with whatever is said to a member; if nothing is, by itself, later.
 */
import type { Millis } from '../base/ids.ts'
import { type GossipMessage, MAX_NEWS_PIECES, type News as Told } from '../wire/gossip.ts'
import { type GossipContext, say } from './context.ts'
import type { Member } from './member.ts'

type Word = Extract<GossipMessage, { readonly type: 'pull' | 'offer' | 'accept' | 'decline' }>

/** News that can wait does, for this share of a round: for company. */
const LATE = 0.05

export class News {
  readonly #context: GossipContext
  #coming: readonly number[] = []
  #version = 0
  /** When somebody has waited for it long enough. */
  dueAt: Millis | undefined

  constructor(context: GossipContext) {
    this.#context = context
  }

  held(piece: number, now: Millis): void {
    for (const member of this.#context.members.values()) {
      member.untold.push(piece)
      this.#wait(member, now)
    }
    this.cameToNothing(piece, now)
  }

  /** Who was told already hears of it otherwise (BEP 54). */
  lost(piece: number): void {
    for (const { untold } of this.#context.members.values()) {
      const at = untold.indexOf(piece)
      if (at >= 0) untold.splice(at, 1)
    }
  }

  coming(piece: number, now: Millis): void {
    this.#change([...this.#coming, piece], now)
  }

  cameToNothing(piece: number, now: Millis): void {
    if (this.#coming.includes(piece))
      this.#change(
        this.#coming.filter(other => other !== piece),
        now,
      )
  }

  say(member: Member, word: Word): void {
    const news = this.#for(member)
    say(this.#context, member, news ? { ...word, news } : word)
  }

  tick(now: Millis): void {
    if (this.dueAt === undefined || now < this.dueAt) return
    this.dueAt = undefined
    for (const member of this.#context.members.values()) {
      const since = member.untoldSince
      if (since === undefined) continue
      if (since <= now) this.tell(member)
      else if (this.dueAt === undefined || since < this.dueAt) this.dueAt = since
    }
  }

  tell(member: Member): void {
    if (!member.alive) {
      // With the next announce after it has come back; until then nothing is due.
      member.untoldSince = undefined
      return
    }
    for (;;) {
      const news = this.#for(member)
      if (news === undefined) return
      say(this.#context, member, { type: 'news', news })
    }
  }

  #for(member: Member): Told | undefined {
    const isNews = member.untold.length > 0 || member.toldComing !== this.#version
    member.toldComing = this.#version
    const held = member.untold.splice(0, MAX_NEWS_PIECES)
    if (member.untold.length === 0) member.untoldSince = undefined
    return isNews ? { held, coming: this.#coming } : undefined
  }

  #change(coming: readonly number[], now: Millis): void {
    this.#coming = coming
    this.#version++
    for (const member of this.#context.members.values()) this.#wait(member, now)
  }

  #wait(member: Member, now: Millis): void {
    member.untoldSince ??= now + this.#context.style.roundMs * LATE * (0.5 + this.#context.random())
    if (this.dueAt === undefined || member.untoldSince < this.dueAt) this.dueAt = member.untoldSince
  }
}
