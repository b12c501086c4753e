/** The fetching half of the exchange: interest, requests in flight, blocks as they arrive. */
import { Bitfield } from '../base/bitfield.ts'
import type { Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { BLOCK_BYTES, type BlockRange, ProtocolError } from '../wire/message.ts'
import type { ExchangeContext } from './context.ts'
import { pieceLengthAt } from './info.ts'
import type { BitTorrentPolicies } from './policies.ts'
import { inTurn } from './rate-limit.ts'
import type { Remote } from './remote.ts'
import { BlockScheduler, type Choice } from './scheduler.ts'
import { WholePieces } from './whole-pieces.ts'

/** A request unanswered for so long goes to someone else. One 16 KiB block in it is 13 kbit/s. */
export const REQUEST_TIMEOUT_MS = 10_000
/**
 * Requests are topped up when this share of them is left: one message with many requests instead of
 * one for each block, which would cost both tabs a send and a wake-up each.
 */
const REFILL_BELOW = 0.75
/**
 * Choked by turns, remotes hear of a piece when so few of its blocks are to come, and more where
 * answers take long: somebody's request for it waits when the last one is here (libtorrent:
 * predictive_piece_announce).
 */
const PROMISED_BLOCKS = 2
/** Pieces received but not yet on disk, at most (or two pieces): a slow disk slows the asking. */
const MAX_UNWRITTEN_BYTES = 32 * 1024 * 1024
/** Blocks nobody asked for, before the link is dropped: a little leeway for races we did not foresee. */
const MAX_UNASKED_BLOCKS = 100

export class Downloads {
  readonly #context: ExchangeContext
  readonly scheduler: BlockScheduler
  /** Only where remotes are choked by turns. */
  readonly #wholePieces: WholePieces | undefined
  #wanted: boolean
  #unwrittenBytes = 0
  /** Somebody could be asked, and the limit says not yet. */
  #isHeldBack = false
  #lastAsked: Remote | undefined
  downloaded = 0
  wasted = 0

  constructor(
    context: ExchangeContext,
    wanted: boolean,
    policies: BitTorrentPolicies,
    random: Random,
  ) {
    this.#context = context
    this.#wanted = wanted
    this.scheduler = new BlockScheduler(context.info, context.held, policies, random)
    if (policies.choking === 'turns') this.#wholePieces = this.#createWholePieces(random)
  }

  #createWholePieces(random: Random): WholePieces {
    return new WholePieces(this.#context, this.scheduler, random, {
      mayAsk: now => this.#wanted && this.#hasRoom() && this.#mayGo(now),
      ask: (remote, now) => {
        const choice = this.#choose(remote, now)
        if (choice !== undefined) this.#request(remote, choice, now)
        return choice !== undefined
      },
      setInterest: (remote, interested, now) => this.#setInterest(remote, interested, now),
    })
  }

  setWanted(wanted: boolean, now: Millis): void {
    this.#wanted = wanted
    for (const remote of this.#remotes()) {
      this.#updateInterest(remote, now)
      if (!wanted) this.#giveUp(remote, [...remote.requests], true)
    }
    this.fillAll(now)
  }

  /** What is no longer wanted is asked of nobody, and what of it was under way is thrown away. */
  prioritise(priorities: Uint8Array, now: Millis): void {
    const { wanted } = this.#context
    for (const remote of this.#remotes()) {
      const idle = [...remote.requests].filter(({ piece }) => !wanted.has(piece))
      this.#giveUp(remote, idle, true)
    }
    const droppedBytes = this.scheduler.prioritise(priorities)
    this.downloaded -= droppedBytes
    this.wasted += droppedBytes
    for (const remote of this.#remotes()) {
      remote.usefulCount = 0
      for (const piece of remote.pieces) if (wanted.lacks(piece)) remote.usefulCount++
      this.#updateInterest(remote, now)
    }
    this.fillAll(now)
  }

  // --- what the remote tells

  onChoke(remote: Remote, now: Millis): void {
    if (!remote.peerChoking) this.#logChoke(remote, 'choked')
    remote.peerChoking = true
    // In the fast extension each request is rejected by itself, or answered yet.
    this.#giveUp(remote, remote.speaksFast ? [] : [...remote.requests], false)
    this.fillAll(now)
  }

  onUnchoke(remote: Remote, now: Millis): void {
    if (remote.peerChoking) {
      this.#logChoke(remote, 'unchoked')
      remote.down.restart(now)
      remote.lastBlockAt = now
      remote.unchokedAt = now
    }
    remote.peerChoking = false
    this.fill(remote, now)
  }

  onHave(remote: Remote, piece: number, now: Millis): void {
    if (!remote.pieces.add(piece)) return
    this.scheduler.picker.raise(piece)
    if (this.#context.wanted.lacks(piece)) remote.usefulCount++
    this.#updateInterest(remote, now)
    this.fill(remote, now)
  }

  onBitfield(remote: Remote, pieces: Bitfield, now: Millis): void {
    for (const piece of pieces) {
      remote.pieces.add(piece)
      this.scheduler.picker.raise(piece)
      if (this.#context.wanted.lacks(piece)) remote.usefulCount++
    }
    this.#updateInterest(remote, now)
    this.fill(remote, now)
  }

  /** A piece that it gives us even while it chokes us; of one that it lacks that says nothing. */
  onAllowedFast(remote: Remote, piece: number, now: Millis): void {
    if (!remote.pieces.has(piece)) return
    if (remote.allowedFast.size === 0) remote.allowedFast = new Bitfield(remote.pieces.size)
    remote.allowedFast.add(piece)
    this.fill(remote, now)
  }

  onPiece(remote: Remote, piece: number, begin: number, block: Uint8Array, now: Millis): void {
    const index = this.#blockIndex(piece, begin, block.length)
    const asked = remote.requests.delete(piece, index)
    if (!asked && --remote.pardons < -MAX_UNASKED_BLOCKS) {
      throw new ProtocolError('flood', 'sent blocks that nobody asked for')
    }
    remote.down.add(block.length, now)
    remote.lastBlockAt = now
    remote.snubbed = false
    this.#take(remote, piece, index, block, now, asked)
    if (remote.peerChoking && remote.requests.size === 0) {
      // The last answer of one that has choked us: others go on.
      this.#disown(remote)
      this.fillAll(now)
    } else this.fill(remote, now)
  }

  /** The remote will not answer a request, or has taken our cancel (BEP 6). */
  onReject(remote: Remote, { piece, begin, length }: BlockRange, now: Millis): void {
    const block = this.#blockIndex(piece, begin, length)
    if (!remote.requests.has(piece, block)) {
      if (--remote.pardons < -MAX_UNASKED_BLOCKS)
        throw new ProtocolError('flood', 'rejects what nobody asked for')
      return
    }
    this.#giveUp(remote, [{ piece, block }], false)
    remote.pardons--
    // Nothing else keeps it from answering: it would only be asked the same again. But while answers
    // to what we gave up are due, it may be one of those.
    if (remote.peerChoking) remote.allowedFast.delete(piece)
    else if (remote.pardons <= 0) this.onDontHave(remote, piece, now)
    this.fillAll(now)
  }

  /** The remote no longer has the piece. */
  onDontHave(remote: Remote, piece: number, now: Millis): void {
    if (!remote.pieces.delete(piece)) return
    remote.allowedFast.delete(piece)
    this.scheduler.picker.lower(piece)
    if (this.#context.wanted.lacks(piece)) remote.usefulCount--
    const requests = [...remote.requests].filter(request => request.piece === piece)
    this.#giveUp(remote, requests, false)
    this.#disown(remote, piece)
    this.#updateInterest(remote, now)
    this.fillAll(now)
  }

  leave(remote: Remote, now: Millis): void {
    this.#giveUp(remote, [...remote.requests], false)
    for (const piece of remote.pieces) this.scheduler.picker.lower(piece)
    this.fillAll(now)
  }

  // --- what happened to a piece

  pieceHeld(piece: number, now: Millis): void {
    this.#settle(piece)
    this.scheduler.held(piece)
    for (const remote of this.#remotes()) {
      if (!this.#context.wanted.has(piece) || !remote.pieces.has(piece)) continue
      remote.usefulCount--
      this.#updateInterest(remote, now)
    }
    this.fillAll(now)
  }

  /** `single`: fetch it again from one remote alone. */
  pieceFailed(piece: number, single: boolean, now: Millis): void {
    this.#settle(piece)
    const length = pieceLengthAt(this.#context.info, piece)
    this.downloaded -= length
    this.wasted += length
    this.scheduler.failed(piece, single)
    this.fillAll(now)
  }

  /** A held piece turned out to be unreadable: fetch it again. */
  pieceLost(piece: number, now: Millis): void {
    for (const remote of this.#remotes()) {
      if (!this.#context.wanted.has(piece) || !remote.pieces.has(piece)) continue
      remote.usefulCount++
      this.#updateInterest(remote, now)
    }
    this.scheduler.failed(piece, false)
    this.fillAll(now)
  }

  // --- time

  get nextDeadline(): Millis | undefined {
    return this.#isHeldBack ? this.#context.limits.down.wakeAt : undefined
  }

  tick(now: Millis): void {
    for (const remote of this.#remotes()) {
      const overdue = [...remote.requests].filter(
        request => now - request.sentAt >= REQUEST_TIMEOUT_MS,
      )
      if (overdue.length === 0) continue
      if (now - remote.lastBlockAt >= REQUEST_TIMEOUT_MS && !remote.snubbed) {
        remote.snubbed = true
        this.#context.output.log({
          event: 'snubbed',
          remote: remote.id,
          released: remote.requests.size,
        })
        this.#giveUp(remote, [...remote.requests], true)
      } else {
        this.#giveUp(remote, overdue, true)
      }
      if (remote.snubbed) remote.snubbedAt = now
    }
    this.fillAll(now)
  }

  /** What was taken back from a snubbed remote is for others first: else it would be asked for ever. */
  fillAll(now: Millis): void {
    if (this.#wholePieces) {
      this.#isHeldBack = false
      return this.#wholePieces.update(now)
    }
    // A limit lets few be asked at a time: not always the same.
    const remotes = this.#isHeldBack
      ? inTurn(this.#remotes(), this.#lastAsked)
      : [...this.#remotes()]
    this.#isHeldBack = false
    for (const remote of remotes) if (!remote.snubbed) this.fill(remote, now)
    for (const remote of remotes) if (remote.snubbed) this.fill(remote, now)
  }

  /** Keep as many requests with the remote as its rate can answer. */
  fill(remote: Remote, now: Millis): void {
    if (this.#wholePieces) return this.#wholePieces.update(now)
    if (!this.#wanted || !remote.amInterested || remote.askable.count === 0) return
    const depth = remote.snubbed ? 1 : remote.requests.depth(remote.down.rate(now))
    if (remote.requests.size > REFILL_BELOW * depth) return
    while (remote.requests.size < depth && this.#hasRoom()) {
      if (!this.#mayGo(now)) return
      const choice = this.#choose(remote, now)
      if (choice === undefined) return
      this.#request(remote, choice, now)
    }
  }

  #mayGo(now: Millis): boolean {
    const mayGo = this.#context.limits.down.mayGo(now)
    if (!mayGo) this.#isHeldBack = true
    return mayGo
  }

  #choose(remote: Remote, now: Millis): Choice | undefined {
    const choice = this.scheduler.next(remote, now)
    if (choice !== undefined || !this.scheduler.isEndgame) return choice
    return this.scheduler.steal(remote, this.#remotes(), now)
  }

  #request(remote: Remote, { assembly, block, reason }: Choice, now: Millis): void {
    const begin = block * BLOCK_BYTES
    const length = assembly.blockLength(block)
    this.scheduler.ask(assembly, block)
    remote.requests.add(assembly.piece, block, now)
    this.#context.limits.down.take(length, now)
    this.#lastAsked = remote
    this.#context.output.send(remote.link, {
      type: 'request',
      piece: assembly.piece,
      begin,
      length,
    })
    this.#context.output.log({
      event: 'requested',
      remote: remote.id,
      piece: assembly.piece,
      begin,
      pick: reason,
    })
  }

  #take(
    remote: Remote,
    piece: number,
    index: number,
    block: Uint8Array,
    now: Millis,
    asked: boolean,
  ): void {
    const assembly = this.scheduler.assembly(piece)
    const mixes = assembly?.single && assembly.owner !== remote.link
    const fresh =
      assembly !== undefined && !mixes && this.scheduler.receive(assembly, index, block, remote.id)
    if (asked) assembly?.unask(index)
    if (!fresh) {
      this.wasted += block.length
      return
    }
    this.downloaded += block.length
    this.#context.output.blockReceived(remote.id, block.length)
    if (assembly.timesAsked(index) > 0) this.#cancelElsewhere(piece, index, now)
    const missingBlocks = assembly.blockCount - assembly.receivedCount
    if (this.#wholePieces && missingBlocks <= PROMISED_BLOCKS + this.#context.offerLead.blocks)
      this.#context.output.promise(piece)
    if (!assembly.isComplete) return
    this.scheduler.complete(assembly)
    this.#unwrittenBytes += assembly.length
    this.#context.output.pieceReceived(piece, assembly.join(), assembly.senders())
  }

  #cancelElsewhere(piece: number, block: number, now: Millis): void {
    for (const remote of this.#remotes()) {
      if (!remote.requests.has(piece, block)) continue
      this.#giveUp(remote, [{ piece, block }], true)
      this.fill(remote, now)
    }
  }

  /** Requests that came to nothing; `cancel` tells the remote, if it may still be about to answer. */
  #giveUp(
    remote: Remote,
    requests: readonly { piece: number; block: number }[],
    cancel: boolean,
  ): void {
    for (const { piece, block } of requests) {
      remote.requests.delete(piece, block)
      remote.pardons++
      this.scheduler.unask(piece, block)
      const begin = block * BLOCK_BYTES
      const length = this.#blockLength(piece, begin)
      this.#context.limits.down.giveBack(length)
      if (!cancel) continue
      this.#context.output.send(remote.link, { type: 'cancel', piece, begin, length })
    }
    if (remote.requests.size === 0) this.#disown(remote)
  }

  /** What the remote began is for others, all of it or one piece. */
  #disown(remote: Remote, piece?: number): void {
    if (piece === undefined || remote.current?.piece === piece) remote.current = undefined
    const droppedBytes = this.scheduler.disown(remote.link, piece)
    this.downloaded -= droppedBytes
    this.wasted += droppedBytes
  }

  #updateInterest(remote: Remote, now: Millis): void {
    // By turns, interest follows hunger: see `fill`.
    if (this.#wholePieces && this.#wanted) return
    this.#setInterest(remote, this.#wanted && remote.usefulCount > 0, now)
  }

  #setInterest(remote: Remote, interested: boolean, now: Millis): void {
    if (interested === remote.amInterested) return
    remote.amInterested = interested
    if (interested) remote.interestedAt = now
    this.#context.output.send(remote.link, { type: interested ? 'interested' : 'notInterested' })
  }

  #settle(piece: number): void {
    this.#unwrittenBytes -= pieceLengthAt(this.#context.info, piece)
  }

  #hasRoom(): boolean {
    const limit = Math.max(MAX_UNWRITTEN_BYTES, 2 * this.#context.info.pieceLength)
    return this.#unwrittenBytes < limit
  }

  /** The block's index in its piece; only what we could have asked for is in range. */
  #blockIndex(piece: number, begin: number, length: number): number {
    const { info } = this.#context
    const inRange =
      piece < info.pieceCount &&
      begin % BLOCK_BYTES === 0 &&
      begin < pieceLengthAt(info, piece) &&
      length === this.#blockLength(piece, begin)
    if (!inRange) throw new ProtocolError('bad-range', `sent a block ${piece}+${begin}+${length}`)
    return begin / BLOCK_BYTES
  }

  #blockLength(piece: number, begin: number): number {
    return Math.min(BLOCK_BYTES, pieceLengthAt(this.#context.info, piece) - begin)
  }

  #remotes(): Iterable<Remote> {
    return this.#context.remotes.values()
  }

  #logChoke(remote: Remote, event: 'choked' | 'unchoked'): void {
    this.#context.output.log({ event, remote: remote.id, by: 'remote' })
  }
}
