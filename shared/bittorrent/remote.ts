/**
 * What is known of one remote in the exchange. Each field is written by the one class that is named;
 * what only one class or policy needs of a remote, it keeps itself.
 */
import { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { RateMeter } from '../base/rate-meter.ts'
import { RequestQueue } from './request-queue.ts'

const NO_PIECES = new Bitfield(0)

export class Remote {
  readonly link: LinkId
  readonly id: PeerId
  readonly joinedAt: Millis
  /** Both of us speak the fast extension (BEP 6): every request is answered, by a block or a reject. */
  readonly speaksFast: boolean

  // Downloads: what it tells and sends us.
  readonly pieces: Bitfield
  peerChoking = true
  /** Those of its pieces that it gives us although it chokes us (BEP 6). */
  allowedFast: Bitfield = NO_PIECES
  /** The piece it would rather be asked for (BEP 6). */
  suggested: number | undefined
  /** Pieces it holds and we lack: interest without counting again. */
  usefulCount = 0
  readonly down: RateMeter

  // Requests: what we tell and ask it.
  amInterested = false
  readonly requests: RequestQueue

  // The requester.
  /** It left requests unanswered (BEP 3, anti-snubbing). */
  snubbed = false

  // Uploads: what it asks of us, and is given.
  amChoking = true
  peerInterested = false
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
    this.requests = new RequestQueue(blocksPerPiece)
    this.down = new RateMeter(now)
    this.up = new RateMeter(now)
  }

  /** What it may be asked for now. */
  get askable(): Bitfield {
    return this.peerChoking ? this.allowedFast : this.pieces
  }
}
