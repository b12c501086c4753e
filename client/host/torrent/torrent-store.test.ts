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
