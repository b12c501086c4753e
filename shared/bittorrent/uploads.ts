/** The giving half of the exchange: whose requests are served, and how fast. Who may ask, the choking says. */
import type { Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { pieceLengthAt } from '../torrent/info.ts'
import { BLOCK_BYTES, type BlockRange, MAX_REQUEST_BYTES, ProtocolError } from '../wire/message.ts'
import { allowedFastSet, NEWCOMER_PIECES } from './allowed-fast.ts'
import type { Choking } from './choking.ts'
import type { ExchangeContext } from './context.ts'
import type { BitTorrentPolicies } from './policies.ts'
import { inTurn } from './rate-limit.ts'
import type { Remote } from './remote.ts'
import { Slots } from './slots.ts'

/** Requests one remote may have waiting with us: what we promise as `reqq`. */
export const REQUEST_QUEUE_LIMIT = 500
/** Remotes that ignore `reqq` get some patience (libtorrent: 2000), then the link is dropped. */
const MAX_WAITING = 2_000
/** Each block granted to a choked newcomer may be asked for so often (libtorrent: 3). */
const MAX_FAST_COPIES = 3
/** Requests sent while choked; a few race with every choke, these many are deafness. */
const MAX_DEAF_REQUESTS = 2_000
/**
 * What may stand in a channel's send queue: little enough that a choke, a have or a request of our
 * own is never far behind, and that a fast link is fed evenly. A queue of 1 MiB made Chromium lose
 * packets in bursts and a transfer take 1.2 times as long as one of 64 KiB.
 */
const SLOW_WINDOW_MS = 200
const FAST_WINDOW_MS = 8
const MIN_SEND_WINDOW_BYTES = BLOCK_BYTES
const EVEN_SEND_WINDOW_BYTES = 64 * 1024
/** Far below Chromium's 16 MiB limit. */
const MAX_SEND_WINDOW_BYTES = 1024 * 1024
const PIECE_HEADER_BYTES = 13

export class Uploads {
  readonly #context: ExchangeContext
  readonly #choking: Choking
  readonly #grantsFast: boolean
  /** Somebody waits for a block, and the limit says not yet. */
  #isHeldBack = false
  #lastServed: Remote | undefined
  uploaded = 0

  constructor(context: ExchangeContext, policies: BitTorrentPolicies, random: Random, now: Millis) {
    this.#context = context
    this.#grantsFast = policies.allowedFast
    const output = {
      choke: (remote: Remote) => this.#choke(remote),
      unchoke: (remote: Remote) => this.#unchoke(remote),
    }
    this.#choking = new Slots(context, policies, random, output, now)
  }

  // --- what the remote tells

  onInterested(remote: Remote, now: Millis): void {
    remote.peerInterested = true
    this.#choking.onInterested(remote, now)
  }

  onNotInterested(remote: Remote, now: Millis): void {
    remote.peerInterested = false
    this.#choking.onNotInterested(remote, now)
  }

  onRequest(remote: Remote, range: BlockRange, now: Millis): void {
    this.#checkRange(range)
    if (remote.amChoking && !this.#takeGrant(remote, range.piece)) {
      if (++remote.deafRequests > MAX_DEAF_REQUESTS) {
        throw new ProtocolError('flood', 'goes on requesting while choked')
      }
      this.refuse(remote, range)
      return
    }
    if (!this.#context.held.has(range.piece)) {
      this.refuse(remote, range)
      return
    }
    if (remote.waiting.length >= MAX_WAITING) {
      throw new ProtocolError('flood', `has more than ${MAX_WAITING} requests waiting`)
    }
    remote.waiting.push(range)
    this.#serve(remote, now)
  }

  /** A few pieces are for a newcomer even while it is choked (BEP 6). */
  grantFast(remote: Remote): void {
    if (!this.#grantsFast || !remote.speaksFast) return
    const { infoHash, info, held } = this.#context
    const set = allowedFastSet(remote.id, infoHash, info.pieceCount).filter(piece =>
      held.has(piece),
    )
    remote.granted = new Set(set)
    remote.grantedBlocks = MAX_FAST_COPIES * set.length * Math.ceil(info.pieceLength / BLOCK_BYTES)
    for (const piece of set) this.#context.output.send(remote.link, { type: 'allowedFast', piece })
  }

  #takeGrant(remote: Remote, piece: number): boolean {
    const isNewcomer = remote.pieces.count < NEWCOMER_PIECES
    return isNewcomer && remote.granted.has(piece) && remote.grantedBlocks-- > 0
  }

  onCancel(remote: Remote, range: BlockRange): void {
    const at = remote.waiting.findIndex(
      other =>
        other.piece === range.piece && other.begin === range.begin && other.length === range.length,
    )
    if (at < 0) return
    remote.waiting.splice(at, 1)
    this.refuse(remote, range)
  }

  /** A remote has gone. */
  leave(remote: Remote, now: Millis): void {
    this.#choking.leave(remote, now)
  }

  // --- what the host answers

  /** A block read from storage; undefined if it could not be read. */
  supply(remote: Remote, range: BlockRange, block: Uint8Array | undefined, now: Millis): void {
    remote.readingBytes -= range.length
    const isFree = !remote.amChoking || remote.granted.has(range.piece)
    if (block !== undefined && isFree) {
      const { piece, begin } = range
      this.#context.output.send(remote.link, { type: 'piece', piece, begin, block })
      remote.queuedBytes += block.length + PIECE_HEADER_BYTES
      remote.up.add(block.length, now)
      this.uploaded += block.length
    } else this.refuse(remote, range)
    this.#serve(remote, now)
  }

  drained(remote: Remote, queuedBytes: number, now: Millis): void {
    remote.departed.add(Math.max(0, remote.queuedBytes - queuedBytes), now)
    remote.queuedBytes = queuedBytes
    this.#serve(remote, now)
  }

  // --- time

  get nextDeadline(): Millis | undefined {
    return this.#isHeldBack ? this.#context.limits.up.wakeAt : undefined
  }

  tick(now: Millis): void {
    if (this.#isHeldBack) this.#serveAll(now)
    this.#choking.tick(now)
  }

  /** A choke drops what waits (BEP 3): the remote asks again after the next unchoke. */
  #choke(remote: Remote): void {
    if (remote.amChoking) return
    remote.amChoking = true
    this.#context.output.send(remote.link, { type: 'choke' })
    this.#context.output.log({ event: 'choked', remote: remote.id, by: 'me' })
    const dropped = remote.waiting.splice(0)
    for (const range of dropped) {
      if (remote.granted.has(range.piece)) remote.waiting.push(range)
      else this.refuse(remote, range)
    }
  }

  #unchoke(remote: Remote): void {
    if (!remote.amChoking) return
    remote.amChoking = false
    remote.deafRequests = 0
    this.#context.output.send(remote.link, { type: 'unchoke' })
    this.#context.output.log({ event: 'unchoked', remote: remote.id, by: 'me' })
  }

  #serveAll(now: Millis): void {
    this.#isHeldBack = false
    for (const remote of inTurn(this.#context.remotes.values(), this.#lastServed))
      this.#serve(remote, now)
  }

  #serve(remote: Remote, now: Millis): void {
    const window = sendWindowBytes(remote.departed.rate(now))
    while (this.#canServe(remote) && remote.queuedBytes + remote.readingBytes < window) {
      if (!this.#hand(remote, now)) return
    }
  }

  #canServe({ waiting }: Remote): boolean {
    const next = waiting[0]
    return next !== undefined && this.#context.held.has(next.piece)
  }

  /** The remote's oldest request is read for it; false if the limit says not yet. */
  #hand(remote: Remote, now: Millis): boolean {
    const { up } = this.#context.limits
    if (!up.mayGo(now)) {
      this.#isHeldBack = true
      return false
    }
    const range = remote.waiting.shift() as BlockRange
    remote.readingBytes += range.length
    up.take(range.length, now)
    this.#lastServed = remote
    this.#context.output.read(remote.link, range)
    return true
  }

  /** BEP 3 has no refusal: there the remote's own timeout finds out. */
  refuse(remote: Remote, { piece, begin, length }: BlockRange): void {
    if (remote.speaksFast)
      this.#context.output.send(remote.link, { type: 'reject', piece, begin, length })
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

function sendWindowBytes(rate: number): number {
  const slow = Math.min((rate * SLOW_WINDOW_MS) / 1000, EVEN_SEND_WINDOW_BYTES)
  const fast = Math.min((rate * FAST_WINDOW_MS) / 1000, MAX_SEND_WINDOW_BYTES)
  return Math.max(slow, fast, MIN_SEND_WINDOW_BYTES)
}
