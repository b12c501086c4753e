import { setImmediate as settled } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { PieceCache } from './cache.ts'

const bytes = (length: number) => new Uint8Array(length)

/** Pieces of 512 KiB, so read in pairs; 99 is not there, 50 cannot be read. */
function cacheOf(maxBytes: number, pieceLength = 512 * 1024) {
  const reads: string[] = []
  const store = {
    async read(piece: number) {
      reads.push(`${piece}`)
      if (piece === 50 || piece === 99) throw new Error('gone')
      return bytes(10)
    },
    async readMany(first: number, end: number) {
      reads.push(`${first}-${end}`)
      if (first === 50) throw new Error('gone')
      const pieces = Array.from({ length: end - first }, (_, i) => first + i)
      return new Map(pieces.filter(piece => piece !== 99).map(piece => [piece, bytes(10)]))
    },
  }
  const cache = new PieceCache(store, { pieceLength, pieceCount: 101 }, maxBytes)
  return { cache, reads }
}

const held = (cache: PieceCache, ...pieces: number[]) => pieces.filter(piece => cache.get(piece))

test('a piece is read once, with its neighbour, however many ask while it is read', async () => {
  const { cache, reads } = cacheOf(100)
  const [a, b] = await Promise.all([cache.load(3), cache.load(3), cache.load(2)])
  expect(a).toBe(b)
  expect(held(cache, 1, 2, 3, 4)).toEqual([2, 3])
  expect(reads).toEqual(['2-4'])
})

test('a group ends with the torrent', async () => {
  const { cache, reads } = cacheOf(100)
  await cache.load(100)
  expect(reads).toEqual(['100-101'])
})

test('the least recently used piece goes first', () => {
  const { cache } = cacheOf(30)
  for (const piece of [1, 2, 3]) cache.put(piece, bytes(10))
  cache.get(1)
  cache.put(4, bytes(10))
  expect(held(cache, 1, 2, 3, 4)).toEqual([1, 3, 4])
})

test('the limit is in bytes', () => {
  const { cache } = cacheOf(30)
  for (const piece of [1, 2, 3]) cache.put(piece, bytes(10))
  cache.put(4, bytes(25))
  expect(held(cache, 1, 2, 3, 4)).toEqual([4])
  cache.put(4, bytes(5))
  cache.put(5, bytes(25))
  expect(held(cache, 4, 5)).toEqual([4, 5])
})

test('a piece that is not there is told, and its neighbour served', async () => {
  const { cache } = cacheOf(100)
  await expect(cache.load(99)).rejects.toThrow('gone')
  expect(await cache.load(98)).toEqual(bytes(10))
})

test('a failed read is tried again when asked again', async () => {
  const { cache, reads } = cacheOf(100)
  await expect(cache.load(50)).rejects.toThrow('gone')
  await expect(cache.load(50)).rejects.toThrow('gone')
  expect(reads).toEqual(['50-52', '50', '50-52', '50'])
})

test('a piece that cannot be read does not take its neighbours with it, and is tried once for all', async () => {
  const { cache, reads } = cacheOf(100)
  const asked = [cache.load(50), cache.load(50), cache.load(51)]
  const answers = await Promise.allSettled(asked)
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  expect(reads).toEqual(['50-52', '50', '51'])
})

describe('a piece that is read ahead', () => {
  test('is there when it is due, and is not read again', async () => {
    const { cache, reads } = cacheOf(100)
    cache.readAhead(3)
    await cache.load(3)
    expect(held(cache, 2, 3)).toEqual([2, 3])
    cache.readAhead(3)
    expect(reads).toEqual(['2-4'])
  })

  test('says nothing if it cannot be read, and is read anew when it is due', async () => {
    const { cache, reads } = cacheOf(100)
    for (const piece of [50, 99]) cache.readAhead(piece)
    await settled()
    await expect(cache.load(99)).rejects.toThrow('gone')
    cache.readAhead(50)
    expect(reads).toEqual(['50-52', '98-100', '98-100', '99', '50-52'])
  })

  test('waits for its turn while 16 MiB are there that nobody has used', async () => {
    const { cache, reads } = cacheOf(1000)
    for (let piece = 0; piece < 40; piece += 2) cache.readAhead(piece)
    await settled()
    expect(reads.length).toBe(16)
    cache.readAhead(40)
    expect(reads.length).toBe(16)
    cache.get(0)
    cache.readAhead(40)
    expect(reads.at(-1)).toBe('40-42')
    // What has been dropped for newer pieces does not wait to be used.
    for (let piece = 60; piece < 100; piece++) cache.put(piece, bytes(100))
    await settled()
    cache.readAhead(42)
    expect(reads.at(-1)).toBe('42-44')
  })

  test('may be of any length', () => {
    const { cache, reads } = cacheOf(100, 32 * 1024 * 1024)
    for (const piece of [1, 2]) cache.readAhead(piece)
    expect(reads).toEqual(['1-2'])
  })
})
