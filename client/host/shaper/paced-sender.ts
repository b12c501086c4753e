/**
 * A sender in a network with links that several tabs could fill: it says when it has something to
 * send, and where its way leads over such a link, messages wait at a gate that opens at the rate the
 * coordinator orders.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import { bytesOnWire } from '../../../shared/network/overhead.ts'
import { Gate } from './gate.ts'
import type { Pacer } from './pacer.ts'
import { Sender, type SenderParts } from './sender.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** With nothing to send for so long, it gives its share to others: emulated. */
export const IDLE_MS = 200

export interface PacedSenderPorts {
  readonly to: string
  readonly pacer: Pick<Pacer, 'rate' | 'setActive'>
  /** Emulated time by the wall. */
  wallMs(): Millis
  onStop(): void
}

export class PacedSender {
  readonly #parts: SenderParts
  readonly #ports: PacedSenderPorts
  readonly #sender: Sender
  /** Undefined where no link of the way could be filled: then it only says that it sends. */
  readonly #gate: Gate | undefined
  /** In order. Back-pressure bounds it. */
  readonly #waiting: Bytes[] = []
  #bytesPerMs = 0
  #wakeMs: Millis | undefined
  #usedMs: Millis = 0
  #isWatched = false

  constructor(parts: SenderParts, isContested: boolean, ports: PacedSenderPorts) {
    this.#parts = parts
    this.#ports = ports
    this.#sender = new Sender(parts)
    this.#gate = isContested ? new Gate() : undefined
    this.setRate()
  }

  send(bytes: Bytes): void {
    this.#waiting.push(bytes)
    this.#ports.pacer.setActive(this.#ports.to, true)
    this.#pump()
    if (!this.#isWatched) this.#watch(this.#parts.agenda.now() + IDLE_MS)
  }

  /**
   * The rate may be another one now. Less holds at once. More holds from the time of the wall, as tabs
   * made room for it by theirs: where tasks are overdue, this one's own time is behind.
   */
  setRate(): void {
    const { agenda } = this.#parts
    if (this.#orderedBytesPerMs() <= this.#bytesPerMs) this.#follow(agenda.now())
    else agenda.at(this.#ports.wallMs(), dueMs => this.#follow(dueMs))
  }

  stop(): void {
    this.#waiting.length = 0
    this.#sender.stop()
    this.#ports.pacer.setActive(this.#ports.to, false)
    this.#ports.onStop()
  }

  #orderedBytesPerMs(): number {
    return this.#ports.pacer.rate(this.#ports.to) / 8000
  }

  #follow(now: Millis): void {
    this.#bytesPerMs = this.#orderedBytesPerMs()
    this.#gate?.setRate(this.#bytesPerMs, now)
    this.#pump()
  }

  #pump(): void {
    const { agenda, overhead } = this.#parts
    const now = agenda.now()
    for (let bytes = this.#waiting[0]; bytes; bytes = this.#waiting[0]) {
      const opensMs = this.#gate ? this.#gate.opensMs(now) : now
      if (opensMs === undefined) return
      if (opensMs > now) {
        this.#wakeAt(opensMs)
        return
      }
      this.#waiting.shift()
      this.#gate?.pass(bytesOnWire(overhead, bytes.length))
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
    this.#parts.agenda.at(atMs, dueMs => {
      const idleFromMs = this.#waiting.length > 0 ? dueMs : this.#usedMs
      if (idleFromMs + IDLE_MS > dueMs) {
        this.#watch(idleFromMs + IDLE_MS)
        return
      }
      this.#isWatched = false
      this.#ports.pacer.setActive(this.#ports.to, false)
    })
  }
}
