/** The plan cut down to the number of places: seeders, leechers spread over the network, all routers. */
import { FileError } from '../../../shared/base/json-file.ts'
import type { Topology } from '../../../shared/network/topology.ts'
import { writeTopology } from '../../../shared/network/topology-file.ts'
import {
  dilationUnder,
  emulationPlanOf,
  type MachineLoad,
  notInTabs,
} from '../../../shared/simulation/scenarios/emulable.ts'
import { castOf, type Scenario, topologyOf } from '../../../shared/simulation/scenarios/scenario.ts'
import { planOf, scenarioOf } from './plan.ts'
import type { TabsPlanned } from './protocol.ts'
import { badFile } from './why.ts'

const IDLE: MachineLoad = { slowdown: 1, latestTimerMs: 0 }

interface Pace {
  /** Undefined: as slow as this machine needs it. */
  readonly dilation: number | undefined
  /** Undefined: of two idle cores. */
  readonly load: MachineLoad | undefined
}

export function tabsPlanOf(
  document: string,
  places: number,
  { dilation, load = IDLE }: Pace,
): TabsPlanned {
  if (places < 2) return { ok: false, why: { is: 'too-few-places' } }
  try {
    const whole = scenarioOf(document)
    const smaller = withPeers(document, whole, places)
    const scenario = scenarioOf(smaller)
    const why = notInTabs(scenario)
    if (why !== undefined) return { ok: false, why }
    const planned = planOf(smaller)
    if (!planned.ok) return planned
    const emulation = emulationPlanOf(scenario, dilation ?? dilationUnder(scenario, load))
    const { seeders, leechers } = castOf(scenario, topologyOf(scenario))
    return {
      ok: true,
      plan: planned.plan,
      document: smaller,
      nodes: [...seeders, ...leechers],
      emulation,
    }
  } catch (error) {
    if (error instanceof FileError) return { ok: false, why: badFile(error) }
    throw error
  }
}

function withPeers(document: string, scenario: Scenario, places: number): string {
  const topology = topologyOf(scenario)
  const { seeders, leechers } = castOf(scenario, topology)
  const givers = seeders.slice(0, Math.max(1, places - 1))
  const takers = spread(leechers, places - givers.length)
  const staying = new Set([...givers, ...takers])
  const { departures, ...file } = JSON.parse(document) as Record<string, unknown>
  return JSON.stringify({
    ...file,
    topology: { own: JSON.parse(writeTopology(without(topology, staying))) },
    seeders: givers,
    ...(Array.isArray(departures) && {
      departures: departures.filter(({ peer }) => peer === undefined || staying.has(peer)),
    }),
  })
}

/** At equal distances in the list, because topologies list neighbours side by side. */
const spread = (nodes: readonly string[], count: number): string[] =>
  count >= nodes.length
    ? [...nodes]
    : Array.from(
        { length: count },
        (_, i) => nodes[Math.floor((i * nodes.length) / count)] as string,
      )

function without(topology: Topology, staying: ReadonlySet<string>): Topology {
  const isGone = new Set(topology.peers.filter(peer => !staying.has(peer)))
  return {
    ...topology,
    peers: topology.peers.filter(peer => staying.has(peer)),
    links: topology.links.filter(({ from, to }) => !isGone.has(from) && !isGone.has(to)),
  }
}
