/** What the disk store has beyond the contract: dear transactions are made seldom. */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Info } from '../../../shared/torrent/info.ts'
import { ManualClock, settled } from '../../testing/manual-clock.ts'
import { DiskStore } from './disk.ts'

const PIECES = 6
const info = { length: PIECES * 16, pieceLength: 16, pieceCount: PIECES } as Info
const COST_MS = 10

let clock: ManualClock
let name: string
let store: DiskStore
/** The pieces of each transaction that wrote. */
let commits: number[][]

const bytes = new Uint8Array(16)
const writeAll = (...pieces: number[]) =>
  Promise.all(pieces.map(piece => store.write(piece, bytes)))

test('what goes before the first piece is done once, and again only where it failed', async () => {
  const prepare = vi.fn(() => Promise.resolve())
  prepare.mockRejectedValueOnce(new DOMException('no', 'QuotaExceededError'))
  const prepared = new DiskStore(info, crypto.randomUUID(), new ManualClock(), prepare)
  await prepared.held()
  expect(prepare).not.toHaveBeenCalled()
  await expect(prepared.write(0, bytes)).rejects.toMatchObject({ code: 'full' })
  expect((await prepared.held()).count).toBe(0)
  await prepared.write(0, bytes)
  expect(prepare).toHaveBeenCalledTimes(2)
  expect((await prepared.held()).count).toBe(1)
})

beforeEach(async () => {
  clock = new ManualClock()
  commits = []
  let last: IDBTransaction | undefined
  const { put } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value,
    key,
  ) {
    if (this.transaction !== last) {
      last = this.transaction
      commits.push([])
      clock.advance(COST_MS)
    }
    commits.at(-1)?.push(key as number)
    return put.call(this, value, key)
  })
  name = crypto.randomUUID()
  store = new DiskStore(info, name, clock)
  await store.held()
})
afterEach(() => {
  store.close()
  vi.restoreAllMocks()
})

test('after a transaction, pieces are gathered for ten times as long as it took', async () => {
  await writeAll(0)
  const later = writeAll(1, 2)
  await vi.waitFor(() => expect(clock.timers).toBe(1))
  clock.advance(10 * COST_MS - 1)
  expect(commits).toEqual([[0]])
  clock.advance(1)
  await later
  expect(commits).toEqual([[0], [1, 2]])
})

test('the last pieces wait for no others', async () => {
  await writeAll(0)
  await writeAll(1, 2, 3, 4, 5)
  expect(commits).toEqual([[0], [1, 2, 3, 4, 5]])
  expect((await store.held()).isFull).toBe(true)
})

test('what was gathered when everything is removed is not stored after all', async () => {
  await writeAll(0)
  void writeAll(1, 2)
  await vi.waitFor(() => expect(clock.timers).toBe(1))
  await store.remove()
  clock.advance(10 * COST_MS)
  // Many times what a transaction takes here.
  for (let i = 0; i < 50; i++) await settled()
  expect((await indexedDB.databases()).map(each => each.name)).not.toContain(name)
  expect(commits).toEqual([[0]])
})
