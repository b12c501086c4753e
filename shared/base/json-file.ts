/**
 * JSON files that people write: errors name the line and column. `JSON.parse` alone is not enough: it
 * gives no position, and drops one of two equal keys silently.
 */
import { findNodeAtLocation, parseTree, printParseErrorCode, visit } from 'jsonc-parser'
import * as v from 'valibot'
import { inWords } from './faults.ts'
import { FILE_FAULTS, type FileFault } from './file-faults.ts'
import { faultIn } from './file-schema.ts'
import type { Subject } from './quantity-faults.ts'

export type JsonPath = readonly (string | number)[]

/** What is wrong with a file, and where. Lines and columns begin at 1. */
export class FileError extends Error {
  /** 0, like the column: the value is not in the file, but was set from outside. */
  readonly line: number
  readonly column: number
  readonly fault: FileFault
  readonly reason: string

  /** `what`: the kind of file, as in 'topology'. A reason that is a text is told in English alone. */
  constructor(what: string, { line, column }: Position, why: FileFault | string) {
    const fault: FileFault = typeof why === 'string' ? { is: 'other', english: why } : why
    const reason = inWords(FILE_FAULTS, fault)
    const where = line > 0 ? `Line ${line}, column ${column}` : 'As set'
    super(`This ${what} cannot be used. ${where}: ${reason}.`)
    this.name = 'FileError'
    this.line = line
    this.column = column
    this.fault = fault
    this.reason = reason
  }
}

export interface Position {
  readonly line: number
  readonly column: number
}

function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1) as string).length + 1 }
}

const NOT_IN_THE_FILE: Position = { line: 0, column: 0 }
/** Deeper than any real file, and safe for a recursive parser. */
const MAX_DEPTH = 32
const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false }

export class JsonFile {
  readonly #what: string
  readonly #text: string
  readonly #settings: (readonly string[])[] = []
  #value: unknown

  /** Throws FileError, as everything here does. */
  constructor(text: string, what: string, maxLength: number) {
    this.#what = what
    // Some editors put a byte order mark in front; it is not part of the text.
    this.#text = text.replace(/^\ufeff/, '')
    if (text.length > maxLength) this.#failAt(0, { is: 'too-long', most: maxLength })
    this.#checkSyntax()
    this.#value = JSON.parse(this.#text)
  }

  set(path: readonly string[], value: unknown): void {
    this.#settings.push(path)
    this.#value = this.#with(this.#value, path, value)
  }

  has(path: readonly string[]): boolean {
    let value = this.#value
    for (const key of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
      value = (value as Record<string, unknown>)[key]
    }
    return true
  }

  read<T>(schema: v.GenericSchema<unknown, T>): T {
    const result = v.safeParse(schema, this.#value)
    if (result.success) return result.output
    // Unknown keys first: one is often the misspelt name of another that is missing.
    const issue = result.issues.find(isUnknownKey) ?? result.issues[0]
    const path = issue.path?.map(({ key }) => key as string | number) ?? []
    const owner = isKeyIssue(issue) ? path.slice(0, -1) : path
    const fault = faultIn(issue.message, this.#subjectAt(owner))
    if (isUnknownKey(issue)) this.fail(path, fault, 'key')
    this.fail(owner, fault)
  }

  /** What is wrong with the value, or the key, at this path. */
  fail(path: JsonPath, why: FileFault | string, where: 'value' | 'key' = 'value'): never {
    const root = this.#isSet(path) ? undefined : parseTree(this.#text)
    const value = root && findNodeAtLocation(root, [...path])
    const node = where === 'key' ? value?.parent?.children?.[0] : value
    if (!node) throw new FileError(this.#what, NOT_IN_THE_FILE, why)
    this.#failAt(node.offset, why)
  }

  #failAt(offset: number, why: FileFault | string): never {
    throw new FileError(this.#what, positionAt(this.#text, offset), why)
  }

  #isSet(path: JsonPath): boolean {
    return this.#settings.some(setting => setting.every((key, depth) => path[depth] === key))
  }

  #subjectAt(path: JsonPath): Subject {
    const [list, last] = path.slice(-2)
    if (path.length === 0) return { file: this.#what }
    if (last === undefined || typeof last === 'string') return { field: `${path.at(-1)}` }
    return { entryOf: `${list}` }
  }

  #with(value: unknown, [key, ...rest]: readonly string[], set: unknown): unknown {
    if (key === undefined) return set
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new FileError(this.#what, NOT_IN_THE_FILE, { is: 'no-place', key })
    const fields = value as Record<string, unknown>
    const inner = Object.hasOwn(fields, key) ? fields[key] : {}
    return { ...fields, [key]: this.#with(inner, rest, set) }
  }

  #checkSyntax(): void {
    if (this.#text.trim() === '') this.#failAt(0, { is: 'empty' })
    /** The keys of each object around the current value; undefined for a list. */
    const around: (Set<string> | undefined)[] = []
    const begin = (keys: Set<string> | undefined, offset: number) => {
      around.push(keys)
      if (around.length > MAX_DEPTH) this.#failAt(offset, { is: 'too-deep', most: MAX_DEPTH })
    }
    visit(
      this.#text,
      {
        onObjectBegin: offset => begin(new Set(), offset),
        onArrayBegin: offset => begin(undefined, offset),
        onObjectEnd: () => around.pop(),
        onArrayEnd: () => around.pop(),
        onObjectProperty: (key, offset) => {
          const keys = around.at(-1)
          if (keys?.has(key)) this.#failAt(offset, { is: 'key-twice', key })
          keys?.add(key)
        },
        onError: (code, offset, length) => {
          const name = printParseErrorCode(code)
          // For brackets that are not closed, the parser reports the end before the error.
          const isInObject = name.startsWith('Close')
            ? name === 'CloseBraceExpected'
            : around.at(-1)
          this.#failSyntax(name, offset, length, isInObject ? '}' : ']')
        },
      },
      STRICT,
    )
  }

  #failSyntax(code: string, offset: number, length: number, end: string): never {
    const token = this.#text.slice(offset, offset + length)
    const found = token === '' ? null : JSON.stringify(token.replaceAll('"', ''))
    const before = this.#text.slice(0, offset).trimEnd()
    if (before.endsWith(',') && /^[\]}]$/.test(token))
      this.#failAt(before.length - 1, { is: 'comma-too-many', end: token })
    // A comma is missing where the text before it ends, not where the next token begins.
    if (/^(Comma|CloseBrace|CloseBracket)Expected$/.test(code))
      this.#failAt(before.length, { is: 'comma-missing', end, found })
    this.#failAt(offset, { is: SYNTAX_FAULTS[code] ?? 'no-json', found })
  }
}

type SyntaxFault = Exclude<Extract<FileFault, { found: string | null }>['is'], 'comma-missing'>

/** By the name of the parser's error. */
const SYNTAX_FAULTS: Readonly<Record<string, SyntaxFault>> = {
  PropertyNameExpected: 'no-key',
  ColonExpected: 'no-colon',
  ValueExpected: 'no-value',
  EndOfFileExpected: 'after-end',
  InvalidSymbol: 'no-quotes',
  UnexpectedEndOfString: 'open-text',
  InvalidEscapeCharacter: 'bad-escape',
  InvalidUnicode: 'bad-unicode',
  InvalidCommentToken: 'comment',
}

type Issue = v.BaseIssue<unknown>

/** A missing or an unknown key; otherwise the value is wrong. */
const isKeyIssue = ({ path }: Issue): boolean => path?.at(-1)?.origin === 'key'
const isUnknownKey = (issue: Issue): boolean => isKeyIssue(issue) && issue.expected === 'never'
