/** A tab's session with real peers, and nobody else in their swarms. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Bitfield } from '../../../shared/base/bitfield.ts'
import type { InfoHash } from '../../../shared/base/ids.ts'
import { encodeTorrentFile } from '../../../shared/torrent/metainfo.ts'
import type { AnnounceRequest } from '../../../shared/tracker/announce.ts'
import { ManualClock, settled } from '../../testing/manual-clock.ts'
import { HostError } from '../api.ts'
import { UNKNOWN_SURROUNDINGS } from '../channel/surroundings.ts'
import { identityByLibrary } from '../identity-by-library.ts'
import { Place } from '../storage/browser-storage.ts'
import { MemoryStore } from '../storage/memory.ts'
import { importFiles } from './import.ts'
import { TabSession } from './session.ts'

// Peers tell each other which browser they are in.
beforeEach(() => void vi.stubGlobal('navigator', { userAgent: 'Firefox' }))
afterEach(() => void vi.unstubAllGlobals())

function setUp(claim = async (infoHash: InfoHash) => new Place(infoHash)) {
  const clock = new ManualClock()
  const page = new EventTarget() as Window
  const announced: AnnounceRequest[] = []
  const checks: number[] = []
  const session = new TabSession(
    {},
    {
      page,
      clock,
      storage: { claim, kept: async () => [], forget: async () => {}, close: () => {} },
      connect: () => ({ signal: () => {}, close: () => {} }),
      ice: { onRelayLimit: () => {}, surroundings: UNKNOWN_SURROUNDINGS },
      origin: 'http://localhost:8080',
      identity: identityByLibrary(),
      connectServer: () => ({
        online: true,
        announce: async request => {
          announced.push(request)
          return { intervalMs: 1_000, peers: [], seeders: 0, leechers: 0 }
        },
        signal: () => {},
        check: () => checks.push(clock.now()),
        close: () => {},
      }),
    },
  )
  return { session, clock, page, announced, checks }
}

const magnetOf = (digit: string): string => `magnet:?xt=urn:btih:${digit.repeat(40)}`

const fileNamed = (name: string) => ({ file: new File([name], name), path: [name] })

async function torrentFileOf(name: string): Promise<Blob> {
  const { info } = await importFiles([fileNamed(name)])
  return new Blob([encodeTorrentFile(info)])
}

test('a torrent whose peer throws is ended, and says so; the others go on', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  let claims = 0
  const { session, clock, announced } = setUp(async infoHash => {
    const place = new Place(infoHash)
    if (claims++ > 0) return place
    place.open = async info => {
      const store = new MemoryStore(info)
      // A bug of ours: the peer asserts that its store is the torrent's.
      store.held = async () => new Bitfield(info.pieceCount + 1)
      return store
    }
    return place
  })
  const broken = await session.openTorrentFile(await torrentFileOf('a'), { wanted: true })
  const other = await session.openTorrentFile(await torrentFileOf('b'), { wanted: true })
  await settled()
  expect(broken.view).toMatchObject({
    phase: 'left',
    broken: 'bug: the store holds another torrent',
  })
  expect(broken.log.at(-1)?.event).toMatchObject({ event: 'broken' })
  expect(logged).toHaveBeenCalledOnce()
  broken.start()
  session.setPolicies({ ...session.policies })
  expect(broken.view.phase).toBe('left')

  const before = announced.length
  clock.advance(60_000)
  await settled()
  expect(other.view).toMatchObject({ phase: 'downloading', broken: undefined })
  expect(announced.slice(before).map(({ infoHash }) => infoHash)).toContain(other.infoHash)
  expect(announced.slice(before).map(({ infoHash }) => infoHash)).not.toContain(broken.infoHash)
  expect(session.broken).toBeUndefined()
})

test('an error that nothing caught is told, a refusal that nobody waited for is not', () => {
  const { session, page } = setUp()
  const rejected = (reason: unknown) =>
    page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }))
  page.dispatchEvent(Object.assign(new Event('error'), { error: null }))
  rejected(new HostError('bad-link', 'This link is not complete.'))
  expect(session.broken).toBeUndefined()
  rejected(new Error('a bug'))
  page.dispatchEvent(Object.assign(new Event('error'), { error: new Error('what came of it') }))
  expect(session.broken).toBe('a bug')
})

test('two calls for one torrent give one torrent', async () => {
  const { session } = setUp()
  const opened = [session.open(magnetOf('1')), session.open(magnetOf('1'))]
  expect(new Set(await Promise.all(opened)).size).toBe(1)
  expect(await session.open(magnetOf('1'))).toBe(await opened[0])
  expect(session.torrents).toHaveLength(1)
})

/** A place that is found when the test says so. */
function findingPlace() {
  let find = () => {}
  const found = new Promise<void>(resolve => {
    find = resolve
  })
  const released: string[] = []
  const claim = async (infoHash: InfoHash) => {
    const place = new Place(infoHash)
    place.release = () => released.push(infoHash)
    await found
    return place
  }
  return { claim, released, find }
}

test('a session that closes while a torrent is being opened leaves nothing behind', async () => {
  const { claim, released, find } = findingPlace()
  const { session, announced } = setUp(claim)
  const opening = session.open(magnetOf('1'))
  const refused = expect(opening).rejects.toMatchObject({ code: 'cancelled' })
  let isClosed = false
  const closing = session.close().then(() => {
    isClosed = true
  })
  await settled()
  expect(isClosed).toBe(false)
  find()
  await closing
  await refused
  expect([session.torrents.length, announced.length]).toEqual([0, 0])
  expect(released).toEqual(['1'.repeat(40)])
})

test('a session that is closed opens nothing', async () => {
  const { session } = setUp()
  const sharing = session.share([fileNamed('a')])
  await session.close()
  await expect(sharing).rejects.toMatchObject({ code: 'cancelled' })
  await expect(session.open(magnetOf('1'))).rejects.toMatchObject({ code: 'cancelled' })
  expect(session.torrents).toEqual([])
})

test('a page that goes says goodbye for each of its torrents, at once', async () => {
  const { session, page, announced } = setUp()
  await Promise.all([session.open(magnetOf('1')), session.open(magnetOf('2'))])
  page.dispatchEvent(new Event('pagehide'))
  const gone = announced.filter(({ event }) => event === 'stopped')
  expect(gone.map(({ infoHash }) => infoHash[0])).toEqual(['1', '2'])
  expect(session.torrents).toEqual([])
})

test('a page that comes back from the back/forward cache goes on with all that it had', async () => {
  const { session, page, announced, checks } = setUp()
  const own = await session.share([fileNamed('a')])
  const wanted = await session.openTorrentFile(await torrentFileOf('b'), { wanted: true })
  const paused = await session.openTorrentFile(await torrentFileOf('c'), { paused: true })
  await settled()
  announced.length = 0
  page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }))
  expect(announced.map(({ event }) => event)).toEqual(['stopped', 'stopped'])
  announced.length = 0
  page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  expect(checks).toHaveLength(1)
  await settled()
  expect(session.torrents).toEqual([own, wanted, paused])
  expect([own, wanted, paused].map(({ view }) => view.phase)).toEqual([
    'seeding',
    'downloading',
    'idle',
  ])
  const swarms = new Set(announced.map(({ infoHash }) => infoHash))
  expect(swarms).toEqual(new Set([own.infoHash, wanted.infoHash]))
  await own.remove()
  expect(session.torrents).toEqual([wanted, paused])
})

test('what is opened again with more than before learns it: metadata, then the files', async () => {
  const { session } = setUp()
  const file = await torrentFileOf('a')
  const { magnet } = await setUp().session.openTorrentFile(file)
  const torrent = await session.open(magnet, { paused: true })
  expect(torrent.view.info).toBeUndefined()
  expect(await session.openTorrentFile(file)).toBe(torrent)
  await settled()
  expect(torrent.view).toMatchObject({ info: { length: 1 }, phase: 'idle', paused: 'person' })
  expect(await session.share([fileNamed('a')])).toBe(torrent)
  await settled()
  expect(torrent.view).toMatchObject({ phase: 'seeding', storage: 'files', paused: undefined })
})

test('files that are new to the tab are shared from where they are', async () => {
  const claims: Place[] = []
  const { session } = setUp(async infoHash => {
    const place = new Place(infoHash)
    place.open = () => Promise.reject(new Error('nothing is to be stored'))
    claims.push(place)
    return place
  })
  const torrent = await session.share([fileNamed('a')])
  await settled()
  expect(torrent.view).toMatchObject({ phase: 'seeding', storage: 'files' })
  expect(claims).toHaveLength(1)
})

test('the line to the server is checked when the browser is online again, and when the machine has slept', async () => {
  const { clock, page, checks, session } = setUp(async infoHash => new Place(infoHash))
  clock.advance(10_000)
  expect(checks).toHaveLength(0)
  page.dispatchEvent(new Event('online'))
  expect(checks).toHaveLength(1)
  clock.sleep(60_000)
  clock.advance(1_000)
  expect(checks).toHaveLength(2)
  await session.close()
  page.dispatchEvent(new Event('online'))
  expect(checks).toHaveLength(2)
})
