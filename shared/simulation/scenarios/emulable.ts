/** A scenario for real tabs: whether it can run there, at what dilation, and when peers join and leave. */
import type { Millis } from '../../base/ids.ts'
import { seededStream } from '../../base/random.ts'
import { type EmulationPlan, MAX_DILATION, MAX_EMULATED_PEERS } from '../../events/emulation.ts'
import { writeTopology } from '../../network/topology-file.ts'
import { arrivalTimes } from '../simulation.ts'
import { castOf, type Scenario, topologyOf } from './scenario.ts'

/** Two cores carry this with room to spare: their limit is 80 to 100 Mbps. */
const COMFORTABLE_BITS_PER_SEC = 30e6

export interface Stay {
  readonly node: string
  readonly holds: 'everything' | 'nothing'
  readonly arrivesMs: Millis
  readonly leavesMs: Millis | undefined
  /** This time after it has finished. */
  readonly leavesAfterMs: Millis | undefined
}

/** Why tabs cannot run it: faults and peers that break the rules exist in the simulator only. */
export type NotInTabs =
  | { readonly is: 'too-many-peers'; readonly peers: number; readonly most: number }
  | { readonly is: 'virtual-time-only' | 'lanes-virtual-time-only' | 'classes-virtual-time-only' }

/** Undefined if they can. */
export function notInTabs(scenario: Scenario): NotInTabs | undefined {
  const { faults, freeRiders, departures, otherTracker, classes, lanes } = scenario
  const { peers } = topologyOf(scenario)
  if (peers.length > MAX_EMULATED_PEERS)
    return { is: 'too-many-peers', peers: peers.length, most: MAX_EMULATED_PEERS }
  const isRude = departures.some(departure => departure.kind === 'at' && !departure.goodbye)
  if (faults.length > 0 || freeRiders > 0 || otherTracker || isRude)
    return { is: 'virtual-time-only' }
  if (lanes) return { is: 'lanes-virtual-time-only' }
  if (
    classes.some(({ exchange, freeRiders }) => exchange !== undefined || freeRiders !== undefined)
  )
    return { is: 'classes-virtual-time-only' }
  return undefined
}

/** The same as a sentence. */
export function whyNotInTabs(scenario: Scenario): string | undefined {
  const why = notInTabs(scenario)
  switch (why?.is) {
    case undefined:
      return undefined
    case 'too-many-peers':
      return `Tabs take ${why?.most} peers at most; this topology has ${why?.peers}.`
    case 'virtual-time-only':
      return 'Faults, free riders, other trackers, and peers that leave without a goodbye exist in virtual time only.'
    case 'classes-virtual-time-only':
      return 'Classes of peers with policies or free riders of their own exist in virtual time only.'
  }
}

/** The dilation at which two cores carry all peers sending at once. */
export function usualDilation(scenario: Scenario): number {
  const { peers, links } = topologyOf(scenario)
  const isPeer = new Set(peers)
  const bitsPerSec = links.reduce((sum, { from, to, forth, back }) => {
    const up = isPeer.has(from) ? forth : isPeer.has(to) ? back : undefined
    return sum + (up?.rateBitsPerSec ?? 0)
  }, 0)
  return Math.max(Math.ceil(bitsPerSec / COMFORTABLE_BITS_PER_SEC), 1)
}

/** How busy a machine is with other things, by a short measurement. */
export interface MachineLoad {
  /** How many times longer work takes than when nothing is in its way: 1 or more. */
  readonly slowdown: number
  /** The latest of its timers, in real time. */
  readonly latestTimerMs: Millis
}

/** A run is invalid if a message is 50 emulated ms late: half of that is left to the run itself. */
const TOLERATED_LATE_MS = 25

/** The dilation at which this machine, as busy as it is, should keep up. */
export function dilationUnder(scenario: Scenario, load: MachineLoad): number {
  const forWork = Math.ceil(usualDilation(scenario) * load.slowdown)
  const forTimers = Math.ceil(load.latestTimerMs / TOLERATED_LATE_MS)
  return Math.min(MAX_DILATION, Math.max(forWork, forTimers))
}

export const emulationPlanOf = (scenario: Scenario, dilation: number): EmulationPlan => ({
  topology: writeTopology(topologyOf(scenario)),
  // Tabs cannot send a fluid; packets are nearest to it.
  granularity: scenario.granularity === 'fluid' ? 'packet' : scenario.granularity,
  overhead: scenario.overhead,
  congestion: scenario.congestion,
  dilation,
})

/** In the order of the topology. */
export function staysOf(scenario: Scenario, seed: number): Stay[] {
  const topology = topologyOf(scenario)
  const { seeders, leechers } = castOf(scenario, topology)
  const times = arrivalTimes(scenario.arrivals, leechers.length, seededStream(seed, 'arrivals'))
  const arrivesMs = new Map(leechers.map((node, i) => [node, times[i] as number]))
  const holders = new Set(seeders)
  return topology.peers.map(node => {
    let leavesMs: number | undefined
    let leavesAfterMs: number | undefined
    for (const departure of scenario.departures) {
      if (departure.kind === 'finished' && !holders.has(node)) leavesAfterMs = departure.afterMs
      if (departure.kind === 'at' && departure.peer === node) leavesMs = departure.atMs
    }
    const holds = holders.has(node) ? 'everything' : 'nothing'
    return { node, holds, arrivesMs: arrivesMs.get(node) ?? 0, leavesMs, leavesAfterMs }
  })
}
