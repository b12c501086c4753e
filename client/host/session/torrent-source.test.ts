import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../../shared/base/random.ts'
import {
  buildInfo,
  encodeTorrentFile,
  MAX_TORRENT_BYTES,
} from '../../../shared/torrent/metainfo.ts'
import { DEFAULT_GOSSIP } from '../../../shared/wire/gossip-style.ts'
import { mutate } from '../../../shared/wire/mutate.ts'
import { HostError } from '../api.ts'
import { sourceInLink, sourceInTorrentFile } from './torrent-source.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'

test('a link names the torrent, and how its pieces travel', () => {
  const link = `http://host/#magnet:?xt=urn:btih:${HASH}&dn=a.txt&so=1&x.gossip=pull`
  expect(sourceInLink(link)).toEqual({
    infoHash: HASH,
    gossip: { ...DEFAULT_GOSSIP, mode: 'pull' },
    name: 'a.txt',
    trackers: [],
    selected: [1],
  })
  expect(sourceInLink(`magnet:?xt=urn:btih:${HASH}`).gossip).toBeUndefined()
})

test.each([
  ['no link', 'hello'],
  ['half of one', `magnet:?xt=urn:btih:${HASH.slice(9)}`],
  ['a way to gossip that is not known', `magnet:?xt=urn:btih:${HASH}&x.gossip=shout`],
])('%s is refused with a sentence', (_what, link) => {
  expect(() => sourceInLink(link)).toThrow(expect.objectContaining({ code: 'bad-link' }))
})

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

test('a .torrent file is read with its comment and trackers, and knows of no gossip', async () => {
  expect(await sourceInTorrentFile(new Blob([whole]))).toEqual({
    infoHash: expect.stringMatching(/^[0-9a-f]{40}$/),
    gossip: undefined,
    info,
    trackers: ['wss://t.example'],
    comment: 'c',
  })
})

test('a film that is called .torrent is refused before it is read', async () => {
  const film = new Blob([])
  Object.defineProperty(film, 'size', { value: MAX_TORRENT_BYTES + 1 })
  film.arrayBuffer = () => Promise.reject(new Error('was read'))
  await expect(sourceInTorrentFile(film)).rejects.toThrow(/too large to be a \.torrent file/)
})

test('a .torrent file that is gone is told', async () => {
  const gone = new Blob(['x'])
  gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'))
  await expect(sourceInTorrentFile(gone)).rejects.toMatchObject({ code: 'unreadable-file' })
})

test('1,000 damaged .torrent files: a torrent, or a sentence that says what to do', async () => {
  const survives = async (seed: number) => {
    try {
      await sourceInTorrentFile(new Blob([mutate(whole, seededRandom(seed)) as never]))
    } catch (error) {
      expect(error).toBeInstanceOf(HostError)
      expect((error as Error).message).toMatch(/Ask whoever made it for a new one\.$/)
    }
  }
  await fc.assert(fc.asyncProperty(fc.integer(), survives), { numRuns: 1000 })
})
