/** What is set up for the next run. Nothing here is valid until the scenario's parser accepts it. */

export type Value = string | number | boolean | null | readonly Value[] | Document
export interface Document {
  readonly [key: string]: Value
}

export interface Draft {
  /** The built-in scenario that it began as; undefined for one's own file. */
  readonly base: string | undefined
  readonly document: Document
  readonly seed: number
  /** The number of runs, with consecutive seeds. */
  readonly repetitions: number
  /** What a study varies, 'torrent.pieces=13,25,50': two at most. */
  readonly vary?: readonly string[]
}

/** That is, the same runs. */
export const isSameDraft = (a: Draft, b: Draft): boolean =>
  a === b ||
  (a.seed === b.seed &&
    a.repetitions === b.repetitions &&
    (a.document === b.document || JSON.stringify(a.document) === JSON.stringify(b.document)))

export const MAX_SEED = 2 ** 32 - 1
/** More would take a tab too long; `npm run sim` has no such limit. */
export const MAX_REPETITIONS = 100

export const isDocument = (value: Value | undefined): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function valueAt(document: Document, path: string): Value | undefined {
  let value: Value | undefined = document
  for (const key of path.split('.')) {
    if (!isDocument(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** A copy with this value at the path. Other values on the way become objects. */
export function withValue(document: Document, path: string, value: Value): Document {
  const [key = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...document, [key]: value }
  const inner = Object.hasOwn(document, key) ? document[key] : undefined
  return { ...document, [key]: withValue(isDocument(inner) ? inner : {}, rest.join('.'), value) }
}

function withoutValue(document: Document, path: string): Document {
  const [key = '', ...rest] = path.split('.')
  if (rest.length === 0) {
    return Object.fromEntries(Object.entries(document).filter(([name]) => name !== key))
  }
  const inner = document[key]
  return isDocument(inner) ? { ...document, [key]: withoutValue(inner, rest.join('.')) } : document
}

/** A copy with one setting changed; undefined: the scenario's default. */
export function changed(document: Document, path: string, value: Value | undefined): Document {
  if (value === undefined) return withoutValue(document, path)
  // A file that sets a policy must name the exchange.
  const isUnnamed = path.startsWith('exchange.') && valueAt(document, 'exchange.kind') === undefined
  const named = isUnnamed ? withValue(document, 'exchange.kind', 'bittorrent') : document
  return withValue(named, path, value)
}

/** As text; the parser's errors name lines of it. */
export const writeDocument = (document: Document): string => JSON.stringify(document, null, 2)

export interface Change {
  readonly path: string
  readonly value: Value
}

/** The minimal patch from `before` to `after`; undefined if a key of the outermost object is gone. */
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

/** As `npm run sim -- --set` takes it: plain text, or JSON. */
export function writeValue(value: Value): string {
  const isPlain = typeof value === 'string' && isText(value)
  return isPlain ? value : JSON.stringify(value)
}

/** Reads what `writeValue` wrote; text that is not JSON stays text. */
export function readValue(text: string): Value {
  try {
    return JSON.parse(text) as Value
  } catch {
    return text
  }
}

const isText = (text: string): boolean =>
  typeof readValue(text) === 'string' && readValue(text) === text
