/**
 * Carries what one flow is given over lanes of this tab, as time passes: when a message departs and
 * when it arrives is the model's decision (`Flow`), made at the times it asks for.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Flow, Parcel } from '../../../shared/network/path.ts'
import type { Agenda } from './agenda.ts'

export interface ConveyorHandlers<Item> {
  /** The last of it left the first lane: what back-pressure waits for. */
  onDeparted?(item: Item): void
  /** It is there, in the order of `send`. */
  onArrived(item: Item): void
}

export class Conveyor<Item> {
  readonly #flow: Flow<Item>
  readonly #agenda: Agenda
  readonly #handlers: ConveyorHandlers<Item>
  /** Not arrived yet. Whoever sends bounds it. */
  #carried = 0
  #isStopped = false

  constructor(flow: Flow<Item>, agenda: Agenda, handlers: ConveyorHandlers<Item>) {
    this.#flow = flow
    this.#agenda = agenda
    this.#handlers = handlers
  }

  get isEmpty(): boolean {
    return this.#carried === 0
  }

  send(item: Item, bytes: number): void {
    if (this.#isStopped) return
    const now = this.#agenda.now()
    const parcel = this.#flow.send(bytes, now, item)
    this.#carried++
    this.#advance(parcel, now)
    if (this.#handlers.onDeparted)
      this.#agenda.at(parcel.departedMs, () => {
        if (!this.#isStopped) this.#handlers.onDeparted?.(item)
      })
  }

  /** What is on its way is lost; no handler is called any more. */
  stop(): void {
    this.#isStopped = true
  }

  #advance(parcel: Parcel<Item>, now: Millis): void {
    if (this.#isStopped) return
    const next = this.#flow.advance(parcel, now)
    if (next === undefined) this.#deliver()
    else this.#agenda.at(next, dueMs => this.#advance(parcel, dueMs))
  }

  #deliver(): void {
    for (let there = this.#take(); there; there = this.#take()) {
      this.#carried--
      this.#handlers.onArrived(there.message)
    }
  }

  #take(): Parcel<Item> | undefined {
    return this.#isStopped ? undefined : this.#flow.takeDelivered()
  }
}
