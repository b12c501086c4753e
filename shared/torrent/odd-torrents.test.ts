import { createHash } from 'node:crypto'
import fc from 'fast-check'
// @ts-expect-error: comes without types
import parseTorrent from 'parse-torrent'
import { describe, expect, test } from 'vitest'
import { FULL_TORRENT, JOINED_TRACKERS, ODD_TORRENTS, utf8 } from '../testing/odd-torrents.ts'
import {
  type BencodeDict,
  type BencodeValue,
  decodeBencode,
  encodeBencode,
  rawEntries,
} from '../wire/bencode.ts'
import { refuseName } from './file-name.ts'
import { encodeTorrentFile, parseInfo, parseTorrentFile, TorrentError } from './metainfo.ts'

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex')

function read(bytes: Uint8Array): string {
  try {
    const { info } = parseTorrentFile(bytes)
    return `${info.name}: ${info.files.map(({ path }) => path.join('/')).join(', ')}`
  } catch (error) {
    if (error instanceof TorrentError) return `!${error.code}`
    throw error
  }
}

test('there are at least 60 odd torrents', () => {
  expect(ODD_TORRENTS.length).toBeGreaterThanOrEqual(60)
})

test.each(ODD_TORRENTS)('$what', ({ bytes, read: expected }) => {
  expect(read(bytes)).toBe(expected)
})

/** Where parse-torrent reads something and we refuse, and why. */
const STOCK_IS_WORSE: Readonly<Record<string, string>> = {
  'two dots': 'leads out of its folder',
  'two dots in a path': 'leads out of its folder',
  'out of the folder': 'leads out of its folder',
  'a link alone': 'nothing else is in it',
  'links alone': 'nothing else is in it',
  'padding alone': 'nothing else is in it',
  'padding of a piece': 'bytes that everyone fetches and nobody sees',
  'files that are no list': 'says nothing of its files',
  'a negative length': 'no file has it',
  'nothing in it': 'nothing is in it',
  'no files': 'nothing is in it',
  'a piece length of 0': 'no piece has it',
  'hashes that do not fit': 'some pieces could not be verified',
  'half a hash': 'a piece could not be verified',
  '101 folders in one another': 'no system saves it',
  'a length beyond all numbers': 'its pieces are not there',
  'a length with a fraction': 'no file has it',
  'a key twice': 'programs differ in which they read',
  'cut short': 'the rest is not known',
}

test('whatever parse-torrent reads is read here, too, under the same info hash', async () => {
  const worse: string[] = []
  let agreed = 0
  for (const { what, bytes, read: expected } of ODD_TORRENTS) {
    const stock = await parseTorrent(bytes).catch(() => undefined)
    if (stock === undefined || what in STOCK_IS_WORSE) continue
    if (expected.startsWith('!')) worse.push(what)
    else {
      // It writes the info anew, and so gives another torrent's hash where that is not canonical.
      const own = rawEntries(bytes).get('info') as Uint8Array
      const isCanonical = Buffer.from(stock.infoBuffer).equals(own)
      if (isCanonical) expect(sha1(parseTorrentFile(bytes).info.bytes), what).toBe(stock.infoHash)
      agreed++
    }
  }
  expect(worse).toEqual([])
  expect(agreed).toBeGreaterThan(30)
})

describe('what is around the info', () => {
  const contents = parseTorrentFile(FULL_TORRENT)

  test('comes through a round trip: tiers, web seeds, dates, and what nobody here knows', () => {
    const { info, ...around } = contents
    const again = encodeTorrentFile(info, around)
    expect(decodeBencode(again)).toEqual(decodeBencode(FULL_TORRENT))
    expect(parseTorrentFile(again)).toEqual(contents)
  })

  test('is read where trackers are one text, by lines or commas', () => {
    const { announce } = parseTorrentFile(JOINED_TRACKERS)
    expect(announce).toEqual(['udp://a:1', 'http://b/a', 'wss://c'])
  })

  test('is read in time where a tracker is a million blanks', () => {
    const announce = new TextEncoder().encode(`http://a${' '.repeat(1e6)}b, http://c/`)
    const file = encodeBencode(
      new Map([...(decodeBencode(FULL_TORRENT) as BencodeDict), ['announce', announce]]),
    )
    expect(parseTorrentFile(file).announce).toContain('http://c/')
  })

  test('is read', () => {
    expect(contents).toMatchObject({
      announce: ['udp://a:1', 'wss://b', 'http://c/'],
      tiers: [['udp://a:1', 'wss://b'], ['http://c/']],
      webSeeds: ['https://w.example/a/', 'http://v.example/'],
      comment: 'c',
    })
    expect([...(contents.others?.keys() ?? [])]).toContain('creation date')
  })
})

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }).map(utf8),
)
const anyName = fc.oneof(
  anyBytes,
  fc
    .constantFrom('a', 'A', 'con', '..', '.', '', 'a.', 'a/b', 'x'.repeat(300), 'a:b?', '.pad', '5')
    .map(utf8),
)
const { letrec } = fc
const anyValue = letrec<{ value: BencodeValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.maxSafeInteger(),
    anyBytes as fc.Arbitrary<BencodeValue>,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'length', 'path', 'name'), tie('value')), {
        maxLength: 3,
      })
      .map(entries => new Map(entries)),
  ),
})).value

const anyFile = fc
  .record(
    {
      length: fc.nat(40),
      path: fc.array(anyName, { maxLength: 4 }),
      'path.utf-8': fc.array(anyName, { maxLength: 3 }),
      attr: fc.constantFrom('p', 'l', 'x', 'h', 'lx').map(utf8),
      'symlink path': anyValue,
    },
    { requiredKeys: ['length'] },
  )
  .map(fields => new Map<string, BencodeValue>(Object.entries(fields)))

const foreign = fc
  .record({
    name: fc.oneof(anyName, anyValue),
    files: fc.array(anyFile, { maxLength: 8 }),
    rest: fc.dictionary(
      fc.constantFrom('private', 'source', 'encoding', 'name.utf-8', 'x'),
      anyValue,
    ),
    around: fc.dictionary(
      fc.constantFrom(
        'announce',
        'announce-list',
        'comment',
        'url-list',
        'encoding',
        'creation date',
        'y',
      ),
      anyValue,
    ),
    behind: fc.uint8Array({ maxLength: 5 }),
  })
  .map(({ name, files, rest, around, behind }) => {
    const length = files.reduce((sum, file) => sum + (file.get('length') as number), 0)
    const info = new Map<string, BencodeValue>([
      ...Object.entries(rest),
      ['name', name],
      ['files', files],
      ['piece length', 64],
      ['pieces', new Uint8Array(20 * Math.ceil(length / 64))],
    ])
    const bytes = encodeBencode(
      new Map<string, BencodeValue>([...Object.entries(around), ['info', info]]),
    )
    return { info: encodeBencode(info), bytes: Uint8Array.from([...bytes, ...behind]) }
  })

const NAMED_DANGERS = ['bad-name', 'empty', 'bad-length', 'too-long', 'long-padding']
const pathKey = (path: readonly string[]) => path.join('/').toLowerCase().normalize('NFC')

test('whatever a foreign torrent holds, it opens under its own info hash or is refused for a named danger', () => {
  let opened = 0
  fc.assert(
    fc.property(foreign, ({ info, bytes }) => {
      let read: ReturnType<typeof parseTorrentFile>
      try {
        read = parseTorrentFile(bytes)
      } catch (error) {
        if (!(error instanceof TorrentError)) throw error
        expect(NAMED_DANGERS).toContain(error.code)
        return
      }
      opened++
      expect(sha1(read.info.bytes)).toBe(sha1(info))
      const { files } = read.info
      for (const name of [read.info.name, ...files.flatMap(({ path }) => path)])
        expect(refuseName(name)).toBeUndefined()
      expect(new Set(files.map(({ path }) => pathKey(path))).size).toBe(files.length)
      const again = parseTorrentFile(encodeTorrentFile(read.info, read))
      expect(again).toEqual(read)
      expect(parseInfo(read.info.bytes, read.encoding)).toEqual(read.info)
    }),
    { numRuns: 1000 },
  )
  expect(opened).toBeGreaterThan(200)
})

test('bytes behind a dictionary change nothing that is in it', () => {
  fc.assert(
    fc.property(anyValue, fc.uint8Array({ maxLength: 20 }), (value, behind) => {
      const bytes = encodeBencode(new Map([['a', value]]))
      const entries = rawEntries(Uint8Array.from([...bytes, ...behind]))
      expect(entries.get('a')).toEqual(encodeBencode(value))
      expect(decodeBencode(bytes, { isLoose: true })).toEqual(decodeBencode(bytes))
    }),
    { numRuns: 1000 },
  )
})
