/**
 * Eager gossip: the peers of the gossip report, as coded (`literal`) and as described (`intended`).
 * They know who is in the swarm, and of what the others hold nothing: every round each sends random
 * pieces to some of them, asks some of them for random pieces, or both. A piece that was held already
 * is redundant.
 */
import { TokenBucket } from '../base/bucket.ts'
import type { Millis } from '../base/ids.ts'
import { pickOne, shuffle } from '../base/random.ts'
import { NO_OFFER } from '../wire/gossip.ts'
import { pulls, pushes } from '../wire/gossip-style.ts'
import { ProtocolError } from '../wire/message.ts'
import { type GossipContext, type Member, PerMember, say } from './context.ts'
import { Downloads, type DownloadsListener } from './downloads.ts'
import type { Announce, Strategy, StrategyMessage } from './strategy.ts'
import { Uploads } from './uploads.ts'

/** A pull that is not answered in this time is given up: the piece may be asked of others. */
const PULL_TIMEOUT_MS = 10_000
/** Pieces that wait for one link: a push and what its member pulled, twice. */
const MAX_QUEUED = 4
/** Pieces that a member may push, by the round: the report's peers send one. */
const MAX_PUSHES = { burst: 8, perRound: 2 }

interface Pull {
  readonly member: Member
  readonly piece: number
  readonly at: Millis
}

/** In the report's code the tracker's list contains the asker itself. */
type Target = Member | 'self'

export class EagerGossip implements Strategy, DownloadsListener {
  readonly uploads: Uploads
  readonly downloads: Downloads
  readonly #context: GossipContext
  readonly #isLiteral: boolean
  /**
   * The report's list of missing pieces, `falten`. Its code calls `falten.pop(piece)`, which removes what
   * stands at that place, not that piece: a received piece may stay listed and be pulled again, and a
   * missing one may be lost from the list. A peer that only pulls hardly ever gets them all.
   */
  readonly #falten: number[]
  /** How many pieces each holds, as it announced. */
  readonly #announced = new PerMember<{ count?: number }>(() => ({}))
  readonly #pushBudgets: PerMember<TokenBucket>
  #pulls: Pull[] = []
  /** Members to pull from in this round, as soon as a missing piece is not asked for yet. */
  #toAsk: Member[] = []
  #begunInRound = 0

  constructor(context: GossipContext, wanted: boolean) {
    const { style, layout } = context
    this.#context = context
    this.#isLiteral = style.fidelity === 'literal'
    const listed = this.#isLiteral ? layout.pieceCount : 0
    this.#falten = Array.from({ length: listed }, (_, piece) => piece)
    const budget = { ...MAX_PUSHES, perSecond: (MAX_PUSHES.perRound * 1000) / style.roundMs }
    this.#pushBudgets = new PerMember(({ joinedAt }) => new TokenBucket(budget, joinedAt))
    this.uploads = new Uploads(context)
    this.downloads = new Downloads(context, wanted, this)
  }

  /** Eager gossip acts in rounds only. */
  get nextDeadline(): undefined {
    return undefined
  }

  leave(member: Member, now: Millis): void {
    this.downloads.stop(member, now)
    this.#forgetPulls(pull => pull.member === member)
    this.#toAsk = this.#toAsk.filter(other => other !== member)
  }

  round(now: Millis): void {
    const { style, held } = this.#context
    this.#begunInRound = 0
    this.#toAsk = []
    this.#forgetPulls(pull => now - pull.at >= PULL_TIMEOUT_MS)
    for (const target of this.#targets()) {
      if (pushes(style)) this.#push(target, now)
      if (!pulls(style) || held.isFull || !this.downloads.wanted) continue
      this.#pull(target, now)
      // In the report's code the loop ends here, whether the piece comes or not.
      if (this.#isLiteral) return
    }
  }

  #targets(): Target[] {
    const { members, random, style } = this.#context
    const listed: Target[] = [...members.values()].filter(member => member.isAlive)
    if (this.#isLiteral) {
      listed.push('self')
      // Python's `sample` raises an error when there are too few members: the code then sends to none.
      if (listed.length < style.fanOut) return []
    }
    return shuffle(random, listed).slice(0, style.fanOut)
  }

  /** A peer that draws itself sends nothing. */
  #push(target: Target, now: Millis): void {
    const { held, random } = this.#context
    const piece = pickOne(random, [...held])
    if (target !== 'self' && piece !== undefined) this.#serve(target, piece, now)
  }

  /** While all that is missing has been asked for, the target waits until another member declines. */
  #pull(target: Target, now: Millis): void {
    const piece = pickOne(this.#context.random, this.#isLiteral ? this.#falten : this.#toPull())
    if (target === 'self') return
    if (piece === undefined) {
      this.#toAsk.push(target)
      return
    }
    this.#pulls.push({ member: target, piece, at: now })
    this.#mark(piece)
    say(this.#context, target, { type: 'pull', piece })
  }

  /** The report's text: any piece that is missing. */
  #toPull(): number[] {
    const { held } = this.#context
    const isListed = (piece: number) => !held.has(piece) && !this.#isPulled(piece)
    return Array.from({ length: held.size }, (_, piece) => piece).filter(isListed)
  }

  #serve(member: Member, piece: number, now: Millis): boolean {
    const { servedPerRound = Number.POSITIVE_INFINITY } = this.#context.style
    if (this.#begunInRound >= servedPerRound) return false
    if (this.uploads.queuedFor(member) >= MAX_QUEUED) return false
    this.#begunInRound++
    this.uploads.start(member, { piece, offer: NO_OFFER }, now)
    return true
  }

  // --- what the members say

  announced(member: Member, { count }: Announce): void {
    this.#announced.of(member).count = count
  }

  heldCountOf(member: Member): number | undefined {
    return this.#announced.of(member).count
  }

  receive(member: Member, message: StrategyMessage, now: Millis): void {
    const { type } = message
    switch (type) {
      case 'pull':
        return this.#onPull(member, message.piece, now)
      case 'decline':
        return this.#onDecline(member, message.piece, now)
      default:
        throw new ProtocolError('bad-extension', `${type} in a swarm of eager gossip`)
    }
  }

  #onPull(member: Member, piece: number, now: Millis): void {
    const isGiven = this.#context.held.has(piece) && this.#serve(member, piece, now)
    if (!isGiven) say(this.#context, member, { type: 'decline', piece, offer: NO_OFFER })
  }

  #onDecline(member: Member, piece: number, now: Millis): void {
    this.#forgetPull(member, piece)
    const next = this.#toAsk.shift()
    if (next !== undefined) this.#pull(next, now)
  }

  // --- what comes in

  expects(member: Member, piece: number, now: Millis): boolean {
    if (this.#isPulledFrom(member, piece)) return true
    return pushes(this.#context.style) && this.#pushBudgets.of(member).take(now)
  }

  received(member: Member, piece: number): void {
    if (!this.#isPulledFrom(member, piece)) return
    this.#forgetPull(member, piece)
    // Beyond the list's end Python raises an error, which the code catches: nothing is taken out.
    if (piece < this.#falten.length) this.#falten.splice(piece, 1)
  }

  missed(member: Member, piece: number): void {
    this.#forgetPull(member, piece)
    this.#mark(piece)
  }

  pieceFailed(piece: number): void {
    this.#mark(piece)
  }

  pieceLost(piece: number): void {
    this.#mark(piece)
  }

  // --- pulls under way

  #isPulledFrom(member: Member, piece: number): boolean {
    return this.#pulls.some(pull => pull.member === member && pull.piece === piece)
  }

  #isPulled(piece: number): boolean {
    return this.#pulls.some(pull => pull.piece === piece)
  }

  #forgetPull(member: Member, piece: number): void {
    this.#forgetPulls(pull => pull.member === member && pull.piece === piece)
  }

  #forgetPulls(isOver: (pull: Pull) => boolean): void {
    const over = this.#pulls.filter(isOver)
    this.#pulls = this.#pulls.filter(pull => !isOver(pull))
    for (const { piece } of over) this.#mark(piece)
  }

  /** A piece that is not there is `asked` while it is pulled from anybody, else `missing`. */
  #mark(piece: number): void {
    const { pieces } = this.#context
    const state = pieces.stateOf(piece)
    const isPulled = this.#isPulled(piece)
    if (state === 'missing' && isPulled) pieces.move(piece, 'asked')
    if (state === 'asked' && !isPulled) pieces.move(piece, 'missing')
  }
}
