/**
 * A piece between its last block and the disk: verified, then written, and only then held. Finds
 * out who lied when it fails. Both exchanges send their pieces through here.
 */
import { assert } from '../base/assert.ts'
import type { PeerId } from '../base/ids.ts'
import type { Pieces } from '../exchange/pieces.ts'
import { type Info, pieceHashAt } from '../torrent/info.ts'
import { Blame, Strikes } from './blame.ts'
import type { Effect } from './effect.ts'

interface Received {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly senders: readonly PeerId[]
}

export interface ChecksOutput {
  emit(effect: Effect): void
  held(piece: number): void
  /** `single`: the piece is to come from one remote next time. */
  failed(piece: number, single: boolean): void
  /** The remote is proven to have sent bad data: banned for this time, or (Infinity) for good. */
  guilty(remote: PeerId, reason: string, forMs: number, piece: number): void
}

export class Checks {
  readonly #info: Info
  readonly #output: ChecksOutput
  readonly #pieces: Pieces
  readonly #received = new Map<number, Received>()
  readonly #blame: Blame
  readonly #strikes = new Strikes()

  constructor(info: Info, pieces: Pieces, blockBytes: number, output: ChecksOutput) {
    this.#info = info
    this.#blame = new Blame(blockBytes)
    this.#pieces = pieces
    this.#output = output
  }

  received(piece: number, bytes: Uint8Array<ArrayBuffer>, senders: readonly PeerId[]): void {
    assert(
      this.#pieces.stateOf(piece) === 'verifying',
      'a piece received that is not to be checked',
    )
    this.#received.set(piece, { bytes, senders })
    const subject = { kind: 'piece', piece } as const
    this.#output.emit({ type: 'verify', subject, bytes, sha1: pieceHashAt(this.#info, piece) })
  }

  verified(piece: number, ok: boolean): void {
    const received = this.#received.get(piece)
    assert(received !== undefined, 'a verdict on a piece that is not being checked')
    this.#pieces.move(piece, ok ? 'writing' : 'missing')
    if (!ok) {
      this.#refuse(piece, received)
      return
    }
    for (const id of this.#blame.passed(piece, received.bytes)) {
      this.#output.guilty(id, 'sent a bad block', this.#strikes.strike(id, piece), piece)
    }
    this.#output.emit({ type: 'write', piece, bytes: received.bytes })
  }

  /** It was not checked: missing again, and nobody is to blame. */
  verifyFailed(piece: number, reason: string): void {
    this.#takeBack(piece, 'verifying')
    this.#output.emit({ type: 'log', event: { event: 'verifyFailed', piece, reason } })
    this.#output.failed(piece, false)
  }

  written(piece: number): void {
    this.#pieces.move(piece, 'held')
    this.#received.delete(piece)
    this.#output.emit({ type: 'log', event: { event: 'pieceHeld', piece } })
    this.#output.held(piece)
  }

  writeFailed(piece: number, reason: string): void {
    this.#takeBack(piece, 'writing')
    this.#output.emit({ type: 'log', event: { event: 'writeFailed', piece, reason } })
    this.#output.failed(piece, false)
  }

  #refuse(piece: number, { bytes, senders }: Received): void {
    this.#received.delete(piece)
    this.#output.emit({ type: 'log', event: { event: 'pieceFailed', piece } })
    const guilty = this.#blame.failed(piece, bytes, senders)
    this.#output.failed(piece, guilty.length === 0)
    for (const id of guilty)
      this.#output.guilty(id, 'sent a bad piece', this.#strikes.strike(id, piece), piece)
  }

  /** Hashing or storage failed: the piece is missing again. */
  #takeBack(piece: number, stage: 'verifying' | 'writing'): void {
    assert(this.#pieces.stateOf(piece) === stage, `an answer about a piece that is not ${stage}`)
    this.#pieces.move(piece, 'missing')
    this.#received.delete(piece)
  }
}
