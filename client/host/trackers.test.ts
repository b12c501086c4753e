/** Magnets' own trackers: WebTorrent's real one, our own as others see it, and some that are neither. */
import type { AddressInfo } from 'node:net'
// @ts-expect-error it brings no types; what is used of it is declared below
import TrackerServer from 'bittorrent-tracker/server'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket as NodeSocket, WebSocketServer } from 'ws'
import { startServer } from '../../server/start.ts'
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import type { Announcement } from '../../shared/peer/effect.ts'
import type { AnnounceReply } from '../../shared/tracker/announce.ts'
import { encodeTrackerReply, type TrackerReply } from '../../shared/tracker/webtorrent-reply.ts'
import {
  parseTrackerRequest,
  type TrackerRequest,
} from '../../shared/tracker/webtorrent-request.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import type { Connect, ConnectionHandlers } from './channel/channel.ts'
import type { DialSignal, Relay } from './dial.ts'
import { OpenOffers } from './open-offers.ts'
import { TrackerSockets } from './tracker-socket.ts'
import { Trackers } from './trackers.ts'

const SWARM = 'a'.repeat(40) as InfoHash
const ANNOUNCEMENT: Announcement = { uploaded: 0, downloaded: 0, left: 1, numwant: 50 }
const SENTENCE = expect.stringMatching(/^[A-Z].*\.$/)

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Everything a run has around its trackers; connections are made of paper. */
class Stage {
  readonly peerId: PeerId
  readonly clock = new ManualClock()
  readonly sockets = new TrackerSockets(this.clock, url => new NodeSocket(url) as never)
  readonly fed: string[] = []
  readonly signals: { from: PeerId; offerId: string; signal: DialSignal; relay: Relay }[] = []
  readonly answered: { from: PeerId; offerId: string; sdp: string }[] = []
  readonly trackers: Trackers
  /** What the server says; undefined while it is not there. */
  server: AnnounceReply | undefined
  links = 0
  #offers = 0

  constructor(digit: string, ...urls: string[]) {
    this.peerId = digit.repeat(40) as PeerId
    const connect: Connect = (_role, handlers) => this.#offer(handlers)
    const newOfferId = () => `${digit}${++this.#offers}`.padStart(40, '0')
    const openOffers = new OpenOffers({ connect, clock: this.clock, newOfferId })
    const stage = this
    this.trackers = new Trackers({
      infoHash: SWARM,
      peerId: this.peerId,
      clock: this.clock,
      sockets: this.sockets,
      openOffers,
      urls,
      server: {
        get online() {
          return stage.server !== undefined
        },
        announce: async () => stage.server ?? Promise.reject(new Error('offline')),
      },
      dialler: {
        get size() {
          return stage.links
        },
        onSignal: (from, offerId, signal, relay) =>
          this.signals.push({ from, offerId, signal, relay: relay as Relay }),
        onAnswered: (from, offerId, _offer, sdp) => this.answered.push({ from, offerId, sdp }),
      },
      feed: input => {
        this.fed.push(input.type)
        // As the peer does.
        if (input.type === 'trackerUp') this.announce().catch(() => 'the peer tries again')
      },
    })
    cleanups.push(() => this.trackers.close())
  }

  announce(event?: Announcement['event']): Promise<AnnounceReply> {
    return this.trackers.announce({ ...ANNOUNCEMENT, ...(event && { event }) })
  }

  #offer({ onSignal }: ConnectionHandlers) {
    queueMicrotask(() => onSignal({ kind: 'offer', sdp: `offer of ${this.peerId[0]}` }))
    return { signal: () => {}, close: () => {} }
  }
}

interface ForeignTracker {
  readonly http: { address(): AddressInfo }
  listen(port: number, host: string, listening: () => void): void
  close(): void
}

async function webtorrentTracker(): Promise<string> {
  const tracker: ForeignTracker = new TrackerServer({ http: false, udp: false, stats: false })
  await new Promise<void>(resolve => tracker.listen(0, 'localhost', resolve))
  cleanups.push(() => tracker.close())
  return `ws://localhost:${tracker.http.address().port}`
}

async function ourTracker(): Promise<string> {
  const server = await startServer({ port: 0, log: () => {} })
  cleanups.push(() => server.close())
  return `ws://localhost:${server.port}/announce`
}

test.each([
  ['WebTorrent’s own tracker', webtorrentTracker],
  ['our own, as strangers see it', ourTracker],
])('two tabs meet at %s: an offer that names nobody, and its answer', async (_, serve) => {
  const url = await serve()
  const ann = new Stage('1', url)
  ann.trackers.start()
  await expect.poll(async () => ann.announce()).toMatchObject({ leechers: 1 })
  const bob = new Stage('2', url)
  bob.trackers.start()
  // Bob's offer: Ann's were made when there was nobody to have them.
  await expect.poll(() => ann.signals).toHaveLength(1)
  const [offer] = ann.signals as [(typeof ann.signals)[0]]
  const signal = { kind: 'offer', sdp: 'offer of 2', whole: true }
  expect(offer).toMatchObject({ from: bob.peerId, signal, relay: { via: 'tracker' } })
  const { send } = offer.relay
  send(bob.peerId, offer.offerId, { kind: 'refuse', reason: 'has no words there' })
  send(bob.peerId, offer.offerId, { kind: 'answer', sdp: 'answer of 1' })
  await expect.poll(() => bob.answered).toHaveLength(1)
  expect(bob.answered).toEqual([{ from: ann.peerId, offerId: offer.offerId, sdp: 'answer of 1' }])
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
  return { url: `ws://localhost:${port}/`, server, requests, events, say }
}

const announced = (intervalMs: number, counts = { seeders: 0, leechers: 0 }): TrackerReply => ({
  type: 'announced',
  infoHash: SWARM,
  intervalMs,
  ...counts,
})

describe('at a tracker', () => {
  test('announces come at its pace, within reason; events at once, and offers while we need links', async () => {
    const { url, requests, events, say } = await serveByHand()
    const stage = new Stage('1', url)
    stage.trackers.start()
    await expect.poll(events).toEqual(['started'])
    expect(requests[0]).toMatchObject({ type: 'announce', offers: { length: 5 } })
    for (const [told, keptMs] of [
      [0, 10_000],
      [120_000, 120_000],
      [1e12, 30 * 60_000],
    ] as const) {
      say(announced(told, { seeders: keptMs, leechers: 0 }))
      await expect.poll(() => stage.announce()).toMatchObject({ seeders: keptMs })
      requests.length = 0
      stage.links = 15
      stage.clock.advance(keptMs - 1)
      await stage.announce()
      await stage.announce('completed')
      await expect.poll(events).toEqual(['completed'])
      stage.clock.advance(keptMs)
      await stage.announce()
      await expect.poll(events).toEqual(['completed', 'periodic'])
      expect(requests.map(request => request.type === 'announce' && request.offers)).toEqual([
        [],
        [],
      ])
    }
  })

  test('a line that breaks comes back, each time later, and starts anew', async () => {
    const { url, server, events, say } = await serveByHand()
    const stage = new Stage('1', url)
    stage.trackers.start()
    const hangUp = async () => {
      const told = stage.fed.length
      for (const socket of server.clients) socket.terminate()
      await expect.poll(() => stage.fed.slice(told)).toEqual(['trackerDown'])
    }
    await expect.poll(events).toEqual(['started'])
    await hangUp()
    await expect(stage.announce()).rejects.toThrow('offline')
    stage.clock.advance(7_500)
    await expect.poll(events).toEqual(['started', 'started'])
    await hangUp()
    stage.clock.advance(4_999) // half of 10 s, at the soonest
    await settled()
    expect(server.clients.size).toBe(0)
    stage.clock.advance(10_001)
    await expect.poll(events).toHaveLength(3)
    // It makes sense again: the next failure is the first.
    say(announced(30_000, { seeders: 7, leechers: 0 }))
    await expect.poll(() => stage.announce()).toMatchObject({ seeders: 7 })
    await hangUp()
    stage.clock.advance(7_500)
    await expect.poll(events).toHaveLength(4)
  })

  test('who leaves says so, and nothing after it', async () => {
    const { url, events, server } = await serveByHand()
    const stage = new Stage('1', url)
    stage.trackers.start()
    await expect.poll(events).toEqual(['started'])
    await stage.announce('stopped')
    stage.trackers.close()
    await expect.poll(() => server.clients.size).toBe(0)
    stage.clock.advance(3_600_000)
    expect(events()).toEqual(['started', 'stopped'])
    expect(stage.fed).toEqual(['trackerUp'])
  })

  test('nonsense is let fall, a flood ends the line for a while', async () => {
    const { url, server, say } = await serveByHand()
    const stage = new Stage('1', url)
    stage.trackers.start()
    await expect.poll(() => stage.fed).toEqual(['trackerUp'])
    const parties = { infoHash: SWARM, offerId: '1'.repeat(40), sdp: 'v=0' }
    const nonsense: (TrackerReply | string)[] = [
      '',
      'null',
      '['.repeat(30_000),
      '{"action":"announce"}',
      '{"failure reason":5}',
      { ...announced(0), infoHash: 'b'.repeat(40) as InfoHash },
      // Our own offer, come back.
      { ...parties, type: 'offer', from: stage.peerId },
      // An answer to nothing.
      { ...parties, type: 'answer', from: '2'.repeat(40) as PeerId },
      { type: 'failure', infoHash: SWARM, reason: 'No.' },
      { type: 'failure', infoHash: undefined, reason: 'No.' },
    ]
    for (const message of nonsense) say(message)
    say({ ...parties, type: 'offer', from: '3'.repeat(40) as PeerId })
    await expect.poll(() => stage.signals.map(({ from }) => from[0])).toEqual(['3'])
    expect(stage.answered).toEqual([])
    for (let i = 0; i < 600; i++) say('{}')
    await expect.poll(() => stage.fed).toEqual(['trackerUp', 'trackerDown'])
    await expect.poll(() => server.clients.size).toBe(0)
  })

  test('an address that the page may not open changes nothing', async () => {
    const stage = new Stage('1', 'no address')
    stage.trackers.start()
    expect(stage.fed).toEqual([])
    await expect(stage.announce()).rejects.toThrow('offline')
    expect(stage.clock.timers).toBe(0)
  })
})

describe('the server and the others', () => {
  const REPLY = { intervalMs: 5, peers: ['2'.repeat(40) as PeerId], seeders: 1, leechers: 9 }

  test('are one tracker to the peer: down only when all are', async () => {
    const { url, server } = await serveByHand()
    const stage = new Stage('1', url)
    stage.server = REPLY
    stage.trackers.start()
    expect(stage.fed).toEqual(['trackerUp'])
    await expect.poll(() => stage.fed).toEqual(['trackerUp', 'trackerUp'])
    stage.server = undefined
    stage.trackers.onServer({ type: 'trackerDown', reason: 'gone' })
    expect(await stage.announce()).toMatchObject({ peers: [], intervalMs: 30_000 })
    for (const socket of server.clients) socket.terminate()
    await expect.poll(() => stage.fed.slice(2)).toEqual(['trackerDown'])
    stage.trackers.onServer({ type: 'trackerUp' })
    expect(stage.fed.slice(2)).toEqual(['trackerDown', 'trackerUp'])
  })

  test('the server names members, and says which of them are stock clients', async () => {
    const stage = new Stage('1')
    const [other] = REPLY.peers as [PeerId]
    stage.server = { ...REPLY, stock: [other] }
    expect(await stage.announce()).toEqual(REPLY)
    expect(stage.trackers.isStock(other)).toBe(true)
    stage.server = REPLY
    await stage.announce()
    expect(stage.trackers.isStock(other)).toBe(false)
    stage.server = { failure: 'No room.' }
    expect(await stage.announce()).toEqual({ failure: SENTENCE })
  })
})
