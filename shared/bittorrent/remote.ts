/**
 * What is known of one remote in the exchange, and the requests that are open both ways. Each field is
 * written by the one class that is named; what only a policy needs of a remote, it keeps itself.
 */
import { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { RateMeter } from '../base/rate-meter.ts'
import type { ExchangeLinkView } from '../exchange/view.ts'
import { type BlockRange, ProtocolError } from '../wire/message.ts'

const NO_PIECES = new Bitfield(0)
const NONE: ReadonlySet<number> = new Set()
/** Without `reqq` (BEP 10) assume what old clients bear. */
const DEFAULT_REQUEST_LIMIT = 250

export class Remote {
  readonly link: LinkId
  readonly id: PeerId
  readonly joinedAt: Millis
  /** Both of us speak the fast extension (BEP 6): every request is answered, by a block or a reject. */
  readonly speaksFast: boolean

  // The exchange: what keeps it within the rules of talking.
  /** A bitfield, have all, have none or a have has come: none of the first three may follow. */
  hasToldPieces = false
  /** Requests that it keeps without dropping any: its `reqq` (BEP 10). */
  requestLimit = DEFAULT_REQUEST_LIMIT

  // Downloads: what it tells and sends us.
  readonly pieces: Bitfield
  peerChoking = true
  /** Pieces that it serves to us even while it chokes us (BEP 6). */
  allowedFast: Bitfield = NO_PIECES
  /** The piece it would rather be asked for (BEP 6). */
  suggested: number | undefined
  /** Pieces it holds and we lack: interest without counting again. */
  usefulCount = 0
  readonly down: RateMeter
  /** When its last block came, or when it unchoked us. */
  silentSince: Millis

  // Requests: what we tell and ask it.
  amInterested = false
  readonly requests: RequestQueue

  // The requester.
  /** It left requests unanswered (BEP 3, anti-snubbing). */
  snubbed = false

  // Uploads: what it asks of us, and is given.
  amChoking = true
  peerInterested = false
  readonly upload: UploadQueue
  readonly up: RateMeter

  constructor(
    { link, id, speaksFast }: { link: LinkId; id: PeerId; speaksFast: boolean },
    pieceCount: number,
    blocksPerPiece: number,
    now: Millis,
  ) {
    this.link = link
    this.id = id
    this.speaksFast = speaksFast
    this.joinedAt = now
    this.pieces = new Bitfield(pieceCount)
    this.silentSince = now
    this.requests = new RequestQueue(blocksPerPiece)
    this.upload = new UploadQueue(now)
    this.down = new RateMeter(now)
    this.up = new RateMeter(now)
  }

  /** Pieces that it may be asked for now. */
  get askable(): Bitfield {
    return this.peerChoking ? this.allowedFast : this.pieces
  }

  inspect(now: Millis): ExchangeLinkView {
    return {
      heldCount: this.pieces.count,
      amChoking: this.amChoking,
      amInterested: this.amInterested,
      peerChoking: this.peerChoking,
      peerInterested: this.peerInterested,
      snubbed: this.snubbed,
      downRate: this.down.rate(now),
      upRate: this.up.rate(now),
      downloaded: this.down.total,
      uploaded: this.up.total,
      requestsOut: this.requests.size,
      requestsIn: this.upload.waiting.length,
    }
  }
}

export interface OpenRequest {
  readonly piece: number
  readonly block: number
  readonly sentAt: Millis
}

/** Answers to nothing that we asked for, before the link is dropped: some leeway for unforeseen races. */
const MAX_UNASKED_ANSWERS = 100

/** The requests one remote has yet to answer, and how many more answers may come to those given up. */
export class RequestQueue {
  /** By piece and block, oldest first. */
  readonly #open = new Map<number, OpenRequest>()
  readonly #blocksPerPiece: number
  /** Requests given up that may be answered yet, less the answers to nothing that came. */
  #lateAnswersExpected = 0

  constructor(blocksPerPiece: number) {
    this.#blocksPerPiece = blocksPerPiece
  }

  get size(): number {
    return this.#open.size
  }

  /** Whether an answer may belong to a request that we gave up. */
  get expectsLateAnswers(): boolean {
    return this.#lateAnswersExpected > 0
  }

  has(piece: number, block: number): boolean {
    return this.#open.has(this.#key(piece, block))
  }

  add(piece: number, block: number, now: Millis): void {
    this.#open.set(this.#key(piece, block), { piece, block, sentAt: now })
  }

  /** True if it was waited for. Throws ProtocolError after too many that were not. */
  answered(piece: number, block: number): boolean {
    if (this.#open.delete(this.#key(piece, block))) return true
    if (--this.#lateAnswersExpected < -MAX_UNASKED_ANSWERS)
      throw new ProtocolError('flood', 'answers what nobody asked for')
    return false
  }

  /** Stops waiting for an answer, which may come all the same. */
  giveUp(piece: number, block: number): void {
    this.#open.delete(this.#key(piece, block))
    this.#lateAnswersExpected++
  }

  [Symbol.iterator](): IterableIterator<OpenRequest> {
    return this.#open.values()
  }

  #key(piece: number, block: number): number {
    return piece * this.#blocksPerPiece + block
  }
}

/** One remote's requests to us, on their way through storage into its channel. */
export class UploadQueue {
  readonly waiting: BlockRange[] = []
  /** Handed to storage, not yet read. */
  readingBytes = 0
  /** In the channel's send queue, as last reported. */
  queuedBytes = 0
  /** Measured at the end of that queue: the rate of the link, not of our writing. */
  readonly departed: RateMeter
  requestsWhileChoked = 0
  /** Pieces that it may have although we choke it (BEP 6), and how many blocks more. */
  granted: ReadonlySet<number> = NONE
  grantedBlocks = 0

  constructor(now: Millis) {
    this.departed = new RateMeter(now)
  }
}
