import { createHash } from 'node:crypto'
// @ts-expect-error: comes without types
import createTorrentWithCallback from 'create-torrent'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { type BencodeDict, type BencodeValue, encodeBencode } from '../wire/bencode.ts'
import { MAX_PIECES } from '../wire/message.ts'
import { mutate } from '../wire/mutate.ts'
import { safeName } from './file-name.ts'
import { pieceHashAt, pieceLengthAt } from './info.ts'
import {
  buildInfo,
  encodeTorrentFile,
  type InfoParts,
  parseInfo,
  parseTorrentFile,
  readingInfo,
  TorrentError,
} from './metainfo.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex')
const dict = (fields: Record<string, BencodeValue | undefined>): BencodeDict =>
  new Map(Object.entries(fields).filter((e): e is [string, BencodeValue] => e[1] !== undefined))

/** A lawful single-file torrent of 100 bytes, with some fields changed or (undefined) left out. */
const single = (changed: Record<string, BencodeValue | undefined> = {}): Uint8Array =>
  encodeBencode(
    dict({
      name: utf8('a.txt'),
      length: 100,
      'piece length': 64,
      pieces: new Uint8Array(40),
      ...changed,
    }),
  )

const range = (length: number, of: (i: number) => BencodeValue) =>
  Array.from({ length }, (_, i) => of(i))

type File = Record<string, BencodeValue>
const file = (path: string, length = 1, more: File = {}): BencodeDict =>
  dict({ length, path: path.split('/').map(utf8), ...more })

/** A folder of files, in one piece. */
const folder = (...files: BencodeValue[]): Uint8Array =>
  single({ length: undefined, pieces: new Uint8Array(20), files })

function faultOf(parse: () => unknown): string {
  try {
    parse()
  } catch (error) {
    if (error instanceof TorrentError) return error.code
    throw error
  }
  return 'none'
}

const infoFault = (bytes: Uint8Array): string => faultOf(() => parseInfo(bytes))

describe('info', () => {
  test('of one file', () => {
    const info = parseInfo(single({ private: 1 }))
    expect(info).toMatchObject({ name: 'a.txt', length: 100, pieceLength: 64, pieceCount: 2 })
    expect(info.files).toEqual([{ path: ['a.txt'], length: 100, offset: 0, index: 0 }])
    expect(info.private).toBe(true)
    expect([pieceLengthAt(info, 0), pieceLengthAt(info, 1)]).toEqual([64, 36])
  })

  test('of a folder: files stand one after the other, empty ones too', () => {
    const info = parseInfo(folder(file('b/x', 10), file('b/y', 0), file('a', 5)))
    expect(info.length).toBe(15)
    expect(info.files).toEqual([
      { path: ['b', 'x'], length: 10, offset: 0, index: 0 },
      { path: ['b', 'y'], length: 0, offset: 10, index: 1 },
      { path: ['a'], length: 5, offset: 10, index: 2 },
    ])
  })

  test('padding (BEP 47) keeps its place and is not listed, also twice under one name', () => {
    const padding = file('.pad/5', 5, { attr: utf8('p') })
    const info = parseInfo(folder(file('a', 3), padding, file('b', 3), padding, file('c', 1)))
    expect(info.length).toBe(17)
    expect(info.files.map(({ path, offset }) => [...path, offset])).toEqual([
      ['a', 0],
      ['b', 8],
      ['c', 16],
    ])
  })

  test('of a hybrid torrent (BEP 52) is read as version 1', () => {
    const info = parseInfo(single({ 'meta version': 2, 'file tree': dict({ 'a.txt': dict({}) }) }))
    expect(info.pieceCount).toBe(2)
  })

  test('prefers the UTF-8 twins of old torrents', () => {
    expect(parseInfo(single({ name: latin1('\xe9'), 'name.utf-8': utf8('é') })).name).toBe('é')
    const twin = dict({ length: 1, path: [latin1('\xe9')], 'path.utf-8': [utf8('é')] })
    expect(parseInfo(folder(twin)).files[0]?.path).toEqual(['é'])
  })

  test('keeps the bytes as they came, and its own copy of them', () => {
    // Keys out of order: spelling it anew would make another torrent.
    const bytes = latin1(`d4:name1:a6:lengthi1e6:pieces20:${'\xaa'.repeat(20)}12:piece lengthi64ee`)
    const before = sha1(bytes)
    const info = parseInfo(bytes)
    bytes.fill(0)
    expect(sha1(info.bytes)).toBe(before)
    expect(Buffer.from(pieceHashAt(info, 0)).toString('hex')).toBe('aa'.repeat(20))
    const file = encodeTorrentFile(info, { announce: ['wss://t.example'], comment: 'c' })
    expect(sha1(parseTorrentFile(file).info.bytes)).toBe(before)
  })
})

const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map(safeName)
const anyParts: fc.Arbitrary<InfoParts> = fc
  .record({
    name: names,
    files: fc.uniqueArray(
      fc.record({ path: fc.array(names, { minLength: 1, maxLength: 3 }), length: fc.nat(1000) }),
      {
        minLength: 1,
        maxLength: 6,
        // No two first components alike: then no path can stand in another's way.
        selector: ({ path }) => path[0]?.normalize('NFC').toLowerCase(),
      },
    ),
    pieceLength: fc.integer({ min: 100, max: 2000 }),
    private: fc.boolean(),
  })
  .filter(({ files }) => files.some(({ length }) => length > 0))
  .map(parts => {
    const total = parts.files.reduce((sum, { length }) => sum + length, 0)
    return {
      ...parts,
      pieceHashes: new Uint8Array(20 * Math.ceil(total / parts.pieceLength)).fill(7),
    }
  })

describe('one’s own torrent', () => {
  test('comes back from a .torrent file as it was built', () => {
    fc.assert(
      fc.property(anyParts, parts => {
        const info = buildInfo(parts)
        const { name, pieceLength, pieceHashes } = info
        const files = info.files.map(({ path, length }) => ({ path, length }))
        expect({ name, files, pieceLength, pieceHashes, private: info.private }).toEqual(parts)
        const announce = ['wss://a.example/', 'wss://b.example/']
        const read = parseTorrentFile(encodeTorrentFile(info, { announce, comment: 'said' }))
        expect(read).toEqual({ info, announce, comment: 'said' })
        expect(parseTorrentFile(encodeTorrentFile(info))).toEqual({ info, announce: [] })
      }),
      { numRuns: 200 },
    )
  })

  test('of one file called like the torrent is a single-file torrent', () => {
    const parts = { pieceLength: 64, pieceHashes: new Uint8Array(20), name: 'a' }
    const text = (path: string[]) =>
      Buffer.from(buildInfo({ ...parts, files: [{ path, length: 3 }] }).bytes).toString('latin1')
    expect(text(['a'])).toMatch(/^d6:lengthi3e4:name1:a/)
    expect(text(['b'])).toMatch(/^d5:filesld6:lengthi3e4:pathl1:beee4:name1:a/)
  })

  test('that others would refuse is not made', () => {
    const parts = { pieceLength: 64, pieceHashes: new Uint8Array(20), name: 'a' }
    const build = (path: string[]) => () => buildInfo({ ...parts, files: [{ path, length: 3 }] })
    expect(faultOf(build(['..', 'x']))).toBe('bad-name')
    expect(faultOf(() => buildInfo({ ...parts, files: [] }))).toBe('empty')
  })
})

describe('torrents of others', () => {
  const createTorrent = (input: Uint8Array[], options: object): Promise<Uint8Array> =>
    new Promise((resolve, reject) =>
      createTorrentWithCallback(input, options, (error: Error | null, bytes: Uint8Array) =>
        error ? reject(error) : resolve(bytes),
      ),
    )
  /** In what create-torrent writes, info is the last key. */
  const infoHashOf = (bytes: Uint8Array): string =>
    sha1(bytes.subarray(Buffer.from(bytes).indexOf('4:info') + '4:info'.length, -1))

  const content = Uint8Array.from({ length: 100_000 }, (_, i) => i * 31)

  test('one file by create-torrent', async () => {
    const announceList = [['wss://a.example'], ['wss://b.example', 'udp://c.example:80']]
    const bytes = await createTorrent([content], {
      name: 'Ünïcode.bin',
      announceList,
      comment: 'A <comment>',
      pieceLength: 16384,
      private: true,
    })
    const { info, announce, comment } = parseTorrentFile(bytes)
    expect(sha1(info.bytes)).toBe(infoHashOf(bytes))
    expect(announce).toEqual(announceList.flat())
    expect(comment).toBe('A <comment>')
    expect(info).toMatchObject({
      name: 'Ünïcode.bin',
      length: 100_000,
      pieceCount: 7,
      private: true,
    })
    for (let piece = 0; piece < 7; piece++) {
      const hash = sha1(content.subarray(piece * 16384, piece * 16384 + pieceLengthAt(info, piece)))
      expect(Buffer.from(pieceHashAt(info, piece)).toString('hex')).toBe(hash)
    }
  })

  test('a folder by create-torrent, and we would have built the same', async () => {
    const inputs = [content.slice(0, 50_000), content.slice(50_000)].map((part, i) =>
      Object.assign(part, { name: `part ${i}.bin` }),
    )
    const bytes = await createTorrent(inputs, {
      name: 'parts',
      pieceLength: 65536,
      announceList: [],
    })
    const { info } = parseTorrentFile(bytes)
    expect(sha1(info.bytes)).toBe(infoHashOf(bytes))
    expect(info.files.map(({ path }) => path)).toEqual([['part 0.bin'], ['part 1.bin']])
    expect(sha1(buildInfo(info).bytes)).toBe(infoHashOf(bytes))
  })
})

describe('info is refused', () => {
  test.each<[string, string, Uint8Array]>([
    ['nothing', 'damaged', utf8('')],
    ['trailing bytes', 'damaged', utf8('d4:name1:aee')],
    ['a key twice', 'damaged', latin1(`d6:pieces0:6:pieces20:${'x'.repeat(20)}e`)],
    ['a list', 'no-info', utf8('le')],
    ['over 10 MB', 'info-too-large', new Uint8Array(10_000_001)],
    ['version 2 only', 'v2-only', single({ pieces: undefined, 'meta version': 2 })],
    ['..', 'bad-name', single({ name: utf8('..') })],
    ['no piece length', 'bad-piece-length', single({ 'piece length': undefined })],
    ['piece length 0', 'bad-piece-length', single({ 'piece length': 0 })],
    ['piece length -1', 'bad-piece-length', single({ 'piece length': -1 })],
    ['piece length over 64 MiB', 'bad-piece-length', single({ 'piece length': 2 ** 26 + 1 })],
    ['no pieces', 'no-hashes', single({ pieces: undefined })],
    ['pieces in a list', 'no-hashes', single({ pieces: [] })],
    ['pieces of 39 bytes', 'bad-hashes', single({ pieces: new Uint8Array(39) })],
    ['a piece too few', 'bad-hashes', single({ pieces: new Uint8Array(20) })],
    ['a piece too many', 'bad-hashes', single({ pieces: new Uint8Array(60) })],
    ['no pieces for no bytes', 'empty', single({ length: 0, pieces: new Uint8Array(0) })],
    ['a piece behind the end', 'bad-hashes', single({ length: 64 })],
    ['a negative length', 'bad-length', single({ length: -1 })],
    ['a length of text', 'bad-length', single({ length: utf8('100') })],
    ['neither length nor files', 'no-files', single({ length: undefined })],
    ['files that are no list', 'no-list', single({ length: undefined, files: 1 })],
    ['no files', 'empty', folder()],
    ['only empty files', 'empty', folder(file('a', 0), file('b', 0))],
    ['only padding', 'empty', folder(file('.pad/5', 5, { attr: utf8('p') }))],
    [
      'padding of a piece',
      'long-padding',
      folder(file('a', 1), file('p', 64, { attr: utf8('p') })),
    ],
    ['a file that is a number', 'bad-file', folder(1)],
    ['a file without length', 'bad-length', folder(dict({ path: [utf8('a')] }))],
    ['.. in a path', 'bad-name', folder(file('a/../b'))],
    ['lengths beyond 2^53', 'too-long', folder(file('a', 2 ** 53 - 1), file('b', 1))],
    ['a path 101 deep', 'too-deep', folder(file(`${'x/'.repeat(100)}x`))],
    ['a lone symbolic link', 'symlink', single({ attr: utf8('xl') })],
  ])('%s: %s', (_what, fault, bytes) => {
    expect(infoFault(bytes)).toBe(fault)
  })

  test('more pieces than a bitfield may have: their hashes alone are over 10 MB', () => {
    const pieces = new Uint8Array(20 * (MAX_PIECES + 1))
    expect(infoFault(single({ length: 64 * MAX_PIECES + 1, pieces }))).toBe('info-too-large')
  })

  test('100,001 files; 100,000 are read', () => {
    const files = Array.from({ length: 100_001 }, (_, i) => file(`d${i % 100}/${i}`, 1))
    const pieces = { length: undefined, 'piece length': 65536, pieces: new Uint8Array(40) }
    expect(infoFault(single({ ...pieces, files }))).toBe('too-many-files')
    expect(infoFault(single({ ...pieces, files: files.slice(1) }))).toBe('none')
  }, 30_000)

  test.each<[string, BencodeValue[], number]>([
    ['100,000 files', range(100_000, i => file(`d${i % 100}/${i}`, 1)), 300],
    ['files deep in folders', range(4_000, i => file(`${'d/'.repeat(98)}${i}`, 1)), 300],
    ['lists in lists', range(90_000, () => [[], [], [[]]]), 15],
  ])('%s are read in slices, none of which looks at much', (_what, files, atLeast) => {
    const pieces = { 'piece length': files.length, pieces: new Uint8Array(20) }
    const slices = readingInfo(single({ ...pieces, length: undefined, files }))
    let count = 0
    expect(
      faultOf(() => {
        while (!slices.next().done) count++
      }),
    ).toBe(Array.isArray(files[0]) ? 'bad-file' : 'none')
    expect(count).toBeGreaterThan(atLeast)
  })

  test('names are read without padding, and its bytes stay as they came', () => {
    const bytes = single({ name: utf8(`re\u00adport.pdf${'\u00a0'.repeat(50)}.exe`) })
    const info = parseInfo(bytes)
    expect([info.name, info.files[0]?.path]).toEqual(['report.pdf .exe', ['report.pdf .exe']])
    expect(info.bytes).toEqual(bytes)
  })

  test('the sentence tells a person what to do', () => {
    expect(() => parseInfo(single({ name: utf8('..') }))).toThrow(
      'This torrent cannot be used: the name of a file or folder in it points to another folder. Ask whoever made it for a new one.',
    )
  })
})

describe('a .torrent file', () => {
  const whole = encodeTorrentFile(parseInfo(folder(file('a/b', 3), file('ü', 4))), {
    announce: ['wss://t.example'],
    comment: 'a comment',
  })

  test('cut at any byte is refused', () => {
    for (let cut = 0; cut < whole.length; cut++)
      expect(
        faultOf(() => parseTorrentFile(whole.subarray(0, cut))),
        `${cut}`,
      ).toBe('damaged')
  })

  test('without info, with another info, or over 10 MB is refused', () => {
    expect(faultOf(() => parseTorrentFile(utf8('de')))).toBe('no-info')
    expect(faultOf(() => parseTorrentFile(utf8('d4:infoi1ee')))).toBe('no-info')
    expect(faultOf(() => parseTorrentFile(utf8('l4:infoe')))).toBe('damaged')
    expect(faultOf(() => parseTorrentFile(new Uint8Array(10_000_001)))).toBe('file-too-large')
  })

  test('has its trackers sorted out and its comment made visible', () => {
    const info = single()
    const wrap = (fields: string) =>
      parseTorrentFile(latin1(`d${fields}4:info${Buffer.from(info).toString('latin1')}e`))
    const hostile = wrap('8:announcei5e13:announce-listli1el19:javascript:alert(1)7:udp://aee')
    expect(hostile.announce).toEqual(['udp://a'])
    expect(wrap(`13:announce-listl${'l7:udp://ae'.repeat(10_000)}e`).announce).toEqual(['udp://a'])
    expect(wrap('7:comment5:a\0b\x1bc').comment).toBe('abc')
    expect(wrap('7:commentle')).not.toHaveProperty('comment')
  })

  test('10,000 damaged ones: a torrent or a TorrentError, and every torrent can be passed on', () => {
    let refused = 0
    const survives = (seed: number) => {
      const damaged = mutate(whole, seededRandom(seed))
      if (faultOf(() => parseTorrentFile(damaged)) !== 'none') refused++
      else {
        const { info } = parseTorrentFile(damaged)
        expect(parseTorrentFile(encodeTorrentFile(info)).info).toEqual(info)
      }
    }
    fc.assert(fc.property(fc.integer(), survives), { numRuns: 10_000 })
    expect(refused).toBeGreaterThan(3000)
  })
})
