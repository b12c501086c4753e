/**
 * Carries what one flow is given over a lane of this tab, as time passes: when a message departs and
 * when it arrives is the model's decision (`Flow`), made at the times it asks for.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Flow, Parcel } from '../../../shared/network/path.ts'
import type { Agenda } from './agenda.ts'

export interface Carried<Item> {
  readonly item: Item
  readonly bytes: number
  hasDeparted: boolean
}

export interface ConveyorHandlers<Item> {
  /** The last of it left the lane: what back-pressure waits for. */
  onDeparted?(item: Item): void
  /** It is there, in the order of `send`. */
  onArrived(item: Item): void
  onStopped?(): void
}

export class Conveyor<Item> {
  readonly #agenda: Agenda
  readonly #handlers: ConveyorHandlers<Item>
  /** Not arrived yet, in order. Whoever sends bounds it. */
  readonly #carried: Carried<Item>[] = []
  /** Undefined when it is stopped; what another one decided is void. */
  #flow: Flow<Carried<Item>> | undefined

  constructor(flow: Flow<Carried<Item>>, agenda: Agenda, handlers: ConveyorHandlers<Item>) {
    this.#flow = flow
    this.#agenda = agenda
    this.#handlers = handlers
  }

  get isEmpty(): boolean {
    return this.#carried.length === 0
  }

  send(item: Item, bytes: number): void {
    if (!this.#flow) return
    const carried = { item, bytes, hasDeparted: false }
    this.#carried.push(carried)
    this.#enter(this.#flow, carried)
  }

  /** All that has not arrived goes over this one instead, from now on. */
  restart(flow: Flow<Carried<Item>>): void {
    this.#flow = flow
    for (const carried of [...this.#carried]) this.#enter(flow, carried)
  }

  /** What is on its way is lost; no handler is called any more. */
  stop(): void {
    this.#flow = undefined
    this.#carried.length = 0
    this.#handlers.onStopped?.()
  }

  #enter(flow: Flow<Carried<Item>>, carried: Carried<Item>): void {
    const now = this.#agenda.now()
    const parcel = flow.send(carried.bytes, now, carried)
    this.#advance(flow, parcel, now)
    this.#agenda.at(parcel.departedMs, () => {
      if (flow !== this.#flow || carried.hasDeparted) return
      carried.hasDeparted = true
      this.#handlers.onDeparted?.(carried.item)
    })
  }

  #advance(flow: Flow<Carried<Item>>, parcel: Parcel<Carried<Item>>, now: Millis): void {
    if (flow !== this.#flow) return
    const next = flow.advance(parcel, now)
    if (next !== undefined) {
      this.#agenda.at(next, dueMs => this.#advance(flow, parcel, dueMs))
      return
    }
    // A handler may stop it, or put another flow in its place.
    for (let there = flow.takeDelivered(); there; there = flow.takeDelivered()) {
      this.#carried.shift()
      this.#handlers.onArrived(there.message.item)
      if (flow !== this.#flow) return
    }
  }
}
