/**
 * Bencode (BEP 3), strict: each value has one encoding, except that keys may come in any order, since
 * some torrents in the wild get it wrong. Byte strings stay bytes; keys are latin1, one character for each
 * byte. Own code: libraries build plain objects (prototype keys), and lose the bytes of the info value.
 */
import { finished, type Slices } from '../base/slices.ts'

export type BencodeValue = number | Uint8Array | BencodeValue[] | BencodeDict
export type BencodeDict = Map<string, BencodeValue>

export type BencodeFault =
  | 'truncated'
  | 'trailing-bytes'
  | 'bad-integer'
  | 'bad-length'
  | 'bad-key'
  | 'duplicate-key'
  | 'not-bencode'
  | 'too-deep'
  | 'too-many-values'

export class BencodeError extends Error {
  readonly code: BencodeFault
  constructor(code: BencodeFault, offset: number) {
    super(`${code} at byte ${offset}`)
    this.name = 'BencodeError'
    this.code = code
  }
}

export interface BencodeLimits {
  /** Lists and dictionaries inside one another. */
  readonly depth?: number
  /** Values and keys. */
  readonly tokens?: number
  /**
   * Takes integers as some torrents in the wild have them: with zeros in front, or too large, with a
   * fraction or none at all, which are NaN then. Only for what is never written anew.
   */
  readonly isLoose?: boolean
}

/** As libtorrent: hybrid torrents nest a dictionary for every folder. */
const MAX_DEPTH = 100
/** 100,000 files of seven tokens each, and room: bounds the objects that 10 MB can make. */
const MAX_TOKENS = 1_000_000
/** Keys are field names, or file names (255 bytes) in hybrid torrents. */
const MAX_KEY_BYTES = 1024
/** Digits of Number.MAX_SAFE_INTEGER. */
const MAX_DIGITS = 16
/** Of what stands for an integer; the end of a longer one is rather of something else. */
const MAX_LOOSE_BYTES = 64

/** Values and keys that are read before a pause: some milliseconds. */
const SLICE_TOKENS = 20_000

/** Of what may be long. */
export function* decodingBencode(bytes: Uint8Array, options?: BencodeLimits): Slices<BencodeValue> {
  const reader = new Reader(bytes, options)
  const value = yield* reader.slices(0)
  if (reader.at !== bytes.length) throw new BencodeError('trailing-bytes', reader.at)
  return value
}

export function decodeBencode(bytes: Uint8Array, options?: BencodeLimits): BencodeValue {
  const { value, end } = decodeBencodePrefix(bytes, options)
  if (end !== bytes.length) throw new BencodeError('trailing-bytes', end)
  return value
}

/** One value at the beginning, and where it ends: in BEP 9 other bytes follow a dictionary. */
export function decodeBencodePrefix(
  bytes: Uint8Array,
  options?: BencodeLimits,
): { value: BencodeValue; end: number } {
  const reader = new Reader(bytes, options)
  const value = reader.value(0)
  return { value, end: reader.at }
}

/**
 * The entries of one dictionary, each value as its encoded bytes, which are valid but for loose integers.
 * Bytes behind its end are ignored: editors and downloads leave some.
 */
export function* readingRawEntries(bytes: Uint8Array): Slices<Map<string, Uint8Array>> {
  const reader = new Reader(bytes, { isLoose: true })
  if (bytes[0] !== DICT) throw new BencodeError('not-bencode', 0)
  return yield* reader.entrySlices(function* () {
    const start = reader.at
    yield* reader.slices(1)
    return bytes.subarray(start, reader.at)
  })
}

export const rawEntries = (bytes: Uint8Array): Map<string, Uint8Array> =>
  finished(readingRawEntries(bytes))

export function encodeBencode(value: BencodeValue): Uint8Array<ArrayBuffer> {
  const out = new Output()
  write(value, out)
  return out.finish()
}

/** A dictionary of values that are encoded already. */
export function encodeRawEntries(
  entries: ReadonlyMap<string, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  const out = new Output()
  writeEntries(entries, out, raw => out.bytes(raw))
  return out.finish()
}

const INTEGER = 0x69
const LIST = 0x6c
const DICT = 0x64
const END = 0x65
const COLON = 0x3a
const MINUS = 0x2d
const ZERO = 0x30

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= ZERO && byte <= ZERO + 9

class Reader {
  at = 0
  readonly #bytes: Uint8Array
  readonly #maxDepth: number
  readonly #isLoose: boolean
  #tokensLeft: number
  #pauseAtTokensLeft: number

  constructor(bytes: Uint8Array, options: BencodeLimits = {}) {
    this.#bytes = bytes
    this.#maxDepth = options.depth ?? MAX_DEPTH
    this.#tokensLeft = options.tokens ?? MAX_TOKENS
    this.#pauseAtTokensLeft = this.#tokensLeft - SLICE_TOKENS
    this.#isLoose = options.isLoose ?? false
  }

  value(depth: number): BencodeValue {
    this.#count(depth)
    const first = this.#bytes[this.at]
    if (isDigit(first)) return this.#string()
    switch (first) {
      case INTEGER:
        return this.#integer()
      case LIST:
        return this.#list(depth)
      case DICT:
        return this.#entries(depth)
      case undefined:
        return this.#fail('truncated')
      default:
        return this.#fail('not-bencode')
    }
  }

  /** As `value`, with pauses. */
  *slices(depth: number): Slices<BencodeValue> {
    const first = this.#bytes[this.at]
    if (first !== LIST && first !== DICT) return this.value(depth)
    this.#count(depth)
    if (first === DICT) return yield* this.entrySlices(() => this.slices(depth + 1))
    this.at++
    const list: BencodeValue[] = []
    while (!this.#ended()) {
      list.push(this.#isContainer ? yield* this.slices(depth + 1) : this.value(depth + 1))
      if (this.#mayPause) yield
    }
    return list
  }

  /** A dictionary, with pauses; `readValue` takes each value. */
  *entrySlices<T>(readValue: () => Slices<T>): Slices<Map<string, T>> {
    this.at++
    const entries = new Map<string, T>()
    while (!this.#ended()) {
      entries.set(this.#newKey(entries), yield* readValue())
      if (this.#mayPause) yield
    }
    return entries
  }

  #count(depth: number): void {
    if (depth > this.#maxDepth) this.#fail('too-deep')
    if (--this.#tokensLeft < 0) this.#fail('too-many-values')
  }

  get #isContainer(): boolean {
    const first = this.#bytes[this.at]
    return first === LIST || first === DICT
  }

  /** Once for each slice. */
  get #mayPause(): boolean {
    if (this.#tokensLeft > this.#pauseAtTokensLeft) return false
    this.#pauseAtTokensLeft = this.#tokensLeft - SLICE_TOKENS
    return true
  }

  #entries(depth: number): BencodeDict {
    this.at++
    const entries: BencodeDict = new Map()
    while (!this.#ended()) entries.set(this.#newKey(entries), this.value(depth + 1))
    return entries
  }

  #newKey(entries: ReadonlyMap<string, unknown>): string {
    const keyAt = this.at
    const key = this.#key()
    if (entries.has(key)) throw new BencodeError('duplicate-key', keyAt)
    return key
  }

  #list(depth: number): BencodeValue[] {
    this.at++
    const list: BencodeValue[] = []
    while (!this.#ended()) list.push(this.value(depth + 1))
    return list
  }

  #ended(): boolean {
    if (this.at >= this.#bytes.length) this.#fail('truncated')
    if (this.#bytes[this.at] !== END) return false
    this.at++
    return true
  }

  #key(): string {
    if (--this.#tokensLeft < 0) this.#fail('too-many-values')
    if (!isDigit(this.#bytes[this.at])) this.#fail('bad-key')
    const end = this.#stringEnd()
    if (end - this.at > MAX_KEY_BYTES) this.#fail('bad-key')
    let key = ''
    while (this.at < end) key += String.fromCharCode(this.#bytes[this.at++] as number)
    return key
  }

  #string(): Uint8Array {
    const end = this.#stringEnd()
    const string = this.#bytes.subarray(this.at, end)
    this.at = end
    return string
  }

  /** Reads the length of a string; returns where the string ends. */
  #stringEnd(): number {
    const length = this.#digits('bad-length', COLON)
    const end = this.at + length
    if (end > this.#bytes.length) this.#fail('truncated')
    return end
  }

  #integer(): number {
    this.at++
    const negative = this.#bytes[this.at] === MINUS
    if (negative) this.at++
    if (this.#isLoose) return this.#looseDigits() * (negative ? -1 : 1)
    const value = this.#digits('bad-integer', END)
    if (!negative) return value
    if (value === 0) this.#fail('bad-integer')
    return -value
  }

  /** Reads decimal digits without leading zeros, and the `terminator` after them. */
  #digits(fault: BencodeFault, terminator: number): number {
    const start = this.at
    let value = 0
    while (isDigit(this.#bytes[this.at]) && this.at - start <= MAX_DIGITS)
      value = value * 10 + ((this.#bytes[this.at++] as number) - ZERO)
    const digits = this.at - start
    const next = this.#bytes[this.at]
    if (digits > 1 && this.#bytes[start] === ZERO) this.#fail(fault)
    if (!Number.isSafeInteger(value)) this.#fail(fault)
    if (next === undefined) this.#fail('truncated')
    if (digits === 0 || next !== terminator) this.#fail(fault)
    this.at++
    return value
  }

  /** As `#digits`, of an integer, with less to refuse: what is no whole number is NaN. */
  #looseDigits(): number {
    const start = this.at
    let value = 0
    while (this.at < this.#bytes.length && this.#bytes[this.at] !== END) {
      const byte = this.#bytes[this.at++] as number
      if (this.at - start > MAX_LOOSE_BYTES) this.#fail('bad-integer')
      value = isDigit(byte) ? value * 10 + (byte - ZERO) : Number.NaN
    }
    if (this.at >= this.#bytes.length) this.#fail('truncated')
    if (this.at === start) value = Number.NaN
    this.at++
    return Number.isSafeInteger(value) ? value : Number.NaN
  }

  #fail(code: BencodeFault): never {
    throw new BencodeError(code, this.at)
  }
}

function write(value: BencodeValue, out: Output): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`bug: ${value} is not a safe integer`)
    out.latin1(`i${value}e`)
  } else if (value instanceof Uint8Array) {
    out.latin1(`${value.length}:`)
    out.bytes(value)
  } else if (Array.isArray(value)) {
    out.latin1('l')
    for (const item of value) write(item, out)
    out.latin1('e')
  } else {
    writeEntries(value, out, inner => write(inner, out))
  }
}

function writeEntries<T>(
  entries: ReadonlyMap<string, T>,
  out: Output,
  writeValue: (value: T) => void,
): void {
  out.latin1('d')
  // Code units of a latin1 key are its bytes, so sort() is the byte order BEP 3 asks for.
  for (const key of [...entries.keys()].sort()) {
    out.latin1(`${key.length}:${key}`)
    writeValue(entries.get(key) as T)
  }
  out.latin1('e')
}

/** A growing buffer. */
class Output {
  #buffer = new Uint8Array(256)
  #length = 0

  /** One byte for each character. */
  latin1(text: string): void {
    this.#reserve(text.length)
    for (let i = 0; i < text.length; i++) this.#buffer[this.#length++] = text.charCodeAt(i)
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#buffer.length) return
    const larger = new Uint8Array(2 * (this.#length + more))
    larger.set(this.#buffer)
    this.#buffer = larger
  }
}
