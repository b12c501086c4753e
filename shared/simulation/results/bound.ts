/**
 * Lower bounds of the time until every leecher has finished, for any protocol. They count payload
 * only; headers, delays, shared links and the protocol's own messages come on top. A simulated run
 * below its bound is a bug in the simulation.
 */
import type { Millis } from '../../base/ids.ts'
import type { Topology } from '../../network/topology.ts'
import { castOf, type Scenario, type TorrentShape, topologyOf } from '../scenarios/scenario.ts'

export interface Bound {
  readonly makespanMs: Millis
  /** The name of the bound, for people. */
  readonly rule: string
}

/** The rates of a peer's line; if half duplex, both ways share one channel. */
export interface Line {
  readonly upBitsPerSec: number
  readonly downBitsPerSec: number
  readonly duplex: 'full' | 'half'
}

/** Helpers are leechers that leave: they upload, and need not finish. */
export interface Swarm<Member> {
  readonly seeders: readonly Member[]
  readonly leechers: readonly Member[]
  readonly helpers?: readonly Member[]
}

/**
 * Every peer sends and receives at one rate, and passes a piece on only once it has all of it: M -
 * 1 + ceil(log2((N + S) / S)) slots of F / (M u). The number of peers with at least one piece at
 * most doubles in each slot; the last of them then needs M - 1 more pieces. With one seeder it is
 * the M + floor(log2 N) of Mundinger, Weber and Weiss (Journal of Scheduling 11, 2008). A shorter
 * last piece is taken as the one that doubles.
 */
export function storeAndForwardMs(
  { length, pieceLength }: Pick<TorrentShape, 'length' | 'pieceLength'>,
  { seeders, leechers }: { readonly seeders: number; readonly leechers: number },
  rateBitsPerSec: number,
): Millis {
  const longest = Math.min(pieceLength, length)
  const shortest = length % pieceLength || longest
  const bytes = length - longest + doublings(seeders, seeders + leechers) * shortest
  return millis(bytes, rateBitsPerSec)
}

/** A loop, as a logarithm is inexact at powers of two. */
function doublings(from: number, to: number): number {
  let count = 0
  for (let copies = from; copies < to; copies *= 2) count++
  return count
}

/**
 * The seeders must send everything once, the slowest must receive it, and all together must send it
 * N times: max(F / u(S), F / d_min, N F / (u(S) + u(L))) (Kumar and Ross 2006).
 */
export function fluidMs(length: number, { seeders, leechers, helpers = [] }: Swarm<Line>): Millis {
  const fromSeeders = sum(seeders.map(({ upBitsPerSec }) => upBitsPerSec))
  const fromOthers = sum([...leechers, ...helpers].map(({ upBitsPerSec }) => upBitsPerSec))
  return Math.max(
    millis(length, fromSeeders),
    ...leechers.map(({ downBitsPerSec }) => millis(length, downBitsPerSec)),
    millis(length * leechers.length, fromSeeders + fromOthers),
  )
}

/** Each byte occupies two lines: 2 N F over all lines; for equal rates 2 N / (N + S) F / u. */
export function commonChannelMs(
  length: number,
  { seeders, leechers, helpers = [] }: Swarm<Line>,
): Millis {
  const carried = [...seeders, ...leechers, ...helpers].map(line =>
    line.duplex === 'half' ? line.upBitsPerSec : line.upBitsPerSec + line.downBitsPerSec,
  )
  return millis(2 * leechers.length * length, sum(carried))
}

/** The largest bound that applies. Late arrivals and departures only make a swarm slower. */
export function boundOf(scenario: Scenario, topology: Topology = topologyOf(scenario)): Bound {
  const { torrent } = scenario
  const swarm = swarmOf(scenario, topology)
  const { seeders, leechers, helpers = [] } = swarm
  if (leechers.length === 0) return { makespanMs: 0, rule: 'nobody is to finish' }
  const bounds: Bound[] = [
    {
      makespanMs: fluidMs(torrent.length, swarm),
      rule: 'max(F/u(S), F/d_min, N F/(u(S) + u(L))): Kumar and Ross 2006',
    },
    {
      makespanMs: commonChannelMs(torrent.length, swarm),
      rule: '2 N F over all lines: one common channel each',
    },
  ]
  const rate = commonRate([...seeders, ...leechers, ...helpers])
  if (rate !== undefined) {
    const counts = { seeders: seeders.length, leechers: leechers.length }
    bounds.push({
      makespanMs: storeAndForwardMs(torrent, counts, rate),
      rule: 'M - 1 + ceil(log2((N + S)/S)) slots: Mundinger, Weber and Weiss 2008',
    })
  }
  return bounds.reduce((best, bound) => (bound.makespanMs > best.makespanMs ? bound : best))
}

/** By name: of peers, of the tracker, and one of those that each router has. */
export function linesOf(topology: Topology): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>()
  for (const { from, to, forth, back, duplex } of topology.links) {
    const [up, down] = [forth.rateBitsPerSec, back.rateBitsPerSec]
    lines.set(from, { upBitsPerSec: up, downBitsPerSec: down, duplex })
    lines.set(to, { upBitsPerSec: down, downBitsPerSec: up, duplex })
  }
  return lines
}

function swarmOf(scenario: Scenario, topology: Topology): Swarm<Line> {
  const lines = linesOf(topology)
  const of = (names: readonly string[]): Line[] => names.flatMap(name => lines.get(name) ?? [])
  const { seeders, leechers } = castOf(scenario, topology)
  const leaves = (name: string): boolean =>
    scenario.departures.some(departure => departure.kind === 'at' && departure.peer === name)
  return {
    seeders: of(seeders),
    leechers: of(leechers.filter(name => !leaves(name))),
    helpers: of(leechers.filter(leaves)),
  }
}

/** The rate, if all peers send and receive at the same rate. */
function commonRate(lines: readonly Line[]): number | undefined {
  const rate = lines[0]?.upBitsPerSec
  const isCommon = lines.every(line => line.upBitsPerSec === rate && line.downBitsPerSec === rate)
  return isCommon ? rate : undefined
}

const millis = (bytes: number, rateBitsPerSec: number): Millis => (bytes * 8000) / rateBitsPerSec

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)
