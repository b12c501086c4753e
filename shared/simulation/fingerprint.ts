/**
 * A running hash of everything that happens: runs with equal fingerprints were equal.
 * Integer arithmetic only, so that it is the same in every engine. Two lanes of MurmurHash3's step,
 * 64 bits: enough to tell runs apart, but not a cryptographic hash.
 */
import { hashOf } from '../base/random.ts'

export class Fingerprint {
  #a = 0x2545f491
  #b = 0x9e3779b9
  /** Names and reasons repeat: their hashes are kept. */
  readonly #hashes = new Map<string, number>()
  readonly #double = new Float64Array(1)
  readonly #words = new Uint32Array(this.#double.buffer)

  /** A whole number below 2^32. */
  whole(value: number): void {
    const a = Math.imul(value, 0xcc9e2d51)
    this.#a ^= Math.imul((a << 15) | (a >>> 17), 0x1b873593)
    this.#a = (Math.imul((this.#a << 13) | (this.#a >>> 19), 5) + 0xe6546b64) | 0
    const b = Math.imul(value, 0x239b961b)
    this.#b ^= Math.imul((b << 16) | (b >>> 16), 0xab0e9789)
    this.#b = (Math.imul((this.#b << 18) | (this.#b >>> 14), 5) + 0x38b34ae5) | 0
  }

  /** All 64 bits of the number. */
  number(value: number): void {
    this.#double[0] = value
    this.whole(this.#words[0] as number)
    this.whole(this.#words[1] as number)
  }

  text(value: string): void {
    let hash = this.#hashes.get(value)
    if (hash === undefined) {
      hash = hashOf(value)
      this.#hashes.set(value, hash)
    }
    this.whole(hash)
  }

  /** Plain data, in the order of its keys. */
  fields(value: Readonly<Record<string, unknown>>): void {
    // `Object.values` would allocate an array for each event.
    for (const key in value) this.#field(value[key])
  }

  #field(value: unknown): void {
    if (typeof value === 'number') this.number(value)
    else if (typeof value === 'string') this.text(value)
    else if (typeof value === 'boolean') this.whole(value ? 1 : 0)
    else if (isPlain(value)) this.fields(value)
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return hex(this.#a) + hex(this.#b)
  }
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
