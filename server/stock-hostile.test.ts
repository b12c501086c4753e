/** What no client would send to `/announce`. After each case a newcomer must be served as before. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InfoHash, PeerId } from '../shared/base/ids.ts'
import { pickOne, seededRandom } from '../shared/base/random.ts'
import { MAX_MESSAGE_BYTES } from '../shared/tracker/limits.ts'
import { MemoryRegistry } from '../shared/tracker/memory.ts'
import { toBinary } from '../shared/tracker/webtorrent.ts'
import { encodeAnnounce, encodeAnswer } from '../shared/tracker/webtorrent-request.ts'
import { mutate } from '../shared/wire/mutate.ts'
import type { ServerLimits } from './limits.ts'
import { type RunningServer, startServer } from './start.ts'
import { StockClient } from './stock-stage.ts'

const SWARM = 'a'.repeat(40) as InfoHash
const OFFER = '1'.repeat(40)
const UNLIMITED = { burst: 1e9, perSecond: 1e9 }
const SENTENCE = /^[A-Z].*\.$/

let server: RunningServer
let registry: MemoryRegistry
let log: { event: string; reason: unknown }[]
const clients: StockClient[] = []

/** Without rate limits, unless the test is about them. */
async function serve(limits: Partial<ServerLimits> = {}, now = () => performance.now()) {
  registry = new MemoryRegistry(Math.random)
  log = []
  server = await startServer({
    port: 0,
    registry,
    limits: {
      packets: UNLIMITED,
      announces: UNLIMITED,
      signals: UNLIMITED,
      // What other tests of this process do meanwhile is counted, too.
      workMsPerAddress: UNLIMITED,
      ...limits,
    },
    log: (event, fields) => log.push({ event, reason: fields?.reason }),
    now,
  })
}

const restart = async (...options: Parameters<typeof serve>) => {
  await server.close()
  await serve(...options)
}

beforeEach(() => serve())
afterEach(async () => {
  const newcomer = await expect
    .poll(() => connect('f').catch(() => undefined))
    .toBeInstanceOf(StockClient)
    .then(() => clients.at(-1) as StockClient)
  const reply = await newcomer.announce(SWARM)
  for (const client of clients.splice(0)) client.close()
  await server.close()
  expect(reply).toMatchObject({ type: 'announced' })
  expect(log.filter(line => line.event === 'bug')).toEqual([])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

async function connect(digit: string): Promise<StockClient> {
  const client = await StockClient.connect(server.port, digit)
  clients.push(client)
  return client
}

const closed = ({ socket }: StockClient) =>
  new Promise<number>(resolve => socket.once('close', resolve))

const ANNOUNCE = {
  action: 'announce',
  info_hash: toBinary(SWARM),
  peer_id: toBinary('1'.repeat(40)),
  left: 1,
  offers: [],
}

test.each([
  '',
  'null',
  '5',
  '[]',
  '{}',
  '['.repeat(30_000) + ']'.repeat(30_000),
  '{"action":"announce"}',
  '{"action":"scrape","info_hash":5}',
  '{"action":"scrape"}',
  '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  JSON.stringify({ ...ANNOUNCE, offers: [null] }),
  JSON.stringify({ ...ANNOUNCE, offers: 'x', info_hash: '__proto__' }),
  JSON.stringify({ ...ANNOUNCE, peer_id: 'Ā'.repeat(20) }),
  JSON.stringify({ ...ANNOUNCE, answer: true }),
])('what is no message is answered by a failure that says so: %#', async text => {
  const client = await connect('1')
  client.say(text)
  expect(await client.next()).toEqual({
    type: 'failure',
    infoHash: undefined,
    reason: expect.stringMatching(SENTENCE),
  })
  expect(registry.totals()).toEqual({ swarms: 0, members: 0 })
})

test('bytes instead of text are read as the text they spell, and invalid UTF-8 as no id', async () => {
  const client = await connect('1')
  client.socket.send(Buffer.from(JSON.stringify(ANNOUNCE)))
  expect(await client.next()).toMatchObject({ type: 'announced' })
  client.socket.send(Buffer.from(JSON.stringify(ANNOUNCE), 'latin1').fill(0xff, 35, 40))
  expect(await client.next()).toMatchObject({ type: 'failure' })
})

test('ten thousand mutated messages: every one answered, nothing kept, nothing thrown', async () => {
  const random = seededRandom(4)
  const announce = {
    infoHash: SWARM,
    peerId: '1'.repeat(40) as PeerId,
    uploaded: 0,
    downloaded: 0,
    left: 1,
    numwant: 2,
  }
  const offers = [OFFER, '2'.repeat(40)].map(offerId => ({ offerId, sdp: 'v=0' }))
  const originals = [
    encodeAnnounce(announce, offers),
    encodeAnswer('f'.repeat(40) as PeerId, {
      infoHash: SWARM,
      offerId: OFFER,
      from: announce.peerId,
      sdp: 'v=0',
    }),
    JSON.stringify({ action: 'scrape', info_hash: [ANNOUNCE.info_hash] }),
  ].map(text => new TextEncoder().encode(text))
  const client = await connect('1')
  let failures = 0
  for (let i = 0; i < 10_000; i++) {
    const original = pickOne(random, originals) as Uint8Array
    client.socket.send(mutate(original, random))
    const reply = JSON.parse(await client.nextText())
    const failure = reply['failure reason']
    if (failure === undefined) continue
    failures++
    expect(failure).toMatch(SENTENCE)
  }
  expect(failures).toBeGreaterThan(1_000)
  // Some ids are good after the mutation: swarms up to the limit for one socket.
  expect(registry.totals().members).toBeLessThanOrEqual(64)
  client.close()
  await expect.poll(() => registry.totals().members).toBe(0)
}, 60_000)

test('an oversize message closes its connection, and its memberships end', async () => {
  const client = await connect('1')
  await client.announce(SWARM)
  const closing = closed(client)
  client.say('x'.repeat(MAX_MESSAGE_BYTES + 1))
  expect(await closing).toBe(1009) // "message too big"
  await expect.poll(() => registry.totals().members).toBe(0)
})

test('bytes that are not WebSocket close their own connection only', async () => {
  const other = await connect('2')
  const client = await connect('1')
  const closing = closed(client)
  const raw = client.socket as unknown as { _socket: NodeJS.WritableStream }
  raw._socket.write(Buffer.alloc(64, 0xff))
  await closing
  expect(await other.announce(SWARM)).toMatchObject({ leechers: 1 })
})

test('announcing or scraping too often is answered by a failure, and is over soon', async () => {
  let now = 0
  await restart({ announces: { burst: 3, perSecond: 1 } }, () => now)
  const client = await connect('1')
  for (let i = 0; i < 3; i++)
    expect(await client.announce(SWARM)).toMatchObject({ type: 'announced' })
  const tooOften = { 'failure reason': expect.stringContaining('too often') }
  client.say(ANNOUNCE)
  expect(JSON.parse(await client.nextText())).toMatchObject(tooOften)
  expect(await client.scrape(SWARM)).toMatchObject(tooOften)
  now += 1000
  expect(await client.announce(SWARM)).toMatchObject({ type: 'announced' })
})

test('offers past the budget reach nobody, and the announce stands', async () => {
  await restart({ signals: { burst: 2, perSecond: 0 } })
  const others = await Promise.all(['2', '3', '4', '5'].map(connect))
  for (const other of others) await other.announce(SWARM)
  const client = await connect('1')
  const offers = ['a', 'b', 'c', 'd'].map(digit => digit.repeat(40))
  expect(await client.announce(SWARM, offers)).toMatchObject({ leechers: 5 })
  const heard = await Promise.all(others.map(other => other.announce(SWARM)))
  expect(heard.filter(reply => reply.type === 'offer')).toHaveLength(2)
})

test.each(['message', 'ping'])('a flood of %ss closes the connection', async kind => {
  await restart({ packets: { burst: 50, perSecond: 0 } })
  const client = await connect('1')
  await client.announce(SWARM)
  const closing = closed(client)
  for (let i = 0; i < 100; i++)
    if (kind === 'ping') client.socket.ping()
    else client.say('noise')
  await closing
  expect(log).toContainEqual({ event: 'kicked', reason: 'flood' })
  await expect.poll(() => registry.totals().members).toBe(0)
})

test('who does not read what it is sent is closed, before memory fills', async () => {
  await restart({ maxHeldBytes: 100_000 })
  const sleeper = await connect('9')
  await sleeper.announce(SWARM)
  sleeper.socket.pause()
  const client = await connect('1')
  const announce = { infoHash: SWARM, peerId: client.peerId, uploaded: 0, downloaded: 0, left: 1 }
  // 12 MB in all: more than the system's buffers take.
  for (let i = 0; i < 250; i++) {
    const offerId = i.toString(16).padStart(40, '0')
    client.say(encodeAnnounce({ ...announce, numwant: 1 }, [{ offerId, sdp: '€'.repeat(16_000) }]))
    await client.next()
  }
  expect(log).toContainEqual({ event: 'kicked', reason: 'reads too slowly' })
})

test.each([
  ['per address', { maxSocketsPerAddress: 2 }],
  ['in all', { maxSockets: 2 }],
])('sockets are counted %s, at both doors together', async (_name, limits) => {
  await restart(limits)
  const first = await connect('1')
  await connect('2')
  await expect(connect('3')).rejects.toThrow('503')
  expect(log).toContainEqual({ event: 'refused', reason: expect.any(String) })
  first.close()
})
