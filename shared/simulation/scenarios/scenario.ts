/**
 * A swarm to simulate: its network, its torrent, how pieces are exchanged, when peers join and leave,
 * what goes wrong, and what must hold at the end. Plain data, valid if it comes from `parseScenario`.
 * The seed is not part of it: a scenario and a seed make one run.
 */
import type { Millis } from '../../base/ids.ts'
import { seededStream, shuffle } from '../../base/random.ts'
import { type BuiltInName, type BuiltInOptions, builtIn } from '../../network/built-in.ts'
import type { OverheadName } from '../../network/overhead.ts'
import type { Stepwise } from '../../network/path.ts'
import type { Congestion } from '../../network/sctp/association.ts'
import type { Topology } from '../../network/topology.ts'
import type { ExchangeChoice } from '../../peer/exchange-choice.ts'
import type { Fault, Heal } from '../faults/fault.ts'

export interface Scenario {
  readonly name: string
  /** What it shows, in a sentence. */
  readonly about: string
  readonly topology: TopologyChoice
  readonly granularity: Granularity
  readonly overhead: OverheadName
  /** With `sctp`, messages go in packets with WebRTC's headers. */
  readonly congestion: Congestion
  /** A link may be several connections, as many as pay. Without congestion they would be as one. */
  readonly lanes: boolean
  readonly torrent: TorrentShape
  /** Peers that hold everything from the start: the first ones by number, or by name. */
  readonly seeders: number | readonly string[]
  readonly exchange: ExchangeChoice
  /** No peer is in two; who is in none is as the rest of the scenario says. */
  readonly classes: readonly PeerClass[]
  /** This share of the leechers, chosen by the seed, never unchokes anybody. */
  readonly freeRiders: number
  /** The most links that a peer has at once; undefined: the peer's own limit. */
  readonly maxLinks: number | undefined
  /** Everyone also announces to a tracker that hands out open offers; it is always there. */
  readonly otherTracker: boolean
  readonly arrivals: Arrivals
  readonly departures: readonly Departure[]
  readonly faults: readonly Fault[]
  /** Undefined: faults are never healed. */
  readonly heal: Heal | undefined
  readonly delays: HostDelays
  /** A run ends here at the latest. */
  readonly limitMs: Millis
  readonly checks: Checks
}

/** Peers that differ from the others. Their lines are in the topology. */
export interface PeerClass {
  readonly name: string
  readonly peers: readonly string[]
  /** In the place of the scenario's. */
  readonly exchange?: ExchangeChoice
  /** Of its leechers, in the place of the scenario's share. */
  readonly freeRiders?: number
}

export type TopologyChoice =
  | { readonly kind: 'builtIn'; readonly name: BuiltInName; readonly options: BuiltInOptions }
  | { readonly kind: 'own'; readonly topology: Topology }

export type Granularity = Stepwise | 'fluid'

/** How messages are carried. */
export type Carriage = Pick<Scenario, 'granularity' | 'overhead' | 'congestion'>

/** In bytes. */
export interface TorrentShape {
  readonly length: number
  readonly pieceLength: number
  /** What is asked for at once: the exchange has it from here. The last of a piece may be shorter. */
  readonly blockBytes: number
  /** What leechers join with: the .torrent file, or its link; then they fetch the metadata (BEP 9). */
  readonly joinWith: 'torrent' | 'link'
}

/** When leechers join; seeders are there from the start. */
export type Arrivals =
  | { readonly kind: 'together' }
  /** One after the other at this interval, in the order of the topology. */
  | { readonly kind: 'every'; readonly everyMs: Millis }
  /** At random, independently of each other: a Poisson process. */
  | { readonly kind: 'poisson'; readonly perSec: number }
  /** By leecher, in the order of the topology. */
  | { readonly kind: 'at'; readonly atMs: readonly Millis[] }

export type Departure =
  /** Each leecher leaves this time after it has finished. */
  | { readonly kind: 'finished'; readonly afterMs: Millis }
  /** One peer leaves at this time: with a goodbye, or as if it crashed. */
  | {
      readonly kind: 'at'
      readonly peer: string
      readonly atMs: Millis
      readonly goodbye: boolean
    }

/** Delays of a host, apart from the network. */
export interface HostDelays {
  /** From the answer to the open link, apart from signalling: ICE and DTLS. */
  readonly connectMs: Millis
  /** The time that the tracker takes for each request. */
  readonly trackerMs: Millis
  readonly hashMs: Millis
  readonly readMs: Millis
  readonly writeMs: Millis
}

export interface Checks {
  /** Every leecher that does not leave must finish; if the scenario heals, every peer of its core. */
  readonly everyoneFinishes: boolean
  readonly ratioToBoundAtMost: number | undefined
}

export function topologyOf({ topology }: Pick<Scenario, 'topology'>): Topology {
  return topology.kind === 'own' ? topology.topology : builtIn(topology.name, topology.options)
}

export const pieceCountOf = ({ torrent }: Scenario): number =>
  Math.ceil(torrent.length / torrent.pieceLength)

/** The peers of the topology, as seeders and leechers. */
export function castOf(
  { seeders }: Scenario,
  { peers }: Topology,
): { readonly seeders: readonly string[]; readonly leechers: readonly string[] } {
  const chosen = new Set(typeof seeders === 'number' ? peers.slice(0, seeders) : seeders)
  return {
    seeders: peers.filter(peer => chosen.has(peer)),
    leechers: peers.filter(peer => !chosen.has(peer)),
  }
}

/** In the units of the thesis: 25 pieces of 5 blocks. */
export const shapeInBlocks = (pieces: number, blocksPerPiece: number, blockBytes: number) => ({
  length: pieces * blocksPerPiece * blockBytes,
  pieceLength: blocksPerPiece * blockBytes,
  blockBytes,
})

/** Peers that never upload, chosen for each seed, so that their place in the network does not decide. */
export function freeRidersOf(
  { freeRiders, classes }: Pick<Scenario, 'freeRiders' | 'classes'>,
  leechers: readonly string[],
  seed: number,
): ReadonlySet<string> {
  const draw = (share: number, from: readonly string[], stream: string): string[] =>
    shuffle(seededStream(seed, stream), [...from]).slice(0, Math.round(share * from.length))
  const ofClasses = classes.flatMap(({ name, peers, freeRiders: share }) => {
    if (share === undefined) return []
    const members = new Set(peers)
    const from = leechers.filter(leecher => members.has(leecher))
    return [{ from, drawn: draw(share, from, `free riders ${name}`) }]
  })
  const taken = new Set(ofClasses.flatMap(({ from }) => from))
  const rest = leechers.filter(leecher => !taken.has(leecher))
  return new Set([
    ...draw(freeRiders, rest, 'free riders'),
    ...ofClasses.flatMap(({ drawn }) => drawn),
  ])
}
