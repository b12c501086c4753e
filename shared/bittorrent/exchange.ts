/**
 * The BitTorrent exchange (BEP 3) of one torrent: gives and takes pieces with many remotes. It is
 * told of messages, answers and time, and says what to send, read and check through its output.
 * Checking, storing and banning are the peer's business; finding remotes too.
 */
import { unreachable } from '../base/assert.ts'
import { Bitfield } from '../base/bitfield.ts'
import { earliest, type InfoHash, type LinkId, type Millis, type PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { ExchangeMessage, ExchangeOutput, Terms } from '../exchange/exchange.ts'
import { bytesIn, type Info } from '../torrent/info.ts'
import { BLOCK_BYTES, type BlockRange, type Message, ProtocolError } from '../wire/message.ts'
import type { ExchangeContext } from './context.ts'
import { Downloads } from './downloads.ts'
import type { BitTorrentPolicies } from './policies.ts'
import { RateLimit } from './rate-limit.ts'
import { Remote } from './remote.ts'
import { type Showing, SuperSeeding } from './super-seeding.ts'
import { Uploads } from './uploads.ts'
import { Wanted } from './wanted.ts'

export interface ExchangeOptions {
  readonly infoHash: InfoHash
  readonly info: Info
  /** Verified and on disk at the start; from then on only `pieceHeld` adds to it. */
  readonly held: Bitfield
  readonly wanted: boolean
  readonly policies: BitTorrentPolicies
}

export class Exchange {
  readonly #remotes = new Map<LinkId, Remote>()
  readonly #context: ExchangeContext
  readonly #output: ExchangeOutput
  /** Only for who holds everything from the start, and is told to. */
  readonly #superSeeding: SuperSeeding | undefined
  readonly downloads: Downloads
  readonly uploads: Uploads

  constructor(options: ExchangeOptions, random: Random, output: ExchangeOutput, now: Millis) {
    const { infoHash, info, held, wanted, policies } = options
    const limits = { up: new RateLimit(), down: new RateLimit() }
    this.#output = output
    this.#context = {
      infoHash,
      info,
      held,
      wanted: new Wanted(held),
      remotes: this.#remotes,
      limits,
      output: { ...output, send: (link, message) => this.#send(link, message) },
    }
    this.downloads = new Downloads(this.#context, wanted, policies, random)
    this.uploads = new Uploads(this.#context, policies, random, now)
    if (policies.superSeeding && held.isFull) {
      const piecesOf = (link: LinkId) => this.#remotes.get(link)?.pieces
      this.#superSeeding = new SuperSeeding(info.pieceCount, piecesOf, random)
    }
  }

  get held(): Bitfield {
    return this.#context.held
  }

  /** All that is wanted is held. */
  get isFinished(): boolean {
    return this.#context.wanted.isComplete
  }

  /** Of everything, wanted or not. */
  get bytesLeft(): number {
    return this.#context.info.length - bytesIn(this.#context.info, this.held)
  }

  get remotes(): Iterable<Remote> {
    return this.#remotes.values()
  }

  remote(link: LinkId): Remote | undefined {
    return this.#remotes.get(link)
  }

  /** A remote has shaken hands: it is told what we hold. */
  join(link: LinkId, id: PeerId, { isFirstMessage, speaksFast }: Terms, now: Millis): void {
    const { info } = this.#context
    const blocksPerPiece = Math.ceil(info.pieceLength / BLOCK_BYTES)
    const remote = new Remote({ link, id, speaksFast }, info.pieceCount, blocksPerPiece, now)
    this.#remotes.set(link, remote)
    this.#superSeeding?.join(link)
    if (isFirstMessage) this.#tellAll(remote)
    else if (!this.#superSeeding)
      for (const piece of this.held) this.#send(link, { type: 'have', piece })
    if (!this.#superSeeding) this.uploads.grantFast(remote)
  }

  /** All at once, which only the first message may (BEP 3); the fast extension must say something. */
  #tellAll({ link, speaksFast }: Remote): void {
    const held = this.#superSeeding ? new Bitfield(this.held.size) : this.held
    if (speaksFast && held.isFull) this.#send(link, { type: 'haveAll' })
    else if (held.count > 0) this.#send(link, { type: 'bitfield', bytes: held.bytes.slice() })
    else if (speaksFast) this.#send(link, { type: 'haveNone' })
  }

  /** The remote's `reqq` (BEP 10), if it told one. */
  limitRequests(link: LinkId, requests: number | undefined): void {
    const remote = this.#remotes.get(link)
    if (remote !== undefined && requests !== undefined) remote.requests.remoteLimit = requests
  }

  leave(link: LinkId, now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote === undefined) return
    this.#remotes.delete(link)
    this.#superSeeding?.leave(link)
    this.downloads.leave(remote, now)
    this.uploads.leave(remote, now)
  }

  /** Throws ProtocolError: the link is to be dropped. */
  receive(link: LinkId, message: ExchangeMessage, now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote === undefined) return
    switch (message.type) {
      case 'choke':
      case 'unchoke':
        this.#onChoking(remote, message.type === 'choke', now)
        break
      case 'interested':
      case 'notInterested':
        this.#onInterest(remote, message.type === 'interested', now)
        break
      case 'have':
        this.#onHave(remote, message.piece, now)
        break
      case 'bitfield':
        this.#onBitfield(remote, message.bytes, now)
        break
      case 'haveAll':
        this.#onPieces(remote, Bitfield.full(this.held.size), now)
        break
      case 'haveNone':
        this.#onPieces(remote, new Bitfield(this.held.size), now)
        break
      case 'request':
        if (this.#superSeeding?.isShown(link, message.piece) === false)
          this.uploads.refuse(remote, message)
        else this.uploads.onRequest(remote, message, now)
        break
      case 'piece':
        this.downloads.onPiece(remote, message.piece, message.begin, message.block, now)
        break
      case 'cancel':
        this.uploads.onCancel(remote, message)
        break
      case 'reject':
        this.downloads.onReject(remote, message, now)
        break
      case 'suggest':
        this.#checkPiece(message.piece)
        remote.suggested = message.piece
        break
      case 'allowedFast':
        this.#checkPiece(message.piece)
        this.downloads.onAllowedFast(remote, message.piece, now)
        break
      default:
        unreachable(message)
    }
  }

  /** The answer to `read`; `block` is undefined if storage could not give it. */
  supply(link: LinkId, range: BlockRange, block: Uint8Array | undefined, now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote !== undefined) this.uploads.supply(remote, range, block, now)
  }

  drained(link: LinkId, queuedBytes: number, now: Millis): void {
    const remote = this.#remotes.get(link)
    if (remote !== undefined) this.uploads.drained(remote, queuedBytes, now)
  }

  /** Checked and on disk: ours to give, and everyone is told. */
  pieceHeld(piece: number, now: Millis): void {
    if (this.held.add(piece)) this.#context.wanted.onHeld(piece)
    this.#tell(piece)
    this.downloads.pieceHeld(piece, now)
  }

  /** Whoever has the piece too needs not know at once: it is told with what it is told next. */
  #tell(piece: number): void {
    for (const remote of this.#remotes.values()) {
      if (remote.pieces.has(piece)) remote.untold.push(piece)
      else this.#send(remote.link, { type: 'have', piece })
    }
  }

  #tellRest(remote: Remote): void {
    for (const piece of remote.untold.splice(0)) {
      // It may have been lost since it was to be told.
      if (this.held.has(piece)) this.#output.send(remote.link, { type: 'have', piece })
    }
  }

  pieceFailed(piece: number, single: boolean, now: Millis): void {
    this.downloads.pieceFailed(piece, single, now)
  }

  /** Storage no longer gives a piece that it held. */
  pieceLost(piece: number, now: Millis): void {
    if (!this.held.delete(piece)) return
    this.#context.wanted.onLost(piece)
    this.downloads.pieceLost(piece, now)
  }

  /** A byte for each piece: 0 is not fetched, of the others the higher come first. */
  prioritise(priorities: Uint8Array, now: Millis): void {
    this.#context.wanted.prioritise(priorities)
    this.downloads.prioritise(priorities, now)
  }

  /** Bytes a second, over all remotes; undefined: none. */
  setLimits(up: number | undefined, down: number | undefined, now: Millis): void {
    this.#context.limits.up.set(up)
    this.#context.limits.down.set(down)
    this.tick(now)
  }

  /** When a limit lets something go on. */
  get nextDeadline(): Millis | undefined {
    return earliest(this.downloads.nextDeadline, this.uploads.nextDeadline)
  }

  tick(now: Millis): void {
    for (const remote of this.#remotes.values()) this.#tellRest(remote)
    this.downloads.tick(now)
    this.uploads.tick(now)
    this.#show(this.#superSeeding?.tick(now))
  }

  /** BEP 54: the remote no longer has it. Throws ProtocolError. */
  dontHave(link: LinkId, piece: number, now: Millis): void {
    this.#checkPiece(piece)
    const remote = this.#remotes.get(link)
    if (remote !== undefined) this.downloads.onDontHave(remote, piece, now)
  }

  #checkPiece(piece: number): void {
    if (piece >= this.#context.info.pieceCount)
      throw new ProtocolError('bad-range', `speaks of piece ${piece}, which is not`)
  }

  #onChoking(remote: Remote, choking: boolean, now: Millis): void {
    if (choking === remote.peerChoking) return
    this.#countChange(remote, now)
    if (choking) this.downloads.onChoke(remote, now)
    else this.downloads.onUnchoke(remote, now)
  }

  #onInterest(remote: Remote, interested: boolean, now: Millis): void {
    if (interested === remote.peerInterested) return
    this.#countChange(remote, now)
    if (interested) this.uploads.onInterested(remote, now)
    else this.uploads.onNotInterested(remote, now)
  }

  #countChange(remote: Remote, now: Millis): void {
    if (!remote.stateChanges.take(now))
      throw new ProtocolError(
        'flood',
        'changes between choke and unchoke, or interest, without end',
      )
  }

  #onHave(remote: Remote, piece: number, now: Millis): void {
    this.#checkPiece(piece)
    remote.toldPieces = true
    this.downloads.onHave(remote, piece, now)
    this.#show(this.#superSeeding?.onHave(remote.link, piece, now))
  }

  #onBitfield(remote: Remote, bytes: Uint8Array, now: Millis): void {
    const pieces = Bitfield.parse(this.#context.info.pieceCount, bytes)
    if (pieces === undefined) throw new ProtocolError('bad-bitfield', 'the bitfield does not fit')
    this.#onPieces(remote, pieces, now)
  }

  #onPieces(remote: Remote, pieces: Bitfield, now: Millis): void {
    if (remote.toldPieces) throw new ProtocolError('out-of-order', 'tells all its pieces too late')
    remote.toldPieces = true
    this.downloads.onBitfield(remote, pieces, now)
    this.#show(this.#superSeeding?.onPieces(remote.link, pieces, now))
  }

  #show(showings: readonly Showing[] = []): void {
    for (const { link, piece } of showings) this.#send(link, { type: 'have', piece })
  }

  #send(link: LinkId, message: Message): void {
    const remote = this.#remotes.get(link)
    if (remote && remote.untold.length > 0) this.#tellRest(remote)
    this.#output.send(link, message)
  }
}
