/**
 * The receiver's half of a flow through an emulated network: its own line, which all flows to this
 * tab share, and the order of sending at its end. What is lost on this line is sent again over it
 * alone; the sender's line is spared that little.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Flow, Parcel } from '../../../shared/network/path.ts'
import type { Agenda } from './agenda.ts'
import type { Stamp } from './stamp.ts'

type Bytes = Uint8Array<ArrayBuffer>

interface Item {
  readonly order: number
  readonly bytes: Bytes
}

export class Receiver {
  readonly #flow: Flow<Item>
  readonly #agenda: Agenda
  readonly #onArrived: (bytes: Bytes, dueMs: Millis) => void
  /** Overtaken messages' places are kept until those before them are here. */
  readonly #early = new Map<number, Bytes>()
  #next = 0
  #isStopped = false
  /** Received and not handed on. */
  heldBytes = 0

  constructor(flow: Flow<Item>, agenda: Agenda, onArrived: (bytes: Bytes, dueMs: Millis) => void) {
    this.#flow = flow
    this.#agenda = agenda
    this.#onArrived = onArrived
  }

  accept({ order, wireBytes, firstMs, lastButOneMs, lastMs }: Stamp, bytes: Bytes): void {
    if (this.#isStopped || order < this.#next || this.#early.has(order)) return
    this.heldBytes += bytes.length
    const parcel = this.#flow.send(wireBytes, firstMs, { order, bytes })
    parcel.lastButOneMs = lastButOneMs
    parcel.lastMs = lastMs
    this.#agenda.at(firstMs, dueMs => this.#advance(parcel, dueMs))
  }

  stop(): void {
    this.#isStopped = true
    this.#early.clear()
  }

  #advance(parcel: Parcel<Item>, now: Millis): void {
    if (this.#isStopped) return
    const next = this.#flow.advance(parcel, now)
    if (next !== undefined) {
      this.#agenda.at(next, dueMs => this.#advance(parcel, dueMs))
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
