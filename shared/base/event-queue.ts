/** What happens when, in order of time; at equal times in the order of insertion. A binary heap. */
import type { Millis } from './ids.ts'

interface Entry<T> {
  readonly at: Millis
  readonly order: number
  readonly event: T
}

export class EventQueue<T> {
  readonly #heap: Entry<T>[] = []
  #inserted = 0

  get size(): number {
    return this.#heap.length
  }

  get nextAt(): Millis | undefined {
    return this.#heap[0]?.at
  }

  add(at: Millis, event: T): void {
    const entry = { at, order: this.#inserted++, event }
    let place = this.#heap.length
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = this.#heap[parent] as Entry<T>
      if (!isBefore(entry, above)) break
      this.#heap[place] = above
      place = parent
    }
    this.#heap[place] = entry
  }

  take(): { readonly at: Millis; readonly event: T } | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (first === undefined || last === undefined || this.#heap.length === 0) return first
    this.#sinkFromTop(last)
    return first
  }

  #sinkFromTop(entry: Entry<T>): void {
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= this.#heap.length) break
      const right = child + 1
      if (right < this.#heap.length && isBefore(this.#at(right), this.#at(child))) child = right
      if (!isBefore(this.#at(child), entry)) break
      this.#heap[place] = this.#at(child)
      place = child
    }
    this.#heap[place] = entry
  }

  #at(place: number): Entry<T> {
    return this.#heap[place] as Entry<T>
  }
}

const isBefore = <T>(a: Entry<T>, b: Entry<T>): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order)
