/**
 * Carries what one flow is given over lanes of this tab, as time passes: when a message departs and
 * when it arrives is the model's decision (`Flow`), made at the times it asks for.
 */
import { assert } from '../../../shared/base/assert.ts'
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
  readonly #flow: Flow
  readonly #agenda: Agenda
  readonly #handlers: ConveyorHandlers<Item>
  /** Not arrived yet, in order. Whoever sends bounds it. */
  readonly #items: Item[] = []
  #isStopped = false

  constructor(flow: Flow, agenda: Agenda, handlers: ConveyorHandlers<Item>) {
    this.#flow = flow
    this.#agenda = agenda
    this.#handlers = handlers
  }

  get isEmpty(): boolean {
    return this.#items.length === 0
  }

  send(item: Item, bytes: number): void {
    if (this.#isStopped) return
    const now = this.#agenda.now()
    const parcel = this.#flow.send(bytes, now)
    this.#items.push(item)
    this.#advance(parcel, now)
    if (this.#handlers.onDeparted)
      this.#agenda.at(parcel.departedMs, () => {
        if (!this.#isStopped) this.#handlers.onDeparted?.(item)
      })
  }

  /** What is on its way is lost; no handler is called any more. */
  stop(): void {
    this.#isStopped = true
    this.#items.length = 0
  }

  #advance(parcel: Parcel, now: Millis): void {
    if (this.#isStopped) return
    const next = this.#flow.advance(parcel, now)
    if (next === undefined) this.#deliver()
    else this.#agenda.at(next, dueMs => this.#advance(parcel, dueMs))
  }

  #deliver(): void {
    while (!this.#isStopped && this.#flow.takeDelivered()) {
      const item = this.#items.shift()
      assert(item !== undefined, 'what arrives was sent')
      this.#handlers.onArrived(item)
    }
  }
}
