/** A queue that is read by place, too. */
const LEAST_GAP = 64

export class Fifo<T> {
  #items: T[] = []
  /** The place of the first; what is before it was taken. */
  #from = 0

  get size(): number {
    return this.#items.length - this.#from
  }

  get first(): T | undefined {
    return this.#items[this.#from]
  }

  get last(): T | undefined {
    return this.size > 0 ? this.#items[this.#items.length - 1] : undefined
  }

  at(place: number): T | undefined {
    return this.#items[this.#from + place]
  }

  push(item: T): void {
    this.#items.push(item)
  }

  shift(): T | undefined {
    if (this.size === 0) return undefined
    const item = this.#items[this.#from++]
    // Moved rarely: each item once on average.
    if (this.#from >= LEAST_GAP && 2 * this.#from >= this.#items.length) {
      this.#items = this.#items.slice(this.#from)
      this.#from = 0
    }
    return item
  }

  clear(): void {
    this.#items = []
    this.#from = 0
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let place = this.#from; place < this.#items.length; place++) yield this.#items[place] as T
  }
}
