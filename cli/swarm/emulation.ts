/**
 * A scenario in real tabs: its peers placed in an emulated network and linked while its time stands,
 * and then let loose.
 */
import { seededStream } from '../../shared/base/random.ts'
import { MAX_EMULATED_PEERS } from '../../shared/events/emulation.ts'
import type { Topology } from '../../shared/network/topology.ts'
import { writeTopology } from '../../shared/network/topology-file.ts'
import {
  castOf,
  pieceCountOf,
  type Scenario,
  topologyOf,
} from '../../shared/simulation/scenario.ts'
import { arrivalTimes } from '../../shared/simulation/simulation.ts'
import { Cleanup } from '../cleanup.ts'
import type { Bars } from './bars.ts'
import { EmulationTabs } from './emulation-tabs.ts'
import { UsageError } from './options.ts'
import type { Newcomer, PeerOutcome } from './page/plan.ts'

export interface EmulationParts {
  readonly scenario: Scenario
  readonly dilation: number
  readonly peersPerTab: number
  readonly seed: number
  readonly bars: Bars
}

export interface EmulationRun {
  readonly tabs: number
  readonly outcomes: readonly PeerOutcome[]
}

/** All have arrived, and nobody got a piece for so long: real time. */
const STALL_LIMIT_MS = 60_000

/** Rejects if the swarm cannot be set up; what goes wrong in it is in the outcomes, and on stderr. */
export async function runEmulation(
  parts: EmulationParts,
  signal: AbortSignal,
): Promise<EmulationRun> {
  const cleanup = new Cleanup()
  // Closing the browser also ends every wait for it.
  signal.addEventListener('abort', () => cleanup.run(), { once: true })
  try {
    return await emulate(parts, cleanup, signal)
  } finally {
    await cleanup.run()
  }
}

async function emulate(
  parts: EmulationParts,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<EmulationRun> {
  const { scenario, dilation, peersPerTab, bars } = parts
  const topology = topologyOf(scenario)
  checkEmulable(scenario, topology)
  const { granularity, overhead } = scenario
  const tabs = await EmulationTabs.open(
    Math.ceil(topology.peers.length / peersPerTab),
    cleanup,
    signal,
  )
  const plan = {
    topology: writeTopology(topology),
    // Packets are as near to a fluid as tabs come.
    granularity: granularity === 'fluid' ? ('packet' as const) : granularity,
    overhead,
    dilation,
  }
  await tabs.join(plan, newcomers(parts, topology))
  await tabs.linkedUp(bars)
  await tabs.start()
  await follow(tabs, scenario, topology, bars)
  return { tabs: tabs.count, outcomes: await tabs.outcomes() }
}

/** Tabs are real: what a scenario does to their machines, or to their manners, is simulated only. */
function checkEmulable({ faults, freeRiders, departures }: Scenario, { peers }: Topology): void {
  if (peers.length > MAX_EMULATED_PEERS)
    throw new UsageError(
      `Tabs take ${MAX_EMULATED_PEERS} peers at most; this topology has ${peers.length}.`,
    )
  const isRude = departures.some(departure => departure.kind === 'at' && !departure.goodbye)
  if (faults.length > 0 || freeRiders > 0 || isRude)
    throw new UsageError(
      'Faults, free riders, and peers that leave without a goodbye exist in the simulator only: npm run sim',
    )
}

function newcomers(
  { scenario, seed }: EmulationParts,
  topology: Topology,
): Omit<Newcomer, 'emulation'>[] {
  const { torrent, exchange, maxLinks, arrivals, departures } = scenario
  const { seeders, leechers } = castOf(scenario, topology)
  const times = arrivalTimes(arrivals, leechers.length, seededStream(seed, 'arrivals'))
  const arrivesMs = new Map(leechers.map((node, i) => [node, times[i] as number]))
  const holders = new Set(seeders)
  return topology.peers.map(node => {
    let leavesMs: number | undefined
    let leavesAfterMs: number | undefined
    for (const departure of departures) {
      if (departure.kind === 'finished' && !holders.has(node)) leavesAfterMs = departure.afterMs
      if (departure.kind === 'at' && departure.peer === node) leavesMs = departure.atMs
    }
    const holds = holders.has(node) ? 'everything' : 'nothing'
    const stay = { arrivesMs: arrivesMs.get(node) ?? 0, leavesMs, leavesAfterMs }
    return { node, holds, torrent, seed, exchange, maxLinks, ...stay }
  })
}

async function follow(
  tabs: EmulationTabs,
  scenario: Scenario,
  topology: Topology,
  bars: Bars,
): Promise<void> {
  const leechers = new Set(castOf(scenario, topology).leechers)
  let held = -1
  let movedAt = Date.now()
  for (;;) {
    const statuses = (await tabs.look()).filter(({ node }) => leechers.has(node))
    const now = statuses.reduce((sum, status) => sum + status.heldPieces, 0)
    const finished = statuses.filter(status => status.isDone).length
    const note = `${finished} of ${statuses.length} peers are done`
    const done = now / (pieceCountOf(scenario) * statuses.length)
    bars.show([{ label: scenario.name, done, note }])
    if (finished === statuses.length) return
    if (now !== held || !statuses.every(status => status.hasArrived)) movedAt = Date.now()
    held = now
    if (Date.now() - movedAt > STALL_LIMIT_MS) {
      console.error(`Nobody got a piece for ${STALL_LIMIT_MS / 1000} s: it ends here.`)
      return
    }
  }
}
