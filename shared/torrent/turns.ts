/**
 * Choking by turns: one whole piece to one remote at a time. Four uploads side by side each finish
 * late; one after the other, each is passed on sooner, and passing on is what makes a swarm grow.
 *
 * A turn: the remote is unchoked, asks for a piece, is closed to further requests, and served to the
 * end. While one is being served the next is already being offered, as much ahead as answers take,
 * so that the uplink waits for none. One offer at a time: with two, most are declined by those whom
 * others offered one too. Who does not take its turn soon loses it. With nobody else to give to, a
 * turn goes on.
 *
 * It goes to one of the poorest: whoever lags by a piece at the end is a piece's time late. A seeder
 * says with each turn which piece it should be: each once before any twice, as nobody can finish
 * before the last of them has left.
 *
 * Good where nobody's line is much slower than the others': a slow one holds up those behind it.
 */
import { assert } from '../base/assert.ts'
import type { Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { BLOCK_BYTES, type BlockRange } from '../wire/message.ts'
import type { Choking, ChokingOutput } from './choking.ts'
import type { ExchangeContext } from './context.ts'
import { pieceLengthAt } from './info.ts'
import type { Remote } from './remote.ts'
import { Spread } from './spread.ts'

/** So many pieces more or less are all the same: the very poorest would be offered every turn. */
const LIKE_PIECES = 5
/** A turn not taken within this is another's: long for a round trip, short against a piece. */
const PATIENCE_MS = 300

interface Turn {
  readonly remote: Remote
  readonly offeredAt: Millis
  /** What we had to send by then. */
  readonly aheadBytes: number
  /** The piece that was suggested to it, and that it has yet to ask for. */
  suggested: number | undefined
  /** It has asked for something. */
  isTaken: boolean
  /** Of its piece, what it may yet ask for; undefined: a piece, whichever. */
  bytesLeft: number | undefined
}

export class Turns implements Choking {
  readonly #context: ExchangeContext
  readonly #random: Random
  readonly #output: ChokingOutput
  readonly #spread: Spread
  /** In the order of offering, which is the order of serving. */
  readonly #turns: Turn[] = []

  constructor(context: ExchangeContext, random: Random, output: ChokingOutput) {
    this.#context = context
    this.#random = random
    this.#output = output
    this.#spread = new Spread(context.info.pieceCount, random)
  }

  onInterested(_remote: Remote, now: Millis): void {
    this.onProgress(now)
  }

  onNotInterested(remote: Remote, now: Millis): void {
    const turn = this.#turnOf(remote)
    const declined = turn !== undefined && !turn.isTaken && !remote.amChoking
    if (declined) this.#context.offerLead.answered(turn.aheadBytes, this.#bytesToSend())
    this.#end(remote)
    this.onProgress(now)
  }

  onRequest(remote: Remote, range: BlockRange, now: Millis): void {
    const turn = this.#turnOf(remote)
    assert(turn, 'a request outside of a turn was let through')
    if (!turn.isTaken)
      this.#context.offerLead.answered(turn.aheadBytes, this.#bytesToSend() - range.length)
    turn.isTaken = true
    if (turn.bytesLeft === undefined) this.#settle(turn, range.piece)
    turn.bytesLeft ??= pieceLengthAt(this.#context.info, range.piece)
    turn.bytesLeft -= range.length
    if (turn.bytesLeft <= 0) this.#close(turn)
    this.onProgress(now)
  }

  onProgress(now: Millis): void {
    this.#forgetServed()
    let waitingBytes = 0
    let isOpen = false
    for (const { remote, isTaken } of this.#turns) {
      waitingBytes += bytesWaiting(remote)
      if (remote.amChoking) continue
      if (!isTaken) return
      isOpen = true
    }
    const isEarly = isOpen || waitingBytes > this.#context.offerLead.blocks * BLOCK_BYTES
    if (!isEarly || this.#bytesToSend() === 0) this.#offer(now)
  }

  leave(remote: Remote, now: Millis): void {
    const turn = this.#turnOf(remote)
    if (turn !== undefined) {
      this.#takeBack(turn)
      this.#turns.splice(this.#turns.indexOf(turn), 1)
    }
    this.onProgress(now)
  }

  tick(now: Millis): void {
    for (const { remote, isTaken, offeredAt } of [...this.#turns]) {
      if (!isTaken && now >= offeredAt + PATIENCE_MS) this.#end(remote)
    }
    this.onProgress(now)
  }

  get nextDeadline(): Millis | undefined {
    const offer = this.#turns.find(turn => !turn.isTaken && !turn.remote.amChoking)
    return offer && offer.offeredAt + PATIENCE_MS
  }

  get order(): readonly Remote[] {
    return this.#turns.map(turn => turn.remote)
  }

  #offer(now: Millis): void {
    const remote = this.#oneOfThePoorest()
    if (remote === undefined) return
    const aheadBytes = this.#bytesToSend()
    const suggested = this.#suggest(remote)
    this.#turns.push({
      remote,
      offeredAt: now,
      aheadBytes,
      suggested,
      isTaken: false,
      bytesLeft: undefined,
    })
    this.#output.unchoke(remote)
  }

  #oneOfThePoorest(): Remote | undefined {
    let poorest: Remote | undefined
    let least = Number.POSITIVE_INFINITY
    for (const remote of this.#context.remotes.values()) {
      const isServed = this.#turnOf(remote) !== undefined
      if (!remote.peerInterested || !remote.amChoking || isServed) continue
      const pieces = remote.pieces.count + LIKE_PIECES * this.#random()
      if (pieces >= least) continue
      poorest = remote
      least = pieces
    }
    return poorest
  }

  /** Only who has everything knows best what the others lack. */
  #suggest(remote: Remote): number | undefined {
    if (!this.#context.held.isFull) return undefined
    const piece = this.#spread.suggest(remote.pieces)
    if (piece !== undefined) this.#output.suggest(remote, piece)
    return piece
  }

  /** The piece has been asked for: with somebody else to give to, that was the turn. */
  #close(turn: Turn): void {
    if (!this.#isNeededElsewhere(turn.remote)) {
      turn.bytesLeft = undefined
      turn.suggested = this.#suggest(turn.remote)
      return
    }
    this.#output.close(turn.remote)
  }

  /**
   * By somebody who is incomplete, though not hungry just now: it soon will be. Going on with the
   * same one meanwhile heaps up rare pieces where they can be passed on only one by one.
   */
  #isNeededElsewhere(than: Remote): boolean {
    for (const remote of this.#context.remotes.values()) {
      if (remote !== than && !remote.pieces.isFull) return true
    }
    return false
  }

  #end(remote: Remote): void {
    const turn = this.#turnOf(remote)
    if (turn === undefined || remote.amChoking) return
    this.#takeBack(turn)
    this.#output.close(remote)
    this.#forgetServed()
  }

  /** What it asked for counts as on its way, not what we suggested. */
  #settle(turn: Turn, piece: number): void {
    this.#takeBack(turn)
    this.#spread.add(piece)
  }

  #takeBack(turn: Turn): void {
    if (turn.suggested !== undefined) this.#spread.takeBack(turn.suggested)
    turn.suggested = undefined
  }

  #bytesToSend(): number {
    let bytes = 0
    for (const { remote } of this.#turns) bytes += bytesOwed(remote)
    return bytes
  }

  #forgetServed(): void {
    for (let i = this.#turns.length - 1; i >= 0; i--) {
      const { remote } = this.#turns[i] as Turn
      if (remote.amChoking && bytesOwed(remote) === 0) this.#turns.splice(i, 1)
    }
  }

  #turnOf(remote: Remote): Turn | undefined {
    return this.#turns.find(turn => turn.remote === remote)
  }
}

function bytesWaiting({ waiting }: Remote): number {
  let bytes = 0
  for (const { length } of waiting) bytes += length
  return bytes
}

/** Waiting, being read, or in the channel's queue. */
const bytesOwed = (remote: Remote): number =>
  bytesWaiting(remote) + remote.readingBytes + remote.queuedBytes
