import { expect, test } from 'vitest'
import { FakeSession, FakeTorrent } from '../../e2e/gallery/fake-session.ts'
import { FILM, viewOf } from '../../e2e/gallery/torrents.ts'
import type { TorrentView } from '../host/api.ts'
import { shortageOf } from './room.ts'
import { shortageInWords } from './words.ts'

const torrentWith = (room: number | undefined, fields: Partial<TorrentView> = {}) =>
  new FakeTorrent(new FakeSession(), { view: viewOf(FILM, fields), room })

test('what fits, and what nobody knows the room of, has no shortage', async () => {
  expect(await shortageOf(torrentWith(FILM.length), [])).toBeUndefined()
  expect(await shortageOf(torrentWith(undefined), [])).toBeUndefined()
})

test('only what is wanted and missing counts', async () => {
  const fields = { bytesWanted: 1_000, bytesHeld: 400 }
  expect(await shortageOf(torrentWith(600, fields), [])).toBeUndefined()
  expect(await shortageOf(torrentWith(599, fields), [])).toEqual({
    neededBytes: 600,
    roomBytes: 599,
    storage: 'disk',
  })
})

test('what other downloads will take is not free, what they have taken is gone already', async () => {
  const other = torrentWith(0, { phase: 'downloading', bytesWanted: 1_000, bytesHeld: 300 })
  const offered = torrentWith(0, { bytesWanted: 5_000 })
  const inMemory = torrentWith(0, { phase: 'downloading', storage: 'memory', bytesWanted: 9_000 })
  const torrent = torrentWith(1_000, { bytesWanted: 500 })
  expect(await shortageOf(torrent, [torrent, other, offered, inMemory])).toMatchObject({
    roomBytes: 300,
  })
})

test('is said with figures, and with what to do', () => {
  const shortage = { neededBytes: 4e9, roomBytes: 1.2e9 } as const
  expect(shortageInWords({ ...shortage, storage: 'disk' }, true)).toBe(
    'This may not fit: it needs 4 GB, and this browser says that it can store 1.2 GB more. Free space on this disk, or delete what this browser keeps, or choose fewer files.',
  )
  expect(shortageInWords({ ...shortage, storage: 'memory' }, false)).toBe(
    'This does not fit: it needs 4 GB, and without the disk this page can hold 1.2 GB more. Open the link in a normal (not private) window.',
  )
})
