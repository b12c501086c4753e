/**
 * JSON that remembers its lines, for files people write by hand. `JSON.parse` is not enough for
 * those: it names no line for what is wrong further on, and of two equal keys it drops one silently.
 */

/** What is wrong with a file a person wrote, and on which line (the first is 1). */
export class LineError extends Error {
  readonly line: number
  readonly reason: string

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`)
    this.name = 'LineError'
    this.line = line
    this.reason = reason
  }
}

export type JsonValue = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = ReadonlyMap<string, JsonField>

/** A value and the line it begins on. */
export interface Json {
  readonly line: number
  readonly value: JsonValue
}

/** A value in an object, and the line of its key. */
export interface JsonField extends Json {
  readonly keyLine: number
}

/** Deeper than any file of ours; keeps a hostile one off the end of the stack. */
const MAX_DEPTH = 32

/** Throws LineError. The caller has limited the text's length. */
export function parseJson(text: string): Json {
  // A byte order mark is what some editors put in front; it is not part of the text.
  return new Parser(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).document()
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
/** Everything a string may hold but escapes and its end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them, so they are named
const PLAIN = /[^"\\\u0000-\u001f]*/y
const WORD = /[A-Za-z_$][\w$]*/y
const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class Parser {
  readonly #text: string
  #at = 0
  #line = 1
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): Json {
    this.#skipSpace()
    if (this.#at === this.#text.length) this.#fail('the file is empty')
    const json = this.#value()
    this.#skipSpace()
    if (this.#at < this.#text.length) {
      this.#fail(`${this.#here()} after the end; there is one bracket too many or one too few`)
    }
    return json
  }

  #value(): Json {
    const line = this.#line
    switch (this.#text[this.#at]) {
      case '{':
        return { line, value: this.#nested(() => this.#object()) }
      case '[':
        return { line, value: this.#nested(() => this.#list()) }
      case '"':
        return { line, value: this.#string() }
      default:
        return { line, value: this.#numberOrWord() }
    }
  }

  #nested<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.#fail(`brackets are nested more than ${MAX_DEPTH} deep`)
    this.#at++
    const value = parse()
    this.#depth--
    return value
  }

  #object(): JsonObject {
    const fields = new Map<string, JsonField>()
    this.#items('}', () => {
      if (this.#text[this.#at] !== '"')
        this.#fail(`a key in "quotes" must stand here, not ${this.#here()}`)
      const keyLine = this.#line
      const key = this.#string()
      if (fields.has(key)) this.#fail(`the key "${key}" stands here twice`)
      this.#skipSpace()
      if (this.#text[this.#at] !== ':') this.#fail(`":" must follow "${key}", not ${this.#here()}`)
      this.#at++
      this.#skipSpace()
      fields.set(key, { keyLine, ...this.#value() })
    })
    return fields
  }

  #list(): Json[] {
    const items: Json[] = []
    this.#items(']', () => items.push(this.#value()))
    return items
  }

  #items(end: string, parseItem: () => void): void {
    this.#skipSpace()
    if (this.#text[this.#at] === end) {
      this.#at++
      return
    }
    for (;;) {
      parseItem()
      const line = this.#line
      this.#skipSpace()
      const next = this.#text[this.#at++]
      if (next === end) return
      if (next !== ',') {
        this.#at--
        // The comma is missing where the item ended, not where the next one begins.
        throw new LineError(line, `"," or "${end}" must follow, not ${this.#here()}`)
      }
      this.#skipSpace()
      if (this.#text[this.#at] === end) throw new LineError(line, `"," before "${end}": remove it`)
    }
  }

  #string(): string {
    let value = ''
    this.#at++
    for (;;) {
      value += this.#match(PLAIN)
      const next = this.#text[this.#at]
      if (next !== '"' && next !== '\\') this.#fail('the text is not closed with " on its line')
      this.#at++
      if (next === '"') return value
      value += this.#escape()
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at++] ?? ''
    if (letter !== 'u') {
      const escaped = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
      return escaped ?? this.#fail(`"\\${letter}" means nothing; write "\\\\" for a backslash`)
    }
    const hex = this.#text.slice(this.#at, this.#at + 4)
    if (!/^[\da-fA-F]{4}$/.test(hex))
      this.#fail('"\\u" must be followed by four hexadecimal digits')
    this.#at += 4
    return String.fromCharCode(Number.parseInt(hex, 16))
  }

  #numberOrWord(): number | boolean | null {
    const word = this.#match(WORD)
    if (word === 'true') return true
    if (word === 'false') return false
    if (word === 'null') return null
    if (word !== '') this.#fail(`${JSON.stringify(word.slice(0, 40))} must stand in "quotes"`)
    const digits = this.#match(NUMBER)
    if (digits === '') this.#fail(`a value must stand here, not ${this.#here()}`)
    return Number(digits)
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #skipSpace(): void {
    for (;;) {
      const next = this.#text[this.#at]
      if (next === '\n') this.#line++
      else if (next !== ' ' && next !== '\t' && next !== '\r') return
      this.#at++
    }
  }

  #here(): string {
    const next = this.#text[this.#at]
    return next === undefined ? 'the end of the file' : JSON.stringify(next)
  }

  #fail(reason: string): never {
    throw new LineError(this.#line, reason)
  }
}
