import { expect, test } from 'vitest'
import { PieceCache } from './cache.ts'

const bytes = (length: number) => new Uint8Array(length)

function cacheOf(maxBytes: number) {
  const loads: number[] = []
  const cache = new PieceCache(async piece => {
    loads.push(piece)
    if (piece === 99) throw new Error('gone')
    return bytes(10)
  }, maxBytes)
  return { cache, loads }
}

test('a piece is loaded once, however many ask while it loads', async () => {
  const { cache, loads } = cacheOf(100)
  const [a, b] = await Promise.all([cache.load(1), cache.load(1)])
  expect(a).toBe(b)
  expect(cache.get(1)).toBe(a)
  expect(loads).toEqual([1])
})

test('the least recently used piece goes first', async () => {
  const { cache } = cacheOf(30)
  for (const piece of [1, 2, 3]) await cache.load(piece)
  cache.get(1)
  cache.put(4, bytes(10))
  expect([1, 2, 3, 4].filter(piece => cache.get(piece))).toEqual([1, 3, 4])
})

test('the limit is in bytes', () => {
  const { cache } = cacheOf(30)
  for (const piece of [1, 2, 3]) cache.put(piece, bytes(10))
  cache.put(4, bytes(25))
  expect([1, 2, 3, 4].filter(piece => cache.get(piece))).toEqual([4])
  cache.put(4, bytes(5))
  cache.put(5, bytes(25))
  expect([4, 5].filter(piece => cache.get(piece))).toEqual([4, 5])
})

test('a failed load is tried again when asked again', async () => {
  const { cache, loads } = cacheOf(30)
  await expect(cache.load(99)).rejects.toThrow('gone')
  await expect(cache.load(99)).rejects.toThrow('gone')
  expect(loads).toEqual([99, 99])
})
