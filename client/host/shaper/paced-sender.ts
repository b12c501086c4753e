/**
 * A sender in a network with links that several tabs could fill: it says when it has something to
 * send, and where its way leads over such a link, messages wait for a bucket that leaks at the rate
 * the coordinator orders.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import { bytesOnWire } from '../../../shared/network/overhead.ts'
import type { Sender, SenderParts } from './emulated-flow.ts'
import type { Pacer } from './pacer.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A flow that has had nothing to send for this time gives its share to others: emulated. */
export const IDLE_MS = 200

export interface PacedSenderPorts {
  readonly to: string
  readonly pacer: Pick<Pacer, 'rate' | 'setActive'>
  /** Emulated time by the wall. */
  wallMs(): Millis
  onStop(): void
}

export class PacedSender {
  readonly #parts: Pick<SenderParts, 'timers' | 'overhead'>
  readonly #ports: PacedSenderPorts
  readonly #sender: Pick<Sender, 'send' | 'stop'>
  /** Undefined where no link of the path could be filled: then it only reports that it sends. */
  readonly #bucket: LeakyBucket | undefined
  /** In order. Back-pressure bounds it. */
  readonly #waiting: Bytes[] = []
  #bytesPerMs = 0
  #wakeMs: Millis | undefined
  #usedMs: Millis = 0
  #isWatched = false

  constructor(
    sender: Pick<Sender, 'send' | 'stop'>,
    parts: Pick<SenderParts, 'timers' | 'overhead'>,
    isContested: boolean,
    ports: PacedSenderPorts,
  ) {
    this.#parts = parts
    this.#ports = ports
    this.#sender = sender
    this.#bucket = isContested ? new LeakyBucket() : undefined
    this.setRate()
  }

  send(bytes: Bytes): void {
    this.#waiting.push(bytes)
    this.#ports.pacer.setActive(this.#ports.to, true)
    this.#pump()
    if (!this.#isWatched) this.#watch(this.#parts.timers.now() + IDLE_MS)
  }

  /**
   * A lower rate holds at once. A higher one holds from wall time: the other tabs made room for it by
   * theirs, and where timers are overdue this tab's own emulated time is behind.
   */
  setRate(): void {
    const { timers } = this.#parts
    if (this.#orderedBytesPerMs() <= this.#bytesPerMs) this.#follow(timers.now())
    else timers.at(this.#ports.wallMs(), dueMs => this.#follow(dueMs))
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
    this.#bucket?.setRate(this.#bytesPerMs, now)
    this.#pump()
  }

  #pump(): void {
    const { timers, overhead } = this.#parts
    const now = timers.now()
    for (let bytes = this.#waiting[0]; bytes; bytes = this.#waiting[0]) {
      const opensMs = this.#bucket ? this.#bucket.opensMs(now) : now
      if (opensMs === undefined) return
      if (opensMs > now) {
        this.#wakeAt(opensMs)
        return
      }
      this.#waiting.shift()
      this.#bucket?.pass(bytesOnWire(overhead, bytes.length))
      this.#usedMs = now
      this.#sender.send(bytes)
    }
  }

  #wakeAt(atMs: Millis): void {
    if (this.#wakeMs !== undefined && this.#wakeMs <= atMs) return
    this.#wakeMs = atMs
    this.#parts.timers.at(atMs, () => {
      if (this.#wakeMs === atMs) this.#wakeMs = undefined
      this.#pump()
    })
  }

  /** Checks again until it has been idle for `IDLE_MS`. */
  #watch(atMs: Millis): void {
    this.#isWatched = true
    this.#parts.timers.at(atMs, dueMs => {
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

/**
 * Lets a flow's messages go at its rate on links that it shares with other tabs. A message goes as
 * soon as those before it have leaked away: over any time, a flow sends what its rate allows and one
 * message.
 */
export class LeakyBucket {
  #filledBytes = 0
  #leakedMs: Millis = 0
  #bytesPerMs = 0

  /** Holds from now on; what is in it stays. */
  setRate(bytesPerMs: number, now: Millis): void {
    this.#leak(now)
    this.#bytesPerMs = bytesPerMs
  }

  /** When the next may go; undefined while there is no rate. */
  opensMs(now: Millis): Millis | undefined {
    this.#leak(now)
    if (this.#bytesPerMs === 0) return undefined
    return now + this.#filledBytes / this.#bytesPerMs
  }

  pass(bytes: number): void {
    this.#filledBytes += bytes
  }

  #leak(now: Millis): void {
    this.#filledBytes = Math.max(this.#filledBytes - this.#bytesPerMs * (now - this.#leakedMs), 0)
    this.#leakedMs = now
  }
}
