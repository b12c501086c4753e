/** The receiver of an SCTP association, as dcSCTP's `DataTracker` is: when it tells the sender what has arrived. */
import type { Millis } from '../../base/ids.ts'
import type { Chunk, Packet, Sack } from './chunk.ts'
import { Fifo } from './fifo.ts'

/** `delayed_ack_max_timeout`: a packet alone is acknowledged after this time. */
const SACK_DELAY_MS = 200

export class SctpReceiver<Message> {
  /** From the first that has not arrived on, in the order of their numbers. */
  readonly #expected = new Fifo<Chunk<Message>>()
  /** Arrived before one that is expected earlier. */
  #early = 0
  /** Arrived, and no SACK that got through has told so. */
  #untold: Chunk<Message>[] = []
  #isFirst = true
  /** When a packet came of which no SACK was sent. */
  #unackedMs: Millis | undefined

  /** When a SACK is due at the latest. */
  get sackDueMs(): Millis | undefined {
    return this.#unackedMs === undefined ? undefined : this.#unackedMs + SACK_DELAY_MS
  }

  /** Chunks that were sent for the first time. */
  expect(chunks: readonly Chunk<Message>[]): void {
    for (const chunk of chunks) if (!chunk.isResent) this.#expected.push(chunk)
  }

  /** Whether a SACK is due now. */
  arrived({ chunks, atMs, wantsSack }: Packet<Message>): boolean {
    let isDuplicate = false
    for (const chunk of chunks) {
      if (chunk.hasArrived) isDuplicate = true
      else this.#take(chunk)
    }
    const isSecond = this.#unackedMs !== undefined
    const isDue = isSecond || isDuplicate || wantsSack || this.#early > 0 || this.#isFirst
    this.#isFirst = false
    if (!isDue) this.#unackedMs = atMs
    return isDue
  }

  /** The SACK to send now. What it tells is told again with the next if it was lost. */
  sack(atMs: Millis, isLost: boolean): Sack<Message> {
    this.#unackedMs = undefined
    const sack = { chunks: this.#untold, hasGaps: this.#early > 0, atMs }
    if (!isLost) this.#untold = []
    return sack
  }

  #take(chunk: Chunk<Message>): void {
    chunk.hasArrived = true
    this.#untold.push(chunk)
    this.#early++
    while (this.#expected.first?.hasArrived) {
      this.#expected.shift()
      this.#early--
    }
  }
}
