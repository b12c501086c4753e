/** A swarm in virtual time: real peers, the real tracker registry and a model network, from one seed. */
import { type Millis, type PeerId, toHex } from '../base/ids.ts'
import { type Random, randomInt, seededStream } from '../base/random.ts'
import { SERVER, type TrackerName, type TrackerUrl } from '../dialling/way.ts'
import { Network } from '../network/network.ts'
import type { Topology } from '../network/topology.ts'
import { type ExchangeChoice, factoryOf } from '../peer/exchange-choice.ts'
import { LaneBudget } from '../peer/lane-budget.ts'
import type { PeerOptions } from '../peer/options.ts'
import { Peer } from '../peer/peer.ts'
import { Fingerprint } from './fingerprint.ts'
import { LaneSignalling } from './lane-signalling.ts'
import type { LinkEnd } from './link-end.ts'
import type { Observer } from './observer.ts'
import { RoundTripReports } from './round-trip-reports.ts'
import type { Carriage, HostDelays } from './scenarios/scenario.ts'
import { ServerRoutes } from './server-routes.ts'
import { Signalling, type SignallingParts } from './signalling.ts'
import { type HostedPeer, SimulatedPeer, type Surroundings } from './simulated-peer.ts'
import { SimulatedStorage } from './storage.ts'
import { Timeline } from './timeline.ts'
import type { SimulatedTorrent } from './torrent.ts'
import { SimulatedTracker } from './tracker.ts'
import { Ways } from './ways.ts'
import { wiring } from './wires/wiring.ts'

const OTHER: TrackerUrl = 'wss://tracker'

/** Replacements for parts of the world, for tests of what watches it. */
export interface Doubles {
  readonly createPeer?: (options: PeerOptions, random: Random) => HostedPeer
  readonly createWiring?: typeof wiring
}

type Chosen = 'granularity' | 'overhead'

export interface WorldOptions
  extends Doubles,
    Pick<Carriage, Chosen>,
    Partial<Omit<Carriage, Chosen>> {
  readonly topology: Topology
  readonly torrent: SimulatedTorrent
  readonly delays: HostDelays
  readonly seed: number
  readonly observer?: Observer
  readonly onFinished?: (peer: SimulatedPeer) => void
  /** A second tracker, which faults do not touch. */
  readonly otherTracker?: boolean
  /** Whether a link may be several connections, as many as pay. */
  readonly lanes?: boolean
  /** Whether ways may be cut, or carry twice. */
  readonly waysMayFail?: boolean
}

export interface Newcomer {
  readonly name: string
  readonly holds: 'everything' | 'nothing'
  /** The store it left behind when it was here before; then `holds` means nothing. */
  readonly storage?: SimulatedStorage
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
  readonly ways = new Ways()
  readonly routes: ServerRoutes
  readonly tracker: SimulatedTracker
  readonly #seed: number
  readonly #ids: Random
  readonly #breaks: Random
  readonly #peers = new Map<PeerId, SimulatedPeer>()
  readonly #trackers = new Map<TrackerName, SimulatedTracker>()
  readonly #around: Surroundings
  readonly #createPeer: (options: PeerOptions, random: Random) => HostedPeer

  constructor({
    topology,
    granularity,
    overhead,
    congestion = 'none',
    lanes = false,
    torrent,
    delays,
    seed,
    observer = {},
    onFinished: finished = () => {},
    otherTracker = false,
    waysMayFail = false,
    createPeer = (options, random) => new Peer(options, random),
    createWiring = wiring,
  }: WorldOptions) {
    const { timeline, fingerprint, ways } = this
    this.torrent = torrent
    this.network = new Network(topology, seed)
    this.#seed = seed
    this.#ids = seededStream(seed, 'peer ids')
    this.#breaks = seededStream(seed, 'broken links')
    this.#createPeer = createPeer
    const carriage = { granularity, overhead, congestion }
    const wires = createWiring(this.network, timeline, carriage)
    this.routes = new ServerRoutes(this.network, timeline)
    const tracker = (name: TrackerName, routes: ServerRoutes) =>
      new SimulatedTracker({
        name,
        infoHash: torrent.infoHash,
        peers: this.#peers,
        timeline,
        routes,
        random: seededStream(seed, name === SERVER ? 'tracker' : name),
        workMs: delays.trackerMs,
      })
    this.tracker = tracker(SERVER, this.routes)
    this.#trackers.set(SERVER, this.tracker)
    // Faults do not touch the way to the other tracker.
    if (otherTracker)
      this.#trackers.set(OTHER, tracker(OTHER, new ServerRoutes(this.network, timeline)))
    const parts: SignallingParts = {
      timeline,
      network: this.network,
      ways,
      wiring: waysMayFail ? ways.gated(wires) : wires,
      connectMs: delays.connectMs,
    }
    const roundTrips = new RoundTripReports(timeline, this.network, lanes)
    const signalling = new Signalling(parts, end => roundTrips.opened(end))
    this.#around = {
      timeline,
      torrent,
      delays,
      trackers: this.#trackers,
      signalling,
      lanes: lanes ? new LaneSignalling(parts) : undefined,
      fingerprint,
      observer,
      finished,
    }
  }

  /** Every peer that was ever here, in the order of joining. */
  get peers(): IterableIterator<SimulatedPeer> {
    return this.#peers.values()
  }

  get now(): Millis {
    return this.timeline.now
  }

  add({
    name,
    holds,
    storage = new SimulatedStorage(this.torrent, holds === 'everything'),
    joinWith = 'torrent',
    exchange,
    maxLinks,
  }: Newcomer): SimulatedPeer {
    const id = randomId(this.#ids)
    const { torrent } = this
    // A peer with a store knows its torrent.
    const knows = storage.held.count > 0 || joinWith === 'torrent'
    const peer = this.#createPeer(
      {
        infoHash: torrent.infoHash,
        peerId: id,
        client: 'simulation',
        wanted: true,
        trackers: [...this.#trackers.keys()],
        ...(knows && { info: torrent.info }),
        ...(exchange && { exchange: factoryOf(exchange) }),
        ...(maxLinks !== undefined && { maxLinks }),
        ...(this.#around.lanes && { lanes: new LaneBudget() }),
      },
      seededStream(this.#seed, id),
    )
    const identity = { id, name, index: this.#peers.size }
    const simulated = new SimulatedPeer(identity, peer, storage, this.#around)
    this.#peers.set(id, simulated)
    simulated.tell({ type: 'join' })
    for (const tracker of this.#trackers.keys())
      if (tracker !== SERVER || this.routes.isUp) simulated.tell({ type: 'trackerUp', tracker })
    return simulated
  }

  /** The server stops: nobody is listed any more, and signals are lost. */
  stopTracker(): void {
    this.routes.isUp = false
    for (const peer of this.#peers.values())
      peer.tell({ type: 'trackerDown', tracker: SERVER, reason: 'the server is gone' })
  }

  /** The server starts again, and all living peers connect. */
  startTracker(): void {
    this.routes.isUp = true
    for (const peer of this.#peers.values()) peer.tell({ type: 'trackerUp', tracker: SERVER })
  }

  /** With a goodbye to the tracker; its links close. */
  leave(peer: SimulatedPeer): void {
    if (!peer.isAlive) return
    peer.tell({ type: 'leave' })
    this.#remove(peer)
  }

  /** Leaves without a goodbye, as a closed tab: links and the tracker's socket break. */
  kill(peer: SimulatedPeer): void {
    if (peer.isAlive) this.#remove(peer)
  }

  /** Dies as a tab's process: only its socket breaks, its links fall silent. */
  crash(peer: SimulatedPeer): void {
    peer.isAlive = false
    this.#goneAtTrackers(peer)
    for (const end of [...peer.ends.values()]) this.#around.signalling.vanish(end)
  }

  #goneAtTrackers(peer: SimulatedPeer): void {
    for (const tracker of this.#trackers.values()) tracker.gone(peer)
  }

  #remove(peer: SimulatedPeer): void {
    peer.isAlive = false
    this.#goneAtTrackers(peer)
    for (const end of [...peer.ends.values()])
      this.#around.signalling.closeEnd(end, 'the remote closed')
  }

  /** Breaks a random link; both ends are told. */
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

  /** Runs until the condition holds. False if time or events ran out before. */
  run(until: Millis, isOver: () => boolean = () => false): boolean {
    return this.timeline.run(until, isOver)
  }
}

const randomId = (random: Random): PeerId =>
  toHex(Uint8Array.from({ length: 20 }, () => randomInt(random, 256))) as PeerId
