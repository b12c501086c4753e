/**
 * What is known of one remote in the exchange, and the requests that are open both ways. Each field is
 * written by the one class that is named; what only a policy needs of a remote, it keeps itself.
 */
import { Bitfield } from '../base/bitfield.ts'
import { TokenBucket } from '../base/bucket.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { RateMeter } from '../base/rate-meter.ts'
import type { ExchangeLinkView } from '../exchange/view.ts'
import { BLOCK_BYTES, type BlockRange, ProtocolError } from '../wire/message.ts'
import type { Assembly } from './assembly.ts'
import type { ReadAhead } from './read-ahead.ts'
import { RequestDepth } from './request-depth.ts'

/** Rates that decide who is unchoked are means of this time (Cohen 2003): blocks of a piece come together, the next piece seconds later. */
const CHOICE_WINDOW_MS = 20_000
/** Blocks that it may keep back: a disk may fail to read one, and clients without BEP 6 cannot say so. */
const WITHHELD_BLOCKS = { burst: 3, perSecond: 1 / 60 }

const NO_PIECES = new Bitfield(0)
const NONE: ReadonlySet<number> = new Set()
/** So that one connection alone does not overfill the line by its slow start. */
const BEGINNING_BYTES = 8 * BLOCK_BYTES
/** On each lane of a link that has several: a block that leaves, and one behind it. */
export const LANE_WINDOW_BYTES = 2 * BLOCK_BYTES
/** Without `reqq` (BEP 10) assume what old clients bear. */
const DEFAULT_REQUEST_LIMIT = 250

export class Remote {
  readonly link: LinkId
  readonly id: PeerId
  readonly joinedAt: Millis
  /** Both of us speak the fast extension (BEP 6): every request is answered, by a block or a reject. */
  readonly speaksFast: boolean
  /** A web server (BEP 19): several answers of it arrive side by side, and in no order. */
  readonly isWebSeed: boolean

  // The exchange: how it is reached, and what keeps it within the rules of talking.
  isRelayed = false
  /** Undefined where the host does not measure it. */
  roundTripMs: Millis | undefined
  /** A bitfield, have all, have none or a have has come: none of the first three may follow. */
  hasToldPieces = false
  /** Requests that it keeps without dropping any: its `reqq` (BEP 10). */
  requestLimit = DEFAULT_REQUEST_LIMIT
  /** Haves: of pieces that it holds itself, they wait for another message to it. */
  untold: number[] | undefined

  // Downloads: what it tells and sends us.
  readonly pieces: Bitfield
  peerChoking = true
  /** Pieces that it serves to us even while it chokes us (BEP 6). */
  allowedFast: Bitfield = NO_PIECES
  /** Pieces that it would rather be asked for (BEP 6), oldest first. */
  suggested: ReadonlySet<number> = NONE
  /** Pieces it holds and we lack: interest without counting again. */
  usefulCount = 0
  readonly down: RateMeter
  /** The same, for the choker. */
  readonly giving: RateMeter
  /** When its last block came, or when it unchoked us. */
  silentSince: Millis

  // Requests: what we tell and ask it.
  amInterested = false
  readonly requests: RequestQueue

  // The requester.
  /** The piece whose blocks are asked of it now, while it owns that piece. */
  current: Assembly | undefined
  /** It left requests unanswered (BEP 3, anti-snubbing). */
  snubbed = false
  /** What it kept back; few remotes do. */
  withheld: Withheld | undefined

  // The choker.
  /** When it was last choked or unchoked. */
  chokeChangedAt: Millis
  /** How many bytes it had been given by then. */
  givenBefore = 0

  // Uploads: what it asks of us, and is given.
  amChoking = true
  peerInterested = false
  readonly upload: UploadQueue
  readonly up: RateMeter
  /** The same, for the choker. */
  readonly taking: RateMeter

  constructor(
    {
      link,
      id,
      speaksFast,
      isWebSeed = false,
    }: { link: LinkId; id: PeerId; speaksFast: boolean; isWebSeed?: boolean },
    pieceCount: number,
    blocksPerPiece: number,
    now: Millis,
  ) {
    this.link = link
    this.id = id
    this.speaksFast = speaksFast
    this.isWebSeed = isWebSeed
    if (isWebSeed) this.requestLimit = Number.POSITIVE_INFINITY
    this.joinedAt = now
    this.chokeChangedAt = now
    this.pieces = new Bitfield(pieceCount)
    this.silentSince = now
    this.requests = new RequestQueue(blocksPerPiece, !isWebSeed)
    this.upload = new UploadQueue(now)
    this.down = new RateMeter(now)
    this.up = new RateMeter(now)
    this.giving = new RateMeter(now, CHOICE_WINDOW_MS)
    this.taking = new RateMeter(now, CHOICE_WINDOW_MS)
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

/** Blocks that a remote kept back. */
export class Withheld {
  /** Pieces of which it did, and when: others finish them. */
  readonly pieces = new Map<number, Millis>()
  /** Blocks that it may yet keep back. */
  readonly allowance: TokenBucket

  constructor(now: Millis) {
    this.allowance = new TokenBucket(WITHHELD_BLOCKS, now)
  }
}

export interface OpenRequest {
  readonly piece: number
  readonly block: number
  readonly sentAt: Millis
  /** Its place among all requests to this remote. */
  readonly place: number
}

/**
 * Blocks that pass one which is late: fewer may do so when a block is asked for again, and the late
 * answer to the first request comes.
 */
const MIN_OVERTAKING = 50
/** Fewer do on a lane that has just lost a packet. */
const STANDING_OVERTAKING = 6
/** Blocks that may stand while others are asked for: 4 MB, what slow start fills a long line and its queue with. */
const MAX_STANDING = 256
/** Answers to nothing that we asked for, before the link is dropped: some leeway for unforeseen races. */
const MAX_UNASKED_ANSWERS = 100

/** The requests one remote has yet to answer, and how many more answers may come to those given up. */
export class RequestQueue {
  /** How many there should be. */
  readonly depth = new RequestDepth()
  /** Connections that the link is: blocks on one pass those on another. */
  lanes = 1
  /** By piece and block, oldest first. */
  readonly #open = new Map<number, OpenRequest>()
  readonly #blocksPerPiece: number
  /** It answers in order: of who does not, none passes another. */
  readonly #isOrdered: boolean
  /** Looked up again once it is answered or given up. */
  #oldest: OpenRequest | undefined
  #asked = 0
  /** The place of the latest request that a block has answered. */
  #lastServed = 0
  /** Requests given up that may be answered yet, less the answers to nothing that came. */
  #lateAnswersExpected = 0

  constructor(blocksPerPiece: number, isOrdered: boolean) {
    this.#blocksPerPiece = blocksPerPiece
    this.#isOrdered = isOrdered
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
    this.#open.set(this.#key(piece, block), { piece, block, sentAt: now, place: ++this.#asked })
  }

  /** The block has come: as `answered`. */
  served(piece: number, block: number, now: Millis): boolean {
    const request = this.#open.get(this.#key(piece, block))
    if (request !== undefined) {
      if (request.place > this.#lastServed) this.#lastServed = request.place
      this.depth.answered(now - request.sentAt, this.#open.size, now)
    }
    return this.answered(piece, block)
  }

  /**
   * Many blocks that were asked for later have come. Peers answer in order, but for the moments that their
   * disks take: a slow line delays all blocks, this one is kept back.
   */
  hasPassed({ place }: OpenRequest): boolean {
    return this.#isOrdered && this.#lastServed - place >= this.lanes * MIN_OVERTAKING
  }

  /** A block is kept back. */
  get isOvertaken(): boolean {
    return this.overtaking >= this.lanes * MIN_OVERTAKING
  }

  /** Open ones that many asked for later have passed: they stand on a connection that does. */
  get standing(): number {
    let count = 0
    for (const { place } of this.#open.values()) {
      if (this.#lastServed - place < this.lanes * STANDING_OVERTAKING) break
      if (++count >= MAX_STANDING) break
    }
    return count
  }

  /** How many requests back the oldest open one is, of those served. */
  get overtaking(): number {
    const oldest = this.#isOrdered ? this.oldest : undefined
    return oldest === undefined ? 0 : this.#lastServed - oldest.place
  }

  get oldest(): OpenRequest | undefined {
    if (this.#open.size === 0) return undefined
    this.#oldest ??= this.#open.values().next().value
    return this.#oldest
  }

  /** True if it was waited for. Throws ProtocolError after too many that were not. */
  answered(piece: number, block: number): boolean {
    if (this.#delete(piece, block)) return true
    if (--this.#lateAnswersExpected < -MAX_UNASKED_ANSWERS)
      throw new ProtocolError('flood', 'answers what nobody asked for')
    return false
  }

  /** Stops waiting for an answer, which may come all the same. */
  giveUp(piece: number, block: number): void {
    this.#delete(piece, block)
    this.#lateAnswersExpected++
  }

  [Symbol.iterator](): IterableIterator<OpenRequest> {
    return this.#open.values()
  }

  #delete(piece: number, block: number): boolean {
    if (this.#oldest?.piece === piece && this.#oldest.block === block) this.#oldest = undefined
    return this.#open.delete(this.#key(piece, block))
  }

  #key(piece: number, block: number): number {
    return piece * this.#blocksPerPiece + block
  }
}

/** Blocks of a piece that a remote is given one after the other. */
export interface Turn {
  readonly piece: number
  /** Among all turns: who began first goes on first. */
  readonly place: number
  blocks: number
}

/** One remote's requests to us, on their way through storage into its channel. */
export class UploadQueue {
  readonly waiting: BlockRange[] = []
  /** The one that it has begun last. */
  turn: Turn | undefined
  /** Once it has asked for a block. */
  ahead: ReadAhead | undefined
  /** Handed to storage, not yet read. */
  readingBytes = 0
  /** Connections that the link is. */
  lanes = 1
  /** What goes on those that have little to send, although another has much: it may stand still for seconds. */
  laneRoomBytes = 0
  /** What may yet be sent while its first lanes are being made; undefined: they are not. */
  beginningBytes: number | undefined
  /** In the channel's send queue, as last reported. */
  queuedBytes = 0
  /** Measured at the end of that queue: the rate of the link, not of our writing. */
  readonly departed: RateMeter
  requestsWhileChoked = 0
  /** Pieces that it may have although we choke it (BEP 6), and how many bytes more of them. */
  granted: ReadonlySet<number> = NONE
  grantedBytes = 0

  constructor(now: Millis) {
    this.departed = new RateMeter(now)
  }

  lanesAre(count: number, isBeginning: boolean): void {
    this.beginningBytes = isBeginning ? (this.beginningBytes ?? BEGINNING_BYTES) : undefined
    this.laneRoomBytes += Math.max(0, count - this.lanes) * LANE_WINDOW_BYTES
    this.lanes = count
  }

  queued(bytes: number): void {
    this.queuedBytes += bytes
    this.laneRoomBytes = Math.max(0, this.laneRoomBytes - bytes)
  }
}

/** What goes on a connection of a link that has several. */
export const roomOn = (queuedBytes: number): number => Math.max(0, LANE_WINDOW_BYTES - queuedBytes)
