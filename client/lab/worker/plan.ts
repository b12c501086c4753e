/** The plan of a run: what a scenario's file describes, or why it cannot run in a tab. */

import { FileError } from '../../../shared/base/json-file.ts'
import type { Topology, TopologyLink } from '../../../shared/network/topology.ts'
import { writeTopology } from '../../../shared/network/topology-file.ts'
import { formatDuration, formatSize } from '../../../shared/network/units.ts'
import { type Bound, boundOf } from '../../../shared/simulation/results/bound.ts'
import {
  castOf,
  pieceCountOf,
  type Scenario,
  topologyOf,
} from '../../../shared/simulation/scenarios/scenario.ts'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import { layOut, nodeNames, type Point } from './layout.ts'
import type { Plan, PlanLink, PlanNode, Planned, Positions } from './protocol.ts'
import type { Why } from './why.ts'

/** The whole torrent is in the worker's memory, and is hashed before the run starts. */
const MAX_TORRENT_BYTES = 256 * 1024 ** 2
/** Peers times pieces. Each takes 16 bytes of the recording: 64 MB. */
const MAX_PIECES_OF_PEERS = 4_000_000

/** The draft's file and, for real tabs, the same file with fewer peers. */
const MAX_PARSED = 2
const parsed = new Map<string, Scenario>()

/** Parsed once for the plan, the run, its repetitions and its log. Throws FileError. */
export function scenarioOf(document: string): Scenario {
  const scenario = parsed.get(document) ?? parseScenario(document)
  parsed.delete(document)
  parsed.set(document, scenario)
  for (const oldest of [...parsed.keys()].slice(0, -MAX_PARSED)) parsed.delete(oldest)
  return scenario
}

export function planOf(document: string, positions?: Positions): Planned {
  try {
    const scenario = scenarioOf(document)
    const topology = topologyOf(scenario)
    const bound = boundOf(scenario, topology)
    const why = whyNot(scenario, topology, bound)
    return why === undefined
      ? { ok: true, document, plan: describe(scenario, topology, bound, positions) }
      : { ok: false, why, line: 0 }
  } catch (error) {
    if (error instanceof FileError)
      return { ok: false, why: { is: 'bad-value', fault: error.fault }, line: error.line }
    throw error
  }
}

/** Undefined: a tab can run it. */
export function whyNot(scenario: Scenario, topology: Topology, bound: Bound): Why | undefined {
  const { torrent, limitMs, arrivals } = scenario
  const { leechers } = castOf(scenario, topology)
  if (leechers.length === 0) return { is: 'only-seeders' }
  if (torrent.length > MAX_TORRENT_BYTES)
    return {
      is: 'torrent-too-large',
      size: formatSize(torrent.length),
      most: formatSize(MAX_TORRENT_BYTES),
    }
  if (topology.peers.length * pieceCountOf(scenario) > MAX_PIECES_OF_PEERS)
    return { is: 'too-many-pieces' }
  if (bound.makespanMs > limitMs)
    return {
      is: 'limit-too-short',
      least: roughly(bound.makespanMs),
      limit: formatDuration(limitMs),
    }
  const lastComesMs = arrivals.kind === 'every' ? (leechers.length - 1) * arrivals.everyMs : 0
  return lastComesMs > limitMs
    ? { is: 'last-too-late', last: roughly(lastComesMs), limit: formatDuration(limitMs) }
    : undefined
}

function describe(
  scenario: Scenario,
  topology: Topology,
  bound: Bound,
  positions: Positions | undefined,
): Plan {
  const { torrent, name, about } = scenario
  const names = nodeNames(topology)
  const topologyFile = writeTopology(topology)
  return {
    name,
    about,
    nodes: nodesOf(scenario, topology, names, pointsOf(topology, topologyFile, positions)),
    links: linksOf(topology, names),
    pieces: pieceCountOf(scenario),
    pieceBytes: torrent.pieceLength,
    bytes: torrent.length,
    bound,
    topologyFile,
  }
}

/** Of the last networks: most changes to a scenario leave its network as it is. */
const MAX_LAID_OUT = 4
const laidOut = new Map<string, readonly Point[]>()

function pointsOf(
  topology: Topology,
  topologyFile: string,
  positions: Positions | undefined,
): readonly Point[] {
  if (positions) return layOut(topology, positions)
  const points = laidOut.get(topologyFile) ?? layOut(topology)
  laidOut.delete(topologyFile)
  laidOut.set(topologyFile, points)
  for (const oldest of [...laidOut.keys()].slice(0, -MAX_LAID_OUT)) laidOut.delete(oldest)
  return points
}

function nodesOf(
  scenario: Scenario,
  topology: Topology,
  names: readonly string[],
  points: readonly Point[],
): PlanNode[] {
  const routers = new Set(topology.routers)
  const seeders = new Set(castOf(scenario, topology).seeders)
  const kindOf = (name: string): PlanNode['kind'] => {
    if (routers.has(name)) return 'router'
    if (name === topology.tracker) return 'tracker'
    return seeders.has(name) ? 'seeder' : 'leecher'
  }
  return names.map((name, i) => ({ name, kind: kindOf(name), x: 0, y: 0, ...points[i] }))
}

/** Numbers lanes as `Routes` does: link by link, one lane for each way unless both share it. */
function linksOf({ links }: Topology, names: readonly string[]): PlanLink[] {
  const numbers = new Map(names.map((name, index) => [name, index]))
  let lanes = 0
  return links.map(({ from, to, forth, back, duplex }: TopologyLink): PlanLink => {
    const there = lanes++
    const home = duplex === 'half' ? there : lanes++
    return {
      from: numbers.get(from) as number,
      to: numbers.get(to) as number,
      forth: { lane: there, rateBitsPerSec: forth.rateBitsPerSec, delayMs: forth.delayMs },
      back: { lane: home, rateBitsPerSec: back.rateBitsPerSec, delayMs: back.delayMs },
    }
  })
}

const roughly = (ms: number): string => formatDuration(Number(ms.toPrecision(3)))
