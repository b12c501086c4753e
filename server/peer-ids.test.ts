/** Whose a peer id is: real servers, our own client, and strangers that want to be somebody else. */
import { createHash, getRandomValues } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newIdentity } from '../client/host/identity.ts'
import { identityByLibrary } from '../client/host/identity-by-library.ts'
import { connectTracker, type TrackerClient } from '../client/host/tracker.ts'
import { fromHex, type InfoHash, type PeerId, toHex } from '../shared/base/ids.ts'
import {
  type Identity,
  type Proof,
  type ProofScope,
  peerIdOf,
  serverNameOf,
} from '../shared/tracker/proof.ts'
import { encodeAnnounce } from '../shared/tracker/webtorrent-request.ts'
import { SERVER_LIMITS } from './limits.ts'
import { TrustedProxies } from './proxies.ts'
import { type RunningServer, type ServerOptions, startServer } from './start.ts'
import { StockClient } from './stock-stage.ts'

const SWARM = 'a'.repeat(40) as InfoHash
const ANNOUNCE = { infoHash: SWARM, uploaded: 0, downloaded: 0, left: 1, numwant: 50 }
const REFUSED = { failure: expect.stringMatching(/proof.*\.$/) }
const LISTED = { intervalMs: 30_000 }

/** What other tests of this process do meanwhile is counted, too, and an address that has none left waits for seconds. */
const limits = { workMsPerAddress: { burst: 1e9, perSecond: 0 } }

let server: RunningServer
let now = 0
const cleanups: (() => unknown)[] = []
const serve = async (port = 0, more: Partial<ServerOptions> = {}) => {
  server = await startServer({ port, limits, log: () => {}, now: () => now, ...more })
}
beforeEach(() => serve())
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) cleanup()
  await server.close()
})

const nameNow = () => `localhost:${server.port}`

/** A tab as it is, without a page. */
class Owner {
  readonly client: TrackerClient
  readonly onDown = vi.fn()
  readonly #identity: Identity
  #ups = 0

  constructor(identity = identityByLibrary()) {
    this.#identity = identity
    const handlers = { onUp: () => this.#ups++, onDown: this.onDown, onSignal: () => {} }
    this.client = connectTracker(handlers, `http://${nameNow()}`, identity)
    cleanups.push(() => this.client.close())
  }

  get peerId(): PeerId {
    return this.#identity.peerId
  }

  async announce(ups = 1) {
    await vi.waitFor(() => expect(this.#ups).toBe(ups), { timeout: 10_000 })
    return this.client.announce({ ...ANNOUNCE, peerId: this.peerId })
  }
}

/** Says what it likes by Socket.IO. */
class Stranger {
  readonly socket: Socket

  private constructor(socket: Socket) {
    this.socket = socket
    cleanups.push(() => socket.close())
  }

  static async connect(extraHeaders: Record<string, string> = {}): Promise<Stranger> {
    const options = { transports: ['websocket'], forceNew: true, extraHeaders }
    const socket = io(`http://${nameNow()}`, options)
    await new Promise<void>(resolve => socket.once('connect', resolve))
    return new Stranger(socket)
  }

  announce(peerId: PeerId, proof?: Proof) {
    return this.socket.emitWithAck('announce', { ...ANNOUNCE, peerId, ...(proof && { proof }) })
  }

  scope(change: Partial<ProofScope> = {}): ProofScope {
    const connection = this.socket.id ?? ''
    return { door: 'socket.io', server: nameNow(), connection, ...change }
  }
}

async function stock(): Promise<StockClient> {
  const client = await StockClient.connect(server.port, '7')
  cleanups.push(() => client.close())
  return client
}

function announceStock(client: StockClient, peerId: PeerId, proof?: Proof) {
  client.say(encodeAnnounce({ ...ANNOUNCE, peerId }, [], proof))
  return client.next()
}

const stockScope = (change: Partial<ProofScope> = {}): ProofScope => ({
  door: 'webtorrent',
  server: nameNow(),
  connection: '',
  ...change,
})

describe('after a restart the owner is back by its first announce', () => {
  test.each(['socket.io', 'webtorrent'] as const)('who squats its id by %s', async door => {
    const owner = new Owner()
    expect(await owner.announce()).toMatchObject(LISTED)
    const { port } = server
    await server.close()
    await serve(port)
    if (door === 'socket.io') {
      const squatter = await Stranger.connect()
      expect(await squatter.announce(owner.peerId)).toEqual(REFUSED)
    } else {
      const squatter = await stock()
      const reply = await announceStock(squatter, owner.peerId)
      expect(reply).toMatchObject({ type: 'failure', reason: REFUSED.failure })
    }
    expect(await owner.announce(2)).toMatchObject({ ...LISTED, leechers: 1 })
  })
})

test('a tab whose old connection died without a word has its id at once, and the old one is ended', async () => {
  const identity = identityByLibrary()
  const old = new Owner(identity)
  await old.announce()
  const again = new Owner(identity)
  expect(await again.announce()).toMatchObject({ ...LISTED, leechers: 1 })
  await expect.poll(() => old.onDown).toHaveBeenCalledOnce()
  expect(old.onDown).toHaveBeenCalledWith(expect.stringMatching(/^Another connection .*\.$/))
  expect(old.client.online).toBe(false)
  expect(await again.announce()).toMatchObject({ ...LISTED, leechers: 1 })
})

describe('a proof by Socket.IO', () => {
  const identity = identityByLibrary()

  test.each([
    ['WebCrypto', newIdentity],
    ['the library', identityByLibrary],
  ])('made by %s holds for its own connection, and is not asked for again', async (_, make) => {
    const stranger = await Stranger.connect()
    const { peerId, prove } = await make()
    const proof = await prove(stranger.scope())
    expect(await stranger.announce(peerId, proof)).toMatchObject(LISTED)
    expect(await stranger.announce(peerId)).toMatchObject(LISTED)
  })

  test('is made without WebCrypto where there is none', async () => {
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => getRandomValues(bytes) })
    const { peerId, prove } = await newIdentity().finally(() => vi.unstubAllGlobals())
    const stranger = await Stranger.connect()
    const proof = await prove(stranger.scope())
    expect(await stranger.announce(peerId, proof)).toMatchObject(LISTED)
  })

  test.each<[string, Partial<ProofScope>]>([
    ['another server', { server: 'tracker.example' }],
    ['another port of this one', { server: 'localhost:1' }],
    ['another connection, overheard', { connection: 'x'.repeat(20) }],
    ['the other door', { door: 'webtorrent', connection: '' }],
  ])('that was made for %s does not hold', async (_, change) => {
    const stranger = await Stranger.connect()
    const proof = await identity.prove(stranger.scope(change))
    expect(await stranger.announce(identity.peerId, proof)).toEqual(REFUSED)
  })

  test('by another key, or of another id, or of no curve does not hold', async () => {
    const stranger = await Stranger.connect()
    const other = await identityByLibrary().prove(stranger.scope())
    const own = await identity.prove(stranger.scope())
    const key = getRandomValues(new Uint8Array(32))
    const idOf = (bytes: Uint8Array) => peerIdOf(createHash('sha256').update(bytes).digest())
    const forged = [
      [identity.peerId, other],
      [identityByLibrary().peerId, own],
      [identity.peerId, { ...own, signature: other.signature }],
      [idOf(key), { publicKey: toHex(key), signature: own.signature }],
    ] as const
    for (const [peerId, proof] of forged)
      expect(await stranger.announce(peerId, proof)).toEqual(REFUSED)
  })

  test('holds for no id that differs in a bit of any byte of the tail', async () => {
    const stranger = await Stranger.connect()
    const bytes = fromHex(identity.peerId)
    for (let at = '-TW0100-'.length; at < bytes.length; at++) {
      now += 1_000 / SERVER_LIMITS.proofs.perSecond
      const other = bytes.with(at, (bytes[at] as number) ^ 1)
      const proof = await identity.prove(stranger.scope())
      const reply = await stranger.announce(toHex(other) as PeerId, proof)
      expect(reply, `byte ${at}`).toEqual({ failure: expect.stringContaining('does not hold') })
    }
  })

  test('of which a connection has a budget, whether they hold or not', async () => {
    const stranger = await Stranger.connect()
    const { burst, perSecond } = SERVER_LIMITS.proofs
    const tries = async () => {
      const fresh = identityByLibrary()
      return stranger.announce(
        fresh.peerId,
        await fresh.prove(stranger.scope({ server: 'elsewhere' })),
      )
    }
    for (let i = 0; i < burst; i++) expect(await tries()).toEqual(REFUSED)
    const proof = await identity.prove(stranger.scope())
    const late = await stranger.announce(identity.peerId, proof)
    expect(late).toEqual({ failure: expect.stringContaining('Too many') })
    now += 1_000 / perSecond
    expect(await stranger.announce(identity.peerId, proof)).toMatchObject(LISTED)
  })
})

describe('behind a proxy that writes a Host of its own, a proof holds', () => {
  const publicUrl = new URL('https://share.example.org')
  const replyTo = async (headers: Record<string, string>, name: string) => {
    const stranger = await Stranger.connect(headers)
    const { peerId, prove } = identityByLibrary()
    return stranger.announce(peerId, await prove(stranger.scope({ server: name })))
  }

  test('for the name of PUBLIC_URL', async () => {
    await server.close()
    await serve(0, { publicUrl })
    expect(await replyTo({}, 'share.example.org')).toMatchObject(LISTED)
    expect(await replyTo({}, 'other.example.org')).toEqual(REFUSED)
  })

  test('for our name in X-Forwarded-Host, if the proxy is trusted', async () => {
    const headers = { 'x-forwarded-host': 'swarm.localhost' }
    expect(await replyTo(headers, 'swarm.localhost')).toEqual(REFUSED)
    await server.close()
    await serve(0, { proxies: TrustedProxies.parse('1') })
    expect(await replyTo(headers, 'swarm.localhost')).toMatchObject(LISTED)
  })
})

describe('a proof at the WebTorrent door', () => {
  const { peerId, prove } = identityByLibrary()

  test('holds, and takes the id from an older connection, which is told', async () => {
    const [old, again] = [await stock(), await stock()]
    const proof = await prove(stockScope())
    expect(await announceStock(old, peerId, proof)).toMatchObject({ type: 'announced' })
    expect(await announceStock(again, peerId, proof)).toMatchObject({ leechers: 1 })
    expect(await old.next()).toMatchObject({
      type: 'failure',
      reason: expect.stringMatching(/\.$/),
    })
    await expect(old.next()).rejects.toThrow('hung up')
  })

  test.each<[string, Partial<ProofScope>]>([
    ['another server', { server: 'tracker.example' }],
    ['the other door', { door: 'socket.io' }],
  ])('that was made for %s does not hold', async (_, change) => {
    const proof = await prove(stockScope(change))
    const reply = await announceStock(await stock(), peerId, proof)
    expect(reply).toMatchObject({ type: 'failure', reason: REFUSED.failure })
  })

  test('does not take the id from a tab’s main line; that line takes it from here', async () => {
    const identity = identityByLibrary()
    const client = await stock()
    const proof = await identity.prove(stockScope())
    expect(await announceStock(client, identity.peerId, proof)).toMatchObject({ leechers: 1 })
    const owner = new Owner(identity)
    expect(await owner.announce()).toMatchObject({ ...LISTED, leechers: 1 })
    await expect(client.next()).resolves.toMatchObject({ type: 'failure' })
    const reply = await announceStock(await stock(), identity.peerId, proof)
    expect(reply).toMatchObject({ type: 'failure' })
    expect(await owner.announce()).toMatchObject({ ...LISTED, leechers: 1 })
    expect(owner.onDown).not.toHaveBeenCalled()
  })
})

test('ids of other clients need no proof, and belong to who has them first', async () => {
  const [first, second] = [await stock(), await Stranger.connect()]
  const webTorrent = toHex(Buffer.from('-WW0300-abcdefghijkl')) as PeerId
  expect(await announceStock(first, webTorrent)).toMatchObject({ type: 'announced' })
  expect(await second.announce(webTorrent)).toEqual({ failure: expect.any(String) })
  expect(await announceStock(first, webTorrent)).toMatchObject({ type: 'announced', leechers: 1 })
})

test('a server has one name, whether its default port is written or not', () => {
  expect(serverNameOf('Example.ORG:443')).toBe('example.org')
  expect(serverNameOf('example.org:80')).toBe('example.org')
  expect(serverNameOf('example.org:8443')).toBe('example.org:8443')
  expect(serverNameOf('[::1]:8080')).toBe('[::1]:8080')
})
