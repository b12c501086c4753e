/**
 * Choking by turns: one whole piece to one remote at a time. Four uploads side by side each finish
 * late; one after the other, each is passed on sooner, and passing on is what makes a swarm grow.
 *
 * A turn: the remote is unchoked, asks for a piece, is closed to further requests, and served to the
 * end. While one is being served the next is already being offered, so that the uplink never waits
 * for an answer. One offer at a time: with two, most are declined by those whom others offered one
 * too. Who does not take its turn soon loses it. With nobody else waiting, a turn goes on.
 *
 * Good where nobody's line is much slower than the others': a slow one holds up those behind it.
 */
import { assert } from '../base/assert.ts'
import type { Millis } from '../base/ids.ts'
import { pickOne, type Random } from '../base/random.ts'
import { BLOCK_BYTES, type BlockRange } from '../wire/message.ts'
import type { Choking, ChokingOutput } from './choking.ts'
import type { ExchangeContext } from './context.ts'
import type { Remote } from './remote.ts'
import { Spread } from './spread.ts'

/** The next turn is offered when so much of the present one waits: about a round trip ahead. */
const LEAD_BYTES = 3 * BLOCK_BYTES
/** A turn not taken within this is another's: long for a round trip, short against a piece. */
const PATIENCE_MS = 300

interface Turn {
  readonly remote: Remote
  readonly offeredAt: Millis
  /** The piece that was suggested to it. */
  readonly suggested: number | undefined
  /** It has asked for something. */
  isTaken: boolean
  /** Of the piece, what it may yet ask for. */
  bytesLeft: number
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
    this.#end(remote)
    this.onProgress(now)
  }

  onRequest(remote: Remote, range: BlockRange, now: Millis): void {
    const turn = this.#turnOf(remote)
    assert(turn, 'a request outside of a turn was let through')
    if (!turn.isTaken) this.#settle(turn, range.piece)
    turn.isTaken = true
    turn.bytesLeft -= range.length
    if (turn.bytesLeft <= 0) this.#close(turn)
    this.onProgress(now)
  }

  onProgress(now: Millis): void {
    this.#forgetServed()
    let waitingBytes = 0
    let handedBytes = 0
    let open = 0
    for (const { remote, isTaken } of this.#turns) {
      for (const { length } of remote.waiting) waitingBytes += length
      handedBytes += remote.readingBytes + remote.queuedBytes
      if (!remote.amChoking && !isTaken) return
      if (!remote.amChoking) open++
    }
    const isIdle = waitingBytes + handedBytes === 0
    if (!isIdle && (open > 0 || waitingBytes > LEAD_BYTES)) return
    this.#offer(now)
  }

  leave(remote: Remote, now: Millis): void {
    const turn = this.#turnOf(remote)
    if (turn !== undefined) this.#turns.splice(this.#turns.indexOf(turn), 1)
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
    const waiting: Remote[] = []
    for (const remote of this.#context.remotes.values()) {
      const isServed = this.#turnOf(remote) !== undefined
      if (remote.peerInterested && remote.amChoking && !isServed) waiting.push(remote)
    }
    const remote = pickOne(this.#random, waiting)
    if (remote === undefined) return
    // Only who has everything knows best what the others lack.
    const suggested = this.#context.held.isFull ? this.#spread.suggest(remote.pieces) : undefined
    const bytesLeft = this.#context.info.pieceLength
    this.#turns.push({ remote, offeredAt: now, suggested, isTaken: false, bytesLeft })
    this.#output.unchoke(remote, suggested)
  }

  /** The piece has been asked for: with somebody else waiting, that was the turn. */
  #close(turn: Turn): void {
    if (!this.#isAwaited(turn.remote)) {
      turn.bytesLeft = this.#context.info.pieceLength
      return
    }
    this.#output.close(turn.remote)
  }

  #isAwaited(by: Remote): boolean {
    for (const remote of this.#context.remotes.values()) {
      if (remote !== by && remote.peerInterested && remote.amChoking) return true
    }
    return false
  }

  #end(remote: Remote): void {
    const turn = this.#turnOf(remote)
    if (turn === undefined || remote.amChoking) return
    if (!turn.isTaken && turn.suggested !== undefined) this.#spread.takeBack(turn.suggested)
    this.#output.close(remote)
    this.#forgetServed()
  }

  /** What it asked for counts as on its way, not what we suggested. */
  #settle({ suggested }: Turn, piece: number): void {
    if (suggested === piece) return
    if (suggested !== undefined) this.#spread.takeBack(suggested)
    this.#spread.add(piece)
  }

  #forgetServed(): void {
    for (let i = this.#turns.length - 1; i >= 0; i--) {
      const { remote } = this.#turns[i] as Turn
      const owed = remote.waiting.length + remote.readingBytes + remote.queuedBytes
      if (remote.amChoking && owed === 0) this.#turns.splice(i, 1)
    }
  }

  #turnOf(remote: Remote): Turn | undefined {
    return this.#turns.find(turn => turn.remote === remote)
  }
}
