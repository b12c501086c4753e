/** What we know of one remote in the exchange: its pieces, who chokes whom, what is owed both ways. */
import { Bitfield } from '../base/bitfield.ts'
import { TokenBucket } from '../base/bucket.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { RateMeter } from '../base/rate-meter.ts'
import type { BlockRange } from '../wire/message.ts'
import type { Assembly } from './assembly.ts'
import { RequestQueue } from './request-queue.ts'

/**
 * Chokes, unchokes and changes of interest that one remote may send. Each costs us a look at every
 * other remote. An honest one makes a few of them with each piece that it gets or gives.
 */
const STATE_CHANGES = { burst: 2_000, perSecond: 1_000 }

const NO_PIECES = new Bitfield(0)
const NONE: ReadonlySet<number> = new Set()

export class Remote {
  readonly link: LinkId
  readonly id: PeerId
  readonly joinedAt: Millis

  amChoking = true
  amInterested = false
  peerChoking = true
  peerInterested = false

  /** Both of us speak the fast extension (BEP 6): every request is answered, by a block or a reject. */
  readonly speaksFast: boolean

  readonly pieces: Bitfield
  /** Those of them that it gives us although it chokes us (BEP 6). */
  allowedFast: Bitfield = NO_PIECES
  /** A bitfield, have all, have none or a have has come: none of the first three may follow. */
  toldPieces = false
  /** Pieces it holds and we lack: interest without counting again. */
  usefulCount = 0

  /** What is left of its `STATE_CHANGES`. */
  readonly stateChanges: TokenBucket

  // Download: our requests to it.
  readonly requests: RequestQueue
  readonly down: RateMeter
  /** The piece it would rather be asked for (BEP 6). */
  suggested: number | undefined
  /** The piece whose blocks we ask of it now. */
  current: Assembly | undefined
  /** It left requests unanswered; asked for one block at a time until one arrives. */
  snubbed = false
  lastBlockAt: Millis
  /** Blocks we gave up on, cancelled or lost to a choke: so many may still arrive unasked. */
  pardons = 0

  /** Pieces that it holds too and has not heard that we hold: told of when there is something else to say. */
  readonly untold: number[] = []

  // Upload: its requests to us.
  readonly waiting: BlockRange[] = []
  readonly up: RateMeter
  /** Handed to storage, not yet read. */
  readingBytes = 0
  /** In the channel's send queue, as far as we know. */
  queuedBytes = 0
  /** What left that queue: how fast the link really is, whatever we put into it. */
  readonly departed: RateMeter
  /** Requests it sent although choked. */
  deafRequests = 0
  /** Pieces that we give it although we choke it, and how many blocks more. */
  granted: ReadonlySet<number> = NONE
  grantedBlocks = 0

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
    this.lastBlockAt = now
    this.stateChanges = new TokenBucket(STATE_CHANGES, now)
    this.pieces = new Bitfield(pieceCount)
    this.requests = new RequestQueue(blocksPerPiece)
    this.down = new RateMeter(now)
    this.up = new RateMeter(now)
    this.departed = new RateMeter(now)
  }

  /** What it may be asked for now. */
  get askable(): Bitfield {
    return this.peerChoking ? this.allowedFast : this.pieces
  }
}
