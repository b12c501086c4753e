/**
 * A scenario in real tabs: its peers placed in an emulated network, linked, and then let loose at one
 * moment of emulated time.
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
import type { PeerOutcome, Stay } from './page/plan.ts'

export interface EmulationParts {
  readonly scenario: Scenario
  readonly dilation: number
  readonly peersPerTab: number
  readonly seed: number
  readonly bars: Bars
}

export interface EmulationRun {
  readonly tabs: number
  /** Emulated: when the first leechers began to want the torrent. */
  readonly startMs: number
  readonly outcomes: readonly PeerOutcome[]
}

/** Nobody got a piece for so long, real time. */
const STALL_LIMIT_MS = 60_000
/** For every tab to hear when it starts: real. */
const START_IN_MS = 1_500

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
  const { scenario, dilation, peersPerTab, seed, bars } = parts
  const topology = topologyOf(scenario)
  checkEmulable(scenario, topology)
  const { granularity, overhead, torrent, exchange, maxLinks } = scenario
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
  const seeders = new Set(castOf(scenario, topology).seeders)
  const peers = topology.peers.map(node => {
    const holds = seeders.has(node) ? ('everything' as const) : ('nothing' as const)
    return { node, holds, torrent, seed, exchange, maxLinks }
  })
  await tabs.join(plan, peers)
  await tabs.linkedUp(bars)
  const startMs = await start(tabs, parts, topology)
  await follow(tabs, scenario, topology, bars)
  return { tabs: tabs.count, startMs, outcomes: await tabs.outcomes() }
}

/** Tabs are real: what a scenario does to their machines stays in the simulator. */
function checkEmulable({ faults, departures }: Scenario, { peers }: Topology): void {
  if (peers.length > MAX_EMULATED_PEERS)
    throw new UsageError(
      `Tabs take ${MAX_EMULATED_PEERS} peers at most; this topology has ${peers.length}.`,
    )
  const isRude = departures.some(departure => departure.kind === 'at' && !departure.goodbye)
  if (faults.length > 0 || isRude)
    throw new UsageError(
      'Faults, and peers that leave without a goodbye, exist in the simulator only: npm run sim',
    )
}

async function start(
  tabs: EmulationTabs,
  { scenario, dilation, seed }: EmulationParts,
  topology: Topology,
): Promise<number> {
  const startMs = (await tabs.nowMs()) + START_IN_MS / dilation
  await tabs.plan(staysOf(scenario, topology, startMs, seed))
  if ((await tabs.nowMs()) > startMs)
    throw new Error('The tabs answer too slowly to start together. Use fewer tabs.')
  return startMs
}

function staysOf(scenario: Scenario, topology: Topology, startMs: number, seed: number): Stay[] {
  const { seeders, leechers } = castOf(scenario, topology)
  const times = arrivalTimes(scenario.arrivals, leechers.length, seededStream(seed, 'arrivals'))
  const arrivals = new Map(leechers.map((node, i) => [node, times[i] as number]))
  return [...seeders, ...leechers].map(node => {
    let leavesMs: number | undefined
    let leavesAfterMs: number | undefined
    for (const departure of scenario.departures) {
      if (departure.kind === 'finished' && arrivals.has(node)) leavesAfterMs = departure.afterMs
      if (departure.kind === 'at' && departure.peer === node) leavesMs = startMs + departure.atMs
    }
    return { node, wantsMs: startMs + (arrivals.get(node) ?? 0), leavesMs, leavesAfterMs }
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
    const finished = statuses.filter(status => status.finishedMs !== undefined).length
    const note = `${finished} of ${statuses.length} peers have everything`
    const done = now / (pieceCountOf(scenario) * statuses.length)
    bars.show([{ label: scenario.name, done, note }])
    if (finished === statuses.length) return
    if (now !== held) movedAt = Date.now()
    held = now
    if (Date.now() - movedAt > STALL_LIMIT_MS) {
      console.error(`Nobody got a piece for ${STALL_LIMIT_MS / 1000} s: it ends here.`)
      return
    }
  }
}
