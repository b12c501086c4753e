/**
 * What this node knows by itself, its own visitors, in memory, and what all know together, in Redis. An
 * announce goes to both. While Redis is away the node serves what it knows; when Redis is back, or was emptied,
 * or has taken this node for dead, the node says again what is not, or may not be, as Redis has it.
 */
import type { InfoHash, Millis, PeerId } from '../../shared/base/ids.ts'
import type { AnnounceRequest } from '../../shared/tracker/announce.ts'
import type { MemoryRegistry } from '../../shared/tracker/memory.ts'
import { REFUSALS } from '../../shared/tracker/refusals.ts'
import type {
  Announcer,
  RegistryReply,
  RegistryTotals,
  SocketKey,
  SwarmCounts,
  SwarmRegistry,
} from '../../shared/tracker/registry.ts'
import type { Bus } from './bus.ts'
import type { RedisRegistry } from './registry.ts'
import { StoreAway } from './store.ts'

/** Sockets that are said again in a second: 10,000 in ten, beside what they announce themselves. */
const SAID_AGAIN_AT_ONCE = 1_000

/** Sockets that have closed while Redis was away, and whose memberships it may still have. */
const MAX_UNSAID = 20_000

interface Deps {
  readonly own: MemoryRegistry
  readonly shared: RedisRegistry
  readonly bus: Bus
  readonly node: string
}

const AWAY = Symbol('Redis is away')

export class SharedRegistry implements SwarmRegistry {
  readonly #own: MemoryRegistry
  readonly #shared: RedisRegistry
  readonly #bus: Bus
  readonly #node: string
  /** Sockets of this node, of which Redis may know something else than this node. */
  readonly #unsaid = new Set<SocketKey>()
  #isSaying = false
  onEvict: ((socket: SocketKey, infoHash: InfoHash) => void) | undefined

  constructor({ own, shared, bus, node }: Deps) {
    this.#own = own
    this.#shared = shared
    this.#bus = bus
    this.#node = node
    own.onEvict = (socket, infoHash) => {
      this.#unsaid.add(socket)
      this.onEvict?.(socket, infoHash)
    }
    shared.onEvict = (socket, infoHash) => {
      if (bus.isHere(socket)) this.evicted(socket, infoHash)
      else void bus.tell({ kind: 'evicted', to: socket, infoHash })
    }
  }

  async announce(request: AnnounceRequest, by: Announcer, now: Millis): Promise<RegistryReply> {
    const own = this.#own.announce({ ...request, numwant: 0 }, by, now)
    if ('failure' in own) return own
    const reply = await this.#write(by.socket, () => this.#announceToAll(request, by, now))
    if (reply === AWAY) return this.#own.announce(repeated(request), by, now)
    if ('failure' in reply) this.#own.leave(by.socket, request.infoHash)
    return reply
  }

  async countsOf(infoHash: InfoHash): Promise<SwarmCounts> {
    const counts = await ifThere(() => this.#shared.countsOf(infoHash))
    return counts === AWAY ? this.#own.countsOf(infoHash) : counts
  }

  /** Of a socket of this node. */
  peerOf(infoHash: InfoHash, socket: SocketKey): PeerId | undefined {
    return this.#own.peerOf(infoHash, socket)
  }

  async socketOf(infoHash: InfoHash, peerId: PeerId): Promise<SocketKey | undefined> {
    const own = this.#own.socketOf(infoHash, peerId)
    if (own !== undefined) return own
    const socket = await ifThere(() => this.#shared.socketOf(infoHash, peerId))
    // What Redis still has of a socket that was here is out of date.
    return socket === AWAY || (socket !== undefined && this.#bus.isHere(socket))
      ? undefined
      : socket
  }

  async ownerOf(peerId: PeerId): Promise<SocketKey | undefined> {
    const own = this.#own.ownerOf(peerId)
    if (own !== undefined) return own
    const owner = await ifThere(() => this.#shared.ownerOf(peerId))
    return owner === AWAY ? undefined : owner
  }

  async socketClosed(socket: SocketKey): Promise<void> {
    this.#own.socketClosed(socket)
    await this.#write(socket, () => this.#shared.socketClosed(socket))
  }

  /** Each second: this node is there, and says what is unsaid. */
  async expire(now: Millis): Promise<void> {
    this.#own.expire(now)
    if (this.#isSaying) return
    this.#isSaying = true
    await ifThere(async () => {
      if (!(await this.#shared.beat(this.#node, now)))
        for (const socket of this.#own.sockets()) this.#unsaid.add(socket)
      await this.#shared.expire(now)
      const sockets = [...this.#unsaid].slice(0, SAID_AGAIN_AT_ONCE)
      await Promise.all(sockets.map(socket => this.#sayAgain(socket, now)))
    }).finally(() => {
      this.#isSaying = false
    })
  }

  async totals(): Promise<RegistryTotals> {
    const totals = await ifThere(() => this.#shared.totals())
    return totals === AWAY ? this.#own.totals() : totals
  }

  /** Of a socket of this node: its place was given to somebody else, here or elsewhere. */
  evicted(socket: SocketKey, infoHash: InfoHash): void {
    this.#own.leave(socket, infoHash)
    this.onEvict?.(socket, infoHash)
  }

  /** The other nodes need not wait to find out that it is gone. */
  async leave(): Promise<void> {
    await ifThere(() => this.#shared.leave(this.#node))
  }

  async #announceToAll(request: AnnounceRequest, by: Announcer, now: Millis) {
    const reply = await this.#shared.announce(request, by, now)
    if (!('failure' in reply) || reply.failure !== REFUSALS['not yours']) return reply
    // Its node may have died a moment ago, and its client have come here.
    const owner = await this.#shared.ownerOf(request.peerId)
    if (owner === undefined || (await this.#isAlive(owner))) return reply
    await this.#shared.socketClosed(owner)
    return this.#shared.announce(request, by, now)
  }

  async #isAlive(socket: SocketKey): Promise<boolean> {
    return this.#bus.isHere(socket) ? this.#own.has(socket) : await this.#bus.mayBeThere(socket)
  }

  async #sayAgain(socket: SocketKey, now: Millis): Promise<void> {
    this.#unsaid.delete(socket)
    await this.#write(socket, async () => {
      await this.#shared.socketClosed(socket)
      for (const { request, by } of this.#own.membershipsOf(socket)) {
        const reply = await this.#announceToAll(request, by, now)
        // Another still has its id there, or its place: the next second decides.
        if ('failure' in reply) this.#unsaid.add(socket)
      }
    })
  }

  async #write<T>(socket: SocketKey, work: () => Promise<T>): Promise<T | typeof AWAY> {
    const result = await ifThere(work)
    // What is left there of who has gone ends by its silence.
    const isWorthIt = this.#own.has(socket) || this.#unsaid.size < MAX_UNSAID
    if (result === AWAY && isWorthIt) this.#unsaid.add(socket)
    return result
  }
}

/** It has been counted already. */
const repeated = ({ event, ...request }: AnnounceRequest): AnnounceRequest =>
  event === 'stopped' ? { ...request, event } : request

async function ifThere<T>(work: () => Promise<T>): Promise<T | typeof AWAY> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StoreAway) return AWAY
    throw error
  }
}
