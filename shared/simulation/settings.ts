/**
 * Changes to a scenario from a command line: `topology.peers=100`, `torrent.pieces=50`. They are put
 * into the file's values before these are read, so that they meet the same checks.
 */
import { type Json, type JsonField, LineError, parseJson } from '../base/json.ts'

export interface Setting {
  /** Keys from the outermost in: ['topology', 'peers']. */
  readonly path: readonly string[]
  readonly value: Json
}

/** Stands for: not in the file. */
const NO_LINE = 0

/** 'key.key=value'. The value is JSON, or else text. Undefined if there is no key. */
export function parseSetting(text: string): Setting | undefined {
  const at = text.indexOf('=')
  const path = text.slice(0, at).split('.')
  if (at < 1 || path.includes('')) return undefined
  return { path, value: unlined(jsonOrText(text.slice(at + 1))) }
}

function jsonOrText(text: string): Json {
  try {
    return parseJson(text)
  } catch (error) {
    if (!(error instanceof LineError)) throw error
    return { line: NO_LINE, value: text }
  }
}

function unlined({ value }: Json): Json {
  if (Array.isArray(value)) return { line: NO_LINE, value: value.map(unlined) }
  if (!(value instanceof Map)) return { line: NO_LINE, value }
  const fields = [...value].map(([key, field]): [string, JsonField] => [key, asField(field)])
  return { line: NO_LINE, value: new Map(fields) }
}

const asField = (json: Json): JsonField => ({ keyLine: NO_LINE, ...unlined(json) })

/** Throws LineError where a key leads through something that is no object. */
export const withSettings = (json: Json, settings: readonly Setting[]): Json =>
  settings.reduce((changed, { path, value }) => put(changed, path, value), json)

function put(json: Json, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value
  if (!(json.value instanceof Map)) {
    throw new LineError(NO_LINE, `there is no "${key}" to set: what it would stand in is no object`)
  }
  const inner = json.value.get(key) ?? { keyLine: NO_LINE, line: NO_LINE, value: new Map() }
  const changed: JsonField = { keyLine: inner.keyLine, ...put(inner, rest, value) }
  return { line: json.line, value: new Map(json.value).set(key, changed) }
}
