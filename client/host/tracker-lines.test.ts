/** Lines to magnets' own trackers: WebTorrent's real one, our own as others see it, and some that are neither. */
import type { AddressInfo } from 'node:net'
// @ts-expect-error it brings no types; what is used of it is declared below
import TrackerServer from 'bittorrent-tracker/server'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket as NodeSocket, WebSocketServer } from 'ws'
import { startServer } from '../../server/start.ts'
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import type { DiallingInput } from '../../shared/dialling/effect.ts'
import { SERVER, type TrackerUrl } from '../../shared/dialling/way.ts'
import type { AnnounceReply } from '../../shared/tracker/announce.ts'
import { encodeTrackerReply, type TrackerReply } from '../../shared/tracker/webtorrent-reply.ts'
import {
  parseTrackerRequest,
  type TrackerRequest,
} from '../../shared/tracker/webtorrent-request.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { identityByLibrary } from './identity-by-library.ts'
import { TrackerLines } from './tracker-lines.ts'
import { TrackerSockets } from './tracker-socket.ts'

const SWARM = 'a'.repeat(40) as InfoHash
const TRANSFER = { uploaded: 0, downloaded: 0, left: 1, numwant: 50 }

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A tab's lines to its trackers; it is no peer, and says what the test wants it to say. */
class Stage {
  readonly identity = identityByLibrary()
  readonly peerId: PeerId
  readonly clock = new ManualClock()
  readonly sockets = new TrackerSockets(this.clock, url => new NodeSocket(url) as never)
  readonly fed: DiallingInput[] = []
  readonly trackers: TrackerLines
  readonly url: TrackerUrl
  /** What the server says; undefined while it is not there. */
  server: AnnounceReply | undefined

  constructor(url: TrackerUrl) {
    this.peerId = this.identity.peerId
    this.url = url
    const stage = this
    this.trackers = new TrackerLines({
      infoHash: SWARM,
      identity: this.identity,
      sockets: this.sockets,
      urls: [url],
      server: {
        get online() {
          return stage.server !== undefined
        },
        announce: async () => stage.server ?? Promise.reject(new Error('The server is away.')),
        signal: () => undefined,
      },
      feed: input => this.fed.push(input),
    })
    cleanups.push(() => this.trackers.close())
  }

  get types(): string[] {
    return this.fed.map(({ type }) => type)
  }

  fedOf<Type extends DiallingInput['type']>(type: Type): Extract<DiallingInput, { type: Type }>[] {
    return this.fed.filter(input => input.type === type) as never
  }

  announce(event?: 'started', offerIds: readonly string[] = []): void {
    const offers = offerIds.map(offerId => ({ offerId, sdp: `offer of ${this.peerId[0]}` }))
    const told = event ? { event, ...TRANSFER } : TRANSFER
    this.trackers.announce({ type: 'announce', tracker: this.url, offers, ...told })
  }
}

interface ForeignTracker {
  readonly http: { address(): AddressInfo }
  listen(port: number, host: string, listening: () => void): void
  close(): void
}

async function webtorrentTracker(): Promise<TrackerUrl> {
  const tracker: ForeignTracker = new TrackerServer({ http: false, udp: false, stats: false })
  await new Promise<void>(resolve => tracker.listen(0, 'localhost', resolve))
  cleanups.push(() => tracker.close())
  return `ws://localhost:${tracker.http.address().port}`
}

async function ourTracker(): Promise<TrackerUrl> {
  const server = await startServer({ port: 0, log: () => {} })
  cleanups.push(() => server.close())
  return `ws://localhost:${server.port}/announce`
}

test.each([
  ['WebTorrent’s own tracker', webtorrentTracker],
  ['our own, as strangers see it', ourTracker],
])('two tabs meet at %s: an offer that names nobody, and its answer', async (_, serve) => {
  const url = await serve()
  const [ann, bob] = [new Stage(url), new Stage(url)]
  for (const stage of [ann, bob]) {
    stage.trackers.start()
    await expect.poll(() => stage.types).toEqual(['trackerUp'])
  }
  ann.announce('started')
  await expect.poll(() => ann.fedOf('announced')).toMatchObject([{ tracker: url, leechers: 1 }])
  bob.announce('started', ['b'.repeat(40)])
  await expect.poll(() => ann.fedOf('carried')).toHaveLength(1)
  const offer = { kind: 'offer', sdp: 'offer of 2', whole: true }
  expect(ann.fedOf('carried')).toMatchObject([{ tracker: url, from: bob.peerId, signal: offer }])
  const back = { type: 'carry', tracker: url, to: bob.peerId, offerId: 'b'.repeat(40) } as const
  ann.trackers.carry({ ...back, signal: { kind: 'refuse', reason: 'has no words there' } })
  ann.trackers.carry({ ...back, signal: { kind: 'answer', sdp: 'answer of 1' } })
  await expect
    .poll(() => bob.fedOf('carried'))
    .toMatchObject([
      {
        from: ann.peerId,
        offerId: 'b'.repeat(40),
        signal: { kind: 'answer', sdp: 'answer of 1' },
      },
    ])
})

/** A tracker of the test's own making: `requests` is what it heard. */
async function serveByHand() {
  const server = new WebSocketServer({ port: 0 })
  cleanups.push(() => server.close())
  cleanups.push(() => {
    for (const socket of server.clients) socket.terminate()
  })
  await new Promise(resolve => server.once('listening', resolve))
  const requests: TrackerRequest[] = []
  server.on('connection', socket =>
    socket.on('message', data => {
      const request = parseTrackerRequest(data.toString())
      if (request.ok) requests.push(request.value)
    }),
  )
  const say = (reply: TrackerReply | string) => {
    const text = typeof reply === 'string' ? reply : encodeTrackerReply(reply)
    for (const socket of server.clients) socket.send(text)
  }
  const { port } = server.address() as AddressInfo
  const events = () =>
    requests.map(request => request.type === 'announce' && (request.request.event ?? 'periodic'))
  const url: TrackerUrl = `ws://localhost:${port}/`
  return { url, server, events, say }
}

const announced = (intervalMs: number): TrackerReply => ({
  type: 'announced',
  infoHash: SWARM,
  intervalMs,
  seeders: 7,
  leechers: 0,
})

describe('a line', () => {
  test('that breaks comes back, each time later', async () => {
    const { url, server, events, say } = await serveByHand()
    const stage = new Stage(url)
    stage.trackers.start()
    const hangUp = async () => {
      const told = stage.fed.length
      for (const socket of server.clients) socket.terminate()
      await expect.poll(() => stage.types.slice(told)).toEqual(['trackerDown'])
    }
    const isUpAgain = (times: number) =>
      expect.poll(() => stage.fedOf('trackerUp')).toHaveLength(times)
    await isUpAgain(1)
    await hangUp()
    stage.announce()
    stage.clock.advance(7_500)
    await isUpAgain(2)
    await hangUp()
    stage.clock.advance(4_999) // half of 10 s, at the soonest
    await settled()
    expect(server.clients.size).toBe(0)
    stage.clock.advance(10_001)
    await isUpAgain(3)
    // It makes sense again: the next failure is the first.
    say(announced(30_000))
    await expect.poll(() => stage.fedOf('announced')).toMatchObject([{ seeders: 7 }])
    await hangUp()
    stage.clock.advance(7_500)
    await isUpAgain(4)
    expect(events()).toEqual([])
  })

  test('of who leaves ends, and nothing comes of it any more', async () => {
    const { url, server, events } = await serveByHand()
    const stage = new Stage(url)
    stage.trackers.start()
    await expect.poll(() => stage.types).toEqual(['trackerUp'])
    stage.announce('started')
    stage.trackers.close()
    await expect.poll(() => server.clients.size).toBe(0)
    stage.clock.advance(3_600_000)
    stage.announce()
    expect(events()).toEqual(['started'])
    expect(stage.types).toEqual(['trackerUp'])
  })

  test('lets nonsense fall; a flood ends it for a while', async () => {
    const { url, server, say } = await serveByHand()
    const stage = new Stage(url)
    stage.trackers.start()
    await expect.poll(() => stage.types).toEqual(['trackerUp'])
    const nonsense: (TrackerReply | string)[] = [
      '',
      'null',
      '['.repeat(30_000),
      '{"action":"announce"}',
      '{"failure reason":5}',
      { ...announced(0), infoHash: 'b'.repeat(40) as InfoHash } as TrackerReply,
      { type: 'failure', infoHash: undefined, reason: 'No.' },
    ]
    for (const message of nonsense) say(message)
    say({ type: 'failure', infoHash: SWARM, reason: 'No.' })
    await expect
      .poll(() => stage.fed.slice(1))
      .toEqual([{ type: 'announceFailed', tracker: url, reason: 'No.' }])
    for (let i = 0; i < 600; i++) say('{}')
    await expect.poll(() => stage.types.slice(2)).toEqual(['trackerDown'])
    await expect.poll(() => server.clients.size).toBe(0)
  })

  test('to an address that the page may not open is never there', async () => {
    const stage = new Stage('ws no address')
    stage.trackers.start()
    expect([stage.fed, stage.clock.timers]).toEqual([[], 0])
  })
})

test('the server answers with whom it knows, or refuses, or is away', async () => {
  const { url } = await serveByHand()
  const stage = new Stage(url)
  const peers = ['2'.repeat(40) as PeerId]
  const known = { intervalMs: 5, peers, seeders: 1, leechers: 9, stock: peers }
  const replies = [known, { failure: 'No room.' }, undefined]
  for (stage.server of replies) {
    stage.trackers.announce({ type: 'announce', tracker: SERVER, offers: [], ...TRANSFER })
    await settled()
  }
  expect(stage.fed).toEqual([
    { type: 'announced', tracker: SERVER, ...known },
    { type: 'announceFailed', tracker: SERVER, reason: 'No room.' },
    { type: 'announceFailed', tracker: SERVER, reason: 'The server is away.' },
  ])
})

test('a tracker that a later link brings is announced to as the first are, also out of a pause', async () => {
  const [first, second, third] = [
    await webtorrentTracker(),
    await webtorrentTracker(),
    await ourTracker(),
  ]
  const stage = new Stage(first)
  stage.trackers.add([first, second])
  expect(stage.fed).toEqual([{ type: 'trackerAdded', tracker: second }])
  stage.trackers.start()
  await expect.poll(() => stage.fedOf('trackerUp')).toHaveLength(2)
  stage.trackers.add([third, second])
  await expect.poll(() => stage.fedOf('trackerUp')).toHaveLength(3)
  expect(stage.fedOf('trackerAdded').map(({ tracker }) => tracker)).toEqual([second, third])
})

test('links without end bring eight trackers at most', () => {
  const stage = new Stage('ws://localhost:1')
  for (let i = 2; i < 50; i++) stage.trackers.add([`ws://localhost:${i}`])
  expect(stage.fedOf('trackerAdded')).toHaveLength(7)
})
