/**
 * A priority queue of events by time; at equal times in the order of insertion. A heap with four
 * children for each node: half as deep as a binary one, with the times of children side by side.
 */
import type { Millis } from './ids.ts'

const FIRST_CAPACITY = 64

export class EventQueue<T> {
  /** The heap: times, and the slots of their events. */
  #times = new Float64Array(FIRST_CAPACITY)
  #slots = new Int32Array(FIRST_CAPACITY)
  #size = 0
  /**
   * What was taken last has left its place at the top free: an event mostly causes the next one, which
   * sinks from there, so that nothing is brought up from the end and sinks all the way down again.
   */
  #isTopFree = false
  /** Events by slot. Free slots are reused, the last freed first. */
  readonly #events: (T | undefined)[] = []
  #orders = new Float64Array(FIRST_CAPACITY)
  #freeSlots = new Int32Array(FIRST_CAPACITY)
  #freeCount = 0
  #inserted = 0

  get size(): number {
    return this.#isTopFree ? this.#size - 1 : this.#size
  }

  get nextAt(): Millis | undefined {
    this.#fillTop()
    return this.#size > 0 ? this.#times[0] : undefined
  }

  add(at: Millis, event: T): void {
    if (this.#size === this.#times.length) this.#grow()
    const slot = this.#freeCount > 0 ? (this.#freeSlots[--this.#freeCount] as number) : this.#size
    this.#events[slot] = event
    this.#orders[slot] = this.#inserted++
    if (this.#isTopFree) {
      this.#isTopFree = false
      this.#sink(at, slot)
    } else this.#rise(this.#size++, at, slot)
  }

  take(): { readonly at: Millis; readonly event: T } | undefined {
    const at = this.nextAt
    return at === undefined ? undefined : { at, event: this.takeEvent() as T }
  }

  /** The event without its time, which is `nextAt`. */
  takeEvent(): T | undefined {
    this.#fillTop()
    if (this.#size === 0) return undefined
    const slot = this.#slots[0] as number
    const event = this.#events[slot]
    this.#events[slot] = undefined
    this.#freeSlots[this.#freeCount++] = slot
    this.#isTopFree = true
    return event
  }

  #fillTop(): void {
    if (!this.#isTopFree) return
    this.#isTopFree = false
    const last = --this.#size
    if (last > 0) this.#sink(this.#times[last] as number, this.#slots[last] as number)
  }

  /** Sifts up from the free place at the end. */
  #rise(from: number, at: Millis, slot: number): void {
    const times = this.#times
    const slots = this.#slots
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 2
      // Among equal times, the last inserted comes last.
      if ((times[parent] as number) <= at) break
      times[place] = times[parent] as number
      slots[place] = slots[parent] as number
      place = parent
    }
    times[place] = at
    slots[place] = slot
  }

  /** Sifts down from the free place at the top. */
  #sink(at: Millis, slot: number): void {
    const times = this.#times
    const slots = this.#slots
    const orders = this.#orders
    const size = this.#size
    let place = 0
    for (;;) {
      const first = 4 * place + 1
      if (first >= size) break
      const end = Math.min(first + 4, size)
      let child = first
      let childAt = times[first] as number
      for (let other = first + 1; other < end; other++) {
        const otherAt = times[other] as number
        if (otherAt > childAt) continue
        if (otherAt === childAt && this.#isAfter(other, child)) continue
        child = other
        childAt = otherAt
      }
      if (childAt > at) break
      if (childAt === at && (orders[slots[child] as number] as number) > (orders[slot] as number))
        break
      times[place] = childAt
      slots[place] = slots[child] as number
      place = child
    }
    times[place] = at
    slots[place] = slot
  }

  #isAfter(a: number, b: number): boolean {
    const orders = this.#orders
    return (
      (orders[this.#slots[a] as number] as number) > (orders[this.#slots[b] as number] as number)
    )
  }

  #grow(): void {
    this.#times = grown(this.#times, new Float64Array(2 * this.#times.length))
    this.#slots = grown(this.#slots, new Int32Array(2 * this.#slots.length))
    this.#orders = grown(this.#orders, new Float64Array(2 * this.#orders.length))
    this.#freeSlots = grown(this.#freeSlots, new Int32Array(2 * this.#freeSlots.length))
  }
}

function grown<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from)
  return to
}
