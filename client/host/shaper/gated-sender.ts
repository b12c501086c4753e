/**
 * A sender whose way leads over links that other tabs may fill: what it is given waits at a gate,
 * which opens at the rate that the coordinator orders, and it says when it wants one.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import { bytesOnWire } from '../../../shared/network/overhead.ts'
import { Gate } from './gate.ts'
import type { Pacer } from './pacer.ts'
import { Sender, type SenderParts } from './sender.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** With nothing to send for so long, it gives its share to others: emulated. */
const IDLE_MS = 200

export class GatedSender {
  readonly #to: string
  readonly #pacer: Pick<Pacer, 'rate' | 'setActive'>
  readonly #parts: SenderParts
  readonly #sender: Sender
  readonly #onStop: () => void
  readonly #gate = new Gate()
  /** In order. Back-pressure bounds it. */
  readonly #waiting: Bytes[] = []
  #wakeMs: Millis | undefined
  #usedMs: Millis = 0
  #isWatched = false

  constructor(
    to: string,
    pacer: Pick<Pacer, 'rate' | 'setActive'>,
    parts: SenderParts,
    onStop: () => void,
  ) {
    this.#to = to
    this.#pacer = pacer
    this.#parts = parts
    this.#sender = new Sender(parts)
    this.#onStop = onStop
    this.setRate()
  }

  send(bytes: Bytes): void {
    this.#waiting.push(bytes)
    this.#pacer.setActive(this.#to, true)
    this.#pump()
    if (!this.#isWatched) this.#watch(this.#usedMs + IDLE_MS)
  }

  /** The rate may be another one now. */
  setRate(): void {
    this.#gate.setRate(this.#pacer.rate(this.#to) / 8000, this.#parts.agenda.now())
    this.#pump()
  }

  stop(): void {
    this.#waiting.length = 0
    this.#sender.stop()
    this.#pacer.setActive(this.#to, false)
    this.#onStop()
  }

  #pump(): void {
    const { agenda, overhead } = this.#parts
    const now = agenda.now()
    for (let bytes = this.#waiting[0]; bytes; bytes = this.#waiting[0]) {
      const opensMs = this.#gate.opensMs(now)
      if (opensMs === undefined) return
      if (opensMs > now) {
        this.#wakeAt(opensMs)
        return
      }
      this.#waiting.shift()
      this.#gate.pass(bytesOnWire(overhead, bytes.length))
      this.#usedMs = now
      this.#sender.send(bytes)
    }
  }

  #wakeAt(atMs: Millis): void {
    if (this.#wakeMs !== undefined && this.#wakeMs <= atMs) return
    this.#wakeMs = atMs
    this.#parts.agenda.at(atMs, () => {
      if (this.#wakeMs === atMs) this.#wakeMs = undefined
      this.#pump()
    })
  }

  /** Looks whether it has been idle, until it has. */
  #watch(atMs: Millis): void {
    this.#isWatched = true
    this.#parts.agenda.at(Math.max(atMs, this.#parts.agenda.now()), dueMs => {
      const isIdle = this.#waiting.length === 0 && this.#usedMs + IDLE_MS <= dueMs
      if (isIdle) {
        this.#isWatched = false
        this.#pacer.setActive(this.#to, false)
      } else this.#watch(this.#waiting.length > 0 ? dueMs + IDLE_MS : this.#usedMs + IDLE_MS)
    })
  }
}
