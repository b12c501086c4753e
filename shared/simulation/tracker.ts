/**
 * A tracker in virtual time, with the server's real registry. Our server names members and carries all
 * signals; another tracker hands open offers to random members and carries answers (WebTorrent).
 */
import type { InfoHash, Millis, PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { DiallingEffectOf } from '../dialling/effect.ts'
import { SERVER, type TrackerName } from '../dialling/way.ts'
import { MemoryRegistry } from '../tracker/memory.ts'
import type { Signal } from '../wire/signal.ts'
import { offerOfNobody } from './description.ts'
import type { Owner } from './link-end.ts'
import type { ServerRoutes } from './server-routes.ts'
import type { Timeline } from './timeline.ts'

export interface TrackerParts {
  readonly name: TrackerName
  readonly infoHash: InfoHash
  readonly peers: ReadonlyMap<string, Owner>
  readonly timeline: Timeline
  readonly routes: ServerRoutes
  readonly random: Random
  readonly workMs: Millis
}

export class SimulatedTracker {
  readonly #parts: TrackerParts
  #registry: MemoryRegistry
  /** Peers whose names strangers have. */
  readonly #squatted = new Set<PeerId>()

  constructor(parts: TrackerParts) {
    this.#parts = parts
    this.#registry = new MemoryRegistry(parts.random)
  }

  announce(peer: Owner, announcement: DiallingEffectOf<'announce'>): void {
    const { routes, workMs } = this.#parts
    const { there, back } = routes.of(peer.name)
    routes.carry(peer.name, there + workMs, () => {
      // Except for a goodbye, messages from a peer that is gone come from a closed socket.
      if (!peer.isAlive && announcement.event !== 'stopped') return
      const answer = this.#register(peer, announcement)
      routes.carry(peer.name, back, () => peer.tell(answer))
    })
  }

  /** If the receiver is not there, a refusal comes back in its name. */
  carry(from: Owner, { to, offerId, signal }: DiallingEffectOf<'carry'>): void {
    const { routes, peers } = this.#parts
    const isAwaited = signal.kind === 'offer' || signal.kind === 'answer'
    const { there, back } = routes.of(from.name)
    const remote = peers.get(to)
    // A stranger says nothing to what it is told.
    if (this.#squatted.has(to)) return
    if (!remote?.isAlive || this.#squatted.has(from.id)) {
      if (isAwaited) routes.carry(from.name, there + back, () => this.#gone(from, to, offerId))
      return
    }
    routes.carry(remote.name, there + routes.of(remote.name).back, () => {
      if (remote.isAlive) this.#tell(remote, from.id, offerId, signal)
      else if (isAwaited) routes.carry(from.name, back, () => this.#gone(from, to, offerId))
    })
  }

  #gone(from: Owner, to: PeerId, offerId: string): void {
    this.#tell(from, to, offerId, { kind: 'refuse', reason: 'gone' })
  }

  /** A stranger has announced under this id before its peer could; until `release`. */
  squat(id: PeerId): void {
    const { infoHash, timeline } = this.#parts
    const figures = { uploaded: 0, downloaded: 0, left: 1, numwant: 0 }
    this.#registry.socketClosed(id)
    const socket = strangerAs(id)
    const by = { socket, address: socket }
    this.#registry.announce({ infoHash, peerId: id, ...figures }, by, timeline.now)
    this.#squatted.add(id)
  }

  release(id: PeerId): void {
    this.#registry.socketClosed(strangerAs(id))
    this.#squatted.delete(id)
  }

  /** The stranger who has this id offers a connection, and makes none. */
  offerAs(id: PeerId, to: Owner, offerId: string): void {
    const { routes } = this.#parts
    const signal = { kind: 'offer', sdp: offerOfNobody(id) } as const
    const arrive = () => this.#tell(to, id, offerId, signal)
    routes.carry(to.name, routes.of(to.name).back, arrive)
  }

  forget(): void {
    this.#registry = new MemoryRegistry(this.#parts.random)
  }

  /** The peer's socket is closed, which the server notices after the usual delay. */
  gone(peer: Owner): void {
    const { routes, timeline } = this.#parts
    const { there } = routes.of(peer.name)
    timeline.call(timeline.now + there, () => this.#registry.socketClosed(peer.id))
  }

  #register(peer: Owner, announcement: DiallingEffectOf<'announce'>) {
    const { name: tracker, infoHash, timeline } = this.#parts
    const { offers } = announcement
    this.#registry.expire(timeline.now)
    const numwant = tracker === SERVER ? announcement.numwant : offers.length
    const request = { ...announcement, infoHash, peerId: peer.id, numwant }
    const by = { socket: peer.id, address: peer.id }
    const reply = this.#registry.announce(request, by, timeline.now)
    if ('failure' in reply)
      return { type: 'announceFailed', tracker, reason: reply.failure } as const
    if (tracker !== SERVER) this.#handOut(peer, announcement, reply.peers)
    return { type: 'announced', tracker, ...reply } as const
  }

  #handOut(by: Owner, { offers }: DiallingEffectOf<'announce'>, members: readonly string[]): void {
    const { peers, routes } = this.#parts
    for (const [i, id] of members.entries()) {
      const [member, offer] = [peers.get(id), offers[i]]
      if (!member || !offer) continue
      const signal = { kind: 'offer', sdp: offer.sdp, whole: true } as const
      const arrive = () => this.#tell(member, by.id, offer.offerId, signal)
      routes.carry(member.name, routes.of(member.name).back, arrive)
    }
  }

  #tell(to: Owner, from: Owner['id'], offerId: string, signal: Signal): void {
    const { name: tracker } = this.#parts
    const group = signal.kind === 'offer' && tracker === SERVER ? groupOf(from) : undefined
    to.tell({
      type: 'carried',
      tracker,
      from,
      offerId,
      signal,
      ...(group !== undefined && { group }),
    })
  }
}

/** Every peer has an address of its own. */
const groupOf = (id: Owner['id']): number => Number.parseInt(id.slice(-8), 16)

const strangerAs = (id: PeerId): string => `a stranger as ${id}`
