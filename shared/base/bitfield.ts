/** Engines keep a typed array of this length with the other objects; a longer one is memory of its own. */
const SHORT_BYTES = 64

/** A set of piece indices in BEP 3 layout: bit 7 of byte 0 is piece 0. It counts its members. */
export class Bitfield {
  readonly size: number
  readonly bytes: Uint8Array
  #count = 0
  /** The bytes as 32-bit words, of a long one. */
  #words: Uint32Array | undefined

  constructor(size: number, bytes?: Uint8Array) {
    this.size = size
    const length = bytesFor(size)
    this.bytes =
      length <= SHORT_BYTES
        ? new Uint8Array(length)
        : new Uint8Array(new ArrayBuffer((length + 3) & ~3), 0, length)
    if (bytes === undefined) return
    this.bytes.set(bytes)
    for (const byte of bytes) this.#count += POPCOUNT[byte] as number
  }

  static full(size: number): Bitfield {
    const bitfield = new Bitfield(size)
    for (let i = 0; i < size; i++) bitfield.add(i)
    return bitfield
  }

  /** Bytes from a remote; undefined unless the length is exact and the spare bits are zero (BEP 3). */
  static parse(size: number, bytes: Uint8Array): Bitfield | undefined {
    if (bytes.length !== bytesFor(size)) return undefined
    const spareBits = bytes.length * 8 - size
    if (spareBits > 0 && (bytes[bytes.length - 1] as number) & ((1 << spareBits) - 1))
      return undefined
    return new Bitfield(size, bytes)
  }

  get count(): number {
    return this.#count
  }

  get isFull(): boolean {
    return this.#count === this.size
  }

  has(index: number): boolean {
    return ((this.bytes[index >> 3] as number) & (0x80 >> (index & 7))) !== 0
  }

  /** True if it was not there before. */
  add(index: number): boolean {
    if (this.has(index)) return false
    this.bytes[index >> 3] = (this.bytes[index >> 3] as number) | (0x80 >> (index & 7))
    this.#count++
    return true
  }

  /** True if it was there before. */
  delete(index: number): boolean {
    if (!this.has(index)) return false
    this.bytes[index >> 3] = (this.bytes[index >> 3] as number) & ~(0x80 >> (index & 7))
    this.#count--
    return true
  }

  /** The first index in [from, to) that both sets hold. Compares 8 at a time, in long sets 32. */
  firstCommon(other: Bitfield, from: number, to = this.size): number | undefined {
    const mine = this.#asWords
    const theirs = other.#asWords
    let i = from
    while (i < to) {
      const isWord = mine && theirs && (i & 31) === 0
      if (isWord && ((mine[i >> 5] as number) & (theirs[i >> 5] as number)) === 0) {
        i += 32
        continue
      }
      const common = (this.bytes[i >> 3] as number) & (other.bytes[i >> 3] as number)
      const rest = common & (0xff >> (i & 7))
      if (rest !== 0) {
        const index = (i & ~7) + Math.clz32(rest) - 24
        return index < to ? index : undefined
      }
      i = (i | 7) + 1
    }
    return undefined
  }

  /** Made at the first comparison: most sets are never compared. */
  get #asWords(): Uint32Array | undefined {
    if (this.bytes.length > SHORT_BYTES) this.#words ??= new Uint32Array(this.bytes.buffer)
    return this.#words
  }

  *[Symbol.iterator](): Generator<number> {
    if (this.#count === 0) return
    for (let i = 0; i < this.size; i++) if (this.has(i)) yield i
  }
}

const bytesFor = (bits: number): number => (bits + 7) >> 3

const POPCOUNT = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0
  for (let rest = byte; rest; rest &= rest - 1) count++
  return count
})
