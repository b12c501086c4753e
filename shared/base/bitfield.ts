/** A set of piece indices in BEP 3 layout: bit 7 of byte 0 is piece 0. Knows how many it holds. */
export class Bitfield {
  readonly size: number
  readonly bytes: Uint8Array
  #count = 0

  constructor(size: number, bytes?: Uint8Array) {
    this.size = size
    this.bytes = bytes ? bytes.slice() : new Uint8Array(bytesFor(size))
    if (bytes) for (const byte of this.bytes) this.#count += POPCOUNT[byte] as number
  }

  static full(size: number): Bitfield {
    const bitfield = new Bitfield(size)
    for (let i = 0; i < size; i++) bitfield.add(i)
    return bitfield
  }

  /** Bytes from a remote: undefined unless the length is exact and the spare bits are zero (BEP 3). */
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

  *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.size; i++) if (this.has(i)) yield i
  }
}

const bytesFor = (bits: number): number => (bits + 7) >> 3

const POPCOUNT = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0
  for (let rest = byte; rest; rest &= rest - 1) count++
  return count
})
