/** The giving half of the exchange: who is unchoked, and whose requests are served how fast. */
import type { LinkId, Millis } from '../base/ids.ts'
import { type Random, shuffle } from '../base/random.ts'
import { BLOCK_BYTES, type BlockRange, MAX_REQUEST_BYTES, ProtocolError } from '../wire/message.ts'
import { type Candidate, chooseUnchoked, OPTIMISTIC_MS, RECHOKE_MS } from './choker.ts'
import type { ExchangeContext } from './context.ts'
import { pieceLengthAt } from './info.ts'
import { inTurn } from './rate-limit.ts'
import type { Remote } from './remote.ts'

/** Requests one remote may have waiting with us: what we promise as `reqq`. */
export const REQUEST_QUEUE_LIMIT = 500
/** Remotes that ignore `reqq` get some patience (libtorrent: 2000), then the link is dropped. */
const MAX_WAITING = 2_000
/** Requests sent while choked; a few race with every choke, these many are deafness. */
const MAX_DEAF_REQUESTS = 2_000
/** A remote counts as new, and is favoured by the optimistic slot, for so long (BEP 3 clients: 45 s). */
const NEWCOMER_MS = 45_000
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
  readonly #slots: number
  readonly #random: Random
  #optimistic: LinkId | undefined
  #nextRechokeAt: Millis
  #nextRotationAt: Millis
  /** Somebody waits for a block, and the limit says not yet. */
  #isHeldBack = false
  #lastServed: Remote | undefined
  uploaded = 0

  constructor(context: ExchangeContext, slots: number, random: Random, now: Millis) {
    this.#context = context
    this.#slots = slots
    this.#random = random
    this.#nextRechokeAt = now + RECHOKE_MS
    this.#nextRotationAt = now + OPTIMISTIC_MS
  }

  // --- what the remote tells

  /** A free slot is given at once; otherwise the remote waits for the next round of choking. */
  onInterested(remote: Remote): void {
    remote.peerInterested = true
    if (remote.amChoking) this.#fillSlots()
  }

  /** Its slot is free: unchoked still, it would be one too many when it is interested again. */
  onNotInterested(remote: Remote): void {
    remote.peerInterested = false
    this.#setChoking(remote, true)
    this.#fillSlots()
  }

  onRequest(remote: Remote, range: BlockRange, now: Millis): void {
    this.#checkRange(range)
    if (remote.amChoking) {
      if (++remote.deafRequests > MAX_DEAF_REQUESTS) {
        throw new ProtocolError('flood', 'goes on requesting while choked')
      }
      this.#reject(remote, range)
      return
    }
    if (!this.#context.held.has(range.piece)) {
      this.#reject(remote, range)
      return
    }
    if (remote.waiting.length >= MAX_WAITING) {
      throw new ProtocolError('flood', `has more than ${MAX_WAITING} requests waiting`)
    }
    remote.waiting.push(range)
    this.#serve(remote, now)
  }

  onCancel(remote: Remote, range: BlockRange): void {
    const at = remote.waiting.findIndex(
      other =>
        other.piece === range.piece && other.begin === range.begin && other.length === range.length,
    )
    if (at < 0) return
    remote.waiting.splice(at, 1)
    this.#reject(remote, range)
  }

  /** A remote has gone. */
  leave(): void {
    this.#fillSlots()
  }

  // --- what the host answers

  /** A block read from storage; undefined if it could not be read. */
  supply(remote: Remote, range: BlockRange, block: Uint8Array | undefined, now: Millis): void {
    remote.readingBytes -= range.length
    if (block !== undefined && !remote.amChoking) {
      const { piece, begin } = range
      this.#context.output.send(remote.link, { type: 'piece', piece, begin, block })
      remote.queuedBytes += block.length + PIECE_HEADER_BYTES
      remote.up.add(block.length, now)
      this.uploaded += block.length
    } else this.#reject(remote, range)
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
    if (now < this.#nextRechokeAt) return
    this.#nextRechokeAt = now + RECHOKE_MS
    const rotate = now >= this.#nextRotationAt
    if (rotate) this.#nextRotationAt = now + OPTIMISTIC_MS
    this.#rechoke(now, rotate)
  }

  #rechoke(now: Millis, rotate: boolean): void {
    const seeding = this.#context.held.isFull
    const candidates: Candidate[] = []
    for (const remote of this.#context.remotes.values()) {
      candidates.push({
        link: remote.link,
        interested: remote.peerInterested,
        snubbed: !seeding && remote.snubbed,
        rate: (seeding ? remote.up : remote.down).rate(now),
        newcomer: now - remote.joinedAt < NEWCOMER_MS,
      })
    }
    const choice = chooseUnchoked(candidates, this.#slots, this.#optimistic, rotate, this.#random)
    this.#optimistic = choice.optimistic
    for (const remote of this.#context.remotes.values()) {
      this.#setChoking(remote, !choice.unchoked.has(remote.link))
    }
  }

  /** A slot came free between two rounds: given away at once, nobody is choked for it. */
  #fillSlots(): void {
    const served: Remote[] = []
    const hungry: Remote[] = []
    for (const remote of this.#context.remotes.values()) {
      if (remote.peerInterested) (remote.amChoking ? hungry : served).push(remote)
    }
    shuffle(this.#random, hungry)
    for (const remote of hungry.slice(0, Math.max(0, this.#slots + 1 - served.length))) {
      this.#setChoking(remote, false)
    }
  }

  #setChoking(remote: Remote, choking: boolean): void {
    if (remote.amChoking === choking) return
    remote.amChoking = choking
    // A choke drops what waits (BEP 3): the remote asks again after the next unchoke.
    const dropped = choking ? remote.waiting.splice(0) : []
    if (!choking) remote.deafRequests = 0
    this.#context.output.send(remote.link, { type: choking ? 'choke' : 'unchoke' })
    for (const range of dropped) this.#reject(remote, range)
    this.#context.output.log({
      event: choking ? 'choked' : 'unchoked',
      remote: remote.id,
      by: 'me',
    })
  }

  #serveAll(now: Millis): void {
    this.#isHeldBack = false
    for (const remote of inTurn(this.#context.remotes.values(), this.#lastServed))
      this.#serve(remote, now)
  }

  #serve(remote: Remote, now: Millis): void {
    const window = sendWindowBytes(remote.departed.rate(now))
    const { up } = this.#context.limits
    while (remote.waiting.length > 0 && remote.queuedBytes + remote.readingBytes < window) {
      if (!up.mayGo(now)) {
        this.#isHeldBack = true
        return
      }
      const range = remote.waiting.shift() as BlockRange
      remote.readingBytes += range.length
      up.take(range.length, now)
      this.#lastServed = remote
      this.#context.output.read(remote.link, range)
    }
  }

  /** BEP 3 has no refusal: there the remote's own timeout finds out. */
  #reject(remote: Remote, { piece, begin, length }: BlockRange): void {
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
