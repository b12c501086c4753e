/**
 * The BitTorrent exchange (BEP 3) of one torrent: gives and takes pieces with many remotes. Start
 * reading at `receive`: each message has one line there.
 */
import { unreachable } from '../base/assert.ts'
import { Bitfield } from '../base/bitfield.ts'
import { earliest, type InfoHash, type LinkId, type Millis, type PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type {
  Exchange,
  ExchangeMessage,
  ExchangeOutput,
  Limits,
  Terms,
  Traffic,
} from '../exchange/exchange.ts'
import type { Pieces } from '../exchange/pieces.ts'
import type { ExchangeLinkView, ExchangeView } from '../exchange/view.ts'
import type { Info } from '../torrent/info.ts'
import type { ExtendedHandshake } from '../wire/extended.ts'
import type { LostBlock } from '../wire/lanes.ts'
import { type BlockRange, ProtocolError } from '../wire/message.ts'
import type { AllowedFast } from './allowed-fast.ts'
import { createChoker } from './clients.ts'
import type { ExchangeContext } from './context.ts'
import { Downloads } from './downloads.ts'
import { Haves } from './haves.ts'
import { LineWindow } from './line-window.ts'
import type { BitTorrentPolicies } from './policies.ts'
import { RateLimit } from './rate-limit.ts'
import { Remote } from './remote.ts'
import { Suggestions } from './suggestions.ts'
import { SuperSeeding } from './super-seeding.ts'
import { Uploads } from './uploads.ts'
import { Wanted } from './wanted.ts'

export interface BitTorrentOptions {
  readonly infoHash: InfoHash
  readonly info: Info
  readonly pieces: Pieces
  readonly wanted: boolean
  readonly policies: BitTorrentPolicies
  /** For whoever has it among the policies. */
  readonly allowedFast?: AllowedFast | undefined
}

export class BitTorrentExchange implements Exchange {
  readonly #remotes = new Map<LinkId, Remote>()
  readonly #context: ExchangeContext
  readonly #haves: Haves
  readonly downloads: Downloads
  readonly uploads: Uploads

  constructor(options: BitTorrentOptions, random: Random, output: ExchangeOutput, now: Millis) {
    const { infoHash, info, pieces, wanted, policies, allowedFast } = options
    this.#context = {
      infoHash,
      info,
      blockBytes: policies.blockBytes,
      pieces,
      wanted: new Wanted(pieces.held),
      remotes: this.#remotes,
      limits: { up: new RateLimit(), down: new RateLimit() },
      output: { ...output, send: (remote, message) => this.#haves.send(remote, message) },
    }
    // Only for a peer that is told to, and that holds everything from the start.
    const superSeeding =
      policies.superSeeding && pieces.held.isFull
        ? new SuperSeeding(pieces.held, link => this.#remotes.get(link)?.pieces, random)
        : undefined
    const isStandard = policies.fidelity === 'standard'
    const haves = { held: pieces.held, superSeeding, mayWait: isStandard }
    this.#haves = new Haves(haves, this.#remotes, (link, message) => output.send(link, message))
    this.downloads = new Downloads(this.#context, wanted, policies, random)
    this.uploads = new Uploads(
      this.#context,
      choking => createChoker(policies, this.#context, random, choking, now),
      {
        allowedFast: policies.allowedFast && !superSeeding ? allowedFast : undefined,
        suggestions:
          isStandard && pieces.held.isFull && !superSeeding ? this.#suggestions(random) : undefined,
        line: isStandard ? new LineWindow(now) : undefined,
      },
      now,
    )
  }

  #suggestions(random: Random): Suggestions {
    const { ranks } = this.downloads.partials
    return new Suggestions(this.#context, piece => ranks.availability(piece), random)
  }

  get isFinished(): boolean {
    return this.#context.wanted.isComplete
  }

  get uploaded(): number {
    return this.uploads.uploaded
  }

  get downloaded(): number {
    return this.downloads.partials.downloaded
  }

  get nextDeadline(): Millis | undefined {
    return earliest(this.downloads.nextDeadline, this.uploads.nextDeadline)
  }

  get remotes(): Iterable<Remote> {
    return this.#remotes.values()
  }

  remote(link: LinkId): Remote | undefined {
    return this.#remotes.get(link)
  }

  // --- remotes come and go

  join(link: LinkId, id: PeerId, terms: Terms, now: Millis): void {
    const { info, blockBytes } = this.#context
    const blocksPerPiece = Math.ceil(info.pieceLength / blockBytes)
    const remote = new Remote({ link, id, ...terms }, info.pieceCount, blocksPerPiece, now)
    this.#remotes.set(link, remote)
    this.#haves.join(remote, terms.isFirstMessage)
    this.uploads.grantFast(remote)
  }

  introduced(link: LinkId, { requestQueue }: ExtendedHandshake): void {
    const remote = this.#remotes.get(link)
    if (remote !== undefined && requestQueue !== undefined) remote.requestLimit = requestQueue
  }

  reached(link: LinkId, isRelayed: boolean, now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote === undefined || remote.isRelayed === isRelayed) return
    remote.isRelayed = isRelayed
    this.downloads.tick(now)
  }

  lanes(link: LinkId, count: number, isBeginning: boolean, now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote === undefined) return
    remote.upload.lanesAre(count, isBeginning)
    remote.requests.lanes = count
    this.tick(now)
  }

  lost(link: LinkId, blocks: readonly LostBlock[], now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote !== undefined) this.downloads.onLost(remote, blocks, now)
  }

  traffic(link: LinkId): Traffic | undefined {
    const remote = this.#remotes.get(link)
    if (remote === undefined) return undefined
    const { departed, queuedBytes } = remote.upload
    const arrivedBytes = remote.down.total
    return {
      departedBytes: departed.total,
      arrivedBytes,
      isBusy: queuedBytes > 0,
      isServing: remote.peerInterested && !remote.amChoking,
    }
  }

  roundTrip(link: LinkId, ms: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote !== undefined) remote.roundTripMs = ms
  }

  leave(link: LinkId, now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote === undefined) return
    this.#remotes.delete(link)
    this.#haves.leave(link)
    this.downloads.leave(remote, now)
    this.uploads.leave(remote, now)
  }

  // --- messages

  receive(link: LinkId, message: ExchangeMessage, now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote === undefined) return
    switch (message.type) {
      case 'choke':
        if (!remote.peerChoking) this.downloads.onChoke(remote, now)
        break
      case 'unchoke':
        if (remote.peerChoking) this.downloads.onUnchoke(remote, now)
        break
      case 'interested':
        if (!remote.peerInterested) this.uploads.onInterested(remote, now)
        break
      case 'notInterested':
        if (remote.peerInterested) this.uploads.onNotInterested(remote, now)
        break
      case 'have':
        this.#onHave(remote, message.piece, now)
        break
      case 'bitfield':
        this.#onPieces(remote, this.#parse(message.bytes), now)
        break
      case 'haveAll':
        this.#onPieces(remote, Bitfield.full(this.#context.info.pieceCount), now)
        break
      case 'haveNone':
        this.#onPieces(remote, new Bitfield(this.#context.info.pieceCount), now)
        break
      case 'request':
        if (this.#haves.mayAsk(link, message.piece)) this.uploads.onRequest(remote, message, now)
        else this.uploads.refuse(remote, message)
        break
      case 'piece':
        this.downloads.onBlock(remote, message.piece, message.begin, message.block, now)
        break
      case 'cancel':
        this.uploads.onCancel(remote, message)
        break
      case 'reject':
        this.downloads.onReject(remote, message, now)
        break
      case 'suggest':
        this.downloads.onSuggest(remote, this.#checked(message.piece))
        break
      case 'allowedFast':
        this.downloads.onAllowedFast(remote, this.#checked(message.piece), now)
        break
      default:
        unreachable(message)
    }
  }

  receiveExtended(): void {
    throw new ProtocolError('bad-extension', 'BitTorrent pieces travel in no extension')
  }

  dontHave(link: LinkId, piece: number, now: Millis): void {
    this.#checked(piece)
    const remote = this.#remotes.get(link)
    if (remote !== undefined) this.downloads.onDontHave(remote, piece, now)
  }

  #onHave(remote: Remote, piece: number, now: Millis): void {
    this.#checked(piece)
    remote.hasToldPieces = true
    this.downloads.onHave(remote, piece, now)
    this.#haves.onHave(remote.link, piece, now)
    this.uploads.onHave(remote, piece)
  }

  #onPieces(remote: Remote, pieces: Bitfield, now: Millis): void {
    if (remote.hasToldPieces)
      throw new ProtocolError('out-of-order', 'tells all its pieces too late')
    remote.hasToldPieces = true
    this.downloads.onBitfield(remote, pieces, now)
    this.#haves.onPieces(remote.link, pieces, now)
  }

  #parse(bytes: Uint8Array): Bitfield {
    const pieces = Bitfield.parse(this.#context.info.pieceCount, bytes)
    if (pieces === undefined) throw new ProtocolError('bad-bitfield', 'the bitfield does not fit')
    return pieces
  }

  #checked(piece: number): number {
    if (piece < this.#context.info.pieceCount) return piece
    throw new ProtocolError('bad-range', `speaks of piece ${piece}, which is not`)
  }

  // --- storage and the channel

  supply(link: LinkId, range: BlockRange, block: Uint8Array | undefined, now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote !== undefined) this.uploads.supply(remote, range, block, now)
  }

  drained(link: LinkId, queuedBytes: number, now: Millis, laneRoomBytes = 0): void {
    const remote = this.#remotes.get(link)
    if (remote === undefined) return
    remote.upload.laneRoomBytes = laneRoomBytes
    this.uploads.drained(remote, queuedBytes, now)
  }

  pieceHeld(piece: number, now: Millis): void {
    this.#context.wanted.onHeld(piece)
    this.#haves.tell(piece)
    this.downloads.pieceHeld(piece, now)
  }

  pieceFound(piece: number, now: Millis): void {
    this.#context.wanted.onHeld(piece)
    this.#haves.tell(piece)
    this.downloads.pieceFound(piece, now)
  }

  pieceFailed(piece: number, single: boolean, now: Millis): void {
    this.downloads.pieceFailed(piece, single, now)
  }

  pieceLost(piece: number, now: Millis): void {
    this.#context.wanted.onLost(piece)
    this.#haves.lost(piece)
    this.uploads.pieceLost(piece, now)
    this.downloads.pieceLost(piece, now)
  }

  // --- what a person wants, and time

  setWanted(wanted: boolean, now: Millis): void {
    this.downloads.setWanted(wanted, now)
  }

  prioritise(priorities: Uint8Array, now: Millis): void {
    this.#context.wanted.prioritise(priorities)
    this.downloads.prioritise(priorities, now)
  }

  setLimits({ upBytesPerSec, downBytesPerSec }: Limits, now: Millis): void {
    this.#context.limits.up.set(upBytesPerSec)
    this.#context.limits.down.set(downBytesPerSec)
    this.tick(now)
  }

  tick(now: Millis): void {
    this.#haves.flushAll()
    this.downloads.tick(now)
    this.uploads.tick(now)
    this.#haves.tick(now)
  }

  // --- what is seen of it

  inspect(now: Millis): ExchangeView {
    let [downRate, upRate] = [0, 0]
    for (const { down, up } of this.#remotes.values()) {
      downRate += down.rate(now)
      upRate += up.rate(now)
    }
    const { partials } = this.downloads
    return {
      partials: Array.from(partials, ({ piece, receivedCount, blockCount }) => ({
        piece,
        received: receivedCount,
        blocks: blockCount,
      })),
      wasted: partials.wasted,
      downRate,
      upRate,
    }
  }

  inspectLink(link: LinkId, now: Millis): ExchangeLinkView | undefined {
    const remote = this.#remotes.get(link)
    return remote?.inspect(now)
  }
}
