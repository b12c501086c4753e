/** The fetching half of the exchange: what remotes tell, blocks as they arrive, what becomes of pieces. */
import { Bitfield } from '../base/bitfield.ts'
import type { Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { blockLengthAt, pieceLengthAt } from '../torrent/info.ts'
import { BLOCK_BYTES, type BlockRange, ProtocolError } from '../wire/message.ts'
import { Asking } from './asking.ts'
import type { ExchangeContext } from './context.ts'
import type { BitTorrentPolicies } from './policies.ts'
import type { Remote } from './remote.ts'
import { BlockScheduler } from './scheduler.ts'

/** Blocks nobody asked for, before the link is dropped: a little leeway for races we did not foresee. */
const MAX_UNASKED_BLOCKS = 100

export class Downloads {
  readonly #context: ExchangeContext
  readonly scheduler: BlockScheduler
  readonly #asking: Asking
  downloaded = 0
  wasted = 0

  constructor(
    context: ExchangeContext,
    wanted: boolean,
    policies: BitTorrentPolicies,
    random: Random,
  ) {
    this.#context = context
    this.scheduler = new BlockScheduler(context.info, context.held, policies, random)
    const { scheduler } = this
    const onDropped = (bytes: number) => this.#waste(bytes)
    this.#asking = new Asking({ context, scheduler, wanted, onDropped })
  }

  setWanted(wanted: boolean, now: Millis): void {
    this.#asking.setWanted(wanted, now)
  }

  /** What is no longer wanted is asked of nobody, and what of it was under way is thrown away. */
  prioritise(priorities: Uint8Array, now: Millis): void {
    const { wanted } = this.#context
    for (const remote of this.#remotes()) {
      const idle = [...remote.requests].filter(({ piece }) => !wanted.has(piece))
      this.#asking.giveUp(remote, idle, true)
    }
    this.#waste(this.scheduler.prioritise(priorities))
    for (const remote of this.#remotes()) {
      remote.usefulCount = 0
      for (const piece of remote.pieces) if (wanted.lacks(piece)) remote.usefulCount++
      this.#asking.updateInterest(remote)
    }
    this.#asking.fillAll(now)
  }

  // --- what the remote tells

  onChoke(remote: Remote, now: Millis): void {
    this.#logChoke(remote, 'choked')
    remote.peerChoking = true
    // In the fast extension each request is rejected by itself, or answered yet.
    this.#asking.giveUp(remote, remote.speaksFast ? [] : [...remote.requests], false)
    this.#asking.fillAll(now)
  }

  onUnchoke(remote: Remote, now: Millis): void {
    this.#logChoke(remote, 'unchoked')
    remote.down.restart(now)
    remote.lastBlockAt = now
    remote.peerChoking = false
    this.#asking.fill(remote, now)
  }

  onHave(remote: Remote, piece: number, now: Millis): void {
    if (!remote.pieces.add(piece)) return
    this.scheduler.picker.raise(piece)
    if (this.#context.wanted.lacks(piece)) remote.usefulCount++
    this.#asking.updateInterest(remote)
    this.#asking.fill(remote, now)
  }

  onBitfield(remote: Remote, pieces: Bitfield, now: Millis): void {
    for (const piece of pieces) {
      remote.pieces.add(piece)
      this.scheduler.picker.raise(piece)
      if (this.#context.wanted.lacks(piece)) remote.usefulCount++
    }
    this.#asking.updateInterest(remote)
    this.#asking.fill(remote, now)
  }

  /** A piece that it gives us even while it chokes us; of one that it lacks that says nothing. */
  onAllowedFast(remote: Remote, piece: number, now: Millis): void {
    if (!remote.pieces.has(piece)) return
    if (remote.allowedFast.size === 0) remote.allowedFast = new Bitfield(remote.pieces.size)
    remote.allowedFast.add(piece)
    this.#asking.fill(remote, now)
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
      this.#asking.disown(remote)
      this.#asking.fillAll(now)
    } else this.#asking.fill(remote, now)
  }

  /** The remote will not answer a request, or has taken our cancel (BEP 6). */
  onReject(remote: Remote, { piece, begin, length }: BlockRange, now: Millis): void {
    const block = this.#blockIndex(piece, begin, length)
    if (!remote.requests.has(piece, block)) {
      if (--remote.pardons < -MAX_UNASKED_BLOCKS)
        throw new ProtocolError('flood', 'rejects what nobody asked for')
      return
    }
    this.#asking.giveUp(remote, [{ piece, block }], false)
    remote.pardons--
    // Nothing else keeps it from answering: it would only be asked the same again. But while answers
    // to what we gave up are due, it may be one of those.
    if (remote.peerChoking) remote.allowedFast.delete(piece)
    else if (remote.pardons <= 0) this.onDontHave(remote, piece, now)
    this.#asking.fillAll(now)
  }

  /** The remote no longer has the piece. */
  onDontHave(remote: Remote, piece: number, now: Millis): void {
    if (!remote.pieces.delete(piece)) return
    remote.allowedFast.delete(piece)
    this.scheduler.picker.lower(piece)
    if (this.#context.wanted.lacks(piece)) remote.usefulCount--
    const requests = [...remote.requests].filter(request => request.piece === piece)
    this.#asking.giveUp(remote, requests, false)
    this.#asking.disown(remote, piece)
    this.#asking.updateInterest(remote)
    this.#asking.fillAll(now)
  }

  leave(remote: Remote, now: Millis): void {
    this.#asking.giveUp(remote, [...remote.requests], false)
    for (const piece of remote.pieces) this.scheduler.picker.lower(piece)
    this.#asking.fillAll(now)
  }

  // --- what happened to a piece

  pieceHeld(piece: number, now: Millis): void {
    this.#asking.settled(piece)
    this.scheduler.held(piece)
    for (const remote of this.#remotes()) {
      if (!this.#context.wanted.has(piece) || !remote.pieces.has(piece)) continue
      remote.usefulCount--
      this.#asking.updateInterest(remote)
    }
    this.#asking.fillAll(now)
  }

  /** `single`: fetch it again from one remote alone. */
  pieceFailed(piece: number, single: boolean, now: Millis): void {
    this.#asking.settled(piece)
    this.#waste(pieceLengthAt(this.#context.info, piece))
    this.scheduler.failed(piece, single)
    this.#asking.fillAll(now)
  }

  /** A held piece turned out to be unreadable: fetch it again. */
  pieceLost(piece: number, now: Millis): void {
    for (const remote of this.#remotes()) {
      if (!this.#context.wanted.has(piece) || !remote.pieces.has(piece)) continue
      remote.usefulCount++
      this.#asking.updateInterest(remote)
    }
    this.scheduler.failed(piece, false)
    this.#asking.fillAll(now)
  }

  // --- time

  get nextDeadline(): Millis | undefined {
    return this.#asking.nextDeadline
  }

  tick(now: Millis): void {
    this.#asking.tick(now)
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
    if (assembly.timesAsked(index) > 0) this.#asking.cancelElsewhere(piece, index, now)
    if (!assembly.isComplete) return
    this.scheduler.complete(assembly)
    this.#asking.received(piece)
    this.#context.output.pieceReceived(piece, assembly.join(), assembly.senders())
  }

  /** What had come of a piece counts for nothing. */
  #waste(bytes: number): void {
    this.downloaded -= bytes
    this.wasted += bytes
  }

  /** The block's index in its piece; only what we could have asked for is in range. */
  #blockIndex(piece: number, begin: number, length: number): number {
    const { info } = this.#context
    const inRange =
      piece < info.pieceCount &&
      begin % BLOCK_BYTES === 0 &&
      begin < pieceLengthAt(info, piece) &&
      length === blockLengthAt(info, piece, begin)
    if (!inRange) throw new ProtocolError('bad-range', `sent a block ${piece}+${begin}+${length}`)
    return begin / BLOCK_BYTES
  }

  #remotes(): Iterable<Remote> {
    return this.#context.remotes.values()
  }

  #logChoke(remote: Remote, event: 'choked' | 'unchoked'): void {
    this.#context.output.log({ event, remote: remote.id, by: 'remote' })
  }
}
