/** The giving half of the exchange: whose requests are served, and how fast. Who may ask, the choker says. */
import type { Millis } from '../base/ids.ts'
import { RateMeter } from '../base/rate-meter.ts'
import { pieceLengthAt } from '../torrent/info.ts'
import { BLOCK_BYTES, type BlockRange, MAX_REQUEST_BYTES, ProtocolError } from '../wire/message.ts'
import type { AllowedFast } from './allowed-fast.ts'
import type { Choker, ChokerOutput } from './choker.ts'
import type { ExchangeContext } from './context.ts'
import type { LineWindow } from './line-window.ts'
import { AHEAD_BLOCKS, ReadAhead } from './read-ahead.ts'
import { LANE_WINDOW_BYTES, type Remote } from './remote.ts'
import { FAR_MS } from './request-depth.ts'
import type { Suggestions } from './suggestions.ts'
import { Turns } from './turns.ts'

/** Requests one remote may have waiting with us: what we promise as `reqq`. */
export const REQUEST_QUEUE_LIMIT = 500
/** Remotes that ignore `reqq` get some patience (libtorrent: 2000), then the link is dropped. */
const MAX_WAITING = 2_000
/** Each byte granted to a choked newcomer may be asked for this many times (libtorrent: 3). */
const MAX_FAST_COPIES = 3
/** A remote with this many pieces has something to give, and is served like everybody else (BEP 6). */
const NEWCOMER_PIECES = 5
/** Requests sent while choked, since the last unchoke: a few race with every choke. */
const MAX_REQUESTS_WHILE_CHOKED = 2_000
/**
 * What may stand in a channel's send queue: little enough that a choke, a have or a request of our
 * own is never far behind, and that a fast link is fed evenly. A queue of 1 MiB made Chromium lose
 * packets in bursts and a transfer take 1.2 times as long as one of 64 KiB.
 */
const SLOW_WINDOW_MS = 200
const FAST_WINDOW_MS = 8
const MIN_SEND_WINDOW_BYTES = BLOCK_BYTES
const EVEN_SEND_WINDOW_BYTES = 64 * 1024
/** On a far link, where the line and not Chromium limits it: a tenth of a second of 20 Mbit/s, for a disk and a tab that are slow for a moment. */
const FAR_SEND_WINDOW_BYTES = 256 * 1024
/** Far below Chromium's 16 MiB limit. */
const MAX_SEND_WINDOW_BYTES = 1024 * 1024
const PIECE_HEADER_BYTES = 13
/** In the queues of all channels, where one after the other fills the line (see line-window.ts). */
const LINE_WINDOW_MS = 10

export interface UploadOptions {
  readonly allowedFast: AllowedFast | undefined
  /** Only of a peer that holds everything from the start. */
  readonly suggestions: Suggestions | undefined
  /** Undefined: each channel is fed as it takes. */
  readonly line: LineWindow | undefined
}

export class Uploads {
  readonly #context: ExchangeContext
  readonly #choker: Choker
  readonly #allowedFast: AllowedFast | undefined
  readonly #suggestions: Suggestions | undefined
  readonly #turns: Turns
  /** Being read, and in the queues of all channels. */
  #underWayBytes = 0
  #readingBytes = 0
  readonly #line: LineWindow | undefined
  /** What has left all queues. */
  readonly #departed: RateMeter
  /** A remote waits for a block, but the rate limit does not allow it yet. */
  #isHeldBack = false
  /** A remote waits for a block, but too much is in the queues of others. */
  #isLineFull = false
  uploaded = 0

  /** `createChoker`: makes the policy, which chokes and unchokes through the output that it is given. */
  constructor(
    context: ExchangeContext,
    createChoker: (output: ChokerOutput) => Choker,
    { allowedFast, suggestions, line }: UploadOptions,
    now: Millis,
  ) {
    this.#context = context
    this.#allowedFast = allowedFast
    this.#suggestions = suggestions
    this.#line = line
    this.#departed = new RateMeter(now)
    this.#turns = new Turns({
      hasRoom,
      isUrgent: (remote, piece) => suggestions?.isFirstCopy(remote, piece) ?? false,
    })
    this.#choker = createChoker({
      choke: remote => this.#choke(remote),
      unchoke: remote => this.#unchoke(remote),
    })
  }

  // --- what the remote tells

  onInterested(remote: Remote, now: Millis): void {
    remote.peerInterested = true
    this.#choker.onInterested(remote, now)
    this.#serve(now)
  }

  onNotInterested(remote: Remote, now: Millis): void {
    remote.peerInterested = false
    this.#choker.onNotInterested(remote, now)
  }

  onRequest(remote: Remote, range: BlockRange, now: Millis): void {
    this.#checkRange(range)
    const queue = remote.upload
    if (remote.amChoking && !this.#takeGrant(remote, range)) {
      if (++queue.requestsWhileChoked > MAX_REQUESTS_WHILE_CHOKED) {
        throw new ProtocolError('flood', 'goes on requesting while choked')
      }
      this.refuse(remote, range)
      return
    }
    if (!this.#context.pieces.held.has(range.piece)) {
      this.refuse(remote, range)
      return
    }
    if (queue.waiting.length >= MAX_WAITING) {
      throw new ProtocolError('flood', `has more than ${MAX_WAITING} requests waiting`)
    }
    if (!remote.amChoking) {
      this.#choker.onRequest(remote)
      this.#suggestions?.onRequest(remote, range.piece)
    }
    queue.waiting.push(range)
    this.#readAhead(remote, queue.waiting.length - 1)
    this.#turns.changed(remote)
    this.#serve(now)
  }

  /** A few pieces are for a newcomer even while it is choked (BEP 6). */
  grantFast(remote: Remote): void {
    if (!this.#allowedFast || !remote.speaksFast) return
    const { infoHash, info, pieces } = this.#context
    const set = this.#allowedFast(remote.id, infoHash, info.pieceCount).filter(piece =>
      pieces.held.has(piece),
    )
    const queue = remote.upload
    queue.granted = new Set(set)
    queue.grantedBytes = MAX_FAST_COPIES * set.length * info.pieceLength
    for (const piece of set) this.#context.output.send(remote, { type: 'allowedFast', piece })
  }

  #takeGrant({ upload, pieces }: Remote, { piece, length }: BlockRange): boolean {
    const isNewcomer = pieces.count < NEWCOMER_PIECES
    if (!isNewcomer || !upload.granted.has(piece) || upload.grantedBytes < length) return false
    upload.grantedBytes -= length
    return true
  }

  onCancel(remote: Remote, range: BlockRange): void {
    const { waiting } = remote.upload
    const at = waiting.findIndex(
      other =>
        other.piece === range.piece && other.begin === range.begin && other.length === range.length,
    )
    if (at < 0) return
    waiting.splice(at, 1)
    this.#turns.changed(remote)
    this.refuse(remote, range)
  }

  onHave(remote: Remote, piece: number): void {
    this.#suggestions?.onHave(remote, piece)
  }

  leave(remote: Remote, now: Millis): void {
    this.#suggestions?.onChoke(remote)
    this.#turns.leave(remote)
    const { readingBytes, queuedBytes } = remote.upload
    this.#readingBytes -= readingBytes
    this.#underWayBytes -= readingBytes + queuedBytes
    this.#choker.leave(remote, now)
    this.#serve(now)
  }

  // --- what the host answers

  /** A block read from storage; undefined if it could not be read. */
  supply(remote: Remote, range: BlockRange, block: Uint8Array | undefined, now: Millis): void {
    const queue = remote.upload
    queue.readingBytes -= range.length
    this.#readingBytes -= range.length
    this.#underWayBytes -= range.length
    const isAllowed = !remote.amChoking || queue.granted.has(range.piece)
    if (block !== undefined && isAllowed) {
      const { piece, begin } = range
      this.#context.output.send(remote, { type: 'piece', piece, begin, block })
      queue.queued(block.length + PIECE_HEADER_BYTES)
      this.#underWayBytes += block.length + PIECE_HEADER_BYTES
      remote.up.add(block.length, now)
      remote.taking.add(block.length, now)
      this.uploaded += block.length
    } else this.refuse(remote, range)
    this.#serve(now)
  }

  /** Who waits for the piece waits in vain, and must not wait for what stands behind it. */
  pieceLost(piece: number, now: Millis): void {
    for (const remote of this.#context.remotes.values()) {
      const { waiting } = remote.upload
      const inVain = waiting.filter(range => range.piece === piece)
      if (inVain.length === 0) continue
      waiting.splice(0, waiting.length, ...waiting.filter(range => range.piece !== piece))
      this.#turns.changed(remote)
      for (const range of inVain) this.refuse(remote, range)
    }
    this.#serve(now)
  }

  drained(remote: Remote, queuedBytes: number, now: Millis): void {
    const queue = remote.upload
    const departedBytes = Math.max(0, queue.queuedBytes - queuedBytes)
    queue.departed.add(departedBytes, now)
    this.#departed.add(departedBytes, now)
    this.#underWayBytes += queuedBytes - queue.queuedBytes
    queue.queuedBytes = queuedBytes
    const allQueuedBytes = this.#underWayBytes - this.#readingBytes
    this.#line?.departed(departedBytes, allQueuedBytes, now)
    if (allQueuedBytes === 0 && this.#isLineFull) this.#line?.ranDry(now)
    this.#serve(now)
  }

  // --- time

  get nextDeadline(): Millis | undefined {
    return this.#isHeldBack ? this.#context.limits.up.wakeAt : undefined
  }

  tick(now: Millis): void {
    this.#choker.tick(now)
    this.#serve(now)
  }

  /** A choke drops what waits (BEP 3): the remote asks again after the next unchoke. */
  #choke(remote: Remote): void {
    if (remote.amChoking) return
    remote.amChoking = true
    this.#suggestions?.onChoke(remote)
    this.#context.output.send(remote, { type: 'choke' })
    this.#context.output.log({ event: 'choked', remote: remote.id, by: 'me' })
    const { waiting, granted } = remote.upload
    for (const range of waiting.splice(0)) {
      if (granted.has(range.piece)) waiting.push(range)
      else this.refuse(remote, range)
    }
    this.#turns.changed(remote)
  }

  #unchoke(remote: Remote): void {
    if (!remote.amChoking) return
    remote.amChoking = false
    remote.upload.requestsWhileChoked = 0
    this.#suggestions?.onUnchoke(remote)
    this.#context.output.send(remote, { type: 'unchoke' })
    this.#context.output.log({ event: 'unchoked', remote: remote.id, by: 'me' })
  }

  /** Reads blocks until the queues of all channels are as full as they may be. */
  #serve(now: Millis): void {
    this.#isHeldBack = false
    this.#isLineFull = false
    const { up } = this.#context.limits
    while (!this.#turns.isEmpty) {
      if (!up.mayGo(now)) {
        this.#isHeldBack = true
        return
      }
      this.#isLineFull = !this.#lineTakes(now)
      if (this.#isLineFull) return
      const remote = this.#turns.next(now)
      if (remote === undefined) return
      this.#read(remote, now)
    }
    if (this.#underWayBytes >= MIN_SEND_WINDOW_BYTES) return
    this.#line?.idle(now)
    this.#choker.onIdle(now)
  }

  #lineTakes(now: Millis): boolean {
    if (this.#line === undefined || !this.#turns.isContended) return true
    const rate = this.#departed.rate(now)
    if (this.#line.isSideBySide(rate, now)) return true
    const window = sendWindowBytes(rate, LINE_WINDOW_MS)
    return this.#underWayBytes < window + (this.#line.hasBlockBehind ? BLOCK_BYTES : 0)
  }

  #read(remote: Remote, now: Millis): void {
    const queue = remote.upload
    const range = queue.waiting.shift() as BlockRange
    this.#turns.changed(remote)
    if (queue.beginningBytes !== undefined) queue.beginningBytes -= range.length
    queue.readingBytes += range.length
    this.#readingBytes += range.length
    this.#underWayBytes += range.length
    this.#context.limits.up.take(range.length, now)
    this.#context.output.read(remote.link, range)
    queue.ahead?.served(range.length)
    this.#readAhead(remote, AHEAD_BLOCKS - 1)
  }

  /** `place`: of a request that waits, and has just become one of the first. */
  #readAhead(remote: Remote, place: number): void {
    const queue = remote.upload
    queue.ahead ??= new ReadAhead(this.#context.info.pieceLength)
    const piece = queue.ahead.next(queue.waiting, place)
    if (piece !== undefined) this.#context.output.readAhead(piece)
  }

  /** Sends a reject (BEP 6). Without the fast extension the remote's request times out. */
  refuse(remote: Remote, { piece, begin, length }: BlockRange): void {
    if (remote.speaksFast)
      this.#context.output.send(remote, { type: 'reject', piece, begin, length })
  }

  #checkRange({ piece, begin, length }: BlockRange): void {
    const { info } = this.#context
    const inRange =
      piece < info.pieceCount &&
      length > 0 &&
      length <= MAX_REQUEST_BYTES &&
      begin + length <= pieceLengthAt(info, piece)
    if (!inRange) throw new ProtocolError('bad-range', `requested ${piece}+${begin}+${length}`)
  }
}

function hasRoom({ upload, roundTripMs = 0 }: Remote, now: Millis): boolean {
  const { queuedBytes, readingBytes, laneRoomBytes, beginningBytes = 1, departed, lanes } = upload
  if (beginningBytes <= 0) return false
  if (lanes > 1 && readingBytes < laneRoomBytes) return true
  if (queuedBytes + readingBytes < MIN_SEND_WINDOW_BYTES) return true
  const even = roundTripMs >= FAR_MS ? FAR_SEND_WINDOW_BYTES : EVEN_SEND_WINDOW_BYTES
  const window = sendWindowBytes(departed.rate(now), SLOW_WINDOW_MS, even)
  const ofLanes = lanes > 1 ? lanes * LANE_WINDOW_BYTES : 0
  return queuedBytes + readingBytes < Math.max(window, ofLanes)
}

function sendWindowBytes(
  rate: number,
  slowWindowMs: Millis,
  evenBytes = EVEN_SEND_WINDOW_BYTES,
): number {
  const slow = Math.min((rate * slowWindowMs) / 1000, evenBytes)
  const fast = Math.min((rate * FAST_WINDOW_MS) / 1000, MAX_SEND_WINDOW_BYTES)
  return Math.max(slow, fast, MIN_SEND_WINDOW_BYTES)
}
