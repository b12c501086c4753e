/** The words of a NED file, one at a time, each with its place. */
import { FileError, type Position } from '../../../base/json-file.ts'

export interface Token extends Position {
  readonly kind: 'name' | 'number' | 'string' | 'symbol' | 'end'
  /** Of a string, what stands between its quotes. */
  readonly text: string
}

/** Longest first. */
const SYMBOLS =
  /<-->|-->|<--|\.\.|\+\+|\*\*|<=|>=|==|!=|&&|\|\||##|<<|>>|[{}()[\];:,.=<>+\-*/%^?!~&|#@$]/y
const SPACE = /(?:\s|\/\/[^\n]*)+/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER = /0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\\n]|\\.)*"/y

export const nedError = (at: Position, reason: string): FileError =>
  new FileError('NED file', at, reason)

export class Tokens {
  readonly #text: string
  #offset = 0
  #line = 1
  #lineStart = 0
  #ahead: Token | undefined

  constructor(text: string) {
    this.#text = text
  }

  /** The next one, which stays. Throws FileError, as everything here does. */
  peek(): Token {
    this.#ahead ??= this.#read()
    return this.#ahead
  }

  next(): Token {
    const token = this.peek()
    this.#ahead = undefined
    return token
  }

  /** Whether the next one is this symbol or word. */
  is(text: string): boolean {
    const { kind, text: found } = this.peek()
    return found === text && (kind === 'symbol' || kind === 'name')
  }

  /** Takes the next one if it is this symbol or word. */
  take(text: string): boolean {
    if (!this.is(text)) return false
    this.next()
    return true
  }

  expect(text: string): Token {
    if (this.is(text)) return this.next()
    const found = this.peek()
    throw nedError(found, `"${text}" must stand here, not ${described(found)}`)
  }

  name(what: string): Token {
    const token = this.next()
    if (token.kind === 'name') return token
    throw nedError(token, `${what} must stand here, not ${described(token)}`)
  }

  #read(): Token {
    this.#skipSpace()
    const at = { line: this.#line, column: this.#offset - this.#lineStart + 1 }
    if (this.#offset >= this.#text.length) return { kind: 'end', text: '', ...at }
    for (const [kind, pattern] of [
      ['name', NAME],
      ['number', NUMBER],
      ['symbol', SYMBOLS],
    ] as const) {
      const text = this.#match(pattern)
      if (text !== undefined) return { kind, text, ...at }
    }
    const quoted = this.#match(STRING)
    if (quoted !== undefined) return { kind: 'string', text: unescaped(quoted), ...at }
    const letter = String.fromCodePoint(this.#text.codePointAt(this.#offset) as number)
    if (letter === '"') throw nedError(at, 'the text is not closed with " on its line')
    throw nedError(at, `${JSON.stringify(letter)} means nothing in NED`)
  }

  #skipSpace(): void {
    const from = this.#offset
    this.#match(SPACE)
    for (
      let at = this.#text.indexOf('\n', from);
      at >= 0 && at < this.#offset;
      at = this.#text.indexOf('\n', at + 1)
    ) {
      this.#line++
      this.#lineStart = at + 1
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset
    const text = pattern.exec(this.#text)?.[0]
    if (text !== undefined) this.#offset += text.length
    return text
  }
}

const MAX_SHOWN = 40

export const described = ({ kind, text }: Token): string =>
  kind === 'end' ? 'the end of the file' : JSON.stringify(text.slice(0, MAX_SHOWN))

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

const unescaped = (quoted: string): string =>
  quoted
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, hex: string | undefined, letter: string) =>
      hex === undefined
        ? (ESCAPES[letter] ?? letter)
        : String.fromCharCode(Number.parseInt(hex, 16)),
    )
