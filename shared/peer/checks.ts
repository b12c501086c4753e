/**
 * A piece between its last block and the disk: verified, then written, and only then held. Finds
 * out who lied when it fails. Both exchanges send their pieces through here.
 */
import { assert } from '../base/assert.ts'
import type { PeerId } from '../base/ids.ts'
import { type Info, pieceHashAt } from '../torrent/info.ts'
import { Blame } from './blame.ts'
import type { Effect } from './effect.ts'
import { Strikes } from './strikes.ts'

interface Received {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly senders: readonly PeerId[]
  stage: 'verifying' | 'writing'
}

export interface ChecksOutput {
  emit(effect: Effect): void
  held(piece: number): void
  /** `single`: the piece is to come from one remote next time. */
  failed(piece: number, single: boolean): void
  /** It is proven to have sent bad data: shut out for so long, or for good. */
  guilty(remote: PeerId, reason: string, forMs: number): void
}

export class Checks {
  readonly #info: Info
  readonly #output: ChecksOutput
  readonly #received = new Map<number, Received>()
  readonly #blame = new Blame()
  readonly #strikes = new Strikes()

  constructor(info: Info, output: ChecksOutput) {
    this.#info = info
    this.#output = output
  }

  received(piece: number, bytes: Uint8Array<ArrayBuffer>, senders: readonly PeerId[]): void {
    assert(!this.#received.has(piece), 'a piece received twice at once')
    this.#received.set(piece, { bytes, senders, stage: 'verifying' })
    const subject = { kind: 'piece', piece } as const
    this.#output.emit({ type: 'verify', subject, bytes, sha1: pieceHashAt(this.#info, piece) })
  }

  verified(piece: number, ok: boolean): void {
    const received = this.#received.get(piece)
    assert(received?.stage === 'verifying', 'a verdict on a piece that is not being checked')
    if (!ok) {
      this.#refuse(piece, received)
      return
    }
    for (const id of this.#blame.passed(piece, received.bytes)) {
      this.#output.guilty(id, 'sent a bad block', this.#strikes.strike(id, piece))
    }
    received.stage = 'writing'
    this.#output.emit({ type: 'write', piece, bytes: received.bytes })
  }

  /** It was not checked: missing again, and nobody is to blame. */
  verifyFailed(piece: number, reason: string): void {
    this.#take(piece, 'verifying')
    this.#output.emit({ type: 'log', event: { event: 'verifyFailed', piece, reason } })
    this.#output.failed(piece, false)
  }

  written(piece: number): void {
    this.#take(piece, 'writing')
    this.#output.emit({ type: 'log', event: { event: 'pieceHeld', piece } })
    this.#output.held(piece)
  }

  writeFailed(piece: number, reason: string): void {
    this.#take(piece, 'writing')
    this.#output.emit({ type: 'log', event: { event: 'writeFailed', piece, reason } })
    this.#output.failed(piece, false)
  }

  #refuse(piece: number, { bytes, senders }: Received): void {
    this.#received.delete(piece)
    this.#output.emit({ type: 'log', event: { event: 'pieceFailed', piece } })
    const guilty = this.#blame.failed(piece, bytes, senders)
    this.#output.failed(piece, guilty.length === 0)
    for (const id of guilty)
      this.#output.guilty(id, 'sent a bad piece', this.#strikes.strike(id, piece))
  }

  #take(piece: number, stage: Received['stage']): void {
    const received = this.#received.get(piece)
    assert(received?.stage === stage, `an answer about a piece that is not ${stage}`)
    this.#received.delete(piece)
  }
}
