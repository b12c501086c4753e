/** Where a row's own records stand in a table that grows: looked for once, not at every look. */
import { type Spec, type Table, upperBound } from './table.ts'

export class RowIndex<S extends Spec> {
  readonly #table: Table<S>
  readonly #column: keyof S & string
  readonly #row: number
  #found = new Uint32Array(256)
  #count = 0
  #searched = 0
  #thinnings = 0

  /** `column` holds rows. */
  constructor(table: Table<S>, column: keyof S & string, row: number) {
    this.#table = table
    this.#column = column
    this.#row = row
  }

  /** Places in the table, in order. */
  get places(): Uint32Array {
    if (this.#thinnings !== this.#table.thinnings) this.#beginAnew()
    const rows = this.#table.column(this.#column)
    for (; this.#searched < this.#table.length; this.#searched++) {
      if (rows[this.#searched] === this.#row) this.#add(this.#searched)
    }
    return this.#found.subarray(0, this.#count)
  }

  /** Those whose time, in a column that never falls, is not after `atMs`. */
  until(timeColumn: keyof S & string, atMs: number): Uint32Array {
    const end = upperBound(this.#table.column(timeColumn), atMs, this.#table.length)
    const { places } = this
    return places.subarray(0, upperBound(places, end - 1))
  }

  #beginAnew(): void {
    this.#thinnings = this.#table.thinnings
    this.#count = 0
    this.#searched = 0
  }

  #add(place: number): void {
    if (this.#count === this.#found.length) {
      const grown = new Uint32Array(2 * this.#count)
      grown.set(this.#found)
      this.#found = grown
    }
    this.#found[this.#count++] = place
  }
}
