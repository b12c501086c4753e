/**
 * What is set up for the next run: a scenario's file as a plain object, its seed, and how often to
 * repeat it. Nothing here is believed to be lawful; the scenario's parser decides that.
 */

export type Value = string | number | boolean | null | readonly Value[] | Document
export interface Document {
  readonly [key: string]: Value
}

export interface Draft {
  /** The built-in scenario that it began as; undefined for a file of one's own. */
  readonly base: string | undefined
  readonly document: Document
  readonly seed: number
  /** Runs in all, with this seed and those that follow it. */
  readonly repetitions: number
}

export const MAX_SEED = 2 ** 32 - 1
/** More say little more, and take a tab long: `npm run sim` has no such limit. */
export const MAX_REPETITIONS = 100

export const isDocument = (value: Value | undefined): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at 'torrent.pieces'. */
export function valueAt(document: Document, path: string): Value | undefined {
  let value: Value | undefined = document
  for (const key of path.split('.')) {
    if (!isDocument(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** A copy with another value at the path. What stands in the way is replaced by an object. */
export function withValue(document: Document, path: string, value: Value): Document {
  const [key = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...document, [key]: value }
  const inner = Object.hasOwn(document, key) ? document[key] : undefined
  return { ...document, [key]: withValue(isDocument(inner) ? inner : {}, rest.join('.'), value) }
}

/** A copy in which nothing stands at the path. */
export function withoutValue(document: Document, path: string): Document {
  const [key = '', ...rest] = path.split('.')
  if (rest.length === 0) {
    return Object.fromEntries(Object.entries(document).filter(([name]) => name !== key))
  }
  const inner = document[key]
  return isDocument(inner) ? { ...document, [key]: withoutValue(inner, rest.join('.')) } : document
}

/** As a file that a person can read; its lines are those that the parser names. */
export const writeDocument = (document: Document): string => JSON.stringify(document, null, 2)

export interface Change {
  readonly path: string
  readonly value: Value
}

/**
 * What makes `after` of `before`, as few and as deep changes as it takes; undefined if a key of the
 * outermost object is gone, which no setting can say.
 */
export function changesBetween(before: Document, after: Document): Change[] | undefined {
  if (Object.keys(before).some(key => !Object.hasOwn(after, key))) return undefined
  return Object.entries(after).flatMap(([key, value]) => {
    const old = Object.hasOwn(before, key) ? before[key] : undefined
    if (JSON.stringify(old) === JSON.stringify(value)) return []
    const deeper = isDocument(old) && isDocument(value) ? changesBetween(old, value) : undefined
    if (!deeper) return [{ path: key, value }]
    return deeper.map(change => ({ ...change, path: `${key}.${change.path}` }))
  })
}

/** As `npm run sim -- --set` takes it: text as it is, everything else as JSON. */
export function writeValue(value: Value): string {
  const isPlain = typeof value === 'string' && isText(value)
  return isPlain ? value : JSON.stringify(value)
}

/** The reverse, for what may have been written by anybody. */
export function readValue(text: string): Value {
  try {
    return JSON.parse(text) as Value
  } catch {
    return text
  }
}

const isText = (text: string): boolean =>
  typeof readValue(text) === 'string' && readValue(text) === text
