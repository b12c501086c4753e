/** Tracker and signalling as tabs use them: our own client at both ends, a real server between. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connectTracker, type TrackerClient } from '../client/host/tracker.ts'
import type { InfoHash, PeerId } from '../shared/base/ids.ts'
import type { AnnounceRequest, IncomingSignal } from '../shared/events.ts'
import { MEMBER_EXPIRY_MS } from '../shared/tracker/announce.ts'
import { OFFER_TTL_MS } from '../shared/tracker/offers.ts'
import { type RunningServer, startServer } from './start.ts'

const SWARM = 'a'.repeat(40) as InfoHash
const OTHER_SWARM = 'b'.repeat(40) as InfoHash
const OFFER = '1'.repeat(40)
const CANDIDATE = { kind: 'candidate', candidate: 'c', sdpMid: '0', sdpMLineIndex: 0 } as const

/** What other tests of this process do meanwhile is counted, too, and an address that has none left waits for seconds. */
const limits = { workMsPerAddress: { burst: 1e9, perSecond: 0 } }

let server: RunningServer
let now = 0
const clients: TrackerClient[] = []
beforeEach(async () => {
  now = 0
  server = await startServer({ port: 0, limits, log: () => {}, now: () => now })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await server.close()
})

class Guest {
  readonly peerId: PeerId
  readonly client: TrackerClient
  readonly up: Promise<void>
  readonly #inbox: IncomingSignal[] = []
  #wake = () => {}

  constructor(digit: string) {
    this.peerId = digit.repeat(40) as PeerId
    let resolve = () => {}
    this.up = new Promise(done => {
      resolve = done
    })
    this.client = connectTracker(
      {
        onUp: () => resolve(),
        onDown: () => {},
        onSignal: signal => {
          this.#inbox.push(signal)
          this.#wake()
        },
      },
      `http://localhost:${server.port}`,
    )
    clients.push(this.client)
  }

  announce(change: Partial<AnnounceRequest> = {}) {
    const counters = { uploaded: 0, downloaded: 0, left: 1, numwant: 50 }
    return this.client.announce({ infoHash: SWARM, peerId: this.peerId, ...counters, ...change })
  }

  say(to: Guest, body: Body, offerId = OFFER, infoHash = SWARM): void {
    this.client.signal({ ...body, infoHash, offerId, to: to.peerId })
  }

  async next(): Promise<IncomingSignal> {
    while (this.#inbox.length === 0)
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    return this.#inbox.shift() as IncomingSignal
  }
}

type Body =
  | { kind: 'offer' | 'answer'; sdp: string }
  | typeof CANDIDATE
  | { kind: 'refuse'; reason: string }

async function member(digit: string, infoHash = SWARM): Promise<Guest> {
  const guest = new Guest(digit)
  await guest.up
  await guest.announce({ infoHash })
  return guest
}

test('a whole call: offer, candidates both ways, answer, and candidates again', async () => {
  const ann = await member('a')
  const bob = await member('b')
  const call = { infoHash: SWARM, offerId: OFFER }
  ann.say(bob, { kind: 'offer', sdp: 'v=0 ann' })
  ann.say(bob, CANDIDATE)
  expect(await bob.next()).toEqual({ ...call, kind: 'offer', sdp: 'v=0 ann', from: ann.peerId })
  expect(await bob.next()).toEqual({ ...call, ...CANDIDATE, from: ann.peerId })
  bob.say(ann, CANDIDATE)
  bob.say(ann, { kind: 'answer', sdp: 'v=0 bob' })
  expect(await ann.next()).toEqual({ ...call, ...CANDIDATE, from: bob.peerId })
  expect(await ann.next()).toEqual({ ...call, kind: 'answer', sdp: 'v=0 bob', from: bob.peerId })
  ann.say(bob, CANDIDATE)
  expect(await bob.next()).toEqual({ ...call, ...CANDIDATE, from: ann.peerId })
})

test('a refusal reaches who offered, and ends the offer', async () => {
  const ann = await member('a')
  const bob = await member('b')
  ann.say(bob, { kind: 'offer', sdp: '' })
  await bob.next()
  bob.say(ann, { kind: 'refuse', reason: 'full' })
  expect(await ann.next()).toMatchObject({ kind: 'refuse', reason: 'full', from: bob.peerId })
  bob.say(ann, { kind: 'answer', sdp: '' })
  expect(await bob.next()).toMatchObject({
    kind: 'refuse',
    reason: expect.stringMatching(/no such/),
  })
})

test('an answer is relayed once, in time, and only to an offer that was made', async () => {
  const ann = await member('a')
  const bob = await member('b')
  const eve = await member('e')
  const refused = (reason: RegExp) =>
    expect.objectContaining({ kind: 'refuse', reason: expect.stringMatching(reason) })
  bob.say(ann, { kind: 'answer', sdp: 'never asked' })
  expect(await bob.next()).toEqual(refused(/no such offer/))
  ann.say(bob, { kind: 'offer', sdp: '' })
  await bob.next()
  eve.say(ann, { kind: 'answer', sdp: 'not mine' })
  expect(await eve.next()).toEqual(refused(/no such offer/))
  bob.say(ann, { kind: 'answer', sdp: 'first' })
  bob.say(ann, { kind: 'answer', sdp: 'second' })
  expect(await bob.next()).toEqual(refused(/answered before/))
  expect(await ann.next()).toMatchObject({ sdp: 'first' })
  ann.say(bob, { kind: 'offer', sdp: '' }, '2'.repeat(40))
  await bob.next()
  now += OFFER_TTL_MS
  bob.say(ann, { kind: 'answer', sdp: 'late' }, '2'.repeat(40))
  expect(await bob.next()).toEqual(refused(/expired/))
  // Nothing but the first answer came through: the next thing Ann hears is this.
  eve.say(ann, { kind: 'offer', sdp: 'marker' })
  expect(await ann.next()).toMatchObject({ sdp: 'marker' })
})

test('nobody is reached from outside the swarm, in another one, or by themselves', async () => {
  const ann = await member('a')
  const bob = await member('b', OTHER_SWARM)
  const eve = new Guest('e')
  await eve.up
  eve.say(ann, { kind: 'offer', sdp: '' })
  expect(await eve.next()).toMatchObject({ kind: 'refuse', from: ann.peerId })
  for (const swarm of [SWARM, OTHER_SWARM]) {
    ann.say(bob, { kind: 'offer', sdp: '' }, OFFER, swarm)
    expect(await ann.next()).toMatchObject({ kind: 'refuse', from: bob.peerId })
  }
  ann.say(ann, { kind: 'offer', sdp: '' })
  expect(await ann.next()).toMatchObject({ kind: 'refuse', from: ann.peerId })
})

test('a closed tab is out of the swarm at once, and a dialler hears it', async () => {
  const ann = await member('a')
  const bob = await member('b')
  ann.say(bob, { kind: 'offer', sdp: '' })
  await bob.next()
  bob.client.close()
  expect(await ann.next()).toMatchObject({ kind: 'refuse', offerId: OFFER, from: bob.peerId })
  await expect.poll(() => ann.announce()).toMatchObject({ leechers: 1 })
  ann.say(bob, { kind: 'offer', sdp: '' }, '2'.repeat(40))
  expect(await ann.next()).toMatchObject({ kind: 'refuse', offerId: '2'.repeat(40) })
})

test('an offer dies with its connection, even if the same peer is soon back', async () => {
  const ann = await member('a')
  const bob = await member('b')
  ann.say(bob, { kind: 'offer', sdp: '' })
  await bob.next()
  ann.client.close()
  await expect.poll(() => bob.announce()).toMatchObject({ leechers: 1 })
  const annAgain = await member('a')
  bob.say(annAgain, { kind: 'answer', sdp: '' })
  expect(await bob.next()).toMatchObject({ kind: 'refuse', from: annAgain.peerId })
})

test('a peer id is not to be had by a second tab, nor stopped by it', async () => {
  const ann = await member('a')
  const eve = new Guest('e')
  await eve.up
  for (const event of ['started', 'stopped'] as const) {
    const reply = await eve.announce({ peerId: ann.peerId, event })
    expect(reply).toEqual({ failure: expect.stringMatching(/belongs to another/) })
  }
  expect(await eve.announce()).toMatchObject({ peers: [ann.peerId], leechers: 2 })
  eve.say(ann, { kind: 'offer', sdp: 'for the real Ann' })
  expect(await ann.next()).toMatchObject({ sdp: 'for the real Ann', from: eve.peerId })
})

// Redis goes by its own clock, which cannot be moved from here.
test.skipIf(process.env.ON_REDIS)(
  'who falls silent is unlisted, while the socket stays open',
  async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    await server.close()
    server = await startServer({ port: 0, limits, log: () => {}, now: () => now })
    const ann = await member('a')
    const bob = await member('b')
    now = MEMBER_EXPIRY_MS - 1
    await bob.announce()
    now = MEMBER_EXPIRY_MS
    vi.advanceTimersByTime(10_000)
    vi.useRealTimers()
    expect(await bob.announce()).toMatchObject({ peers: [], leechers: 1 })
    expect(await ann.announce()).toMatchObject({ peers: [bob.peerId], leechers: 2 })
  },
)
