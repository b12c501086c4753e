/** A scenario in real tabs on an emulated network: emulated time stands until the peers are linked. */
import type { PeerOutcome } from '../../client/host/emulation/newcomer.ts'
import { newcomersOf } from '../../client/host/emulation/newcomers.ts'
import type { Topology } from '../../shared/network/topology.ts'
import { emulationPlanOf, whyNotInTabs } from '../../shared/simulation/scenarios/emulable.ts'
import {
  castOf,
  pieceCountOf,
  type Scenario,
  topologyOf,
} from '../../shared/simulation/scenarios/scenario.ts'
import { type Cleanup, cleanedUp, UsageError } from '../command.ts'
import type { Bars } from './bars.ts'
import { EmulationTabs } from './emulation-tabs.ts'

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

/** After this time without a piece for anyone, all having arrived, it ends: real, and emulated besides. */
const STALL_LIMIT_MS = 60_000
const STALL_LIMIT_EMULATED_MS = 5_000

/** Rejects if the swarm cannot be set up; what goes wrong in it is in the outcomes, and on stderr. */
export const runEmulation = (parts: EmulationParts, signal: AbortSignal): Promise<EmulationRun> =>
  cleanedUp(signal, cleanup => emulate(parts, cleanup, signal))

async function emulate(
  parts: EmulationParts,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<EmulationRun> {
  const { scenario, dilation, peersPerTab, seed, bars } = parts
  const why = whyNotInTabs(scenario)
  if (why !== undefined) throw new UsageError(`${why} See npm run sim.`)
  const topology = topologyOf(scenario)
  const tabs = await EmulationTabs.open(
    Math.ceil(topology.peers.length / peersPerTab),
    cleanup,
    signal,
  )
  const emulation = await tabs.openEmulation(emulationPlanOf(scenario, dilation))
  await tabs.join(newcomersOf(scenario, { emulation, seed, contentSeed: seed }))
  await tabs.linkedUp(bars)
  await tabs.start()
  await follow(tabs, parts, topology)
  return { tabs: tabs.count, outcomes: await tabs.outcomes() }
}

async function follow(
  tabs: EmulationTabs,
  { scenario, dilation, bars }: EmulationParts,
  topology: Topology,
): Promise<void> {
  const limitMs = STALL_LIMIT_MS + dilation * STALL_LIMIT_EMULATED_MS
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
    if (Date.now() - movedAt > limitMs) {
      console.error(`Nobody got a piece for ${limitMs / 1000} s: it ends here.`)
      return
    }
  }
}
