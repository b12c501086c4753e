/**
 * Our interest and our requests: sending them, taking them back, and whether another may be sent.
 * Which, when and to whom is the requester's choice.
 */
import type { Millis } from '../base/ids.ts'
import type { PickReason } from '../exchange/event.ts'
import { blockLengthAt } from '../torrent/info.ts'
import type { Assembly } from './assembly.ts'
import type { ExchangeContext } from './context.ts'
import type { PartialPieces } from './partial-pieces.ts'
import { inTurn } from './rate-limit.ts'
import type { Remote } from './remote.ts'

/** Pieces received but not yet on disk, at most (or two pieces): a slow disk slows the asking. */
const MAX_UNWRITTEN_BYTES = 32 * 1024 * 1024

export interface BlockChoice {
  readonly assembly: Assembly
  readonly block: number
  readonly reason: PickReason
}

interface Request {
  readonly piece: number
  readonly block: number
}

export class Requests {
  readonly #context: ExchangeContext
  readonly #partials: PartialPieces
  /** False while a person pauses the download. */
  #wanted: boolean
  /** A remote could be asked, but the rate limit does not allow it yet. */
  #isHeldBack = false
  #lastAsked: Remote | undefined

  constructor(context: ExchangeContext, partials: PartialPieces, wanted: boolean) {
    this.#context = context
    this.#partials = partials
    this.#wanted = wanted
  }

  setWanted(wanted: boolean): void {
    this.#wanted = wanted
    for (const remote of this.#context.remotes.values()) {
      this.updateInterest(remote)
      if (!wanted) this.cancel(remote, [...remote.requests])
    }
  }

  /** We are interested in a remote exactly while it holds something that we want and lack (BEP 3). */
  updateInterest(remote: Remote): void {
    const interested = this.#wanted && remote.usefulCount > 0
    if (interested === remote.amInterested) return
    remote.amInterested = interested
    this.#context.output.send(remote, { type: interested ? 'interested' : 'notInterested' })
  }

  mayAsk(now: Millis): boolean {
    if (!this.#wanted || !this.#hasRoom) return false
    const mayGo = this.#context.limits.down.mayGo(now)
    if (!mayGo) this.#isHeldBack = true
    return mayGo
  }

  /** Starts with another remote each time, so that a rate limit does not favour the same ones. */
  remotesInTurn(): Iterable<Remote> {
    const remotes = this.#context.remotes.values()
    const ordered = this.#isHeldBack ? inTurn(remotes, this.#lastAsked) : remotes
    this.#isHeldBack = false
    return ordered
  }

  ask(remote: Remote, { assembly, block, reason }: BlockChoice, now: Millis): void {
    const { piece } = assembly
    const begin = block * assembly.blockBytes
    const length = assembly.blockLength(block)
    const { limits, output } = this.#context
    this.#partials.ask(assembly, block)
    remote.requests.add(piece, block, now)
    limits.down.take(length, now)
    this.#lastAsked = remote
    output.send(remote, { type: 'request', piece, begin, length })
    output.log({ event: 'requested', remote: remote.id, piece, begin, pick: reason })
  }

  /** We no longer want these blocks of the remote, and say so. */
  cancel(remote: Remote, requests: readonly Request[]): void {
    for (const { piece, block } of requests) {
      const length = this.#forget(remote, piece, block)
      const begin = block * this.#context.blockBytes
      this.#context.output.send(remote, { type: 'cancel', piece, begin, length })
    }
    this.#disownIfIdle(remote)
  }

  /** The remote has dropped these (choke, leave, BEP 54), though an answer may be under way. */
  giveUp(remote: Remote, requests: readonly Request[]): void {
    for (const { piece, block } of requests) this.#forget(remote, piece, block)
    this.#disownIfIdle(remote)
  }

  /** The remote has answered that it will not send the block (BEP 6). */
  rejected(remote: Remote, piece: number, block: number): void {
    this.#partials.unask(piece, block)
    this.#context.limits.down.giveBack(this.#blockLength(piece, block))
    this.#disownIfIdle(remote)
  }

  /** When the limit lets something go on. */
  get nextDeadline(): Millis | undefined {
    return this.#isHeldBack ? this.#context.limits.down.wakeAt : undefined
  }

  get #hasRoom(): boolean {
    const { info, pieces } = this.#context
    const unwritten = pieces.countOf('verifying') + pieces.countOf('writing')
    return unwritten * info.pieceLength < Math.max(MAX_UNWRITTEN_BYTES, 2 * info.pieceLength)
  }

  /** Returns the length of the block, in bytes. */
  #forget(remote: Remote, piece: number, block: number): number {
    const length = this.#blockLength(piece, block)
    remote.requests.giveUp(piece, block)
    this.#partials.unask(piece, block)
    this.#context.limits.down.giveBack(length)
    return length
  }

  /** Once no request is open, other remotes may fetch the pieces that this one began. */
  #disownIfIdle(remote: Remote): void {
    if (remote.requests.size === 0) this.#partials.disown(remote.link)
  }

  #blockLength(piece: number, block: number): number {
    const { info, blockBytes } = this.#context
    return blockLengthAt(info, { piece, begin: block * blockBytes }, blockBytes)
  }
}
