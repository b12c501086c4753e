import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../shared/base/random.ts'
import { buildInfo, encodeTorrentFile, MAX_TORRENT_BYTES } from '../../shared/torrent/metainfo.ts'
import { mutate } from '../../shared/wire/mutate.ts'
import { HostError } from './api.ts'
import { readTorrentFile } from './torrent-file.ts'

const info = buildInfo({
  name: 'trip',
  files: [
    { path: ['a.jpg'], length: 70 },
    { path: ['day 1', 'b.jpg'], length: 30 },
  ],
  pieceLength: 64,
  pieceHashes: new Uint8Array(40).fill(9),
  private: true,
})
const whole = encodeTorrentFile(info, { announce: ['wss://t.example'], comment: 'c' })

test('is read with its comment and trackers', async () => {
  expect(await readTorrentFile(new Blob([whole]))).toEqual({
    info,
    announce: ['wss://t.example'],
    comment: 'c',
  })
})

test('a film that is called .torrent is refused before it is read', async () => {
  const film = new Blob([])
  Object.defineProperty(film, 'size', { value: MAX_TORRENT_BYTES + 1 })
  film.arrayBuffer = () => Promise.reject(new Error('was read'))
  await expect(readTorrentFile(film)).rejects.toThrow(/too large to be a \.torrent file/)
})

test('a file that is gone is told', async () => {
  const gone = new Blob(['x'])
  gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'))
  await expect(readTorrentFile(gone)).rejects.toMatchObject({ code: 'unreadable-file' })
})

test('1,000 damaged ones: a torrent, or a sentence that says what to do', async () => {
  const survives = async (seed: number) => {
    try {
      await readTorrentFile(new Blob([mutate(whole, seededRandom(seed)) as never]))
    } catch (error) {
      expect(error).toBeInstanceOf(HostError)
      expect((error as Error).message).toMatch(/Ask whoever made it for a new one\.$/)
    }
  }
  await fc.assert(fc.asyncProperty(fc.integer(), survives), { numRuns: 1000 })
})
