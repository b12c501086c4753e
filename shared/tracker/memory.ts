/** The tracker's state in this process's memory, the default. A restart loses it, and peers soon announce again. */
import type { InfoHash, Millis, PeerId } from '../base/ids.ts'
import { Places } from '../base/places.ts'
import type { Random } from '../base/random.ts'
import {
  type AnnounceRequest,
  announceReply,
  BRISK_EXPIRY_MS,
  MEMBER_EXPIRY_MS,
  sampleSize,
} from './announce.ts'
import { BySilence } from './by-silence.ts'
import { REFUSALS, type RefusalSentence } from './refusals.ts'
import {
  type Announcer,
  REGISTRY_LIMITS,
  type RegistryLimits,
  type RegistryReply,
  type RegistryTotals,
  type SocketKey,
  type SwarmCounts,
  type SwarmRegistry,
} from './registry.ts'
import { type Member, Swarm } from './swarm.ts'

interface Membership {
  readonly request: AnnounceRequest
  readonly by: Announcer
}

export class MemoryRegistry implements SwarmRegistry {
  readonly #random: Random
  readonly #limits: RegistryLimits
  readonly #swarms = new Map<InfoHash, Swarm>()
  readonly #bySocket = new Map<SocketKey, Map<InfoHash, Member>>()
  /** The socket that each peer id belongs to, and the number of its swarms. */
  readonly #owners = new Map<PeerId, { readonly socket: SocketKey; memberships: number }>()
  readonly #bySilence = new BySilence<Member>()
  /** Memberships that announce every few seconds. */
  readonly #briskBySilence = new BySilence<Member>()
  /** A place in the table for each membership, by address. */
  readonly #places: Places<string, Member>
  onEvict: ((socket: SocketKey, infoHash: InfoHash) => void) | undefined

  constructor(random: Random, limits: RegistryLimits = REGISTRY_LIMITS) {
    this.#random = random
    this.#limits = limits
    this.#places = new Places({ max: limits.maxMembers, maxEach: limits.maxMembersPerAddress })
  }

  announce(request: AnnounceRequest, by: Announcer, now: Millis): RegistryReply {
    const swarms = this.#bySocket.get(by.socket)
    const mine = swarms?.get(request.infoHash)
    // Who has the membership has the peer id.
    if (mine === undefined || mine.peerId !== request.peerId) {
      const failure = this.#refusal(request, by.socket, mine, swarms?.size ?? 0)
      if (failure) return { failure }
    }
    if (request.event === 'stopped') {
      if (mine) this.#remove(mine)
      return this.#reply(request, mine?.swarm.size === 0 ? undefined : mine?.swarm)
    }
    const member = mine ?? this.#add(request, by, now)
    if (typeof member === 'string') return { failure: member }
    const { swarm } = member
    if (request.event === 'completed' && !member.seeding) swarm.completed++
    swarm.setSeeding(member, request.left === 0)
    if (mine) this.#listOf(member).delete(member)
    member.brisk = request.brisk ?? false
    member.lastAnnounce = now
    this.#listOf(member).add(member)
    return this.#reply(request, swarm)
  }

  countsOf(infoHash: InfoHash): SwarmCounts {
    const swarm = this.#swarms.get(infoHash)
    if (!swarm) return { seeders: 0, leechers: 0, completed: 0 }
    const { seeders, leechers, completed } = swarm
    return { seeders, leechers, completed }
  }

  peerOf(infoHash: InfoHash, socket: SocketKey): PeerId | undefined {
    return this.#bySocket.get(socket)?.get(infoHash)?.peerId
  }

  socketOf(infoHash: InfoHash, peerId: PeerId): SocketKey | undefined {
    return this.#swarms.get(infoHash)?.get(peerId)?.socket
  }

  ownerOf(peerId: PeerId): SocketKey | undefined {
    return this.#owners.get(peerId)?.socket
  }

  socketClosed(socket: SocketKey): void {
    for (const member of [...(this.#bySocket.get(socket)?.values() ?? [])]) this.#remove(member)
  }

  /** Ends one membership, if there is one. */
  leave(socket: SocketKey, infoHash: InfoHash): void {
    const member = this.#bySocket.get(socket)?.get(infoHash)
    if (member) this.#remove(member)
  }

  has(socket: SocketKey): boolean {
    return this.#bySocket.has(socket)
  }

  /** Those that are in a swarm. */
  sockets(): Iterable<SocketKey> {
    return this.#bySocket.keys()
  }

  /** As announces that would make them; each as it is when it is asked for, and none that has ended by then. */
  *membershipsOf(socket: SocketKey): Generator<Membership> {
    for (const member of this.#bySocket.get(socket)?.values() ?? []) {
      const { swarm, peerId, address, stock, seeding, brisk } = member
      const request = {
        infoHash: swarm.infoHash,
        peerId,
        uploaded: 0,
        downloaded: 0,
        left: seeding ? 0 : 1,
        numwant: 0,
        stock,
        ...(brisk && { brisk }),
      }
      yield { request, by: { socket, address } }
    }
  }

  expire(now: Millis): void {
    this.#expire(this.#bySilence, now - MEMBER_EXPIRY_MS)
    this.#expire(this.#briskBySilence, now - BRISK_EXPIRY_MS)
  }

  #expire(list: BySilence<Member>, time: Millis): void {
    for (let silent = list.silentSince(time); silent; silent = list.silentSince(time))
      this.#remove(silent)
  }

  #listOf({ brisk }: Member): BySilence<Member> {
    return brisk ? this.#briskBySilence : this.#bySilence
  }

  totals(): RegistryTotals {
    return { swarms: this.#swarms.size, members: this.#bySilence.size + this.#briskBySilence.size }
  }

  #refusal(
    { peerId }: AnnounceRequest,
    socket: SocketKey,
    mine: Member | undefined,
    swarms: number,
  ): RefusalSentence | undefined {
    const owner = this.#owners.get(peerId)
    if (owner && owner.socket !== socket) return REFUSALS['not yours']
    if (mine) return REFUSALS['another id']
    return swarms >= this.#limits.maxSwarmsPerSocket ? REFUSALS['too many swarms'] : undefined
  }

  /** A sentence, if there is no room for it. */
  #add(
    { infoHash, peerId, stock = false }: AnnounceRequest,
    by: Announcer,
    now: Millis,
  ): Member | RefusalSentence {
    const swarm = this.#swarms.get(infoHash) ?? new Swarm(infoHash)
    const member = swarm.add(peerId, by, stock, now)
    const taken = this.#places.take(by.address, member)
    if (taken.refused) {
      swarm.remove(member)
      return REFUSALS[taken.refused]
    }
    const { evicted } = taken
    if (evicted) this.#remove(evicted)
    this.#swarms.set(infoHash, swarm)
    getOrSet(this.#bySocket, by.socket, () => new Map()).set(infoHash, member)
    getOrSet(this.#owners, peerId, () => ({ socket: by.socket, memberships: 0 })).memberships++
    if (evicted) this.onEvict?.(evicted.socket, evicted.swarm.infoHash)
    return member
  }

  #remove(member: Member): void {
    const { swarm, socket, peerId } = member
    swarm.remove(member)
    if (swarm.size === 0) this.#swarms.delete(swarm.infoHash)
    const swarmsOfSocket = this.#bySocket.get(socket)
    swarmsOfSocket?.delete(swarm.infoHash)
    if (swarmsOfSocket?.size === 0) this.#bySocket.delete(socket)
    const owner = this.#owners.get(peerId)
    if (owner && --owner.memberships === 0) this.#owners.delete(peerId)
    this.#listOf(member).delete(member)
    this.#places.free(member.address, member)
  }

  #reply(request: AnnounceRequest, known: Swarm | undefined): RegistryReply {
    const swarm = known ?? this.#swarms.get(request.infoHash)
    const members = swarm?.sample(request.peerId, sampleSize(request), this.#random) ?? []
    return announceReply(swarm ?? NOBODY, members)
  }
}

const NOBODY = { seeders: 0, leechers: 0 }

function getOrSet<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
