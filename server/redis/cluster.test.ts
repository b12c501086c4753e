/** Several servers on one Redis: what their visitors hear of each other, and what is left of it when Redis, or a node, goes. */
import { connect, createServer, type Socket as NetSocket, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findRedis, NO_REDIS, RedisProcess } from '../../cli/cluster/redis-process.ts'
import { newIdentity } from '../../client/host/identity.ts'
import { connectTracker, type TrackerClient } from '../../client/host/tracker.ts'
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import type { AnnounceRequest, IncomingSignal } from '../../shared/events.ts'
import { MemoryRegistry } from '../../shared/tracker/memory.ts'
import { SERVER_LIMITS } from '../limits.ts'
import { type RunningServer, startServer } from '../start.ts'
import { StockClient } from '../stock-stage.ts'
import { Bus } from './bus.ts'
import { RedisRegistry } from './registry.ts'
import { SharedRegistry } from './shared-registry.ts'
import { RedisStore } from './store.ts'

const SWARM = 'a'.repeat(40) as InfoHash
const OFFER = '1'.repeat(40)
const SENTENCE = expect.stringMatching(/^[A-Z].*\.$/)

/** A node is missed after five seconds, and says again what it knows a second after Redis is back. */
const PATIENT = { timeout: 15_000 }
vi.setConfig({ testTimeout: 60_000 })

const program = findRedis()
if (!program) console.error(NO_REDIS)

let redis: RedisProcess
const closers: (() => unknown)[] = []
const bugs: unknown[] = []

/** A way to Redis that can be cut: what is sent into it then gets no answer, not even that nobody is there. */
class Cable {
  readonly #server: Server
  readonly #sockets = new Set<NetSocket>()
  #isCut = false

  constructor(path: string) {
    this.#server = createServer(near => {
      const far = connect(redis.url.slice('unix:'.length))
      for (const socket of [near, far]) {
        this.#sockets.add(socket)
        socket.on('error', () => socket.destroy())
        socket.on('close', () => {
          this.#sockets.delete(socket)
          near.destroy()
          far.destroy()
        })
      }
      near.on('data', data => !this.#isCut && far.write(data))
      far.on('data', data => !this.#isCut && near.write(data))
    }).listen(path)
    closers.push(
      () => this.#server.close(),
      () => this.snap(),
    )
  }

  cut(): void {
    this.#isCut = true
  }

  mend(): void {
    this.#isCut = false
  }

  /** Both ends hear of it. */
  snap(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

async function node(redisUrl = redis.url, limits = {}): Promise<RunningServer> {
  const log = (event: string, fields = {}) => void (event === 'bug' && bugs.push(fields))
  const server = await startServer({ port: 0, log, redisUrl, limits })
  closers.push(() => server.close())
  return server
}

/** One of our own tabs, whose peer id is proved, or one whose id is not of that kind. */
async function tab(server: RunningServer, identity?: Awaited<ReturnType<typeof newIdentity>>) {
  const signals: IncomingSignal[] = []
  const onDown = vi.fn()
  const client = await new Promise<TrackerClient>(resolve => {
    const onUp = () => resolve(connected)
    const onSignal = (signal: IncomingSignal) => void signals.push(signal)
    const url = `http://localhost:${server.port}`
    const connected = connectTracker({ onUp, onDown, onSignal }, url, identity)
    closers.push(() => connected.close())
  })
  const peerId = identity?.peerId ?? ((++tabs).toString(16).padStart(40, '0') as PeerId)
  const announce = (change: Partial<AnnounceRequest> = {}) => {
    const counters = { uploaded: 0, downloaded: 0, left: 0, numwant: 50 }
    return client.announce({ infoHash: SWARM, peerId, ...counters, ...change })
  }
  const reply = await announce()
  const nextSignal = async () => {
    await expect.poll(() => signals.length).toBeGreaterThan(0)
    return signals.shift() as IncomingSignal
  }
  const say = (kind: 'offer' | 'answer', to: PeerId, offerId = OFFER) =>
    client.signal({ kind, infoHash: SWARM, offerId, to, sdp: kind })
  return { peerId, client, onDown, signals, announce, reply, nextSignal, say }
}
let tabs = 0

const stock = async (server: RunningServer, digit: string) => {
  const client = await StockClient.connect(server.port, digit)
  closers.push(() => client.close())
  return client
}

const names = async (of: { announce(): Promise<unknown> }) =>
  new Set(((await of.announce()) as { peers: PeerId[] }).peers)

const totals = async (server: RunningServer) =>
  (await fetch(`http://localhost:${server.port}/stats`)).json()

describe.skipIf(!program)('servers on one Redis', () => {
  beforeEach(async () => {
    redis = await RedisProcess.start(program as string)
  })
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
    await redis.close()
    expect(bugs.splice(0)).toEqual([])
  })

  test('members of both nodes are one swarm; offers, answers and candidates cross between them', async () => {
    const [a, b] = [await node(), await node()]
    const [ann, bob] = [await tab(a), await tab(b)]
    expect(bob.reply).toMatchObject({ peers: [ann.peerId], seeders: 2, leechers: 0 })
    expect(await totals(a)).toEqual({ swarms: 1, members: 2 })

    bob.say('offer', ann.peerId)
    const from = { infoHash: SWARM, offerId: OFFER }
    expect(await ann.nextSignal()).toEqual({
      ...from,
      kind: 'offer',
      from: bob.peerId,
      sdp: 'offer',
    })
    ann.client.signal({
      ...from,
      kind: 'candidate',
      to: bob.peerId,
      candidate: 'c',
      sdpMid: null,
      sdpMLineIndex: 0,
    })
    expect(await bob.nextSignal()).toMatchObject({ kind: 'candidate', from: ann.peerId })
    ann.say('answer', bob.peerId)
    expect(await bob.nextSignal()).toEqual({
      ...from,
      kind: 'answer',
      from: ann.peerId,
      sdp: 'answer',
    })

    ann.say('answer', bob.peerId)
    expect(await ann.nextSignal()).toMatchObject({ kind: 'refuse', reason: SENTENCE })
    ann.say('answer', bob.peerId, '2'.repeat(40))
    expect(await ann.nextSignal()).toMatchObject({ kind: 'refuse', reason: SENTENCE })
    bob.say('offer', ann.peerId)
    expect(await bob.nextSignal()).toMatchObject({ kind: 'refuse', reason: SENTENCE })
    expect([...ann.signals, ...bob.signals]).toEqual([])
  })

  test('an answer whose offer went with its socket is refused at the other node', async () => {
    const [a, b] = [await node(), await node()]
    const [ann, bob] = [await tab(a), await tab(b)]
    bob.say('offer', ann.peerId)
    await ann.nextSignal()
    bob.client.close()
    await expect.poll(() => totals(a)).toEqual({ swarms: 1, members: 1 })
    ann.say('answer', bob.peerId)
    expect(await ann.nextSignal()).toMatchObject({ kind: 'refuse', reason: SENTENCE })
  })

  test('who has offered to a tab of another node hears at once that it has gone', async () => {
    const [a, b] = [await node(), await node()]
    const [ann, bob] = [await tab(a), await tab(b)]
    bob.say('offer', ann.peerId)
    await ann.nextSignal()
    ann.client.close()
    expect(await bob.nextSignal()).toMatchObject({ kind: 'refuse', from: ann.peerId })
  })

  test('stock clients of one node and tabs of another meet', async () => {
    const [a, b] = [await node(), await node()]
    const ann = await tab(a)
    const old = await stock(b, '7')
    expect(await old.announce(SWARM, [OFFER])).toMatchObject({ type: 'announced', seeders: 1 })
    expect(await ann.nextSignal()).toMatchObject({ kind: 'offer', from: old.peerId, whole: true })
    ann.say('answer', old.peerId)
    expect(await old.next()).toMatchObject({ type: 'answer', from: ann.peerId, offerId: OFFER })
    expect(await ann.announce()).toMatchObject({ peers: [old.peerId], stock: [old.peerId] })
    ann.say('offer', old.peerId, '3'.repeat(40))
    expect(await old.next()).toMatchObject({ type: 'offer', from: ann.peerId })
  })

  test('calls to a tab are counted by the address of who calls, at the node that has the tab', async () => {
    const calls = { ...SERVER_LIMITS.calls, perSender: 3, sure: 0 }
    const [a, b] = [await node(redis.url, { calls }), await node(redis.url, { calls })]
    const [ann, bob] = [await tab(a), await tab(b)]
    for (let i = 0; i < 6; i++) bob.say('offer', ann.peerId, String(i).repeat(40))
    await expect.poll(() => bob.signals.length).toBeGreaterThan(0)
    expect(bob.signals[0]).toMatchObject({ kind: 'refuse', reason: SENTENCE })
    expect(ann.signals.length).toBeLessThan(6)
  })

  test('a proof takes a peer id back from the socket of another node, which is closed', async () => {
    const [a, b] = [await node(), await node()]
    const identity = await newIdentity()
    const before = await tab(a, identity)
    const after = await tab(b, identity)
    expect(after.reply).toMatchObject({ seeders: 1, leechers: 0 })
    await vi.waitFor(() => expect(before.onDown).toHaveBeenCalled(), PATIENT)
    before.client.close()
    expect(await totals(a)).toEqual({ swarms: 1, members: 1 })
    // An id that needs no proof belongs to who has it.
    await (await stock(a, '7')).announce(SWARM)
    const thief = await stock(b, '7')
    expect(await thief.announce(SWARM)).toMatchObject({ type: 'failure', reason: SENTENCE })
  })

  test('Redis killed: each node serves its own. Emptied: both are known again, once', async () => {
    const [a, b] = [await node(), await node()]
    const [ann, bob, eve] = [await tab(a), await tab(b), await tab(b)]
    await redis.kill()
    await vi.waitFor(async () => expect(await names(ann)).toEqual(new Set()), PATIENT)
    expect(await names(bob)).toEqual(new Set([eve.peerId]))
    bob.say('offer', eve.peerId)
    expect(await eve.nextSignal()).toMatchObject({ kind: 'offer', from: bob.peerId })
    bob.say('offer', ann.peerId)
    expect(await bob.nextSignal()).toMatchObject({ kind: 'refuse', reason: SENTENCE })

    await redis.startAgain()
    // Nobody announces meanwhile.
    await vi.waitFor(
      async () => expect(await totals(a)).toEqual({ swarms: 1, members: 3 }),
      PATIENT,
    )
    const carl = await tab(a)
    expect(carl.reply).toMatchObject({ seeders: 4, leechers: 0 })
    expect(await names(carl)).toEqual(new Set([ann, bob, eve].map(({ peerId }) => peerId)))
    eve.say('answer', bob.peerId)
    expect(await bob.nextSignal()).toMatchObject({ kind: 'answer', from: eve.peerId })
  })

  test('Redis slow: nobody waits for it for longer than a second', async () => {
    const a = await node()
    const ann = await tab(a)
    redis.pause()
    const startedAt = performance.now()
    expect(await ann.announce()).toMatchObject({ seeders: 1 })
    expect(await ann.announce()).toMatchObject({ seeders: 1 })
    expect(performance.now() - startedAt).toBeLessThan(4_000)
    // What is said meanwhile is known afterwards.
    const bob = await tab(a)
    ann.client.close()
    redis.resume()
    await vi.waitFor(
      async () => expect(await totals(a)).toEqual({ swarms: 1, members: 1 }),
      PATIENT,
    )
    const b = await node()
    const carl = await tab(b)
    await vi.waitFor(async () => expect(await names(carl)).toEqual(new Set([bob.peerId])), PATIENT)
  })

  test('a node cut off is missed after seconds, serves its own, and is back once it can be', async () => {
    const path = join(redis.folder, 'cable.sock')
    const cable = new Cable(path)
    const [a, b] = [await node(`unix:${path}`), await node()]
    const [ann, bob] = [await tab(a), await tab(b)]
    cable.cut()
    await vi.waitFor(async () => expect(await names(bob)).toEqual(new Set()), PATIENT)
    expect(await names(ann)).toEqual(new Set())
    cable.mend()
    await vi.waitFor(async () => expect(await names(bob)).toEqual(new Set([ann.peerId])), PATIENT)
    expect(await names(ann)).toEqual(new Set([bob.peerId]))
    expect(await totals(b)).toEqual({ swarms: 1, members: 2 })
  })

  test('the peer id of a client whose node has died is free at once, without proof', async () => {
    const path = join(redis.folder, 'cable.sock')
    const cable = new Cable(path)
    const [a, b] = [await node(`unix:${path}`), await node()]
    await (await stock(a, '7')).announce(SWARM)
    cable.cut()
    cable.snap()
    const again = await stock(b, '7')
    await expect
      .poll(() => again.announce(SWARM))
      .toMatchObject({ type: 'announced', seeders: 0, leechers: 1 })
  })

  test('a Redis that is full is as good as away', async () => {
    const a = await node()
    const ann = await tab(a)
    const store = await RedisStore.open({ url: redis.url })
    closers.push(() => store.close())
    await store.command('CONFIG', 'SET', 'maxmemory', '1')
    expect((await tab(a)).reply).toMatchObject({ peers: [ann.peerId], seeders: 2 })
    await store.command('CONFIG', 'SET', 'maxmemory', '0')
    await vi.waitFor(
      async () => expect(await names(await tab(await node()))).toContain(ann.peerId),
      PATIENT,
    )
  })

  test('what a client leaves while its node says it again to Redis is left', async () => {
    const store = await RedisStore.open({ url: redis.url })
    closers.push(() => store.close())
    const shared = new RedisRegistry(store, { random: Math.random, prefix: 'again:' })
    const bus = new Bus('again:', 'x')
    bus.open(store)
    const own = new MemoryRegistry(Math.random)
    const registry = new SharedRegistry({ own, shared, bus, node: 'x' })
    const swarms = ['1', '2', '3'].map(digit => digit.repeat(40) as InfoHash)
    const [ann, by] = ['4'.repeat(40) as PeerId, { socket: 'x/1', address: 'a' }]
    const counters = { uploaded: 0, downloaded: 0, left: 0, numwant: 0 }
    for (const infoHash of swarms)
      await registry.announce({ infoHash, peerId: ann, ...counters }, by, 0)
    await store.command('FLUSHALL')

    let left: unknown
    const announce = vi.spyOn(shared, 'announce').mockImplementationOnce((...of) => {
      const reply = RedisRegistry.prototype.announce.apply(shared, of)
      left = registry.socketClosed(by.socket)
      return reply
    })
    await registry.expire(0)
    await left
    expect(announce).toHaveBeenCalled()
    expect(await shared.totals()).toEqual({ swarms: 0, members: 0 })
  })

  test('what the clocks of nodes say makes no difference', async () => {
    const store = await RedisStore.open({ url: redis.url })
    closers.push(() => store.close())
    const registry = new RedisRegistry(store, { random: Math.random, prefix: 'clocks:' })
    const [ann, bob] = ['1', '2'].map(digit => digit.repeat(40) as PeerId) as [PeerId, PeerId]
    const request = { infoHash: SWARM, uploaded: 0, downloaded: 0, left: 0, numwant: 5 }
    const by = (socket: string) => ({ socket, address: 'a' })
    await registry.announce({ ...request, peerId: ann }, by('x/1'), 0)
    await registry.expire(1e12)
    expect(await registry.announce({ ...request, peerId: bob }, by('y/1'), 1e15)).toMatchObject({
      peers: [ann],
    })
    await registry.expire(0)
    expect(await registry.totals()).toEqual({ swarms: 1, members: 2 })
  })
})
