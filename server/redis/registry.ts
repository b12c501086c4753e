/** The tracker's state in Redis: what several nodes know together. Rejects with `StoreAway` when it cannot be asked. */
import type { InfoHash, Millis, PeerId } from '../../shared/base/ids.ts'
import { type Random, randomInt } from '../../shared/base/random.ts'
import {
  type AnnounceRequest,
  announceReply,
  BRISK_EXPIRY_MS,
  MEMBER_EXPIRY_MS,
  sampleSize,
} from '../../shared/tracker/announce.ts'
import { REFUSALS, type Refusal } from '../../shared/tracker/refusals.ts'
import {
  type Announcer,
  REGISTRY_LIMITS,
  type RegistryLimits,
  type RegistryReply,
  type RegistryTotals,
  type SocketKey,
  type SwarmCounts,
  type SwarmRegistry,
} from '../../shared/tracker/registry.ts'
import { ANNOUNCE, BEAT, CLOSE, COUNTS, EXPIRE, LEAVE, type Script } from './scripts.ts'
import type { RedisStore } from './store.ts'

/** Memberships, and sockets of a node that is gone, removed at once: some 10 ms in which Redis does nothing else. */
const MAX_EXPIRED_AT_ONCE = 500
const MAX_CLOSED_AT_ONCE = 200

/** A node that has not been heard of for this long is gone, and its sockets with it. It says so each second. */
const NODE_EXPIRY_MS = 5_000

/** What a stock digit and a peer id take. */
const DRAWN_LENGTH = 41

interface RedisRegistryOptions {
  readonly random: Random
  /** Before every key. */
  readonly prefix: string
  readonly limits?: RegistryLimits
  /** By default Redis's own, whatever the caller says. For tests, which go through hours in a moment. */
  readonly isCallersTime?: boolean
}

export class RedisRegistry implements SwarmRegistry {
  readonly #store: RedisStore
  readonly #random: Random
  readonly #prefix: string
  readonly #limits: RegistryLimits
  readonly #limitArgs: readonly string[]
  readonly #isCallersTime: boolean
  onEvict: ((socket: SocketKey, infoHash: InfoHash) => void) | undefined

  constructor(
    store: RedisStore,
    { random, prefix, limits = REGISTRY_LIMITS, isCallersTime = false }: RedisRegistryOptions,
  ) {
    this.#store = store
    this.#random = random
    this.#prefix = prefix
    this.#limits = limits
    const { maxMembers, maxMembersPerAddress, maxSwarmsPerSocket } = this.#limits
    this.#limitArgs = [maxMembers, maxMembersPerAddress, maxSwarmsPerSocket].map(String)
    this.#isCallersTime = isCallersTime
  }

  async announce(request: AnnounceRequest, by: Announcer, now: Millis): Promise<RegistryReply> {
    const { infoHash, peerId, left, stock, brisk, event = '' } = request
    const count = sampleSize(request)
    const reply = (await this.#run(ANNOUNCE, now, [
      infoHash,
      peerId,
      by.socket,
      by.address,
      left === 0 ? '1' : '0',
      stock ? '1' : '0',
      String(brisk ? BRISK_EXPIRY_MS : MEMBER_EXPIRY_MS),
      event,
      String(count),
      ...this.#limitArgs,
    ])) as Announced
    const [refusal, seeders = 0, members = 0, evicted, evictedFrom, drawn = ''] = reply
    if (refusal !== '') return { failure: REFUSALS[refusal] }
    if (evicted) this.onEvict?.(evicted, evictedFrom as InfoHash)
    const sample = this.#shuffled(drawn, count).map(one => ({
      peerId: one.slice(1) as PeerId,
      stock: one.startsWith('1'),
    }))
    return announceReply({ seeders, leechers: members - seeders }, sample)
  }

  async countsOf(infoHash: InfoHash): Promise<SwarmCounts> {
    const reply = (await this.#run(COUNTS, undefined, [infoHash])) as [number, number, number]
    const [seeders, members, completed] = reply
    return { seeders, leechers: members - seeders, completed }
  }

  async peerOf(infoHash: InfoHash, socket: SocketKey): Promise<PeerId | undefined> {
    return ((await this.#get(`k:${socket}`, infoHash)) ?? undefined) as PeerId | undefined
  }

  async socketOf(infoHash: InfoHash, peerId: PeerId): Promise<SocketKey | undefined> {
    // After its two digits.
    return (await this.#get(`s:${infoHash}`, peerId))?.slice(2)
  }

  async ownerOf(peerId: PeerId): Promise<SocketKey | undefined> {
    return (await this.#get(`o:${peerId}`, 's')) ?? undefined
  }

  async socketClosed(socket: SocketKey): Promise<void> {
    await this.#run(CLOSE, undefined, [socket])
  }

  async expire(now: Millis): Promise<void> {
    const limit = String(MAX_EXPIRED_AT_ONCE)
    while ((await this.#run(EXPIRE, now, [limit])) === MAX_EXPIRED_AT_ONCE);
  }

  async totals(): Promise<RegistryTotals> {
    const [swarms, members] = await Promise.all([
      this.#store.command('GET', `${this.#prefix}swarms`),
      this.#store.command('ZCARD', `${this.#prefix}silent`),
    ])
    return { swarms: Number(swarms ?? 0), members: Number(members) }
  }

  /** This node is there. False: Redis has lost what it has said before, or never heard of it. */
  async beat(node: string, now: Millis): Promise<boolean> {
    const args = [node, NODE_EXPIRY_MS, MAX_CLOSED_AT_ONCE].map(String)
    return (await this.#run(BEAT, now, args)) === 1
  }

  async leave(node: string): Promise<void> {
    await this.#run(LEAVE, undefined, [node])
  }

  #run(script: Script, now: Millis | undefined, args: readonly string[]): Promise<unknown> {
    const given = this.#isCallersTime && now !== undefined ? String(now) : ''
    return this.#store.run(script, [this.#prefix, given, ...args])
  }

  async #get(key: string, field: string): Promise<string | null> {
    return (await this.#store.command('HGET', this.#prefix + key, field)) as string | null
  }

  /** Redis draws at random, but names small swarms in their order: shuffled, and one too many left out (Fisher-Yates). */
  #shuffled(drawn: string, count: number): string[] {
    const all: string[] = []
    for (let at = 0; at < drawn.length; at += DRAWN_LENGTH)
      all.push(drawn.slice(at, at + DRAWN_LENGTH))
    const wanted = Math.min(count, all.length)
    for (let i = 0; i < wanted; i++) {
      const j = i + randomInt(this.#random, all.length - i)
      const one = all[j] as string
      all[j] = all[i] as string
      all[i] = one
    }
    return all.slice(0, wanted)
  }
}

type Announced = readonly [
  refusal: '' | Refusal,
  seeders?: number,
  members?: number,
  evicted?: SocketKey,
  evictedFrom?: string,
  drawn?: string,
]
