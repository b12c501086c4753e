import { expect, test } from 'vitest'
import { parseInfo } from '../torrent/metainfo.ts'
import { type BencodeValue, encodeBencode } from '../wire/bencode.ts'
import { SeedFiles } from './seed-files.ts'

const utf8 = new TextEncoder()

interface Entry {
  readonly path: readonly (string | Uint8Array)[]
  readonly length: number
  readonly attr?: string
}

const text = (value: string | Uint8Array) =>
  typeof value === 'string' ? utf8.encode(value) : value

function folder(
  name: string | Uint8Array,
  entries: readonly Entry[],
  more: [string, BencodeValue][] = [],
) {
  const length = entries.reduce((sum, entry) => sum + entry.length, 0)
  return files([
    ['files', entries.map(entryOf)],
    ['name', text(name)],
    ['pieces', new Uint8Array(20 * Math.ceil(length / 16_384))],
    ...more,
  ])
}

const entryOf = ({ path, length, attr }: Entry): BencodeValue =>
  new Map<string, BencodeValue>([
    ...(attr ? ([['attr', utf8.encode(attr)]] as const) : []),
    ['length', length],
    ['path', path.map(text)],
  ])

const files = (fields: [string, BencodeValue][]): SeedFiles =>
  new SeedFiles(
    parseInfo(encodeBencode(new Map<string, BencodeValue>([...fields, ['piece length', 16_384]]))),
  )

const single = files([
  ['length', 10],
  ['name', utf8.encode('my film?.mp4')],
  ['pieces', new Uint8Array(20)],
])

test('one file: an address that ends in a slash is that of its folder', () => {
  expect(single.urlOf('https://a.example/x', 0)).toBe('https://a.example/x')
  expect(single.urlOf('https://a.example/x/', 0)).toBe('https://a.example/x/my%20film%3F.mp4')
  expect(single.urlOf('https://a.example/x#part', 0)).toBe('https://a.example/x')
})

test('a folder of one file is a folder', () => {
  const one = folder('dir', [{ path: ['a'], length: 1 }])
  expect(one.urlOf('https://a.example', 0)).toBe('https://a.example/dir/a')
  expect(one.urlOf('https://a.example/', 0)).toBe('https://a.example/dir/a')
})

test('names go out as the torrent has them, not as they are shown', () => {
  const odd = folder('a b', [
    { path: ['ü&=+', 'con.txt'], length: 1 },
    { path: [Uint8Array.of(0xff, 0x2f, 0x41)], length: 1 },
    { path: ['', '.', 'kept '], length: 1 },
  ])
  expect([0, 1, 2].map(file => odd.urlOf('https://a.example/', file))).toEqual([
    'https://a.example/a%20b/%C3%BC%26%3D%2B/con.txt',
    'https://a.example/a%20b/%FF%2FA',
    'https://a.example/a%20b/kept%20',
  ])
  for (const file of [0, 1, 2])
    expect(new URL(odd.urlOf('https://a.example/', file)).pathname).toMatch(/^\/a%20b\//)
})

test('padding and links are zeros, and files follow each other', () => {
  const padded = folder('dir', [
    { path: ['a'], length: 100 },
    { path: ['.pad', '50'], length: 50, attr: 'p' },
    { path: ['empty'], length: 0 },
    { path: ['b'], length: 200 },
    { path: ['.pad', '30'], length: 30, attr: 'p' },
  ])
  expect(padded.spans(0, 380)).toEqual([
    { file: 0, from: 0, length: 100, at: 0 },
    { file: undefined, from: 0, length: 50, at: 100 },
    { file: 2, from: 0, length: 200, at: 150 },
    { file: undefined, from: 0, length: 30, at: 350 },
  ])
  expect(padded.spans(120, 40)).toEqual([
    { file: undefined, from: 0, length: 30, at: 120 },
    { file: 2, from: 0, length: 10, at: 150 },
  ])
  expect(padded.spans(360, 5)).toEqual([{ file: undefined, from: 0, length: 5, at: 360 }])
})
