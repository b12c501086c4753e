/**
 * Asking for whole pieces, from one remote at a time: the other half of choking by turns. Interested
 * is only who is hungry, and in a few remotes at once, so that those who have a turn to give lose no
 * time on the well fed. Knows whom to ask; which piece, the scheduler knows.
 */
import type { Millis } from '../base/ids.ts'
import { type Random, shuffle } from '../base/random.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import type { ExchangeContext } from './context.ts'
import type { Remote } from './remote.ts'
import type { BlockScheduler } from './scheduler.ts'

/**
 * Interested in so many at once, where answers take long: enough that one has a turn, few enough that
 * not all give it. Where they come within a block, offers hardly cross, and everybody may know.
 */
const MAX_COURTED = 12
/** With no more than this under way a peer is hungry; the more so, the longer answers take. */
const LAST_BLOCKS = 1

/**
 * Who left us waiting is asked again after so long. Not at once: what it is asked for is asked of
 * nobody else for a while.
 */
const SNUB_REST_MS = 30_000

/** An unchoke that still stands after this is no message that crossed ours. */
const LASTING_MS = 1_000

export interface AskingOutput {
  /** Nothing stands against asking now: no limit, no full disk, and the content is wanted. */
  mayAsk(now: Millis): boolean
  /** Asks for the next block; false if there is none to ask this remote for. */
  ask(remote: Remote, now: Millis): boolean
  setInterest(remote: Remote, interested: boolean, now: Millis): void
}

export class WholePieces {
  readonly #context: ExchangeContext
  readonly #scheduler: BlockScheduler
  readonly #random: Random
  readonly #output: AskingOutput
  readonly #blocksPerPiece: number

  constructor(
    context: ExchangeContext,
    scheduler: BlockScheduler,
    random: Random,
    output: AskingOutput,
  ) {
    this.#context = context
    this.#scheduler = scheduler
    this.#random = random
    this.#output = output
    this.#blocksPerPiece = Math.ceil(context.info.pieceLength / BLOCK_BYTES)
  }

  /** Something has changed: a block, a have, an unchoke, a choke came, a piece is held. */
  update(now: Millis): void {
    let underWay = 0
    for (const remote of this.#context.remotes.values())
      if (!remote.snubbed) underWay += remote.requests.size
    const enough = LAST_BLOCKS + this.#context.offerLead.blocks
    while (underWay <= this.#blocksPerPiece && this.#output.mayAsk(now)) {
      const asked = this.#askForPiece(underWay <= enough, now)
      if (asked === 0) break
      underWay += asked
    }
    this.#court(underWay <= enough && this.#output.mayAsk(now), now)
  }

  /** How many blocks were asked for. */
  #askForPiece(isHungry: boolean, now: Millis): number {
    for (const remote of this.#context.remotes.values()) {
      const { size } = remote.requests
      // Its turn may have ended with the piece that it is sending now: it will soon have told. Of one
      // that goes on nobody else is waiting for it: asked early, it does not pause between pieces.
      const isTime = size > 0 ? size <= this.#blocksPerPiece / 2 : isHungry
      if (remote.snubbed || !isGiving(remote, now) || !isTime) continue
      let asked = 0
      do {
        if (!this.#output.ask(remote, now)) break
        asked++
      } while (remote.current !== undefined && this.#scheduler.isOpen(remote.current))
      if (asked > 0) return asked
    }
    return this.#askTheSilent(now)
  }

  /** Who left us waiting is asked for one block, after all others, for it may be the only source. */
  #askTheSilent(now: Millis): number {
    let asked = 0
    for (const remote of this.#context.remotes.values()) {
      if (!remote.snubbed || !isGiving(remote, now) || remote.requests.size > 0) continue
      if (this.#output.ask(remote, now)) asked++
    }
    return asked
  }

  #court(isHungry: boolean, now: Millis): void {
    let courted = 0
    const others: Remote[] = []
    for (const remote of this.#context.remotes.values()) {
      const isUseful = this.#scheduler.canAsk(remote)
      if (isGiving(remote, now)) {
        if (isUseful) isHungry &&= remote.snubbed
        else this.#output.setInterest(remote, false, now)
      } else if (isUseful) others.push(remote)
      else if (remote.amInterested) this.#output.setInterest(remote, false, now)
    }
    for (const remote of others) {
      if (!remote.amInterested) continue
      if (isHungry) courted++
      else this.#output.setInterest(remote, false, now)
    }
    const most = this.#context.offerLead.blocks > 0 ? MAX_COURTED : others.length
    if (!isHungry || courted >= most) return
    for (const remote of shuffle(this.#random, others)) {
      if (courted === most) return
      if (remote.amInterested) continue
      this.#output.setInterest(remote, true, now)
      courted++
    }
  }
}

/**
 * Its turn is ours. An unchoke that was on its way when we had lost interest is no turn of ours any
 * more, whatever we want by now; who stays unchoked for long after means it.
 */
const isGiving = (remote: Remote, now: Millis): boolean =>
  !remote.peerChoking &&
  remote.amInterested &&
  (!remote.snubbed || now >= remote.snubbedAt + SNUB_REST_MS) &&
  (remote.unchokedAt >= remote.interestedAt || now >= remote.interestedAt + LASTING_MS)
