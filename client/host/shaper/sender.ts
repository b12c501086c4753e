/**
 * The sender's half of a flow through an emulated network: its own line, and the routers' links up to
 * the receiver's. A message goes out for real as soon as it is decided when it gets there, so that
 * its real way hides in the emulated one.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import { bytesOnWire, type Overhead } from '../../../shared/network/overhead.ts'
import type { Flow, Parcel } from '../../../shared/network/path.ts'
import type { Agenda } from './agenda.ts'
import type { Stamp } from './stamp.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface SenderHandlers {
  /** Its last bit is out of this tab's own line. */
  onDeparted(bytes: Bytes): void
  /** Decided: to be handed over now. */
  onStamped(stamp: Stamp, bytes: Bytes): void
}

export interface SenderParts {
  readonly flow: Flow<Bytes>
  readonly overhead: Overhead
  readonly agenda: Agenda
  readonly handlers: SenderHandlers
}

export class Sender {
  readonly #parts: SenderParts
  #isStopped = false

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  send(bytes: Bytes): void {
    if (this.#isStopped) return
    const { flow, agenda, handlers } = this.#parts
    const now = agenda.now()
    const parcel = flow.send(bytes.length, now, bytes)
    this.#cross(parcel, now)
    agenda.at(parcel.departedMs, () => {
      if (!this.#isStopped) handlers.onDeparted(bytes)
    })
  }

  stop(): void {
    this.#isStopped = true
  }

  /** All lanes at once: what left this tab's line first is first on the others. Lost parts go later. */
  #cross(parcel: Parcel<Bytes>, now: Millis): void {
    if (this.#isStopped) return
    const { flow, agenda, handlers } = this.#parts
    let next = flow.advance(parcel, now)
    while (next !== undefined && parcel.hop > 0) next = flow.advance(parcel, next)
    if (next !== undefined) {
      agenda.at(next, dueMs => this.#cross(parcel, dueMs))
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
