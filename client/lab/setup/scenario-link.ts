/**
 * A draft as the fragment of a link, and back:
 *
 *     #thesis-20&torrent.pieces=50&seed=3      a built-in scenario with settings
 *     #file=eNpV…&seed=3                       a scenario of one's own, compressed
 *
 * Links are untrusted: the scenario's parser has yet to accept the draft.
 */
import { labSetup } from '../../language/lab-setup.ts'
import { SaidError } from '../trouble.ts'
import {
  changesBetween,
  type Document,
  type Draft,
  isDocument,
  MAX_REPETITIONS,
  MAX_SEED,
  readValue,
  withValue,
  writeValue,
} from './draft.ts'

/** Says why the link cannot be followed, and what to do. */
export class LinkError extends SaidError {
  override readonly name = 'LinkError'
}

/** Mail and chat break longer links; then the file is compressed. */
const MAX_PLAIN_LENGTH = 1500
/** Browsers take some 2 MB. */
const MAX_HASH_LENGTH = 1_000_000
/** The parser's own limit. */
const MAX_FILE_BYTES = 8 * 1024 * 1024
/** Settings are at most this deep: 'a.b.c.d'. */
const MAX_DEPTH = 4
const MAX_CHANGES = 100

const MAX_VARIED = 2

const RESERVED = ['seed', 'repetitions', 'file', 'vary']

export type FindScenario = (name: string) => Document | undefined

export async function hashOf(draft: Draft, find: FindScenario): Promise<string> {
  const runs = [`seed=${draft.seed}`]
  if (draft.repetitions > 1) runs.push(`repetitions=${draft.repetitions}`)
  for (const vary of draft.vary ?? []) runs.push(`vary=${encodePart(vary)}`)
  const plain = settingsOf(draft, find)?.map(encodePart)
  if (plain) {
    const hash = [...plain, ...runs].join('&')
    if (hash.length <= MAX_PLAIN_LENGTH) return hash
  }
  return [`file=${await pack(JSON.stringify(draft.document))}`, ...runs].join('&')
}

/** 'thesis-20', 'torrent.pieces=50'; undefined unless it is a built-in scenario with changes. */
export function settingsOf(draft: Draft, find: FindScenario): string[] | undefined {
  const base = draft.base === undefined ? undefined : find(draft.base)
  const changes = base && changesBetween(base, draft.document)
  if (!changes || draft.base === undefined) return undefined
  return [draft.base, ...changes.map(({ path, value }) => `${path}=${writeValue(value)}`)]
}

/** The command that repeats its runs; undefined for a scenario of one's own. */
export function commandOf(draft: Draft, find: FindScenario): string | undefined {
  const { seed, repetitions } = draft
  const seeds = repetitions > 1 && seed === 1 ? `--seeds ${repetitions}` : `--seed ${seed}`
  return command('sim', draft, find, [seeds])
}

/** The command that repeats its study: `npm run sweep` begins with seed 1. */
export function studyCommandOf(draft: Draft, find: FindScenario): string | undefined {
  const { seed, repetitions, vary = [] } = draft
  if (seed !== 1) return undefined
  const varied = vary.map(each => `--vary ${quotedForShell(each)}`)
  return command('sweep', draft, find, [...varied, `--seeds ${repetitions}`])
}

function command(
  script: 'sim' | 'sweep',
  draft: Draft,
  find: FindScenario,
  more: readonly string[],
): string | undefined {
  const settings = settingsOf(draft, find)
  if (!settings) return undefined
  const [name, ...changes] = settings
  const sets = changes.map(change => `--set ${quotedForShell(change)}`)
  return [`npm run ${script} --`, name, ...sets, ...more].join(' ')
}

const quotedForShell = (text: string): string =>
  /^[\w.,:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/** Undefined if the hash is empty. Throws LinkError. */
export async function draftOf(hash: string, find: FindScenario): Promise<Draft | undefined> {
  const text = hash.replace(/^#/, '')
  if (text === '') return undefined
  if (text.length > MAX_HASH_LENGTH) throw new LinkError(() => labSetup.texts.link.tooLong)
  const parts = text.split('&').map(decodePart)
  const vary = parts
    .filter(part => part.startsWith('vary='))
    .map(part => part.slice('vary='.length))
    .slice(0, MAX_VARIED)
  const runs = {
    ...(vary.length > 0 && { vary }),
    seed: countIn(parts, 'seed', 0, MAX_SEED, 1),
    repetitions: countIn(parts, 'repetitions', 1, MAX_REPETITIONS, 1),
  }
  const file = parts.find(part => part.startsWith('file='))
  if (file) {
    return {
      base: undefined,
      document: parseFile(await unpack(file.slice('file='.length))),
      ...runs,
    }
  }
  const base = parts[0] as string
  const scenario = find(base)
  if (!scenario) {
    throw new LinkError(() => labSetup.texts.link.noSuchScenario(base.slice(0, 40)))
  }
  return { base, document: parts.slice(1, MAX_CHANGES).reduce(withPart, scenario), ...runs }
}

/** Throws LinkError if the file is no object. */
export function parseFile(text: string): Document {
  const value = readValue(text)
  if (isDocument(value)) return value
  throw new LinkError(() => labSetup.texts.opened.noScenario)
}

function withPart(document: Document, part: string): Document {
  const at = part.indexOf('=')
  const path = part.slice(0, at)
  if (at < 1 || RESERVED.includes(path) || path.split('.').length > MAX_DEPTH) return document
  return withValue(document, path, readValue(part.slice(at + 1)))
}

function countIn(
  parts: readonly string[],
  name: string,
  min: number,
  max: number,
  otherwise: number,
): number {
  const part = parts.find(each => each.startsWith(`${name}=`))
  if (part === undefined) return otherwise
  const digits = part.slice(name.length + 1)
  const count = /^\d{1,10}$/.test(digits) ? Number(digits) : Number.NaN
  if (count >= min && count <= max) return count
  throw new LinkError(() => labSetup.texts.link.noCount({ name, min, max }))
}

/** Keeps `=` readable. */
const encodePart = (part: string): string => encodeURIComponent(part).replace(/%3D/g, '=')

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new LinkError(() => labSetup.texts.link.damaged)
  }
}

async function pack(text: string): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer())
  const letters = Array.from(bytes, byte => String.fromCharCode(byte)).join('')
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/** Stops as soon as the text is too large: a small link may unpack to gigabytes. */
async function unpack(packed: string): Promise<string> {
  try {
    const letters = atob(packed.replace(/-/g, '+').replace(/_/g, '/'))
    const bytes = Uint8Array.from(letters, letter => letter.charCodeAt(0))
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
    const decoder = new TextDecoder('utf-8', { fatal: true })
    let text = ''
    for await (const part of stream) {
      text += decoder.decode(part, { stream: true })
      if (text.length > MAX_FILE_BYTES) throw new LinkError(() => labSetup.texts.link.tooLarge)
    }
    return text + decoder.decode()
  } catch (error) {
    if (error instanceof LinkError) throw error
    throw new LinkError(() => labSetup.texts.link.damaged)
  }
}
