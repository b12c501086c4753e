/** One run of a scenario: peers join and leave as planned until all that must finish have finished. */
import type { Millis } from '../base/ids.ts'
import { type Random, seededStream } from '../base/random.ts'
import { type GossipTotals, gossipTotals } from '../gossip/totals.ts'
import type { Topology } from '../network/topology.ts'
import { type FaultKind, isLie } from './faults/fault.ts'
import { Faults } from './faults/faults.ts'
import { unchokeNobody } from './faults/lies.ts'
import { mayLose } from './faults/link-faults.ts'
import type { Observer } from './observer.ts'
import {
  type Arrivals,
  castOf,
  freeRidersOf,
  type PeerClass,
  type Scenario,
  topologyOf,
} from './scenarios/scenario.ts'
import type { SimulatedPeer } from './simulated-peer.ts'
import type { SimulatedStorage } from './storage.ts'
import { SimulatedTorrent } from './torrent.ts'
import { type Doubles, World } from './world.ts'

/** Totals of gossip, if the scenario uses it; of a peer that came back, since then. */
type Gossiped = Partial<GossipTotals>

export interface Run extends Gossiped {
  readonly seed: number
  /** When the last peer that must finish had finished; null if one never did. */
  readonly makespanMs: Millis | null
  /** The mean time from joining to finishing, over the leechers that finished; null if none did. */
  readonly meanMs: Millis | null
  readonly events: number
  readonly fingerprint: string
  /** The leechers that joined, in the order of joining. */
  readonly peers: readonly PeerResult[]
  readonly seeders: readonly SeederResult[]
  /** The checks of the scenario that failed, a sentence each. */
  readonly failures: readonly string[]
}

export interface SeederResult extends Gossiped {
  readonly id: string
  readonly uploaded: number
}

export interface PeerResult extends Gossiped {
  readonly id: string
  readonly joinedMs: Millis
  readonly finishedMs: Millis | null
  /** Payload bytes. */
  readonly downloaded: number
  readonly uploaded: number
  readonly isFreeRider: boolean
  /** The name of its class, if it has one. */
  readonly class?: string
}

export class Simulation {
  readonly scenario: Scenario
  readonly seed: number
  readonly world: World
  readonly topology: Topology
  readonly #peers = new Map<string, SimulatedPeer>()
  readonly #seeders: ReadonlySet<string>
  readonly #freeRiders: ReadonlySet<string>
  readonly #classOf: ReadonlyMap<string, PeerClass>
  readonly #faults: Faults
  /** Peers that must finish and have not finished yet; some may not have joined yet. */
  readonly #unfinished: Set<string>
  readonly #endMs: Millis
  #isHealed = false
  #isSpent = false

  constructor(scenario: Scenario, seed: number, observer: Observer = {}, doubles: Doubles = {}) {
    this.scenario = scenario
    this.seed = seed
    this.topology = topologyOf(scenario)
    const { granularity, overhead, congestion, lanes } = scenario
    const { torrent, delays, faults, heal, otherTracker } = scenario
    this.world = new World({
      topology: mayLose(this.topology, faults),
      granularity,
      overhead,
      congestion,
      lanes,
      torrent: new SimulatedTorrent(torrent, seed),
      delays,
      seed,
      observer,
      onFinished: peer => this.#finished(peer),
      otherTracker,
      waysMayFail: faults.length > 0,
      ...doubles,
    })
    this.#faults = new Faults(faults, {
      world: this.world,
      seed,
      living: name => this.#living(name),
      comeBack: (name, storage) => this.#join(name, 'nothing', storage),
    })
    const { seeders, leechers } = castOf(scenario, this.topology)
    this.#seeders = new Set(seeders)
    this.#freeRiders = freeRidersOf(scenario, leechers, seed)
    this.#classOf = classesByPeer(scenario)
    const isHonest = (name: string) => !faults.some(fault => isLie(fault) && fault.peer === name)
    this.#unfinished = new Set(heal?.core ?? leechers.filter(isHonest))
    this.#endMs = heal ? heal.atMs + heal.withinMs : scenario.limitMs
    this.#plan(leechers)
  }

  get isOver(): boolean {
    return this.#isDone() || this.#isSpent
  }

  /** The kinds of faults that changed something in this run. */
  get fired(): ReadonlySet<FaultKind> {
    return this.#faults.fired
  }

  /** Runs up to this time or for this number of events, whichever comes first. */
  run(until: Millis = this.#endMs, events = Number.POSITIVE_INFINITY): void {
    const { timeline } = this.world
    const stopAt = timeline.happened + events
    const isStopped = this.world.run(
      Math.min(until, this.#endMs),
      () => this.#isDone() || timeline.happened >= stopAt,
    )
    if (!isStopped && until >= this.#endMs) this.#isSpent = true
  }

  /** The share of all pieces that leechers hold. */
  get progress(): number {
    let held = 0
    for (const { name, storage } of this.#peers.values()) {
      if (!this.#seeders.has(name)) held += storage.held.count
    }
    const leechers = this.topology.peers.length - this.#seeders.size
    return held / (leechers * this.world.torrent.info.pieceCount)
  }

  get result(): Run {
    const { timeline, fingerprint } = this.world
    const came = [...this.#peers.values()]
    const peers = came
      .filter(({ name }) => !this.#seeders.has(name))
      .map(peer => {
        const own = this.#classOf.get(peer.name)
        const isFreeRider = this.#freeRiders.has(peer.name)
        return { ...resultOf(peer), isFreeRider, ...(own && { class: own.name }) }
      })
    const seeders = came.filter(({ name }) => this.#seeders.has(name))
    const ends = peers.flatMap(({ finishedMs }) => finishedMs ?? [])
    const times = peers.flatMap(peer => (peer.finishedMs ?? Number.NaN) - peer.joinedMs)
    return {
      seed: this.seed,
      makespanMs: this.#unfinished.size === 0 && ends.length > 0 ? Math.max(...ends) : null,
      meanMs: mean(times.filter(ms => !Number.isNaN(ms))),
      events: timeline.happened,
      fingerprint: fingerprint.toString(),
      peers,
      seeders: seeders.map(peer => ({
        id: peer.name,
        uploaded: peer.peer.inspect().uploaded,
        ...gossiped([peer]),
      })),
      failures: this.#failures(),
      ...gossiped(came),
    }
  }

  #failures(): string[] {
    const failures: string[] = []
    const missing = [...this.#unfinished, ...this.#lessThanWhole()]
    if (this.scenario.checks.everyoneFinishes && missing.length > 0) {
      const names = missing.slice(0, 5).join(', ')
      failures.push(
        `${missing.length} did not finish by ${this.world.now} ms: ${names}${missing.length > 5 ? ', …' : ''}.`,
      )
    }
    const spoilt = [...this.world.peers].filter(({ storage }) => !storage.isIntact)
    for (const { name } of spoilt)
      failures.push(`${name} stored a piece that is not the torrent's.`)
    return failures
  }

  #isDone(): boolean {
    if (this.#unfinished.size > 0) return false
    const { heal } = this.scenario
    return heal === undefined || (this.#isHealed && this.#lessThanWhole().length === 0)
  }

  /** Peers of the healed core that had finished and have lost pieces since. */
  #lessThanWhole(): string[] {
    const core = this.scenario.heal?.core ?? []
    return core.filter(name => !this.#unfinished.has(name) && !this.#living(name)?.storage.isWhole)
  }

  #living(name: string): SimulatedPeer | undefined {
    const peer = this.#peers.get(name)
    return peer?.isAlive ? peer : undefined
  }

  #plan(leechers: readonly string[]): void {
    const { timeline } = this.world
    const { arrivals, departures, faults, heal } = this.scenario
    for (const name of this.#seeders) timeline.call(0, () => this.#join(name, 'everything'))
    const times = arrivalTimes(arrivals, leechers.length, seededStream(this.seed, 'arrivals'))
    for (const [index, name] of leechers.entries()) {
      timeline.call(times[index] as Millis, () => this.#join(name, 'nothing'))
    }
    for (const departure of departures) {
      if (departure.kind !== 'at') continue
      const { peer, atMs, goodbye } = departure
      timeline.call(atMs, () => this.#leave(peer, goodbye))
    }
    if (heal) timeline.call(heal.atMs, () => this.#heal(heal.core))
    for (const fault of faults) {
      const isFinal = fault.kind === 'crash' && fault.backAfterMs === undefined && !heal
      if (isFinal) timeline.call(fault.atMs, () => this.#unfinished.delete(fault.peer))
    }
  }

  #join(name: string, holds: 'everything' | 'nothing', storage?: SimulatedStorage): void {
    const { maxLinks, torrent, heal } = this.scenario
    const exchange = this.#classOf.get(name)?.exchange ?? this.scenario.exchange
    const peer = this.world.add({
      name,
      holds,
      ...(storage && { storage }),
      joinWith: torrent.joinWith,
      exchange,
      ...(maxLinks !== undefined && { maxLinks }),
    })
    this.#peers.set(name, peer)
    if (this.#freeRiders.has(name)) peer.tamper = unchokeNobody
    this.#faults.joined(peer)
    if (peer.storage.isWhole) this.#unfinished.delete(name)
    else if (heal?.core.includes(name)) this.#unfinished.add(name)
  }

  #heal(core: readonly string[]): void {
    this.#faults.heal(new Set(core))
    this.#isHealed = true
  }

  #leave(name: string, goodbye: boolean): void {
    this.#unfinished.delete(name)
    const peer = this.#peers.get(name)
    if (peer === undefined) return
    if (goodbye) this.world.leave(peer)
    else this.world.kill(peer)
  }

  #finished({ name }: SimulatedPeer): void {
    this.#unfinished.delete(name)
    for (const departure of this.scenario.departures) {
      if (departure.kind !== 'finished') continue
      const { timeline } = this.world
      timeline.call(timeline.now + departure.afterMs, () => this.#leave(name, true))
    }
  }
}

function resultOf(simulated: SimulatedPeer): Omit<PeerResult, 'isFreeRider'> {
  const { name, joinedMs, finishedMs = null, peer } = simulated
  const { downloaded, uploaded } = peer.inspect()
  return { id: name, joinedMs, finishedMs, downloaded, uploaded, ...gossiped([simulated]) }
}

const classesByPeer = ({ classes }: Scenario): ReadonlyMap<string, PeerClass> =>
  new Map(classes.flatMap(one => one.peers.map((name): [string, PeerClass] => [name, one])))

function gossiped(peers: readonly SimulatedPeer[]): Gossiped {
  const views = peers.flatMap(({ peer }) => peer.inspect().gossip ?? [])
  return views.length > 0 ? gossipTotals(views) : {}
}

const mean = (values: readonly number[]): number | null =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null

export function arrivalTimes(arrivals: Arrivals, count: number, random: Random): Millis[] {
  let at = 0
  return Array.from({ length: count }, (_, index) => {
    if (arrivals.kind === 'together') return 0
    if (arrivals.kind === 'every') return index * arrivals.everyMs
    if (arrivals.kind === 'at') return arrivals.atMs[index] as Millis
    at += (-Math.log(1 - random()) * 1000) / arrivals.perSec
    return at
  })
}
