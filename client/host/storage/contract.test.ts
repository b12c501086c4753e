/** What every store of pieces keeps to: one suite, run on each. */
import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import type { Info } from '../../../shared/torrent/info.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { DiskStore } from './disk.ts'
import { MemoryStore } from './memory.ts'
import type { PieceStore } from './piece-store.ts'

const info = { length: 2 * 16 + 5, pieceLength: 16, pieceCount: 3 } as Info

const pieceBytes = (piece: number) => new Uint8Array(piece === 2 ? 5 : 16).fill(piece + 1)

let nextName = 0
const stores: [string, () => { store: PieceStore; again?: () => PieceStore }][] = [
  ['memory', () => ({ store: new MemoryStore(info) })],
  [
    'disk',
    () => {
      const name = `torrent-${nextName++}`
      return {
        store: new DiskStore(info, name, new ManualClock()),
        again: () => new DiskStore(info, name, new ManualClock()),
      }
    },
  ],
]

describe.each(stores)('%s store', (_, make) => {
  test('holds nothing at first', async () => {
    expect((await make().store.held()).count).toBe(0)
  })

  test('gives back what was written, the short last piece too', async () => {
    const { store } = make()
    await Promise.all([store.write(0, pieceBytes(0)), store.write(2, pieceBytes(2))])
    expect([...(await store.held())]).toEqual([0, 2])
    expect(await store.read(0)).toEqual(pieceBytes(0))
    expect(await store.read(2)).toEqual(pieceBytes(2))
  })

  test('refuses to read what it does not hold', async () => {
    await expect(make().store.read(1)).rejects.toMatchObject({ name: 'StoreError', code: 'lost' })
  })

  test('stores a view, not the buffer behind it', async () => {
    const { store } = make()
    const buffer = new Uint8Array(100).fill(9)
    await store.write(1, buffer.subarray(10, 26))
    expect((await store.read(1)).length).toBe(16)
  })

  test('writes that arrive while others are being stored are all stored', async () => {
    const { store } = make()
    const first = store.write(0, pieceBytes(0))
    await Promise.resolve()
    const rest = [store.write(1, pieceBytes(1)), store.write(2, pieceBytes(2))]
    await Promise.all([first, ...rest])
    expect((await store.held()).isFull).toBe(true)
  })

  test('what is dropped is held no longer, and can be written again', async () => {
    const { store, again } = make()
    await Promise.all([0, 1, 2].map(piece => store.write(piece, pieceBytes(piece))))
    await store.drop([0, 2])
    expect([...(await (again?.() ?? store).held())]).toEqual([1])
    await store.write(0, pieceBytes(0))
    expect([...(await store.held())]).toEqual([0, 1])
  })

  test('removes everything', async () => {
    const { store, again } = make()
    await store.write(0, pieceBytes(0))
    await store.remove()
    expect((await (again?.() ?? store).held()).count).toBe(0)
  })
})

describe('disk store', () => {
  test('opened again, it holds what was written, and nothing else', async () => {
    const name = 'reopened'
    const store = new DiskStore(info, name, new ManualClock())
    await store.write(1, pieceBytes(1))
    store.close()
    const again = new DiskStore(info, name, new ManualClock())
    expect([...(await again.held())]).toEqual([1])
    expect(await again.read(1)).toEqual(pieceBytes(1))
  })

  test('a full disk rejects with a sentence, and the piece is not held', async () => {
    const store = new DiskStore(info, 'full', new ManualClock())
    await store.held()
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no', 'QuotaExceededError')
    }
    try {
      await expect(store.write(0, pieceBytes(0))).rejects.toMatchObject({ code: 'full' })
    } finally {
      IDBObjectStore.prototype.put = put
    }
    expect((await store.held()).count).toBe(0)
    await store.write(0, pieceBytes(0))
    expect((await store.held()).count).toBe(1)
  })
})

test('dropping makes room in memory', async () => {
  const store = new MemoryStore(info, 20)
  await store.write(0, pieceBytes(0))
  expect(await store.room()).toBe(4)
  await store.drop([0])
  expect(await store.room()).toBe(20)
  await store.write(1, pieceBytes(1))
})

test('the memory store refuses what would not fit', async () => {
  const store = new MemoryStore(info, 20)
  await store.write(0, pieceBytes(0))
  await store.write(0, pieceBytes(0))
  await expect(store.write(1, pieceBytes(1))).rejects.toMatchObject({ code: 'full' })
})
