import { expect, test } from 'vitest'
import { PieceCache } from './cache.ts'

const bytes = (length: number) => new Uint8Array(length)

/** Pieces of 512 KiB, so read in pairs; 99 is not there, 50 cannot be read. */
function cacheOf(maxBytes: number) {
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
  const cache = new PieceCache(store, { pieceLength: 512 * 1024, pieceCount: 101 }, maxBytes)
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
