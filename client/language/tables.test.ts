import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { DEFAULT_LANGUAGE, LANGUAGES, type Language, language } from './language.ts'

const HERE = dirname(fileURLToPath(import.meta.url))
const TABLES = readdirSync(join(HERE, 'en')).map(file => file.replace(/\.ts$/, ''))
const OTHERS = (Object.keys(LANGUAGES) as Language[]).filter(each => each !== DEFAULT_LANGUAGE)

type Text = string | ((...parameters: unknown[]) => unknown)

/** Each with its path: 'start.title'. */
function textsIn(texts: object, path: readonly string[] = []): (readonly [string[], Text])[] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? textsIn(value, [...path, name])
      : [[[...path, name], value as Text] as const],
  )
}

const read = async (of: Language, table: string): Promise<Map<string, Text>> => {
  const { default: texts } = await import(`./${of}/${table}.ts`)
  return new Map(textsIn(texts).map(([path, text]) => [path.join('.'), text]))
}

/** What reads the tables. */
function sources(): string[] {
  const rooms = ['share', 'lab', 'language'].map(room => join(HERE, '..', room))
  return rooms.flatMap(room =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter(file => /\.tsx?$/.test(file) && !/\.test\.|^[a-z]{2}\//.test(file))
      .map(file => readFileSync(join(room, file), 'utf8')),
  )
}

/** Groups that are read by a name that is computed: a type says that each has a text. */
const COMPUTED = new Set([
  ...[
    'states',
    'relay',
    'ways',
    'codes',
    'others',
    'link',
    'torrentFaults',
    'fileFaults',
    'sweepFaults',
    'server',
    'storage',
    'parts',
    'kinds',
    'troubles',
  ],
  ...['keptOn', 'lines', 'questions', 'fidelity', 'askBy', 'seeding', 'slotRule', 'picking'],
  ...['modes', 'fidelities', 'gossipFidelity', 'gossipFidelities', 'store', 'overheads'],
  ...['scenarios', 'joiners', 'blocked', 'granularities', 'congestions', 'conclusions'],
  ...['settingNames', 'bands', 'lows', 'highs', 'units', 'roles', 'why'],
  ...['abouts', 'captions', 'rarest-first', 'free-riders', 'tracker', 'bound', 'titles'],
])

/** Whether some file names both the text and its group. */
function isUsed(path: readonly string[], files: readonly string[]): boolean {
  const [group, name] = [path.at(-2), path.at(-1)]
  const names = new RegExp(`\\b${name}\\b|'${name}'`)
  const groups = new RegExp(`\\b${group}\\b`)
  if (group !== undefined && COMPUTED.has(group)) return files.some(file => groups.test(file))
  return files.some(file => (group === undefined || groups.test(file)) && names.test(file))
}

test.each(TABLES)('no text of %s is without a reader', async table => {
  const files = sources()
  const unused = [...(await read('en', table)).keys()].filter(
    path => !isUsed(path.split('.'), files),
  )
  expect(unused).toEqual([])
})

test('a text that nobody reads is found', () => {
  expect(isUsed(['start', 'nobodyReadsThis'], sources())).toBe(false)
  expect(isUsed(['start', 'lead'], sources())).toBe(true)
})

/** What a function of texts is given: whether it asks for each by name, or takes one. */
function said(text: Text, value: number): { asked: string[]; words: string } {
  if (typeof text === 'string') return { asked: [], words: text }
  const asked = new Set<string>()
  const named = new Proxy(
    {},
    {
      get: (_, name) => {
        asked.add(String(name))
        return value
      },
    },
  )
  const takesNames = /^\s*(?:function\b[^(]*)?\(\s*\{/.test(text.toString())
  const words = text(takesNames ? named : value)
  return { asked: [...asked].sort(), words: Array.isArray(words) ? words.join('') : `${words}` }
}

const COUNTS = [0, 1, 2, 7, 1_000_000]

test.each(OTHERS.flatMap(each => TABLES.map(table => [each, table] as const)))(
  '%s says all of %s, with everything that is in it',
  async (each, table) => {
    const english = await read('en', table)
    const translated = await read(each, table)
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort())
    for (const [path, text] of translated) {
      const original = english.get(path) as Text
      for (const count of COUNTS) {
        language.value = 'en'
        const before = said(original, count)
        language.value = each
        const { asked, words } = said(text, count)
        expect(asked, path).toEqual(before.asked)
        expect(words, path).not.toMatch(/undefined|NaN|#|^$/)
        const digits = String(count).slice(0, 1)
        if (before.words.includes(digits)) expect(words, path).toContain(digits)
      }
    }
    language.value = 'en'
  },
)

/** Words that are the same in both, or names. */
const SAME =
  /^(?:Details|Documents|Downloads?|Cable|DSL|VDSL|Gossip|Tracker|Peer|Info.hash|no|Total|bytes|snubbed|choking|informed|intended|literal|direct|Protocol|Peers?|Seeders?|Torrent|BitTorrent|anti-leech|push|pull|push-pull|Model|TCP\/IP|WebRTC|Rate|choked|unchoked|Link|seed|free riders|fan-out|super-seeding|allowed fast|(?:half|full)-duplex|leecher|router|mode|client|Gossip \d: fan-out|\W*)$/i

test.each(OTHERS)('nothing of %s is left in English', async each => {
  const left: string[] = []
  for (const table of TABLES) {
    const english = await read('en', table)
    for (const [path, text] of await read(each, table))
      if (typeof text === 'string' && text === english.get(path) && !SAME.test(text))
        left.push(`${table}.${path}: ${text}`)
  }
  expect(left).toEqual([])
})
