/**
 * The gossip exchange of one torrent: who is in the swarm, when a round is due, and what passes
 * between its members. What to send to whom is its strategy's, one for each fidelity.
 */
import type { Bitfield } from '../base/bitfield.ts'
import { earliest, type LinkId, type Millis, type PeerId } from '../base/ids.ts'
import { bytesIn, type PieceLayout } from '../base/pieces.ts'
import type { Random } from '../base/random.ts'
import type { GossipMessage } from '../wire/gossip.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'
import { type BlockRange, ProtocolError } from '../wire/message.ts'
import { Blind } from './blind.ts'
import { type GossipContext, type GossipOutput, say } from './context.ts'
import { digestOf } from './digest.ts'
import { Figures } from './figures.ts'
import { Informed } from './informed.ts'
import { Member } from './member.ts'
import type { Strategy } from './strategy.ts'

/** Every member hears of us so often, whatever else is said (the report: 3 s). */
export const ANNOUNCE_MS = 3_000
/** Who has said nothing for so long is not spoken to (the report: 10 s). */
const SILENCE_MS = 10_000
const SILENCE_CHECK_MS = 1_000

export interface GossipOptions {
  readonly layout: PieceLayout
  /** Verified and on disk at the start; from then on only `pieceHeld` adds to it. */
  readonly held: Bitfield
  readonly wanted: boolean
  readonly style: GossipStyle
}

export class GossipExchange {
  readonly #members = new Map<LinkId, Member>()
  readonly #context: GossipContext
  readonly #strategy: Strategy
  #nextRoundAt: Millis
  #nextAnnounceAt: Millis
  #nextCheckAt: Millis
  /** The figures when the round began. */
  #before = new Figures()

  constructor(options: GossipOptions, random: Random, output: GossipOutput, now: Millis) {
    const { layout, held, style, wanted } = options
    const figures = new Figures()
    if (held.isFull) figures.rounds = 0
    this.#context = { layout, style, held, members: this.#members, figures, random, output }
    this.#strategy =
      style.fidelity === 'informed'
        ? new Informed(this.#context, wanted)
        : new Blind(this.#context, wanted)
    this.#nextRoundAt = now + style.roundMs
    this.#nextAnnounceAt = now + ANNOUNCE_MS
    this.#nextCheckAt = now + SILENCE_CHECK_MS
  }

  get held(): Bitfield {
    return this.#context.held
  }

  get bytesLeft(): number {
    return this.#context.layout.length - bytesIn(this.#context.layout, this.held)
  }

  get figures(): Figures {
    return this.#context.figures
  }

  get members(): Iterable<Member> {
    return this.#members.values()
  }

  member(link: LinkId): Member | undefined {
    return this.#members.get(link)
  }

  get nextDeadline(): Millis | undefined {
    const timers = Math.min(this.#nextRoundAt, this.#nextAnnounceAt, this.#nextCheckAt)
    return earliest(timers, this.#strategy.nextDeadline)
  }

  /** It gossips as we do. */
  join(link: LinkId, id: PeerId, now: Millis): void {
    const { layout, style } = this.#context
    const member = new Member(link, id, layout.pieceCount, style.roundMs, now)
    this.#members.set(link, member)
    this.#announce(member)
    this.#strategy.joined?.(member, now)
  }

  leave(link: LinkId, now: Millis): void {
    const member = this.#members.get(link)
    if (member === undefined) return
    this.#members.delete(link)
    this.#strategy.receiving.leave(member, now)
    this.#strategy.left(member, now)
  }

  /** Throws ProtocolError: the link is to be dropped. */
  receive(link: LinkId, message: GossipMessage, now: Millis): void {
    const member = this.#members.get(link)
    if (member === undefined) return
    this.#heard(member, now)
    if (message.type === 'data') {
      const { piece, begin, block } = message
      this.#strategy.receiving.onData(member, piece, begin, block, now)
      return
    }
    if (!member.talk.take(now)) throw new ProtocolError('flood', 'talks without end')
    if (message.type !== 'announce') {
      this.#strategy.hear(member, message, now)
      return
    }
    member.count = message.count
    this.#strategy.announced?.(member, message)
  }

  dontHave(link: LinkId, piece: number, now: Millis): void {
    const member = this.#members.get(link)
    if (member !== undefined) this.#strategy.memberLost?.(member, piece, now)
  }

  /** The answer to `read`; undefined if storage could not give it. */
  supply(link: LinkId, range: BlockRange, bytes: Uint8Array | undefined, now: Millis): void {
    const member = this.#members.get(link)
    if (member !== undefined) this.#strategy.sending.supply(member, range, bytes, now)
  }

  drained(link: LinkId, queuedBytes: number, now: Millis): void {
    const member = this.#members.get(link)
    if (member !== undefined) this.#strategy.sending.drained(member, queuedBytes, now)
  }

  /** Checked and on disk: ours to give. */
  pieceHeld(piece: number, now: Millis): void {
    if (!this.held.add(piece)) return
    const { figures } = this.#context
    if (this.held.isFull) figures.rounds ??= figures.round
    this.#strategy.receiving.pieceHeld(piece)
    this.#strategy.pieceHeld?.(piece, now)
  }

  pieceFailed(piece: number, now: Millis): void {
    this.#strategy.receiving.pieceFailed(piece)
    this.#strategy.pieceFailed?.(piece, now)
  }

  /** Storage no longer gives a piece that it held. */
  pieceLost(piece: number, now: Millis): void {
    if (this.held.delete(piece)) this.#strategy.pieceLost?.(piece, now)
  }

  setWanted(wanted: boolean, now: Millis): void {
    this.#strategy.receiving.wanted = wanted
    this.#strategy.wantedChanged?.(now)
  }

  tick(now: Millis): void {
    this.#strategy.tick?.(now)
    if (now >= this.#nextCheckAt) this.#expire(now)
    if (now >= this.#nextAnnounceAt) this.#announceToAll(now)
    if (now >= this.#nextRoundAt) this.#round(now)
  }

  #round(now: Millis): void {
    const { style, figures } = this.#context
    this.#report()
    this.#nextRoundAt += style.roundMs
    // Rounds that were slept through are not made up for.
    if (this.#nextRoundAt <= now) this.#nextRoundAt = now + style.roundMs
    figures.round++
    this.#strategy.round(now)
  }

  /** What the round that ends has come to; of a round in which nothing happened, nothing. */
  #report(): void {
    const { figures, output } = this.#context
    const change = (of: (figures: Figures) => number) => of(figures) - of(this.#before)
    const report = {
      useful: change(({ useful }) => useful),
      redundant: change(({ redundant }) => redundant),
      sent: change(({ sent }) => sent),
      controlBytes: change(({ controlBytes }) => controlBytes),
    }
    this.#before = Object.assign(new Figures(), figures)
    if (report.useful + report.redundant + report.sent === 0) return
    const { round } = figures
    output.log({ event: 'gossipRound', round, held: this.held.count, ...report })
  }

  #announceToAll(now: Millis): void {
    this.#nextAnnounceAt = now + ANNOUNCE_MS
    this.#strategy.announcing?.(now)
    for (const member of this.#members.values()) this.#announce(member)
  }

  #announce(member: Member): void {
    const { held } = this.#context
    say(this.#context, member, { type: 'announce', count: held.count, digest: digestOf(held) })
  }

  #expire(now: Millis): void {
    this.#nextCheckAt = now + SILENCE_CHECK_MS
    for (const member of this.#members.values()) {
      if (!member.alive || now - member.heardAt < SILENCE_MS) continue
      member.alive = false
      this.#context.output.log({ event: 'silent', remote: member.id })
    }
  }

  #heard(member: Member, now: Millis): void {
    member.heardAt = now
    if (member.alive) return
    member.alive = true
    this.#context.output.log({ event: 'heardAgain', remote: member.id })
    this.#announce(member)
  }
}
