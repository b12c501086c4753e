import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Info } from '../../../shared/torrent/info.ts'
import { settled } from '../../testing/manual-clock.ts'
import { Verifier } from './hashing.ts'
import { MemoryStore } from './memory.ts'
import type { PieceStore } from './piece-store.ts'

const PIECES = 6
const pieceBytes = (piece: number) => new Uint8Array(8).fill(piece + 1)

const info = {
  length: 8 * PIECES,
  pieceLength: 8,
  pieceCount: PIECES,
  pieceHashes: Uint8Array.from(
    Array.from({ length: PIECES }, (_, piece) => [
      ...createHash('sha1').update(pieceBytes(piece)).digest(),
    ]).flat(),
  ),
} as Info

/** Holds these pieces; those in `damaged` with a wrong byte. */
async function storeOf(held: readonly number[], damaged: readonly number[] = []) {
  const store = new MemoryStore(info)
  for (const piece of held) {
    const bytes = pieceBytes(piece)
    if (damaged.includes(piece)) bytes[7] = 99
    await store.write(piece, bytes)
  }
  return store
}

const goOn = new AbortController().signal
const noProgress = () => undefined

test('drops what is damaged and keeps the rest; what was never held is not looked at', async () => {
  const store = await storeOf([0, 1, 3, 5], [1, 5])
  const progress: number[] = []
  await new Verifier().verify(store, info, share => progress.push(share), goOn)
  expect([...(await store.held())]).toEqual([0, 3])
  expect(progress).toEqual([0.25, 0.5, 0.75, 1])
})

test('drops what cannot be read', async () => {
  const store = await storeOf([0, 1])
  store.read = async piece => (piece === 0 ? Promise.reject(new Error('gone')) : pieceBytes(piece))
  await new Verifier().verify(store, info, noProgress, goOn)
  expect([...(await store.held())]).toEqual([1])
})

test('an empty store is verified at once', async () => {
  await new Verifier().verify(await storeOf([]), info, noProgress, goOn)
})

test('one store after the other, in the order they came, also after one that fails', async () => {
  const verifier = new Verifier()
  const read: string[] = []
  const slow = async (name: string): Promise<PieceStore> => {
    const store = await storeOf([0, 1])
    const { read: readPiece } = store
    store.read = piece => {
      read.push(name)
      return readPiece.call(store, piece)
    }
    return store
  }
  const broken = await storeOf([0])
  broken.held = async () => Promise.reject(new Error('the disk is gone'))
  const [first, second] = [await slow('a'), await slow('b')]
  const results = Promise.allSettled(
    [first, broken, second].map(store => verifier.verify(store, info, noProgress, goOn)),
  )
  expect((await results).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(read.join('')).toBe('aabb')
})

test('who leaves ends it early: nothing more is read', async () => {
  const store = await storeOf([0, 1, 2, 3, 4, 5], [5])
  const leaving = new AbortController()
  let reads = 0
  const { read } = store
  store.read = piece => {
    if (++reads === 4) leaving.abort()
    return read.call(store, piece)
  }
  await new Verifier().verify(store, info, noProgress, leaving.signal)
  await settled()
  expect(reads).toBe(4)
})
