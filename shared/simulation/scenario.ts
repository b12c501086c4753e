/**
 * A swarm to simulate, as a plan: who is where, what they share, how they exchange it, who comes and
 * goes, what goes wrong, and what must come of it. Plain data, lawful once `parseScenario` gave it.
 * Not in it: the seed, which makes one run of it, and anything about how fast the machine is.
 */
import type { Millis } from '../base/ids.ts'
import { type BuiltInName, type BuiltInOptions, builtIn } from '../network/built-in.ts'
import type { OverheadName } from '../network/overhead.ts'
import type { Stepwise } from '../network/path.ts'
import type { Topology } from '../network/topology.ts'
import type { ExchangeChoice } from '../peer/exchange-choice.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import type { Fault, Heal } from './faults/fault.ts'

export interface Scenario {
  readonly name: string
  /** What it shows, in a sentence. */
  readonly about: string
  readonly topology: TopologyChoice
  readonly granularity: Granularity
  readonly overhead: OverheadName
  readonly torrent: TorrentShape
  /** Peers of the topology that hold everything from the start: the first so many, or by name. */
  readonly seeders: number | readonly string[]
  readonly exchange: ExchangeChoice
  /** This share of the leechers, drawn by the seed, never unchokes anybody. */
  readonly freeRiders: number
  /** Links a peer has at once, at most; undefined: what peers do by themselves. */
  readonly maxLinks: number | undefined
  /** Everyone also announces to a tracker that hands out open offers; it is always there. */
  readonly otherTracker: boolean
  readonly arrivals: Arrivals
  readonly departures: readonly Departure[]
  readonly faults: readonly Fault[]
  /** Undefined: what is wrong stays wrong. */
  readonly heal: Heal | undefined
  readonly delays: HostDelays
  /** A run ends here at the latest. */
  readonly limitMs: Millis
  readonly checks: Checks
}

export type TopologyChoice =
  | { readonly kind: 'builtIn'; readonly name: BuiltInName; readonly options: BuiltInOptions }
  | { readonly kind: 'own'; readonly topology: Topology }

export type Granularity = Stepwise | 'fluid'

/** Bytes. Blocks are always 16 KiB, but the last of a piece. */
export interface TorrentShape {
  readonly length: number
  readonly pieceLength: number
  /** What joins come with: the .torrent file, or only its link; then the metadata is fetched (BEP 9). */
  readonly joinWith: 'torrent' | 'link'
}

/** When leechers join; seeders are there from the start. */
export type Arrivals =
  | { readonly kind: 'together' }
  /** One after the other, in the order of the topology. */
  | { readonly kind: 'every'; readonly everyMs: Millis }
  /** At random, independently of each other: a Poisson process. */
  | { readonly kind: 'poisson'; readonly perSec: number }

export type Departure =
  /** Each leecher leaves so long after it has finished. */
  | { readonly kind: 'finished'; readonly afterMs: Millis }
  /** One peer leaves at this time: with a goodbye, or without a word. */
  | {
      readonly kind: 'at'
      readonly peer: string
      readonly atMs: Millis
      readonly goodbye: boolean
    }

/** What takes time in a host, and is no network. */
export interface HostDelays {
  /** From an answer at hand to an open link, beside the messages' own way: ICE, DTLS. */
  readonly connectMs: Millis
  /** The tracker's, for each request. */
  readonly trackerMs: Millis
  readonly hashMs: Millis
  readonly readMs: Millis
  readonly writeMs: Millis
}

export interface Checks {
  /** Every leecher that was not made to leave; of a scenario that heals, its core. */
  readonly everyoneFinishes: boolean
  readonly ratioToBoundAtMost: number | undefined
}

export function topologyOf({ topology }: Pick<Scenario, 'topology'>): Topology {
  return topology.kind === 'own' ? topology.topology : builtIn(topology.name, topology.options)
}

export const pieceCountOf = ({ torrent }: Scenario): number =>
  Math.ceil(torrent.length / torrent.pieceLength)

/** All of the topology's peers: who holds everything from the start, and who comes to fetch it. */
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

/** 25 pieces of 5 blocks: the thesis's way to say it. */
export const shapeInBlocks = (pieces: number, blocksPerPiece: number) => ({
  length: pieces * blocksPerPiece * BLOCK_BYTES,
  pieceLength: blocksPerPiece * BLOCK_BYTES,
})
