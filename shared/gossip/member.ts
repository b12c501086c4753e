/** What we know of one other member: what it holds, what is owed both ways, when it last spoke. */
import { Bitfield } from '../base/bitfield.ts'
import { TokenBucket } from '../base/bucket.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { RateMeter } from '../base/rate-meter.ts'

/** A piece that one of two members would give the other. */
export interface Offer {
  readonly piece: number
  /** Its number among the giver's offers to this member. */
  readonly offer: number
}

/** Both count: either side has numbers of its own, but only one of them holds the piece. */
export const isSame = (a: Offer | undefined, b: Offer): boolean =>
  a?.offer === b.offer && a.piece === b.piece

/** A piece on its way to this member, in blocks. */
export interface Outgoing extends Offer {
  readonly length: number
  /** Read from storage, or being read. */
  begun: number
}

/** A piece on its way to us. */
export interface Incoming {
  readonly piece: number
  readonly length: number
  /** Undefined if it is not needed: the blocks are counted and dropped. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined
  received: number
}

/** Messages that are not blocks: no honest peer says so much. */
const MAX_TALK = { burst: 5_000, perSecond: 2_000 }
/** Pieces pushed at us without a word before, by the round: one is what the report's peers send. */
const PUSHES = { burst: 8, perRound: 2 }
/** Blocks that nobody waits for: some cross with the message that makes them needless. */
const MAX_UNASKED_BLOCKS = { burst: 500, perSecond: 20 }
/** Bitmaps given on request: the largest is 256 KiB. */
const MAX_BITMAPS = { burst: 5, perSecond: 0.5 }

export class Member {
  readonly link: LinkId
  readonly id: PeerId
  /** Of what it has told: all of it where peers inform each other, else only what passed between us. */
  readonly pieces: Bitfield
  /** How many pieces it says it holds. */
  count: number | undefined
  heardAt: Millis
  /** It was heard of lately: one that is silent is not spoken to. */
  alive = true

  // What it told, where peers inform each other.
  /** On their way to it, from whomever. */
  coming: readonly number[] = []
  /** Pieces we hold of which it was not told. */
  untold: number[] = []
  untoldSince: Millis | undefined
  /** What it was told is on its way to us. */
  toldComing = 0
  offered: Offer | undefined
  /** The piece that it asks of us. */
  pulled: number | undefined
  /** Pieces that need not be offered to it in this round: it declined them, or we have begun to send them. */
  readonly settled = new Set<number>()
  /** It promised and did not deliver: nothing is taken from it until then. */
  restsUntil: Millis = Number.NEGATIVE_INFINITY
  stalls = 0

  // Giving.
  /** Made to it so far. */
  offers = 0
  readonly outgoing: Outgoing[] = []
  readonly up: RateMeter
  /** Being read from storage for it: one stretch at a time keeps the blocks in order. */
  readingBytes = 0
  /** In the channel's send queue, as far as we know. */
  queuedBytes = 0

  // Taking.
  incoming: Incoming | undefined
  readonly down: RateMeter

  // What it may do, and how often.
  readonly talk: TokenBucket
  readonly unasked: TokenBucket
  readonly pushes: TokenBucket
  readonly bitmaps: TokenBucket

  constructor(link: LinkId, id: PeerId, pieceCount: number, roundMs: number, now: Millis) {
    this.link = link
    this.id = id
    this.pieces = new Bitfield(pieceCount)
    this.heardAt = now
    this.up = new RateMeter(now)
    this.down = new RateMeter(now)
    this.talk = new TokenBucket(MAX_TALK, now)
    this.unasked = new TokenBucket(MAX_UNASKED_BLOCKS, now)
    const perSecond = (PUSHES.perRound * 1000) / roundMs
    this.pushes = new TokenBucket({ burst: PUSHES.burst, perSecond }, now)
    this.bitmaps = new TokenBucket(MAX_BITMAPS, now)
  }
}
