/**
 * A swarm in virtual time: the real `Peer`, the real tracker registry and the network's model, on a
 * clock that jumps. Chance comes from one seed: the same seed gives the same events.
 */
import { type Millis, type PeerId, toHex } from '../base/ids.ts'
import { type Random, randomInt, seededStream } from '../base/random.ts'
import { Network } from '../network/network.ts'
import { OVERHEADS, type OverheadName } from '../network/overhead.ts'
import type { Topology } from '../network/topology.ts'
import type { ExchangeChoice } from '../peer/exchange-choice.ts'
import { Peer } from '../peer/peer.ts'
import { Fingerprint } from './fingerprint.ts'
import type { LinkEnd } from './link-end.ts'
import type { Observer } from './observer.ts'
import { RelayedSignalling } from './relayed-signalling.ts'
import type { Granularity, HostDelays } from './scenario.ts'
import { ServerRoutes } from './server-routes.ts'
import { Signalling } from './signalling.ts'
import { SimulatedPeer, type Surroundings } from './simulated-peer.ts'
import { SimulatedStorage } from './storage.ts'
import { Timeline } from './timeline.ts'
import type { SimulatedTorrent } from './torrent.ts'
import { SimulatedTracker } from './tracker.ts'
import { wiring } from './wire.ts'

export interface WorldOptions {
  readonly topology: Topology
  readonly granularity: Granularity
  readonly overhead: OverheadName
  readonly torrent: SimulatedTorrent
  readonly delays: HostDelays
  readonly seed: number
  readonly observer?: Observer
  readonly onFinished?: (peer: SimulatedPeer) => void
}

export interface Newcomer {
  /** A peer of the topology; it has its link there. */
  readonly name: string
  readonly holds: 'everything' | 'nothing'
  /** Whether it has the metadata, or fetches it from members (BEP 9). */
  readonly joinWith?: 'torrent' | 'link'
  readonly exchange?: ExchangeChoice
  readonly maxLinks?: number
}

export class World {
  readonly timeline = new Timeline()
  readonly fingerprint = new Fingerprint()
  readonly torrent: SimulatedTorrent
  readonly network: Network
  readonly #seed: number
  readonly #ids: Random
  readonly #breaks: Random
  readonly #peers = new Map<PeerId, SimulatedPeer>()
  readonly #around: Surroundings
  #isTrackerUp = true

  constructor({
    topology,
    granularity,
    overhead,
    torrent,
    delays,
    seed,
    observer = {},
    onFinished: finished = () => {},
  }: WorldOptions) {
    const { timeline, fingerprint } = this
    this.torrent = torrent
    this.network = new Network(topology, seed)
    this.#seed = seed
    this.#ids = seededStream(seed, 'peer ids')
    this.#breaks = seededStream(seed, 'broken links')
    const routes = new ServerRoutes(this.network)
    const tracker = new SimulatedTracker(torrent.infoHash, timeline, routes, {
      random: seededStream(seed, 'tracker'),
      workMs: delays.trackerMs,
    })
    const signalling = new Signalling({
      peers: this.#peers,
      timeline,
      network: this.network,
      routes,
      wiring: wiring(this.network, timeline, OVERHEADS[overhead], granularity),
      connectMs: delays.connectMs,
    })
    const relayed = new RelayedSignalling({
      peers: this.#peers,
      timeline,
      connectMs: delays.connectMs,
      open: (answerer, dialler) => signalling.open(answerer, dialler),
    })
    this.#around = {
      timeline,
      torrent,
      delays,
      tracker,
      signalling,
      relayed,
      fingerprint,
      observer,
      finished,
    }
  }

  /** Everyone who was ever here, in the order of coming. */
  get peers(): IterableIterator<SimulatedPeer> {
    return this.#peers.values()
  }

  get now(): Millis {
    return this.timeline.now
  }

  /** Joins at once. */
  add({ name, holds, joinWith = 'torrent', exchange, maxLinks }: Newcomer): SimulatedPeer {
    const id = randomId(this.#ids)
    const { torrent } = this
    const knows = holds === 'everything' || joinWith === 'torrent'
    const peer = new Peer(
      {
        infoHash: torrent.infoHash,
        peerId: id,
        client: 'simulation',
        wanted: true,
        ...(knows && { info: torrent.info }),
        ...(exchange && { exchange }),
        ...(maxLinks !== undefined && { maxLinks }),
      },
      seededStream(this.#seed, id),
    )
    const storage = new SimulatedStorage(torrent, holds === 'everything')
    const identity = { id, name, index: this.#peers.size }
    const simulated = new SimulatedPeer(identity, peer, storage, this.#around)
    this.#peers.set(id, simulated)
    simulated.tell({ type: 'join' })
    if (this.#isTrackerUp) simulated.tell({ type: 'trackerUp' })
    return simulated
  }

  /** The server is gone for good: nobody is listed any more, and no signal goes through it. */
  stopTracker(): void {
    this.#isTrackerUp = false
    for (const peer of this.#peers.values())
      peer.tell({ type: 'trackerDown', reason: 'the server is gone' })
  }

  /** With a goodbye to the tracker; its links close. */
  leave(peer: SimulatedPeer): void {
    if (!peer.isAlive) return
    peer.tell({ type: 'leave' })
    this.#remove(peer)
  }

  /** Without a word, as a tab that is closed: links and the tracker's socket break. */
  kill(peer: SimulatedPeer): void {
    if (peer.isAlive) this.#remove(peer)
  }

  #remove(peer: SimulatedPeer): void {
    peer.isAlive = false
    this.#around.tracker.gone(peer)
    for (const end of [...peer.ends.values()])
      this.#around.signalling.close(end, 'the remote closed')
  }

  /** One of its links, by chance; both ends find out. */
  breakLink(peer: SimulatedPeer): void {
    const ends = [...peer.ends.values()]
    const end = ends[randomInt(this.#breaks, ends.length)]
    if (end !== undefined) this.cut(end)
  }

  /** Both ends find out at once. */
  cut(end: LinkEnd): void {
    const { other } = end
    this.#around.signalling.tellClosed(end, 'the connection broke')
    this.#around.signalling.tellClosed(other, 'the connection broke')
  }

  /** Until the condition holds; false if before that the time was up, or nothing left to happen. */
  run(until: Millis, isOver: () => boolean = () => false): boolean {
    return this.timeline.run(until, isOver)
  }
}

const randomId = (random: Random): PeerId =>
  toHex(Uint8Array.from({ length: 20 }, () => randomInt(random, 256))) as PeerId
