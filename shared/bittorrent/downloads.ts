/** The fetching half of the exchange: what remotes tell, blocks as they arrive, what becomes of pieces. */
import { Bitfield } from '../base/bitfield.ts'
import type { Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { blockLengthAt, pieceLengthAt } from '../torrent/info.ts'
import type { LostBlock } from '../wire/lanes.ts'
import { type BlockRange, ProtocolError } from '../wire/message.ts'
import { createRequester } from './clients.ts'
import type { ExchangeContext } from './context.ts'
import { PartialPieces } from './partial-pieces.ts'
import { createPicking } from './piece-picker.ts'
import type { BitTorrentPolicies } from './policies.ts'
import type { Remote } from './remote.ts'
import type { Requester } from './requester.ts'
import { Requests } from './requests.ts'

/** libtorrent's max_suggest_pieces. */
const MAX_SUGGESTED = 16

export class Downloads {
  readonly #context: ExchangeContext
  readonly partials: PartialPieces
  readonly #requests: Requests
  readonly #requester: Requester

  constructor(
    context: ExchangeContext,
    wanted: boolean,
    policies: BitTorrentPolicies,
    random: Random,
  ) {
    const { info, pieces } = context
    this.#context = context
    this.partials = new PartialPieces(context, random, policies.maxBegunBytes)
    this.#requests = new Requests(context, this.partials, wanted)
    const picking = createPicking(policies, this.partials.ranks, { info, held: pieces.held })
    const parts = { context, partials: this.partials, requests: this.#requests, picking }
    this.#requester = createRequester(policies, parts, random)
  }

  setWanted(wanted: boolean, now: Millis): void {
    this.#requests.setWanted(wanted)
    this.#requester.fillAll(now)
  }

  /** Cancels the requests for pieces that are no longer wanted, and throws their blocks away. */
  prioritise(priorities: Uint8Array, now: Millis): void {
    const { wanted } = this.#context
    for (const remote of this.#remotes()) {
      const unwanted = [...remote.requests].filter(({ piece }) => !wanted.has(piece))
      this.#requests.cancel(remote, unwanted)
    }
    this.partials.prioritise(priorities)
    for (const remote of this.#remotes()) {
      remote.usefulCount = 0
      if (remote.isWebSeed) remote.suggested = new Set()
      for (const piece of remote.pieces) if (wanted.lacks(piece)) remote.usefulCount++
      this.#requests.updateInterest(remote)
    }
    this.#requester.fillAll(now)
  }

  // --- what the remote tells

  onChoke(remote: Remote, now: Millis): void {
    remote.peerChoking = true
    this.#context.output.log({ event: 'choked', remote: remote.id, by: 'remote' })
    // Without the fast extension a choke drops all requests; with it each is rejected or answered.
    this.#requests.giveUp(remote, remote.speaksFast ? [] : [...remote.requests])
    this.#requester.fillAll(now)
  }

  onUnchoke(remote: Remote, now: Millis): void {
    remote.peerChoking = false
    this.#context.output.log({ event: 'unchoked', remote: remote.id, by: 'remote' })
    remote.down.restart(now)
    remote.requests.depth.restart(this.#context.remotes.size)
    remote.silentSince = now
    this.#requester.fill(remote, now)
  }

  onHave(remote: Remote, piece: number, now: Millis): void {
    if (remote.pieces.has(piece)) return
    this.#gains(remote, piece)
    this.#requests.updateInterest(remote)
    this.#requester.fill(remote, now)
  }

  onBitfield(remote: Remote, pieces: Bitfield, now: Millis): void {
    for (const piece of pieces) this.#gains(remote, piece)
    this.#requests.updateInterest(remote)
    this.#requester.fill(remote, now)
  }

  #gains(remote: Remote, piece: number): void {
    remote.pieces.add(piece)
    this.partials.ranks.raise(piece)
    if (this.#context.wanted.lacks(piece)) remote.usefulCount++
  }

  onSuggest(remote: Remote, piece: number): void {
    if (remote.suggested.has(piece)) return
    remote.suggested = new Set([...remote.suggested, piece].slice(-MAX_SUGGESTED))
  }

  /** The remote serves this piece even while it chokes us. It may name a piece that it lacks (BEP 6). */
  onAllowedFast(remote: Remote, piece: number, now: Millis): void {
    if (!remote.pieces.has(piece)) return
    if (remote.allowedFast.size === 0) remote.allowedFast = new Bitfield(remote.pieces.size)
    remote.allowedFast.add(piece)
    this.#requester.fill(remote, now)
  }

  onBlock(remote: Remote, piece: number, begin: number, bytes: Uint8Array, now: Millis): void {
    const block = this.#blockIndex(piece, begin, bytes.length)
    const wasAsked = remote.requests.served(piece, block, now)
    remote.down.add(bytes.length, now)
    remote.giving.add(bytes.length, now)
    remote.silentSince = now
    this.#requester.onBlock(remote)
    const assembly = this.partials.receive(remote, piece, block, bytes)
    if (wasAsked) this.partials.unask(piece, block)
    if (assembly !== undefined) {
      this.#context.output.blockReceived(remote.id, bytes.length)
      if (assembly.timesAsked(block) > 0) this.#cancelElsewhere(piece, block, now)
      if (assembly.isComplete) {
        this.partials.complete(assembly)
        this.#context.output.pieceReceived(piece, assembly.join(), assembly.senders())
      }
    }
    if (remote.peerChoking && remote.requests.size === 0) {
      // It was the last answer of a remote that has choked us: others take over its pieces.
      this.partials.disown(remote.link)
      this.#requester.fillAll(now)
    } else this.#requester.fill(remote, now)
  }

  /** Cancels the other requests for a block that has come. */
  #cancelElsewhere(piece: number, block: number, now: Millis): void {
    for (const remote of this.#remotes()) {
      if (!remote.requests.has(piece, block)) continue
      this.#requests.cancel(remote, [{ piece, block }])
      this.#requester.fill(remote, now)
    }
  }

  /** The remote will not answer a request, or has taken our cancel (BEP 6). */
  onReject(remote: Remote, { piece, begin, length }: BlockRange, now: Millis): void {
    const block = this.#blockIndex(piece, begin, length)
    if (!remote.requests.answered(piece, block)) return
    this.#requests.rejected(remote, piece, block)
    // A remote that does not choke us rejects only what it lacks. But while late answers to cancelled
    // requests are due, the reject may be one of those.
    if (remote.peerChoking) remote.allowedFast.delete(piece)
    else if (!remote.requests.expectsLateAnswers) this.onDontHave(remote, piece, now)
    this.#requester.fillAll(now)
  }

  /** They may be on their way no more: asked for again at once. The remote cannot know which have arrived. */
  onLost(remote: Remote, blocks: readonly LostBlock[], now: Millis): void {
    const { info, blockBytes } = this.#context
    const open = blocks
      .filter(({ piece, begin }) => piece < info.pieceCount && begin < pieceLengthAt(info, piece))
      .map(({ piece, begin }) => ({ piece, block: Math.floor(begin / blockBytes) }))
      .filter(({ piece, block }) => remote.requests.has(piece, block))
    if (open.length === 0) return
    this.#requests.giveUp(remote, open)
    this.#requester.fillAll(now)
  }

  onDontHave(remote: Remote, piece: number, now: Millis): void {
    if (!remote.pieces.delete(piece)) return
    remote.allowedFast.delete(piece)
    this.partials.ranks.lower(piece)
    if (this.#context.wanted.lacks(piece)) remote.usefulCount--
    const requests = [...remote.requests].filter(request => request.piece === piece)
    this.#requests.giveUp(remote, requests)
    this.partials.disown(remote.link, piece)
    this.#requests.updateInterest(remote)
    this.#requester.fillAll(now)
  }

  leave(remote: Remote, now: Millis): void {
    this.#requests.giveUp(remote, [...remote.requests])
    for (const piece of remote.pieces) this.partials.ranks.lower(piece)
    this.#requester.fillAll(now)
  }

  // --- what happened to a piece

  pieceHeld(piece: number, now: Millis): void {
    this.partials.held(piece)
    this.#changeUseful(piece, -1)
    this.#requester.fillAll(now)
  }

  pieceFound(piece: number, now: Millis): void {
    this.partials.found(piece)
    this.pieceHeld(piece, now)
  }

  /** `single`: fetch it again from one remote alone. */
  pieceFailed(piece: number, single: boolean, now: Millis): void {
    this.partials.failed(piece, single)
    this.#requester.fillAll(now)
  }

  /** A held piece turned out to be unreadable: fetch it again. */
  pieceLost(piece: number, now: Millis): void {
    this.#changeUseful(piece, 1)
    this.partials.lost(piece)
    this.#requester.fillAll(now)
  }

  #changeUseful(piece: number, by: 1 | -1): void {
    if (!this.#context.wanted.has(piece)) return
    for (const remote of this.#remotes()) {
      if (!remote.pieces.has(piece)) continue
      remote.usefulCount += by
      this.#requests.updateInterest(remote)
    }
  }

  // --- time

  get nextDeadline(): Millis | undefined {
    return this.#requests.nextDeadline
  }

  tick(now: Millis): void {
    this.#requester.tick(now)
  }

  /** The block's index in its piece; only what we could have asked for is in range. */
  #blockIndex(piece: number, begin: number, length: number): number {
    const { info, blockBytes } = this.#context
    const inRange =
      piece < info.pieceCount &&
      begin % blockBytes === 0 &&
      begin < pieceLengthAt(info, piece) &&
      length === blockLengthAt(info, { piece, begin }, blockBytes)
    if (!inRange) throw new ProtocolError('bad-range', `sent a block ${piece}+${begin}+${length}`)
    return begin / blockBytes
  }

  #remotes(): Iterable<Remote> {
    return this.#context.remotes.values()
  }
}
