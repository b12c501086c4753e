/**
 * The sender's half of a flow with congestion: an association of SCTP, modelled, over its own line and the
 * routers' links up to the receiver's. The browser's own SCTP below sees nothing of the emulated network:
 * its windows are wide, and the model's are the only ones that count.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Lane } from '../../../shared/network/lane.ts'
import { bytesOnWire, OVERHEADS } from '../../../shared/network/overhead.ts'
import { Association, type Schedule } from '../../../shared/network/sctp/association.ts'
import type { SenderHandlers } from './emulated-flow.ts'
import type { TimerQueue } from './timer-queue.ts'

type Bytes = Uint8Array<ArrayBuffer>

interface Numbered {
  readonly order: number
  readonly bytes: Bytes
}

interface Ways {
  /** Up to the receiver's line. */
  readonly there: readonly Lane[]
  readonly back: readonly Lane[]
}

export class CongestedSender {
  readonly #association: Association<Numbered>
  #sent = 0
  #isStopped = false

  constructor({ there, back }: Ways, timers: TimerQueue, handlers: SenderHandlers) {
    this.#association = new Association(there, back, {
      schedule: scheduleOf(timers),
      onSent: ({ bytes }) => {
        // Not within `send`: its caller counts them first.
        timers.at(timers.now(), () => {
          if (!this.#isStopped) handlers.onDeparted(bytes)
        })
      },
      onDelivered: ({ order, bytes }, lastMs, firstMs) => {
        if (this.#isStopped) return
        const wireBytes = bytesOnWire(OVERHEADS.webrtc, bytes.length)
        handlers.onStamped({ order, wireBytes, firstMs, lastButOneMs: lastMs, lastMs }, bytes)
      },
    })
  }

  send(bytes: Bytes): void {
    if (!this.#isStopped) this.#association.send(bytes.length, { order: this.#sent++, bytes })
  }

  stop(): void {
    this.#isStopped = true
    this.#association.close()
  }
}

const scheduleOf = (timers: TimerQueue): Schedule => ({
  get now(): Millis {
    return timers.now()
  },
  at: (time, happening) => timers.at(time, () => happening.happen()),
})
