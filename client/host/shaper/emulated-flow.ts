/**
 * A flow through an emulated network, in two halves: the sender decides when a message comes to the
 * receiver's line, and stamps it; the receiver decides when it has passed that line.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import { bytesOnWire, type Overhead } from '../../../shared/network/overhead.ts'
import type { Flow, Parcel } from '../../../shared/network/path.ts'
import type { Stamp } from './stamp.ts'
import type { TimerQueue } from './timer-queue.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface SenderHandlers {
  /** Its last bit has left the sender's line. */
  onDeparted(bytes: Bytes): void
  /** Its time of arrival is decided: it is to be sent for real now. */
  onStamped(stamp: Stamp, bytes: Bytes): void
}

export interface SenderParts {
  readonly flow: Flow<Bytes>
  readonly overhead: Overhead
  readonly timers: TimerQueue
  readonly handlers: SenderHandlers
}

/**
 * Its own line, and the routers' links up to the receiver's. A message is sent for real as soon as its
 * time of arrival is decided, so that the real transit fits into the emulated one.
 */
export class Sender {
  readonly #parts: SenderParts
  #isStopped = false

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  send(bytes: Bytes): void {
    if (this.#isStopped) return
    const { flow, timers, handlers } = this.#parts
    const now = timers.now()
    const parcel = flow.send(bytes.length, now, bytes)
    this.#cross(parcel, now)
    timers.at(parcel.departedMs, () => {
      if (!this.#isStopped) handlers.onDeparted(bytes)
    })
  }

  stop(): void {
    this.#isStopped = true
  }

  /** All lanes at once: what leaves this tab's line first is first on the others. Lost packets go later. */
  #cross(parcel: Parcel<Bytes>, now: Millis): void {
    if (this.#isStopped) return
    const { flow, timers, handlers } = this.#parts
    let next = flow.advance(parcel, now)
    while (next !== undefined && parcel.hop > 0) next = flow.advance(parcel, next)
    if (next !== undefined) {
      timers.at(next, dueMs => this.#cross(parcel, dueMs))
      return
    }
    handlers.onStamped(this.#stamp(parcel), parcel.message)
    // In order of arrival; the receiver puts them in order of sending.
    while (flow.takeDelivered());
  }

  #stamp({ order, message, firstMs, lastButOneMs, lastMs }: Parcel<Bytes>): Stamp {
    const wireBytes = bytesOnWire(this.#parts.overhead, message.length)
    return { order, wireBytes, firstMs, lastButOneMs, lastMs }
  }
}

interface Numbered {
  readonly order: number
  readonly bytes: Bytes
}

/**
 * Its own line, which all flows to this tab share; at its end messages are put in the order of sending.
 * What is lost on this line is sent again over it alone, not over the sender's.
 */
export class Receiver {
  readonly #flow: Flow<Numbered>
  readonly #timers: TimerQueue
  readonly #onArrived: (bytes: Bytes, dueMs: Millis) => void
  /** Messages that wait for those sent before them. */
  readonly #early = new Map<number, Bytes>()
  #next = 0
  #isStopped = false
  /** Received and not yet handed on. */
  heldBytes = 0

  constructor(
    flow: Flow<Numbered>,
    timers: TimerQueue,
    onArrived: (bytes: Bytes, dueMs: Millis) => void,
  ) {
    this.#flow = flow
    this.#timers = timers
    this.#onArrived = onArrived
  }

  accept({ order, wireBytes, firstMs, lastButOneMs, lastMs }: Stamp, bytes: Bytes): void {
    if (this.#isStopped || order < this.#next || this.#early.has(order)) return
    this.heldBytes += bytes.length
    const parcel = this.#flow.send(wireBytes, firstMs, { order, bytes })
    parcel.lastButOneMs = lastButOneMs
    parcel.lastMs = lastMs
    this.#timers.at(firstMs, dueMs => this.#advance(parcel, dueMs))
  }

  stop(): void {
    this.#isStopped = true
    this.#early.clear()
  }

  #advance(parcel: Parcel<Numbered>, now: Millis): void {
    if (this.#isStopped) return
    const next = this.#flow.advance(parcel, now)
    if (next !== undefined) {
      this.#timers.at(next, dueMs => this.#advance(parcel, dueMs))
      return
    }
    for (let there = this.#flow.takeDelivered(); there; there = this.#flow.takeDelivered()) {
      this.#early.set(there.message.order, there.message.bytes)
    }
    this.#deliver(now)
  }

  #deliver(now: Millis): void {
    for (let bytes = this.#early.get(this.#next); bytes; bytes = this.#early.get(this.#next)) {
      this.#early.delete(this.#next++)
      this.heldBytes -= bytes.length
      this.#onArrived(bytes, now)
      if (this.#isStopped) return
    }
  }
}
