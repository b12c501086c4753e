/**
 * The gossip report's peers, as coded (`literal`) and as described (`intended`). They know who is in
 * the swarm, and of what the others hold nothing: every round each sends random pieces to some of
 * them, asks some of them for random pieces, or both. What happened to be held already came in vain.
 */
import type { Millis } from '../base/ids.ts'
import { pickOne, shuffle } from '../base/random.ts'
import { NO_OFFER } from '../wire/gossip.ts'
import { pulls, pushes } from '../wire/gossip-style.ts'
import { ProtocolError } from '../wire/message.ts'
import { type GossipContext, say } from './context.ts'
import type { Member } from './member.ts'
import { MissingPieces, type PullList, ReportedList } from './pull-list.ts'
import { Receiving } from './receiving.ts'
import { Sending } from './sending.ts'
import type { Strategy, Talk } from './strategy.ts'

/** An answer that takes longer does not come: the piece may be asked of others. */
const PULL_TIMEOUT_MS = 10_000
/** Pieces that wait for one link: a push and what its member pulled, twice. */
const MAX_OUTGOING = 4

interface Pull {
  readonly member: Member
  readonly piece: number
  readonly at: Millis
}

/** As the tracker's list has it: in the report's code, the asker is on it. */
type Target = Member | 'self'

export class Blind implements Strategy {
  readonly #context: GossipContext
  readonly #isLiteral: boolean
  readonly #list: PullList
  readonly sending: Sending
  readonly receiving: Receiving
  #pulls: Pull[] = []
  /** Members that are still to be asked in this round, once there is something to ask for. */
  #toAsk: Member[] = []
  #served = 0

  constructor(context: GossipContext, wanted: boolean) {
    const { style, layout, held } = context
    this.#context = context
    this.#isLiteral = style.fidelity === 'literal'
    this.#list = this.#isLiteral ? new ReportedList(layout.pieceCount) : new MissingPieces(held)
    this.sending = new Sending(context)
    this.receiving = new Receiving(context, wanted, this)
  }

  /** What it does it does in rounds. */
  get nextDeadline(): undefined {
    return undefined
  }

  round(now: Millis): void {
    const { style, held } = this.#context
    this.#served = 0
    this.#toAsk = []
    this.#pulls = this.#pulls.filter(pull => now - pull.at < PULL_TIMEOUT_MS)
    for (const target of this.#targets()) {
      if (pushes(style)) this.#push(target, now)
      if (!pulls(style) || held.isFull || !this.receiving.wanted) continue
      this.#pull(target, now)
      // Whether it comes or not, the code's loop ends here.
      if (this.#isLiteral) return
    }
  }

  #targets(): Target[] {
    const { members, random, style } = this.#context
    const listed: Target[] = [...members.values()].filter(member => member.alive)
    if (this.#isLiteral) {
      listed.push('self')
      // Python's `sample` raises an error when there are too few, and the code goes without.
      if (listed.length < style.fanOut) return []
    }
    return shuffle(random, listed).slice(0, style.fanOut)
  }

  /** To oneself nothing is sent: a chance missed. */
  #push(target: Target, now: Millis): void {
    const { held, random } = this.#context
    const piece = pickOne(random, [...held])
    if (target !== 'self' && piece !== undefined) this.#serve(target, piece, now)
  }

  /** What one does not have the next may: while all that is missing is asked for, it waits for that. */
  #pull(target: Target, now: Millis): void {
    const isAsked = (piece: number) => this.#pulls.some(pull => pull.piece === piece)
    const piece = this.#list.choose(this.#context.random, isAsked)
    if (target === 'self') return
    if (piece === undefined) {
      this.#toAsk.push(target)
      return
    }
    this.#pulls.push({ member: target, piece, at: now })
    say(this.#context, target, { type: 'pull', piece })
  }

  #serve(member: Member, piece: number, now: Millis): boolean {
    const { servedPerRound = Number.POSITIVE_INFINITY } = this.#context.style
    if (this.#served >= servedPerRound || member.outgoing.length >= MAX_OUTGOING) return false
    this.#served++
    this.sending.start(member, { piece, offer: NO_OFFER }, now)
    return true
  }

  // --- what the members say

  hear(member: Member, message: Talk, now: Millis): void {
    switch (message.type) {
      case 'pull':
        return this.#onPull(member, message.piece, now)
      case 'decline':
        return this.#onDecline(member, message.piece, now)
      default:
        throw new ProtocolError(
          'bad-extension',
          `${message.type} in a swarm that knows no such word`,
        )
    }
  }

  #onPull(member: Member, piece: number, now: Millis): void {
    const given = this.#context.held.has(piece) && this.#serve(member, piece, now)
    if (!given) say(this.#context, member, { type: 'decline', piece, offer: NO_OFFER })
  }

  #onDecline(member: Member, piece: number, now: Millis): void {
    this.#forgetPull(member, piece)
    const next = this.#toAsk.shift()
    if (next !== undefined) this.#pull(next, now)
  }

  #forgetPull(member: Member, piece: number): void {
    this.#pulls = this.#pulls.filter(pull => pull.member !== member || pull.piece !== piece)
  }

  // --- what comes in

  expects(member: Member, piece: number): boolean {
    if (this.#pulls.some(pull => pull.member === member && pull.piece === piece)) return true
    return pushes(this.#context.style) && member.pushes.take(member.heardAt)
  }

  received(member: Member, piece: number): void {
    if (!this.#pulls.some(pull => pull.member === member && pull.piece === piece)) return
    this.#forgetPull(member, piece)
    this.#list.pulled(piece)
  }

  missed(member: Member, piece: number): void {
    this.#forgetPull(member, piece)
  }

  left(member: Member): void {
    this.#pulls = this.#pulls.filter(pull => pull.member !== member)
    this.#toAsk = this.#toAsk.filter(other => other !== member)
  }
}
