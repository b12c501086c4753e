/**
 * JSON files that people write: errors name the line and column. `JSON.parse` alone is not enough: it
 * gives no position, and drops one of two equal keys silently.
 */
import { findNodeAtLocation, parseTree, printParseErrorCode, visit } from 'jsonc-parser'
import * as v from 'valibot'

export type JsonPath = readonly (string | number)[]

/** What is wrong with a file, and where. Lines and columns begin at 1. */
export class FileError extends Error {
  /** 0, like the column: the value is not in the file, but was set from outside. */
  readonly line: number
  readonly column: number
  readonly reason: string

  /** `what`: the kind of file, as in 'topology'. */
  constructor(what: string, { line, column }: Position, reason: string) {
    const where = line > 0 ? `Line ${line}, column ${column}` : 'As set'
    super(`This ${what} cannot be used. ${where}: ${reason}.`)
    this.name = 'FileError'
    this.line = line
    this.column = column
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
    if (text.length > maxLength) this.#failAt(0, `the file is longer than ${maxLength} characters`)
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

  /** A message of the schema follows the field's name: 'must be …', ': a rate is …'. */
  read<T>(schema: v.GenericSchema<unknown, T>): T {
    const result = v.safeParse(schema, this.#value)
    if (result.success) return result.output
    // Unknown keys first: one is often the misspelt name of another that is missing.
    const issue = result.issues.find(isUnknownKey) ?? result.issues[0]
    const path = issue.path?.map(({ key }) => key as string | number) ?? []
    const owner = isKeyIssue(issue) ? path.slice(0, -1) : path
    const gap = issue.message.startsWith(':') ? '' : ' '
    const reason = `${this.#nameOf(owner)}${gap}${issue.message}`
    if (isUnknownKey(issue)) this.fail(path, reason, 'key')
    this.fail(owner, reason)
  }

  /** `reason`: a sentence about the value, or the key, at this path. */
  fail(path: JsonPath, reason: string, where: 'value' | 'key' = 'value'): never {
    const root = this.#isSet(path) ? undefined : parseTree(this.#text)
    const value = root && findNodeAtLocation(root, [...path])
    const node = where === 'key' ? value?.parent?.children?.[0] : value
    if (!node) throw new FileError(this.#what, NOT_IN_THE_FILE, reason)
    this.#failAt(node.offset, reason)
  }

  #failAt(offset: number, reason: string): never {
    throw new FileError(this.#what, positionAt(this.#text, offset), reason)
  }

  #isSet(path: JsonPath): boolean {
    return this.#settings.some(setting => setting.every((key, depth) => path[depth] === key))
  }

  /** '"peers"', 'a link', 'the topology': what stands at this path. */
  #nameOf(path: JsonPath): string {
    const [list, last] = path.slice(-2)
    if (path.length === 0) return `the ${this.#what}`
    if (last === undefined || typeof last === 'string') return `"${path.at(-1)}"`
    return `${list}`.endsWith('s') ? `a ${`${list}`.slice(0, -1)}` : `an entry of "${list}"`
  }

  #with(value: unknown, [key, ...rest]: readonly string[], set: unknown): unknown {
    if (key === undefined) return set
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const reason = `there is no "${key}" to set: what it would stand in is no object`
      throw new FileError(this.#what, NOT_IN_THE_FILE, reason)
    }
    const fields = value as Record<string, unknown>
    const inner = Object.hasOwn(fields, key) ? fields[key] : {}
    return { ...fields, [key]: this.#with(inner, rest, set) }
  }

  #checkSyntax(): void {
    if (this.#text.trim() === '') this.#failAt(0, 'the file is empty')
    /** The keys of each object around the current value; undefined for a list. */
    const around: (Set<string> | undefined)[] = []
    const begin = (keys: Set<string> | undefined, offset: number) => {
      around.push(keys)
      if (around.length > MAX_DEPTH)
        this.#failAt(offset, `brackets are nested more than ${MAX_DEPTH} deep`)
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
          if (keys?.has(key)) this.#failAt(offset, `the key "${key}" stands here twice`)
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
    const found = token === '' ? 'the end of the file' : JSON.stringify(token.replaceAll('"', ''))
    const before = this.#text.slice(0, offset).trimEnd()
    if (before.endsWith(',') && /^[\]}]$/.test(token))
      this.#failAt(before.length - 1, `"," before "${token}": remove it`)
    // A comma is missing where the text before it ends, not where the next token begins.
    if (/^(Comma|CloseBrace|CloseBracket)Expected$/.test(code))
      this.#failAt(before.length, `"," or "${end}" must follow, not ${found}`)
    this.#failAt(offset, SYNTAX_FAULTS[code]?.(found) ?? `${found} is not lawful JSON`)
  }
}

/** Sentences by the name of the parser's error. */
const SYNTAX_FAULTS: Readonly<Record<string, (found: string) => string>> = {
  PropertyNameExpected: found => `a key in "quotes" must stand here, not ${found}`,
  ColonExpected: found => `":" must stand here, not ${found}`,
  ValueExpected: found => `a value must stand here, not ${found}`,
  EndOfFileExpected: found => `${found} after the end: a bracket too many, or one too few`,
  InvalidSymbol: found => `${found} must stand in "quotes"`,
  UnexpectedEndOfString: () => 'the text is not closed with " on its line',
  InvalidEscapeCharacter: found => `a "\\" in ${found} means nothing: write "\\\\" for a backslash`,
  InvalidUnicode: found => `"\\u" in ${found} must be followed by four hexadecimal digits`,
  InvalidCommentToken: () => 'JSON has no comments: remove this one',
}

type Issue = v.BaseIssue<unknown>

/** A missing or an unknown key; otherwise the value is wrong. */
const isKeyIssue = ({ path }: Issue): boolean => path?.at(-1)?.origin === 'key'
const isUnknownKey = (issue: Issue): boolean => isKeyIssue(issue) && issue.expected === 'never'
