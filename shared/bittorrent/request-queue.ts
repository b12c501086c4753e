/** The requests one remote has yet to answer, and those whose answers may come although we gave up on them. */
import type { Millis } from '../base/ids.ts'
import { ProtocolError } from '../wire/message.ts'

export interface OpenRequest {
  readonly piece: number
  readonly block: number
  readonly sentAt: Millis
}

/** Answers to nothing that we asked for, before the link is dropped: some leeway for unforeseen races. */
const MAX_UNASKED_ANSWERS = 100

export class RequestQueue {
  /** By piece and block, oldest first. */
  readonly #open = new Map<number, OpenRequest>()
  readonly #blocksPerPiece: number
  /** Requests given up that may be answered yet, less the answers to nothing that came. */
  #lateAnswersExpected = 0

  constructor(blocksPerPiece: number) {
    this.#blocksPerPiece = blocksPerPiece
  }

  get size(): number {
    return this.#open.size
  }

  /** An answer that comes now may be one to a request that we gave up. */
  get expectsLateAnswers(): boolean {
    return this.#lateAnswersExpected > 0
  }

  has(piece: number, block: number): boolean {
    return this.#open.has(this.#key(piece, block))
  }

  add(piece: number, block: number, now: Millis): void {
    this.#open.set(this.#key(piece, block), { piece, block, sentAt: now })
  }

  /** True if it was waited for. Throws ProtocolError after too many that were not. */
  answered(piece: number, block: number): boolean {
    if (this.#open.delete(this.#key(piece, block))) return true
    if (--this.#lateAnswersExpected < -MAX_UNASKED_ANSWERS)
      throw new ProtocolError('flood', 'answers what nobody asked for')
    return false
  }

  /** No longer waited for; its answer may come all the same. */
  giveUp(piece: number, block: number): void {
    this.#open.delete(this.#key(piece, block))
    this.#lateAnswersExpected++
  }

  [Symbol.iterator](): IterableIterator<OpenRequest> {
    return this.#open.values()
  }

  #key(piece: number, block: number): number {
    return piece * this.#blocksPerPiece + block
  }
}
