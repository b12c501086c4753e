/**
 * The gossip exchange of one torrent: when a round is due, and what passes between its members, in
 * messages of an extension of our own (BEP 10). What to send to whom is the strategy's business, and
 * there is one for eager gossip and one for lazy.
 */
import { earliest, type LinkId, type Millis, type PeerId } from '../base/ids.ts'
import type { PieceLayout } from '../base/pieces.ts'
import type { Random } from '../base/random.ts'
import type { Exchange, ExchangeMessage, ExchangeOutput, Terms } from '../exchange/exchange.ts'
import type { Pieces } from '../exchange/pieces.ts'
import type { ExchangeLinkView, ExchangeView } from '../exchange/view.ts'
import type { ExtendedHandshake } from '../wire/extended.ts'
import { parseGossip } from '../wire/gossip.ts'
import { GOSSIP_EXTENSION } from '../wire/gossip-block.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'
import { type BlockRange, ProtocolError } from '../wire/message.ts'
import type { GossipContext, Member } from './context.ts'
import type { Incoming } from './downloads.ts'
import { EagerGossip } from './eager.ts'
import { LazyGossip } from './lazy.ts'
import { ANNOUNCE_MS, type MemberEntry, Members } from './members.ts'
import type { Strategy } from './strategy.ts'
import { Figures } from './totals.ts'

export interface GossipOptions {
  readonly layout: PieceLayout
  /** The exchange moves a piece up to `verifying`, the peer's checks move it on. */
  readonly pieces: Pieces
  readonly wanted: boolean
  readonly style: GossipStyle
  readonly blockBytes: number
}

export class GossipExchange implements Exchange {
  readonly #context: GossipContext
  /** Remotes that have not named their id for our messages yet. */
  readonly #strangers = new Map<LinkId, PeerId>()
  readonly #members: Members
  readonly #strategy: Strategy
  #nextRoundAt: Millis
  #nextAnnounceAt: Millis
  #figuresBefore = new Figures()

  constructor(options: GossipOptions, random: Random, output: ExchangeOutput, now: Millis) {
    const { layout, pieces, style, blockBytes, wanted } = options
    const { held } = pieces
    const figures = new Figures()
    if (held.isFull) figures.rounds = 0
    const members = new Map<LinkId, MemberEntry>()
    this.#context = { layout, style, blockBytes, pieces, held, members, figures, random, output }
    this.#members = new Members(this.#context, members, now)
    this.#strategy =
      style.fidelity === 'informed'
        ? new LazyGossip(this.#context, wanted)
        : new EagerGossip(this.#context, wanted)
    this.#nextRoundAt = now + style.roundMs
    this.#nextAnnounceAt = now + ANNOUNCE_MS
  }

  get isFinished(): boolean {
    return this.#context.held.isFull
  }

  get uploaded(): number {
    return this.#context.figures.uploaded
  }

  get downloaded(): number {
    return this.#context.figures.downloaded
  }

  get nextDeadline(): Millis | undefined {
    const timers = Math.min(this.#nextRoundAt, this.#nextAnnounceAt, this.#members.nextDeadline)
    return earliest(timers, this.#strategy.nextDeadline)
  }

  // --- members

  /** Waits for the extended handshake: without its id we cannot send anything. */
  join(link: LinkId, remote: PeerId, _terms: Terms, _now: Millis): void {
    this.#strangers.set(link, remote)
  }

  introduced(link: LinkId, { extensions }: ExtendedHandshake, now: Millis): void {
    const extensionId = extensions.get(GOSSIP_EXTENSION)
    if (extensionId === undefined)
      throw new ProtocolError('bad-extension', 'is in a gossip swarm and does not gossip')
    const id = this.#strangers.get(link)
    if (id === undefined) {
      this.#members.renumber(link, extensionId)
      return
    }
    this.#strangers.delete(link)
    const member = this.#members.join(link, id, extensionId, now)
    this.#strategy.join?.(member)
  }

  leave(link: LinkId, now: Millis): void {
    this.#strangers.delete(link)
    const member = this.#member(link)
    if (member === undefined) return
    this.#members.leave(link)
    this.#strategy.leave(member, now)
  }

  receive(_link: LinkId, message: ExchangeMessage): void {
    throw new ProtocolError('not-agreed', `${message.type}, in a swarm that gossips`)
  }

  receiveExtended(link: LinkId, payload: Uint8Array, now: Millis): void {
    const { layout } = this.#context
    const message = parseGossip(payload, layout)
    const member = this.#member(link)
    if (message === undefined || member === undefined) return
    this.#members.heard(link, now)
    switch (message.type) {
      case 'data': {
        const { piece, begin, block } = message
        return this.#strategy.downloads.receive(member, piece, begin, block, now)
      }
      case 'announce':
        return this.#strategy.announced(member, message, now)
      default:
        return this.#strategy.receive(member, message, now)
    }
  }

  dontHave(link: LinkId, piece: number, now: Millis): void {
    const member = this.#member(link)
    if (member !== undefined) this.#strategy.memberLost?.(member, piece, now)
  }

  supply(link: LinkId, range: BlockRange, block: Uint8Array | undefined, now: Millis): void {
    const member = this.#member(link)
    if (member !== undefined) this.#strategy.uploads.supply(member, range, block, now)
  }

  drained(link: LinkId, queuedBytes: number, now: Millis): void {
    const member = this.#member(link)
    if (member !== undefined) this.#strategy.uploads.drained(member, queuedBytes, now)
  }

  #member(link: LinkId): Member | undefined {
    return this.#context.members.get(link)
  }

  // --- what becomes of pieces

  pieceHeld(piece: number, now: Millis): void {
    const { figures, held } = this.#context
    if (held.isFull) figures.rounds ??= figures.round
    this.#strategy.downloads.pieceHeld(piece)
    this.#strategy.pieceHeld?.(piece, now)
  }

  /** Gossip takes whole pieces from one member, so the sender is known whatever `single` says. */
  pieceFailed(piece: number, _single: boolean, now: Millis): void {
    this.#strategy.downloads.pieceFailed(piece)
    this.#strategy.pieceFailed?.(piece, now)
  }

  pieceLost(piece: number, now: Millis): void {
    this.#strategy.pieceLost?.(piece, now)
  }

  pieceFound(piece: number, now: Millis): void {
    this.#strategy.pieceHeld?.(piece, now)
  }

  setWanted(wanted: boolean, now: Millis): void {
    this.#strategy.downloads.wanted = wanted
    this.#strategy.wantedChanged?.(now)
  }

  // --- time

  tick(now: Millis): void {
    this.#strategy.tick?.(now)
    this.#members.tick(now)
    if (now >= this.#nextAnnounceAt) this.#announce(now)
    if (now >= this.#nextRoundAt) this.#round(now)
  }

  #announce(now: Millis): void {
    this.#nextAnnounceAt = now + ANNOUNCE_MS
    this.#strategy.announcing?.()
    this.#members.announceToAll()
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

  /** Logs the round that ends, unless nothing happened in it. */
  #report(): void {
    const { figures, held, output } = this.#context
    const before = this.#figuresBefore
    const change = (of: (figures: Figures) => number) => of(figures) - of(before)
    const report = {
      useful: change(({ useful }) => useful),
      redundant: change(({ redundant }) => redundant),
      sent: change(({ sent }) => sent),
      controlBytes: change(({ controlBytes }) => controlBytes),
    }
    this.#figuresBefore = Object.assign(new Figures(), figures)
    if (report.useful + report.redundant + report.sent === 0) return
    const { round } = figures
    output.log({ event: 'gossipRound', round, held: held.count, ...report })
  }

  // --- for screens and logs

  inspect(now: Millis): ExchangeView {
    const { style, blockBytes, figures, members } = this.#context
    const { uploads, downloads } = this.#strategy
    const { round, rounds, useful, redundant, failed, sent, rmr, controlBytes, wasted } = figures
    const incoming = [...members.values()].map(member => downloads.inspect(member, now))
    const outgoing = [...members.values()].map(member => uploads.inspect(member, now))
    return {
      partials: incoming.flatMap(({ incoming }) =>
        incoming?.bytes ? partialOf(incoming, blockBytes) : [],
      ),
      wasted,
      downRate: incoming.reduce((sum, { rate }) => sum + rate, 0),
      upRate: outgoing.reduce((sum, { rate }) => sum + rate, 0),
      gossip: { ...style, round, rounds, useful, redundant, failed, sent, rmr, controlBytes },
    }
  }

  /** Nobody is choked where pieces are agreed upon one by one. */
  inspectLink(link: LinkId, now: Millis): ExchangeLinkView | undefined {
    const member = this.#member(link)
    if (member === undefined) return undefined
    const incoming = this.#strategy.downloads.inspect(member, now)
    const outgoing = this.#strategy.uploads.inspect(member, now)
    const isComing = incoming.incoming !== undefined
    return {
      heldCount: this.#strategy.heldCountOf(member),
      amChoking: false,
      amInterested: isComing,
      peerChoking: false,
      peerInterested: outgoing.queued > 0,
      snubbed: !member.isAlive,
      downRate: incoming.rate,
      upRate: outgoing.rate,
      downloaded: incoming.bytes,
      uploaded: outgoing.bytes,
      requestsOut: isComing ? 1 : 0,
      requestsIn: outgoing.queued,
    }
  }
}

const partialOf = ({ piece, length, received }: Incoming, blockBytes: number) => ({
  piece,
  received: Math.floor(received / blockBytes),
  blocks: Math.ceil(length / blockBytes),
})
