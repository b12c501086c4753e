/**
 * The contract of `SwarmRegistry`, run against every implementation there is: a new store is a new
 * line in the table. First the rules one by one, then a model that any history must agree with.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findRedis, NO_REDIS, RedisProcess } from '../../cli/cluster/redis-process.ts'
import { RedisRegistry } from '../../server/redis/registry.ts'
import { RedisStore } from '../../server/redis/store.ts'
import type { InfoHash, PeerId } from '../base/ids.ts'
import { type Random, seededRandom } from '../base/random.ts'
import {
  type AnnounceReply,
  type AnnounceRequest,
  type AnnounceSuccess,
  BRISK_EXPIRY_MS,
  MAX_PEERS_PER_REPLY,
  MEMBER_EXPIRY_MS,
} from './announce.ts'
import { MemoryRegistry } from './memory.ts'
import { REGISTRY_LIMITS, type RegistryLimits, type SwarmRegistry } from './registry.ts'

type Make = (random: Random, limits?: RegistryLimits) => SwarmRegistry

const redisProgram = findRedis()
let redis: RedisProcess
let store: RedisStore
if (redisProgram) {
  beforeAll(async () => {
    redis = await RedisProcess.start(redisProgram)
    store = await RedisStore.open({ url: redis.url })
  })
  afterAll(async () => {
    store.close()
    await redis.close()
  })
} else console.error(NO_REDIS)

let registries = 0
const onRedis: Make = (random, limits) => {
  const prefix = `${++registries}:`
  return new RedisRegistry(store, {
    random,
    prefix,
    isCallersTime: true,
    ...(limits && { limits }),
  })
}

/** How many random histories: each of their steps waits for Redis ten times. */
const IMPLEMENTATIONS: [string, Make, number][] = [
  ['memory', (random, limits) => new MemoryRegistry(random, limits), 200],
  ...(redisProgram ? [['Redis', onRedis, 15] as [string, Make, number]] : []),
]

/** Begun in this order, a hundred at once: one after the other they would wait for Redis most of the time. */
async function inBatches(times: number, work: (i: number) => Promise<void>): Promise<void> {
  for (let i = 0; i < times; i += 100)
    await Promise.all(Array.from({ length: 100 }, (_, j) => work(i + j)))
}

const id = (n: number) => n.toString(16).padStart(40, '0')
const swarm = (n: number) => id(n) as InfoHash
const peer = (n: number) => id(1000 + n) as PeerId

const request = (change: Partial<AnnounceRequest> = {}): AnnounceRequest => ({
  infoHash: swarm(1),
  peerId: peer(1),
  uploaded: 0,
  downloaded: 0,
  left: 1,
  numwant: 50,
  ...change,
})

function success(reply: AnnounceReply): AnnounceSuccess {
  if ('failure' in reply) throw new Error(`refused: ${reply.failure}`)
  return reply
}

describe.each(IMPLEMENTATIONS)('the %s registry', (_name, make, numRuns) => {
  let registry: SwarmRegistry
  let now = 0
  beforeEach(() => {
    registry = make(seededRandom(1))
    now = 0
  })

  /** A socket is named by its address and a number: `a1`, `a2`. */
  const by = (socket: string) => ({ socket, address: socket.replace(/\d+$/, '') })
  const announce = async (socket: string, change: Partial<AnnounceRequest> = {}) =>
    success(await registry.announce(request(change), by(socket), now))
  const refused = async (socket: string, change: Partial<AnnounceRequest> = {}) => {
    const reply = await registry.announce(request(change), by(socket), now)
    expect(reply).toEqual({ failure: expect.stringMatching(/\.$/) })
  }
  /** A look that changes nothing: `stopped` of a stranger. */
  const look = async (infoHash = swarm(1)) => {
    const change = { infoHash, peerId: peer(999), event: 'stopped' } as const
    const { seeders, leechers } = await announce('onlooker', change)
    return { seeders, leechers }
  }

  test('names the others, counts everybody, says when to come again', async () => {
    await announce('a', { peerId: peer(1), left: 0 })
    await announce('b', { peerId: peer(2), left: 5 })
    const reply = await announce('c', { peerId: peer(3), left: 9 })
    expect(new Set(reply.peers)).toEqual(new Set([peer(1), peer(2)]))
    expect(reply).toMatchObject({ intervalMs: 30_000, seeders: 1, leechers: 2 })
  })

  test('names at most numwant peers, and at most the cap', async () => {
    for (let i = 1; i <= MAX_PEERS_PER_REPLY + 10; i++) await announce(`s${i}`, { peerId: peer(i) })
    for (const [numwant, named] of [
      [0, 0],
      [3, 3],
      [1000, MAX_PEERS_PER_REPLY],
    ] as const) {
      const { peers } = await announce('s1', { peerId: peer(1), numwant })
      expect(peers).toHaveLength(named)
      expect(new Set(peers).size).toBe(named)
      expect(peers).not.toContain(peer(1))
    }
  })

  test('names everybody equally often', async () => {
    for (let i = 1; i <= 11; i++) await announce(`s${i}`, { peerId: peer(i) })
    const named = new Map<PeerId, number>()
    const rounds = 4000
    await inBatches(rounds, async () => {
      for (const p of (await announce('s1', { numwant: 3 })).peers)
        named.set(p, (named.get(p) ?? 0) + 1)
    })
    // 10 others, binomial(4000, 0.3): sd 29; five of them is a false alarm in 200,000 seeds.
    expect(named.size).toBe(10)
    for (const times of named.values()) expect(Math.abs(times - rounds * 0.3)).toBeLessThan(145)
  })

  test('a leecher that finishes becomes a seeder', async () => {
    await announce('a', { event: 'started', left: 7 })
    expect(await look()).toEqual({ seeders: 0, leechers: 1 })
    await announce('a', { event: 'completed', left: 0 })
    expect(await look()).toEqual({ seeders: 1, leechers: 0 })
  })

  test('counts a swarm for whoever asks, and each finished download once', async () => {
    expect(await registry.countsOf(swarm(1))).toEqual({ seeders: 0, leechers: 0, completed: 0 })
    await announce('a', { event: 'started', left: 7 })
    await announce('b', { peerId: peer(2), event: 'started', left: 0 })
    for (let i = 0; i < 2; i++) await announce('a', { event: 'completed', left: 0 })
    await announce('b', { peerId: peer(2), event: 'completed', left: 0 })
    expect(await registry.countsOf(swarm(1))).toEqual({ seeders: 2, leechers: 0, completed: 1 })
  })

  test('says which of those it names are stock clients', async () => {
    await announce('a', { peerId: peer(1), stock: true })
    await announce('b', { peerId: peer(2) })
    const { peers, stock } = await announce('c', { peerId: peer(3) })
    expect([new Set(peers), stock]).toEqual([new Set([peer(1), peer(2)]), [peer(1)]])
    expect(await announce('a', { peerId: peer(1) })).not.toHaveProperty('stock')
  })

  test('who stops is gone, and is told of nobody', async () => {
    await announce('a', { peerId: peer(1) })
    await announce('b', { peerId: peer(2) })
    expect(await announce('b', { peerId: peer(2), event: 'stopped' })).toMatchObject({
      peers: [],
      seeders: 0,
      leechers: 1,
    })
    expect(await registry.totals()).toEqual({ swarms: 1, members: 1 })
  })

  test('a peer id belongs to the socket that announced it, in every swarm', async () => {
    await announce('victim', { peerId: peer(1), left: 0 })
    await refused('thief', { peerId: peer(1) })
    await refused('thief', { peerId: peer(1), event: 'stopped' })
    await refused('thief', { peerId: peer(1), infoHash: swarm(2) })
    expect(await registry.socketOf(swarm(1), peer(1))).toBe('victim')
    expect(await registry.ownerOf(peer(1))).toBe('victim')
    expect(await look()).toEqual({ seeders: 1, leechers: 0 })
    expect(await registry.totals()).toEqual({ swarms: 1, members: 1 })
  })

  test('a socket is one peer in a swarm, and may be another in another', async () => {
    await announce('a', { infoHash: swarm(1), peerId: peer(1) })
    await refused('a', { infoHash: swarm(1), peerId: peer(2) })
    await announce('a', { infoHash: swarm(2), peerId: peer(2) })
    expect(await registry.peerOf(swarm(1), 'a')).toBe(peer(1))
    expect(await registry.peerOf(swarm(2), 'a')).toBe(peer(2))
    expect(await registry.peerOf(swarm(1), 'b')).toBeUndefined()
    expect(await registry.socketOf(swarm(2), peer(1))).toBeUndefined()
  })

  test('a closed socket is out of all its swarms at once, and its peer id is free', async () => {
    await announce('a', { infoHash: swarm(1) })
    await announce('a', { infoHash: swarm(2) })
    await announce('b', { infoHash: swarm(2), peerId: peer(2) })
    await registry.socketClosed('a')
    expect(await registry.totals()).toEqual({ swarms: 1, members: 1 })
    expect(await registry.ownerOf(peer(1))).toBeUndefined()
    await announce('a2', { infoHash: swarm(1) })
    await registry.socketClosed('never seen')
  })

  test('who is silent for the stated time is gone, who announces stays', async () => {
    await announce('a', { peerId: peer(1) })
    await announce('b', { peerId: peer(2) })
    now = MEMBER_EXPIRY_MS - 1
    await announce('a', { peerId: peer(1) })
    await registry.expire(now)
    expect(await registry.totals()).toEqual({ swarms: 1, members: 2 })
    now = MEMBER_EXPIRY_MS
    await registry.expire(now)
    expect(await registry.socketOf(swarm(1), peer(1))).toBe('a')
    expect(await registry.socketOf(swarm(1), peer(2))).toBeUndefined()
  })

  test('who announces every few seconds is missed after ten', async () => {
    await announce('a', { peerId: peer(1), brisk: true })
    await announce('b', { peerId: peer(2), brisk: true })
    await announce('c', { peerId: peer(3) })
    now = BRISK_EXPIRY_MS - 1
    await announce('a', { peerId: peer(1), brisk: true })
    await registry.expire(now)
    expect(await registry.totals()).toEqual({ swarms: 1, members: 3 })
    now = BRISK_EXPIRY_MS
    await registry.expire(now)
    expect((await announce('c', { peerId: peer(3) })).peers).toEqual([peer(1)])
  })

  test('an address has as many places as it may, and a socket as many swarms', async () => {
    const limits = { maxMembers: 9, maxMembersPerAddress: 3, maxSwarmsPerSocket: 2 }
    registry = make(seededRandom(1), limits)
    await announce('a1', { infoHash: swarm(1) })
    await announce('a1', { infoHash: swarm(2) })
    await refused('a1', { infoHash: swarm(3) })
    await announce('a2', { infoHash: swarm(3), peerId: peer(2) })
    await refused('a3', { infoHash: swarm(3), peerId: peer(3) })
    await announce('b1', { infoHash: swarm(3), peerId: peer(3) })
    await announce('a1', { infoHash: swarm(1) })
    await announce('a1', { infoHash: swarm(1), event: 'stopped' })
    await announce('a3', { infoHash: swarm(3), peerId: peer(4) })
    expect(await registry.totals()).toEqual({ swarms: 2, members: 4 })
  })

  test('full: whoever has the most gives up its latest membership, and hears of it', async () => {
    registry = make(seededRandom(1), { ...REGISTRY_LIMITS, maxMembers: 4 })
    const evicted: unknown[] = []
    registry.onEvict = (socket, infoHash) => evicted.push([socket, infoHash])
    for (const n of [1, 2, 3]) await announce('a1', { infoHash: swarm(n) })
    await announce('b1', { infoHash: swarm(1), peerId: peer(2) })
    await announce('c1', { infoHash: swarm(9), peerId: peer(3) })
    expect(evicted).toEqual([['a1', swarm(3)]])
    expect(await registry.peerOf(swarm(3), 'a1')).toBeUndefined()
    // Its next announce does not push out somebody who has less.
    await refused('a1', { infoHash: swarm(3) })
    await announce('a1', { infoHash: swarm(1) })
    // Nobody has two more than the newcomer: it would only be the next to go.
    await announce('d1', { infoHash: swarm(9), peerId: peer(4) })
    await refused('e1', { infoHash: swarm(9), peerId: peer(5) })
    expect(evicted).toHaveLength(2)
    expect(await registry.totals()).toEqual({ swarms: 2, members: 4 })
  })

  test('full: ten thousand announces of one address displace nobody of another', async () => {
    const limits = { maxMembers: 500, maxMembersPerAddress: 400, maxSwarmsPerSocket: 64 }
    registry = make(seededRandom(1), limits)
    await inBatches(10_000, async i => {
      const change = { infoHash: swarm(i), peerId: peer(i) }
      await registry.announce(request(change), by(`a${i}`), now)
      if (i % 100 === 0)
        await announce(`honest${'x'.repeat(i / 100)}`, { peerId: peer(20_000 + i) })
    })
    expect(await registry.countsOf(swarm(1))).toMatchObject({ leechers: 101 })
    expect((await registry.totals()).members).toBe(500)
  })

  test('agrees with a plain model after any history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), fc.integer(), async (steps, seed) => {
        const subject = make(seededRandom(seed))
        const model = new Model()
        for (const one of steps) await model.check(subject, one)
      }),
      { numRuns },
    )
  })
})

type Step =
  | { do: 'announce'; socket: string; request: AnnounceRequest; afterMs: number }
  | { do: 'close'; socket: string }
  | { do: 'expire'; afterMs: number }

const socket = fc.integer({ min: 1, max: 4 }).map(n => `s${n}`)
const afterMs = fc.constantFrom(0, 1, BRISK_EXPIRY_MS, 20_000, 60_000, MEMBER_EXPIRY_MS)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('announce' as const),
      socket,
      afterMs,
      request: fc
        .record(
          {
            infoHash: fc.integer({ min: 1, max: 3 }).map(swarm),
            peerId: fc.integer({ min: 1, max: 6 }).map(peer),
            left: fc.constantFrom(0, 1),
            numwant: fc.integer({ min: 0, max: 5 }),
            event: fc.constantFrom('started', 'stopped', 'completed'),
            brisk: fc.constant(true as const),
          },
          { requiredKeys: ['infoHash', 'peerId', 'left', 'numwant'] },
        )
        .map(change => request(change)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), socket }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const), afterMs }) },
)

/** The rules again, slowly: one list of members, searched from end to end. */
class Model {
  members: {
    infoHash: InfoHash
    peerId: PeerId
    socket: string
    left: number
    at: number
    expiryMs: number
  }[] = []
  now = 0

  async check(subject: SwarmRegistry, one: Step): Promise<void> {
    if (one.do === 'announce') await this.#announce(subject, one)
    else if (one.do === 'close') {
      this.members = this.members.filter(m => m.socket !== one.socket)
      await subject.socketClosed(one.socket)
    } else {
      this.now += one.afterMs
      this.members = this.members.filter(m => this.now - m.at < m.expiryMs)
      await subject.expire(this.now)
    }
    const swarms = new Set(this.members.map(m => m.infoHash)).size
    expect(await subject.totals()).toEqual({ swarms, members: this.members.length })
    for (const m of this.members) {
      expect(await subject.socketOf(m.infoHash, m.peerId)).toBe(m.socket)
      expect(await subject.peerOf(m.infoHash, m.socket)).toBe(m.peerId)
      expect(await subject.ownerOf(m.peerId)).toBe(m.socket)
    }
  }

  async #announce(subject: SwarmRegistry, { socket, request, afterMs }: Step & { do: 'announce' }) {
    this.now += afterMs
    const { infoHash, peerId, left, event, numwant, brisk } = request
    const expiryMs = brisk ? BRISK_EXPIRY_MS : MEMBER_EXPIRY_MS
    const reply = await subject.announce(request, { socket, address: socket }, this.now)
    const stolen = this.members.some(m => m.peerId === peerId && m.socket !== socket)
    const isMine = (m: Model['members'][number]) => m.infoHash === infoHash && m.socket === socket
    const double = this.members.some(m => isMine(m) && m.peerId !== peerId)
    expect('failure' in reply).toBe(stolen || double)
    if (stolen || double) return
    this.members = this.members.filter(m => !isMine(m))
    if (event !== 'stopped')
      this.members.push({ infoHash, peerId, socket, left, at: this.now, expiryMs })
    const inSwarm = this.members.filter(m => m.infoHash === infoHash)
    const others = inSwarm.map(m => m.peerId).filter(p => p !== peerId)
    const { peers, seeders, leechers } = success(reply)
    expect(seeders).toBe(inSwarm.filter(m => m.left === 0).length)
    expect(leechers).toBe(inSwarm.filter(m => m.left > 0).length)
    expect(new Set(peers).size).toBe(peers.length)
    expect(others).toEqual(expect.arrayContaining([...peers]))
    expect(peers).toHaveLength(event === 'stopped' ? 0 : Math.min(numwant, others.length))
  }
}
