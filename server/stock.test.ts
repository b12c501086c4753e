/** Stock clients and our own tabs at one server: what each hears of the other, over real sockets. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { connectTracker, type TrackerClient } from '../client/host/tracker.ts'
import { fromHex, type InfoHash, type PeerId } from '../shared/base/ids.ts'
import type { AnnounceRequest, IncomingSignal } from '../shared/events.ts'
import { OFFER_TTL_MS } from '../shared/tracker/offers.ts'
import { toBinary } from '../shared/tracker/webtorrent.ts'
import { type RunningServer, startServer } from './start.ts'
import { StockClient } from './stock-stage.ts'

const SWARM = 'a'.repeat(40) as InfoHash
const OTHER_SWARM = 'b'.repeat(40) as InfoHash
const OFFER = '1'.repeat(40)
const SENTENCE = expect.stringMatching(/^[A-Z].*\.$/)

/** What other tests of this process do meanwhile is counted, too, and an address that has none left waits for seconds. */
const limits = { workMsPerAddress: { burst: 1e9, perSecond: 0 } }

let server: RunningServer
let now = 0
const closers: (() => void)[] = []
beforeEach(() => serve())
afterEach(async () => {
  vi.useRealTimers()
  for (const close of closers.splice(0)) close()
  await server.close()
})

async function serve(): Promise<void> {
  now = 0
  server = await startServer({ port: 0, limits, log: () => {}, now: () => now })
}

async function stock(digit: string): Promise<StockClient> {
  const client = await StockClient.connect(server.port, digit)
  closers.push(() => client.close())
  return client
}

/** One of our own tabs, a member of the swarm. */
async function tab(digit: string) {
  const peerId = digit.repeat(40) as PeerId
  const signals: IncomingSignal[] = []
  const client = await new Promise<TrackerClient>(resolve => {
    const onUp = () => resolve(connected)
    const onSignal = (signal: IncomingSignal) => void signals.push(signal)
    const url = `http://localhost:${server.port}`
    const connected = connectTracker({ onUp, onDown: () => {}, onSignal }, url)
  })
  closers.push(() => client.close())
  const announce = (change: Partial<AnnounceRequest> = {}) => {
    const counters = { uploaded: 0, downloaded: 0, left: 0, numwant: 50 }
    return client.announce({ infoHash: SWARM, peerId, ...counters, ...change })
  }
  await announce()
  const nextSignal = async () => {
    await expect.poll(() => signals.length).toBeGreaterThan(0)
    return signals.shift() as IncomingSignal
  }
  return { peerId, client, signals, announce, nextSignal }
}

test('stock clients among themselves: an announce, its offer to another, the answer back', async () => {
  const ann = await stock('a')
  expect(await ann.announce(SWARM, [OFFER])).toEqual({
    type: 'announced',
    infoHash: SWARM,
    intervalMs: 30_000,
    seeders: 0,
    leechers: 1,
  })
  const bob = await stock('b')
  const reply = await bob.announce(SWARM, ['2'.repeat(40), '3'.repeat(40)], { left: 0 })
  expect(reply).toMatchObject({ seeders: 1, leechers: 1 })
  // The first of them: there is nobody else to have the second.
  const call = { infoHash: SWARM, offerId: '2'.repeat(40) }
  const offer = { ...call, type: 'offer', from: bob.peerId, sdp: `offer ${call.offerId}` }
  expect(await ann.next()).toEqual(offer)
  ann.answer(SWARM, bob.peerId, call.offerId)
  expect(await bob.next()).toEqual({ ...call, type: 'answer', from: ann.peerId, sdp: 'answer' })
})

test('a tab learns of a stock client, and its whole offer reaches it as one of WebTorrent’s', async () => {
  const ann = await stock('a')
  await ann.announce(SWARM)
  const { peerId, client, announce, nextSignal } = await tab('b')
  expect(await announce()).toMatchObject({ peers: [ann.peerId], stock: [ann.peerId] })
  const call = { infoHash: SWARM, offerId: OFFER }
  client.signal({ ...call, to: ann.peerId, kind: 'offer', sdp: 'v=0', whole: true })
  expect(await ann.next()).toEqual({ ...call, type: 'offer', from: peerId, sdp: 'v=0' })
  ann.answer(SWARM, peerId, OFFER)
  expect(await nextSignal()).toEqual({ ...call, kind: 'answer', from: ann.peerId, sdp: 'answer' })
})

test('a stock client’s offer reaches a tab as a signal, and its answer the stock client', async () => {
  const bob = await tab('b')
  const ann = await stock('a')
  await ann.announce(SWARM, [OFFER])
  const call = { infoHash: SWARM, offerId: OFFER }
  const offer = { ...call, kind: 'offer', from: ann.peerId, sdp: `offer ${OFFER}`, whole: true }
  expect(await bob.nextSignal()).toEqual(offer)
  // What WebTorrent has no words for goes unsaid.
  const place = { sdpMid: '0', sdpMLineIndex: 0 }
  bob.client.signal({ ...call, to: ann.peerId, kind: 'candidate', candidate: 'c', ...place })
  bob.client.signal({ ...call, to: ann.peerId, kind: 'answer', sdp: 'v=1' })
  expect(await ann.next()).toEqual({ ...call, type: 'answer', from: bob.peerId, sdp: 'v=1' })

  const second = { ...call, offerId: '2'.repeat(40) }
  await ann.announce(SWARM, [second.offerId])
  await bob.nextSignal()
  bob.client.signal({ ...second, to: ann.peerId, kind: 'refuse', reason: 'full' })
  await bob.announce()
  expect(await ann.announce(SWARM)).toMatchObject({ type: 'announced' })
})

test('an answer is passed on once, in time, and only by whom the offer was made to', async () => {
  const ann = await stock('a')
  await ann.announce(SWARM)
  const bob = await stock('b')
  await bob.announce(SWARM, [OFFER])
  await ann.next()
  const refused = { type: 'failure', infoHash: SWARM, reason: SENTENCE }
  const eve = await stock('e')
  await eve.announce(SWARM)
  eve.answer(SWARM, bob.peerId, OFFER)
  expect(await eve.next()).toEqual(refused)
  ann.answer(SWARM, bob.peerId, OFFER)
  ann.answer(SWARM, bob.peerId, OFFER)
  expect(await ann.next()).toEqual(refused)
  ann.answer(SWARM, bob.peerId, '9'.repeat(40))
  expect(await ann.next()).toEqual(refused)
  now += OFFER_TTL_MS
  ann.answer(SWARM, bob.peerId, OFFER)
  expect(await ann.next()).toEqual(refused)
  // Bob has heard the first answer, and after it nothing but what he asks for.
  expect(await bob.next()).toMatchObject({ type: 'answer', from: ann.peerId })
  expect(await bob.announce(SWARM)).toMatchObject({ type: 'announced' })
})

test('a peer id is its socket’s: not to be had, stopped or answered for by another', async () => {
  const ann = await stock('a')
  await ann.announce(SWARM)
  const thief = await stock('a')
  for (const event of ['started', 'stopped'] as const)
    expect(await thief.announce(SWARM, [], { event })).toEqual({
      type: 'failure',
      infoHash: SWARM,
      reason: SENTENCE,
    })
  const bob = await stock('b')
  expect(await bob.announce(SWARM, [OFFER])).toMatchObject({ leechers: 2 })
  expect(await ann.next()).toMatchObject({ type: 'offer', from: bob.peerId })
  thief.answer(SWARM, bob.peerId, OFFER)
  expect(await thief.next()).toMatchObject({ type: 'failure' })
})

test('who stops or hangs up is out of the swarm, and its peer id free', async () => {
  const ann = await stock('a')
  await ann.announce(SWARM)
  await ann.announce(OTHER_SWARM)
  expect(await ann.announce(SWARM, [OFFER], { event: 'stopped' })).toMatchObject({ leechers: 0 })
  ann.close()
  const bob = await stock('b')
  await expect.poll(() => bob.announce(OTHER_SWARM)).toMatchObject({ leechers: 1 })
  const again = await stock('a')
  expect(await again.announce(SWARM)).toMatchObject({ type: 'announced' })
})

test('who does not answer a ping is dropped', async () => {
  await server.close()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await serve()
  const dead = await StockClient.connect(server.port, 'd', { autoPong: false })
  const alive = await stock('a')
  await dead.announce(SWARM)
  await alive.announce(SWARM)
  for (let i = 0; i < 3; i++) {
    const pinged = new Promise(resolve => alive.socket.once('ping', resolve))
    vi.advanceTimersByTime(10_000)
    await pinged
    // Its pong has arrived when what it says after it is answered.
    await alive.announce(SWARM)
  }
  await expect.poll(() => alive.announce(SWARM)).toMatchObject({ leechers: 1 })
})

test('counts of a swarm, over the socket and over HTTP alike', async () => {
  const ann = await stock('a')
  await ann.announce(SWARM)
  await ann.announce(SWARM, [], { event: 'completed', left: 0 })
  await (await stock('b')).announce(SWARM)
  const counts = { complete: 1, downloaded: 1, incomplete: 1 }
  const none = { complete: 0, downloaded: 0, incomplete: 0 }
  expect(await ann.scrape(SWARM, OTHER_SWARM)).toEqual({
    action: 'scrape',
    files: { [toBinary(SWARM)]: counts, [toBinary(OTHER_SWARM)]: none },
  })

  const bytes = [...fromHex(SWARM)].map(byte => `%${byte.toString(16)}`).join('')
  const response = await get(`/scrape?info_hash=${bytes}`)
  expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toBe(
    `d5:filesd20:${toBinary(SWARM)}d8:completei1e10:downloadedi1e10:incompletei1eeee`,
  )
  expect(await (await get('/stats')).json()).toEqual({ swarms: 1, members: 2 })
})

test.each(['', '?', '?info_hash=', '?info_hash=%zz', `?info_hash=${'%aa'.repeat(19)}`, '?x=1'])(
  'an HTTP scrape that names no swarm is told how to: /scrape%s',
  async query => {
    const response = await get(`/scrape${query}`)
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(/^d14:failure reason\d+:Name one .*e$/)
  },
)

test('a page of any site may announce, and no other path is taken', async () => {
  const headers = { origin: 'https://elsewhere.example' }
  closers.push(() => foreign.close())
  const foreign = await StockClient.connect(server.port, 'f', { headers })
  expect(await foreign.announce(SWARM)).toMatchObject({ leechers: 1 })
  const others = ['/', '/announce/', '/announcer', '//announce'].map(path => {
    const socket = new WebSocket(`ws://localhost:${server.port}${path}`)
    return new Promise(resolve => socket.once('error', () => resolve('refused')))
  })
  expect(new Set(await Promise.all(others))).toEqual(new Set(['refused']))
})

const get = (path: string) => fetch(`http://localhost:${server.port}${path}`)
