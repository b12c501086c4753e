/** Rows of numbers, kept column by column in typed arrays: a run's record has millions of them. */

const ARRAYS = {
  f64: Float64Array,
  u32: Uint32Array,
  i32: Int32Array,
  u16: Uint16Array,
} as const

export type Spec = Readonly<Record<string, keyof typeof ARRAYS>>

type Column<Kind extends keyof typeof ARRAYS> = InstanceType<(typeof ARRAYS)[Kind]>

/** Arrays of one length, by the names of the columns. They may change hands between threads. */
export type Rows<S extends Spec> = { readonly [Name in keyof S]: Column<S[Name]> }

const FIRST_CAPACITY = 256

export class Table<S extends Spec> {
  readonly #spec: S
  readonly #names: readonly (keyof S & string)[]
  #columns: Column<keyof typeof ARRAYS>[]
  #capacity = FIRST_CAPACITY
  #length = 0
  /** How often rows were thinned out: row numbers from before are invalid then. */
  thinnings = 0

  constructor(spec: S) {
    this.#spec = spec
    this.#names = Object.keys(spec)
    this.#columns = this.#names.map(name => this.#make(name, FIRST_CAPACITY))
  }

  get length(): number {
    return this.#length
  }

  /** Only the first `length` values count; later rows may go to another array. */
  column<Name extends keyof S & string>(name: Name): Column<S[Name]> {
    return this.#columns[this.#names.indexOf(name)] as Column<S[Name]>
  }

  /** A value for each column, in the order of the spec. */
  push(...values: readonly number[]): void {
    if (this.#length === this.#capacity) this.#grow(this.#length + 1)
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i] as Column<keyof typeof ARRAYS>
      column[this.#length] = values[i] as number
    }
    this.#length++
  }

  append(rows: Rows<S>): void {
    const added = (rows[this.#names[0] as string] as ArrayLike<number>).length
    if (this.#length + added > this.#capacity) this.#grow(this.#length + added)
    for (const [i, name] of this.#names.entries()) this.#columns[i]?.set(rows[name], this.#length)
    this.#length += added
  }

  /** Removes every second row: those whose row number, counted from `first`, is odd. */
  thin(first = 0): void {
    const from = first % 2
    const kept = Math.ceil((this.#length - from) / 2)
    for (const column of this.#columns) {
      for (let i = 0; i < kept; i++) column[i] = column[from + 2 * i] as number
    }
    this.#length = kept
    this.thinnings++
  }

  /** All rows, cut to their length; the table is empty again. */
  take(): Rows<S> {
    const taken = this.#names.map((name, i) => [name, this.#columns[i]?.slice(0, this.#length)])
    this.#length = 0
    return Object.fromEntries(taken) as Rows<S>
  }

  #grow(needed: number): void {
    this.#capacity = Math.max(needed, 2 * this.#capacity)
    this.#columns = this.#columns.map((old, i) => {
      const grown = this.#make(this.#names[i] as string, this.#capacity)
      grown.set(old)
      return grown
    })
  }

  #make(name: string, capacity: number): Column<keyof typeof ARRAYS> {
    return new ARRAYS[this.#spec[name] as keyof typeof ARRAYS](capacity)
  }
}

export const buffersOf = (rows: Rows<Spec>): ArrayBuffer[] =>
  Object.values(rows).map(({ buffer }) => buffer as ArrayBuffer)

/** The first index whose value is greater than `value`, in a sorted array's first `length` values. */
export function upperBound(sorted: ArrayLike<number>, value: number, length = sorted.length) {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** The places of one row's records in a growing table; each record is searched once. */
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

  get places(): Uint32Array {
    if (this.#thinnings !== this.#table.thinnings) this.#beginAnew()
    const rows = this.#table.column(this.#column)
    for (; this.#searched < this.#table.length; this.#searched++) {
      if (rows[this.#searched] === this.#row) this.#add(this.#searched)
    }
    return this.#found.subarray(0, this.#count)
  }

  /** Places of records not after `atMs`; the time column must be sorted. */
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
