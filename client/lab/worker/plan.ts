/** Reads a scenario's file, and says what a run of it will be, or why there can be none in a tab. */

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
import { layOut, type Point } from './layout.ts'
import { nodeNames } from './nodes.ts'
import type { Node, Places, Plan, PlanLink, Planned } from './protocol.ts'

/** All of it lies in the worker's memory, and is hashed before anything moves. */
const MAX_TORRENT_BYTES = 256 * 1024 ** 2
/** Who holds what from when on: 16 bytes for each piece of each peer, 64 MB. */
const MAX_PIECES_OF_PEERS = 4_000_000

export function planOf(document: string, places?: Places): Planned {
  try {
    const scenario = parseScenario(document)
    const topology = topologyOf(scenario)
    const bound = boundOf(scenario, topology)
    const why = whyNot(scenario, topology, bound)
    return why === undefined
      ? { ok: true, plan: describe(scenario, topology, bound, places) }
      : { ok: false, why, line: 0 }
  } catch (error) {
    if (error instanceof FileError)
      return { ok: false, why: sentence(error.reason), line: error.line }
    throw error
  }
}

function whyNot(scenario: Scenario, topology: Topology, bound: Bound): string | undefined {
  const { torrent, limitMs, arrivals } = scenario
  const { leechers } = castOf(scenario, topology)
  if (leechers.length === 0) {
    return 'Every peer is a seeder, so nobody has anything to fetch. Take fewer seeders, or more peers.'
  }
  if (torrent.length > MAX_TORRENT_BYTES) {
    return `A torrent of ${formatSize(torrent.length)} is too much for a tab. Take ${formatSize(MAX_TORRENT_BYTES)} at most, or run the scenario with “npm run sim”.`
  }
  if (topology.peers.length * pieceCountOf(scenario) > MAX_PIECES_OF_PEERS) {
    return 'So many peers with so many pieces are too much for a tab. Take fewer or larger pieces, or run the scenario with “npm run sim”.'
  }
  if (bound.makespanMs > limitMs) {
    return `Even the best of swarms needs ${roughly(bound.makespanMs)}, and the run ends after ${formatDuration(limitMs)}. Raise the limit, or take a smaller torrent.`
  }
  const lastComesMs = arrivals.kind === 'every' ? (leechers.length - 1) * arrivals.everyMs : 0
  if (lastComesMs > limitMs) {
    return `The last peer would come after ${roughly(lastComesMs)}, and the run ends after ${formatDuration(limitMs)}. Raise the limit, or let them come sooner.`
  }
  return undefined
}

function describe(
  scenario: Scenario,
  topology: Topology,
  bound: Bound,
  places: Places | undefined,
): Plan {
  const { torrent, limitMs, name, about } = scenario
  const names = nodeNames(topology)
  return {
    name,
    about,
    nodes: nodesOf(scenario, topology, names, layOut(topology, places)),
    ...linksOf(topology, names),
    pieces: pieceCountOf(scenario),
    pieceBytes: torrent.pieceLength,
    bytes: torrent.length,
    bound,
    limitMs,
    topologyFile: writeTopology(topology),
  }
}

function nodesOf(
  scenario: Scenario,
  topology: Topology,
  names: readonly string[],
  points: readonly Point[],
): Node[] {
  const routers = new Set(topology.routers)
  const seeders = new Set(castOf(scenario, topology).seeders)
  const kindOf = (name: string): Node['kind'] => {
    if (routers.has(name)) return 'router'
    if (name === topology.tracker) return 'tracker'
    return seeders.has(name) ? 'seeder' : 'leecher'
  }
  return names.map((name, i) => ({ name, kind: kindOf(name), x: 0, y: 0, ...points[i] }))
}

/** Lanes are numbered as `Routes` does it: link by link, one for each way unless both share it. */
function linksOf(
  { links }: Topology,
  names: readonly string[],
): { links: PlanLink[]; lanes: number } {
  const numbers = new Map(names.map((name, index) => [name, index]))
  let lanes = 0
  const planned = links.map(({ from, to, forth, back, duplex }: TopologyLink): PlanLink => {
    const there = lanes++
    const home = duplex === 'half' ? there : lanes++
    return {
      from: numbers.get(from) as number,
      to: numbers.get(to) as number,
      forth: { lane: there, rateBitsPerSec: forth.rateBitsPerSec, delayMs: forth.delayMs },
      back: { lane: home, rateBitsPerSec: back.rateBitsPerSec, delayMs: back.delayMs },
    }
  })
  return { links: planned, lanes }
}

/** To three digits: nobody reads more of them in a sentence. */
const roughly = (ms: number): string => formatDuration(Number(ms.toPrecision(3)))

/** 'a rate must be more than zero' -> 'A rate must be more than zero.' */
const sentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
