/**
 * What is asked of whom: interest, requests in flight, as many as a remote's rate can answer, and
 * what becomes of those that come to nothing. Which block, the scheduler knows.
 */
import type { Millis } from '../base/ids.ts'
import { blockLengthAt, pieceLengthAt } from '../torrent/info.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import type { ExchangeContext } from './context.ts'
import { inTurn } from './rate-limit.ts'
import type { Remote } from './remote.ts'
import type { BlockScheduler, Choice } from './scheduler.ts'

/** A request unanswered for so long goes to someone else. One 16 KiB block in it is 13 kbit/s. */
export const REQUEST_TIMEOUT_MS = 10_000
/**
 * Requests are topped up when this share of them is left: one message with many requests instead of
 * one for each block, which would cost both tabs a send and a wake-up each.
 */
const REFILL_BELOW = 0.75
/** Pieces received but not yet on disk, at most (or two pieces): a slow disk slows the asking. */
const MAX_UNWRITTEN_BYTES = 32 * 1024 * 1024

export interface AskingParts {
  readonly context: ExchangeContext
  readonly scheduler: BlockScheduler
  readonly wanted: boolean
  /** Received bytes are thrown away: their piece was to come from one who no longer sends it. */
  onDropped(bytes: number): void
}

export class Asking {
  readonly #context: ExchangeContext
  readonly #scheduler: BlockScheduler
  readonly #onDropped: (bytes: number) => void
  #wanted: boolean
  #unwrittenBytes = 0
  /** Somebody could be asked, and the limit says not yet. */
  #isHeldBack = false
  #lastAsked: Remote | undefined

  constructor({ context, scheduler, wanted, onDropped }: AskingParts) {
    this.#context = context
    this.#scheduler = scheduler
    this.#onDropped = onDropped
    this.#wanted = wanted
  }

  setWanted(wanted: boolean, now: Millis): void {
    this.#wanted = wanted
    for (const remote of this.#remotes()) {
      this.updateInterest(remote)
      if (!wanted) this.giveUp(remote, [...remote.requests], true)
    }
    this.fillAll(now)
  }

  updateInterest(remote: Remote): void {
    const interested = this.#wanted && remote.usefulCount > 0
    if (interested === remote.amInterested) return
    remote.amInterested = interested
    this.#context.output.send(remote.link, { type: interested ? 'interested' : 'notInterested' })
  }

  /** What was taken back from a snubbed remote is for others first: else it would be asked for ever. */
  fillAll(now: Millis): void {
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

  // --- what comes to nothing

  /** Requests that will not be answered; `cancel` tells the remote, if it may still be about to. */
  giveUp(
    remote: Remote,
    requests: readonly { piece: number; block: number }[],
    cancel: boolean,
  ): void {
    for (const { piece, block } of requests) {
      remote.requests.delete(piece, block)
      remote.pardons++
      this.#scheduler.unask(piece, block)
      const begin = block * BLOCK_BYTES
      const length = blockLengthAt(this.#context.info, piece, begin)
      this.#context.limits.down.giveBack(length)
      if (!cancel) continue
      this.#context.output.send(remote.link, { type: 'cancel', piece, begin, length })
    }
    if (remote.requests.size === 0) this.disown(remote)
  }

  /** What the remote began is for others, all of it or one piece. */
  disown(remote: Remote, piece?: number): void {
    if (piece === undefined || remote.current?.piece === piece) remote.current = undefined
    this.#onDropped(this.#scheduler.disown(remote.link, piece))
  }

  /** The block has come: who else was asked for it need not send it. */
  cancelElsewhere(piece: number, block: number, now: Millis): void {
    for (const remote of this.#remotes()) {
      if (!remote.requests.has(piece, block)) continue
      this.giveUp(remote, [{ piece, block }], true)
      this.fill(remote, now)
    }
  }

  // --- pieces on their way to the disk

  received(piece: number): void {
    this.#unwrittenBytes += pieceLengthAt(this.#context.info, piece)
  }

  /** On the disk, or refused. */
  settled(piece: number): void {
    this.#unwrittenBytes -= pieceLengthAt(this.#context.info, piece)
  }

  #hasRoom(): boolean {
    const limit = Math.max(MAX_UNWRITTEN_BYTES, 2 * this.#context.info.pieceLength)
    return this.#unwrittenBytes < limit
  }

  // --- time

  get nextDeadline(): Millis | undefined {
    return this.#isHeldBack ? this.#context.limits.down.wakeAt : undefined
  }

  tick(now: Millis): void {
    for (const remote of this.#remotes()) this.#releaseOverdue(remote, now)
    this.fillAll(now)
  }

  /** Who sends nothing at all is snubbed; of one who sends, only what is late goes to others. */
  #releaseOverdue(remote: Remote, now: Millis): void {
    const isOverdue = (sentAt: Millis) => now - sentAt >= REQUEST_TIMEOUT_MS
    const overdue = [...remote.requests].filter(({ sentAt }) => isOverdue(sentAt))
    if (overdue.length === 0) return
    const isSilent = isOverdue(remote.lastBlockAt) && !remote.snubbed
    if (isSilent) {
      remote.snubbed = true
      const released = remote.requests.size
      this.#context.output.log({ event: 'snubbed', remote: remote.id, released })
    }
    this.giveUp(remote, isSilent ? [...remote.requests] : overdue, true)
  }

  // --- asking

  #mayGo(now: Millis): boolean {
    const mayGo = this.#context.limits.down.mayGo(now)
    if (!mayGo) this.#isHeldBack = true
    return mayGo
  }

  #choose(remote: Remote, now: Millis): Choice | undefined {
    const choice = this.#scheduler.next(remote, now)
    if (choice !== undefined || !this.#scheduler.isEndgame) return choice
    return this.#scheduler.steal(remote, this.#remotes(), now)
  }

  #request(remote: Remote, { assembly, block, reason }: Choice, now: Millis): void {
    const { piece } = assembly
    const begin = block * BLOCK_BYTES
    const length = assembly.blockLength(block)
    const { limits, output } = this.#context
    this.#scheduler.ask(assembly, block)
    remote.requests.add(piece, block, now)
    limits.down.take(length, now)
    this.#lastAsked = remote
    output.send(remote.link, { type: 'request', piece, begin, length })
    output.log({ event: 'requested', remote: remote.id, piece, begin, pick: reason })
  }

  #remotes(): Iterable<Remote> {
    return this.#context.remotes.values()
  }
}
