import { expect, test, vi } from 'vitest'
import type { Info } from '../../../shared/torrent/info.ts'
import { settled } from '../../testing/manual-clock.ts'
import { Verifier } from '../storage/hashing.ts'
import { MemoryStore } from '../storage/memory.ts'
import type { PieceStore } from '../storage/piece-store.ts'
import { TorrentStore } from './torrent-store.ts'

const info = { length: 8, pieceLength: 4, pieceCount: 2 } as Info
const files = [new File(['abcdefgh'], 'letters')]

/** Its stores open when the test says so. */
function setUp(own?: readonly File[]) {
  const opening: ((store: PieceStore) => void)[] = []
  const story: string[] = []
  const place = {
    open: () => new Promise<PieceStore>(resolve => opening.push(resolve)),
    keepFiles: async () => void story.push('files kept'),
    forget: async () => void story.push('forgotten'),
    release: () => void story.push('released'),
    claimAgain: async () => void story.push('claimed again'),
    hasFiles: false,
  }
  const store = new TorrentStore(own ? { files: own } : {}, {
    place,
    verifier: new Verifier(),
    onProgress: () => {},
  })
  const kept = new MemoryStore(info)
  vi.spyOn(kept, 'remove').mockImplementation(async () => void story.push('removed'))
  vi.spyOn(kept, 'close').mockImplementation(() => void story.push('closed'))
  return { store, kept, opening, story }
}

test('opened once, and the same over all runs', async () => {
  const { store, kept, opening } = setUp()
  const opened = [store.open(info), store.open(info)]
  opening[0]?.(kept)
  expect(await Promise.all(opened)).toEqual([kept, kept])
  expect(await store.open(info)).toBe(kept)
  expect(opening).toHaveLength(1)
})

test('files shared while what is kept opens take its place, and it goes when it is open', async () => {
  const { store, kept, opening, story } = setUp()
  const before = store.open(info)
  store.adopt({ files })
  const after = store.open(info)
  expect((await after).kind).toBe('files')
  opening[0]?.(kept)
  await settled()
  expect((await before).kind).toBe('files')
  expect([store.kind, (await store.open(info)).kind]).toEqual(['files', 'files'])
  expect(await (await store.file({ ...info, files: [{ path: ['a'] }] } as never, 0)).text()).toBe(
    'abcdefgh',
  )
  expect(story).toEqual(['files kept', 'removed'])
})

test('who leaves while it opens leaves nothing open, and with forget nothing stored', async () => {
  const { store, kept, opening, story } = setUp()
  const opened = store.open(info)
  store.close()
  const left = store.leave(true)
  opening[0]?.(kept)
  await Promise.all([opened, left])
  expect(story).toEqual(['closed', 'removed', 'forgotten', 'released'])
})

test('a place that cannot be opened is tried again the next time', async () => {
  const { store, kept, opening } = setUp()
  const failing = store.open(info)
  opening[0]?.(Promise.reject(new Error('no room')) as never)
  await expect(failing).rejects.toThrow('no room')
  const opened = store.open(info)
  opening[1]?.(kept)
  expect(await opened).toBe(kept)
})

test('put aside it holds nothing, and coming back it opens what is in its place then', async () => {
  const { store, kept, opening, story } = setUp()
  vi.spyOn(kept, 'kind', 'get').mockReturnValue('disk' as never)
  const first = store.open(info)
  opening[0]?.(kept)
  await first
  store.suspend()
  expect(story).toEqual(['closed', 'released'])
  void store.resume(info)
  const other = new MemoryStore(info)
  const second = store.open(info)
  await settled()
  expect(story).toEqual(['closed', 'released', 'claimed again'])
  opening[1]?.(other)
  expect(await second).toBe(other)
  // What is in memory would be lost: it stays.
  store.suspend()
  await store.resume(info)
  expect(await store.open(info)).toBe(other)
})

test('put aside while it opens, it closes what comes, and opens anew', async () => {
  const { store, kept, opening, story } = setUp()
  const first = store.open(info)
  store.suspend()
  void store.resume(info)
  const second = store.open(info)
  await settled()
  opening[0]?.(kept)
  await settled()
  expect(story).toEqual(['released', 'claimed again', 'closed'])
  const other = new MemoryStore(info)
  opening[1]?.(other)
  expect(await Promise.all([first, second])).toEqual([other, other])
})

test('one who leaves while a place is claimed again gives it back', async () => {
  const { store, story } = setUp()
  store.suspend()
  const claimed = store.resume(info)
  store.close()
  await claimed
  expect(story).toEqual(['released', 'claimed again', 'released'])
})
