/** Strict reading of a file's values: every key known, every value of the right kind, or a LineError. */
import { type Json, type JsonObject, LineError } from './json.ts'

/** The object's fields, once each of `required` is there and nothing but `optional` besides. */
export function readObject(
  json: Json,
  what: string,
  required: readonly string[],
  optional: readonly string[] = [],
): JsonObject {
  if (!(json.value instanceof Map))
    throw new LineError(json.line, `${what} must be an object { … }`)
  const fields: JsonObject = json.value
  for (const [key, { keyLine }] of fields) {
    if (required.includes(key) || optional.includes(key)) continue
    const known = [...required, ...optional].join(', ')
    throw new LineError(keyLine, `${what} has no "${key}" (known: ${known})`)
  }
  for (const key of required) {
    if (!fields.has(key)) throw new LineError(json.line, `${what} lacks "${key}"`)
  }
  return fields
}

export function readList(json: Json, what: string, max: number): readonly Json[] {
  if (!Array.isArray(json.value)) throw new LineError(json.line, `${what} must be a list [ … ]`)
  const items: readonly Json[] = json.value
  const tooMany = items[max]
  if (tooMany) throw new LineError(tooMany.line, `${what} may have at most ${max} entries`)
  return items
}

export function readText(json: Json, what: string): string {
  if (typeof json.value === 'string') return json.value
  throw new LineError(json.line, `${what} must be text in "quotes", not ${describe(json)}`)
}

/** Text read by `parse`, whose own errors get the line. */
export function readParsed<T>(json: Json, what: string, parse: (text: string) => T): T {
  const text = readText(json, what)
  try {
    return parse(text)
  } catch (error) {
    throw new LineError(json.line, `${what}: ${(error as Error).message}`)
  }
}

/** A whole number. */
export function readCount(json: Json, what: string, min: number, max: number): number {
  const count = readNumber(json, what, min, max)
  if (Number.isInteger(count)) return count
  throw new LineError(json.line, `${what} must be a whole number, not ${count}`)
}

export function readNumber(json: Json, what: string, min: number, max: number): number {
  const { value } = json
  if (typeof value === 'number' && value >= min && value <= max) return value
  throw new LineError(
    json.line,
    `${what} must be a number from ${min} to ${max}, not ${describe(json)}`,
  )
}

export function readFlag(json: Json, what: string): boolean {
  if (typeof json.value === 'boolean') return json.value
  throw new LineError(json.line, `${what} must be true or false, not ${describe(json)}`)
}

export function readOneOf<T extends string>(json: Json, what: string, choices: readonly T[]): T {
  const text = readText(json, what)
  const choice = choices.find(known => known === text)
  if (choice !== undefined) return choice
  throw new LineError(json.line, `${what} is one of ${choices.join(', ')}, not "${text}"`)
}

function describe({ value }: Json): string {
  if (value instanceof Map) return 'an object'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? `"${value}"` : String(value)
}
