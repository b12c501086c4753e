/**
 * What an emulated swarm comes to, and whether it can be believed. Times in emulated ms; the
 * simulator's are of the same scenario, seeds 1 to SIMULATED_SEEDS.
 */

import type { PeerOutcome } from '../../client/host/emulation/newcomer.ts'
import type { GossipTotals } from '../../shared/gossip/totals.ts'
import { type Estimate, estimate } from '../../shared/simulation/results/statistics.ts'
import { castOf, type Scenario, topologyOf } from '../../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../../shared/simulation/simulation.ts'
import { DEFAULT_GOSSIP } from '../../shared/wire/gossip-style.ts'
import { type EmulationParts, type EmulationRun, runEmulation } from './emulation.ts'
import { gossipLines, gossipOf, type ModeResult, modeOf } from './gossip-result.ts'

/** A peer; if it gossips, with what came of it. */
export interface EmulatedPeerResult extends Partial<GossipTotals> {
  readonly id: string
  /** Finished, and every piece is the torrent's. */
  readonly ok: boolean
  readonly finishedMs: number | null
  /** As the scenario planned; before it finished or after. */
  readonly left: boolean
  /** Payload bytes. */
  readonly downloaded: number
  readonly uploaded: number
  readonly wasted: number
  readonly fromSeeder: number
}

export interface EmulationResult extends ModeResult, Partial<GossipTotals> {
  /** Every leecher that was not made to leave has every byte, and the run is valid. */
  readonly ok: boolean
  readonly scenario: string
  readonly tabs: number
  readonly dilation: number
  /** False: the machine did not keep up, and the times mean nothing. `invalidBecause` says more. */
  readonly valid: boolean
  readonly invalidBecause: string | null
  readonly bytes: number
  /** Until the last leecher finished; null if one never did. */
  readonly makespanMs: number | null
  readonly meanMs: number | null
  readonly seederShare: number
  readonly peers: readonly EmulatedPeerResult[]
  readonly seeders: readonly (Partial<GossipTotals> & {
    readonly id: string
    readonly uploaded: number
  })[]
  /** The worst tab's. */
  readonly lateness: {
    readonly p99Ms: number
    readonly worstMs: number
    readonly clockErrorMs: number
  }
  readonly simulated: { readonly seeds: number; readonly makespanMs: Estimate | null }
  /** Makespan in tabs over the simulator's mean. */
  readonly ratioToSimulated: number | null
}

/** Half a second each for 46 peers. */
const SIMULATED_SEEDS = 10

/** Null if some run never came to its end. */
export function simulatedMakespan(scenario: Scenario): Estimate | null {
  const makespans: number[] = []
  for (let seed = 1; seed <= SIMULATED_SEEDS; seed++) {
    const simulation = new Simulation(scenario, seed)
    simulation.run()
    const { makespanMs } = simulation.result
    if (makespanMs === null) return null
    makespans.push(makespanMs)
  }
  return estimate(makespans)
}

export function summariseEmulation(
  scenario: Scenario,
  dilation: number,
  { tabs, outcomes }: EmulationRun,
  simulated: Estimate | null,
): EmulationResult {
  const leecherNames = new Set(castOf(scenario, topologyOf(scenario)).leechers)
  const leechers = outcomes.filter(({ node }) => leecherNames.has(node))
  const seeders = outcomes.filter(({ node }) => !leecherNames.has(node))
  const seederIds = new Set(seeders.map(({ peerId }) => peerId))
  const { exchange } = scenario
  const kind = exchange.kind === 'gossip' ? { ...DEFAULT_GOSSIP, ...exchange } : undefined
  const peers = leechers.map(outcome => ({
    ...peerResult(outcome, seederIds),
    ...gossipOf([outcome], kind),
  }))
  const finished = peers.flatMap(({ finishedMs }) => finishedMs ?? [])
  const isComplete = peers.every(({ ok, left }) => ok || left)
  const makespanMs = isComplete && finished.length > 0 ? Math.max(...finished) : null
  const latestFirst = outcomes.toSorted((a, b) => b.lateness.p99Ms - a.lateness.p99Ms)
  const invalidBecause = latestFirst.find(({ fault }) => fault !== undefined)?.fault
  return {
    ok: isComplete && invalidBecause === undefined,
    ...modeOf(kind),
    scenario: scenario.name,
    tabs,
    dilation,
    valid: invalidBecause === undefined,
    invalidBecause: invalidBecause ?? null,
    bytes: scenario.torrent.length,
    makespanMs,
    meanMs: makespanMs === null ? null : sum(finished) / finished.length,
    seederShare: sum(peers.map(peer => peer.fromSeeder)) / sum(peers.map(peer => peer.downloaded)),
    ...gossipOf(outcomes, kind),
    peers,
    seeders: seeders.map(outcome => ({
      id: outcome.node,
      uploaded: outcome.uploaded,
      ...gossipOf([outcome], kind),
    })),
    lateness: {
      p99Ms: Math.max(...outcomes.map(({ lateness }) => lateness.p99Ms)),
      worstMs: Math.max(...outcomes.map(({ lateness }) => lateness.worstMs)),
      clockErrorMs: Math.max(...outcomes.map(({ clockErrorMs }) => clockErrorMs)),
    },
    simulated: { seeds: SIMULATED_SEEDS, makespanMs: simulated },
    ratioToSimulated: makespanMs && simulated ? makespanMs / simulated.mean : null,
  }
}

/** A run that the machine did not keep up with is made again, at most this many times. */
const MAX_REPEATS = 3

/** Each attempt in time that goes half as fast as before. The last one counts, if it is valid. */
export async function runUntilValid(
  parts: EmulationParts,
  signal: AbortSignal,
): Promise<EmulationResult[]> {
  const attempts: EmulationResult[] = []
  let { dilation } = parts
  while (attempts.at(-1)?.valid !== true && attempts.length <= MAX_REPEATS) {
    const run = await runEmulation({ ...parts, dilation }, signal)
    signal.throwIfAborted()
    attempts.push(summariseEmulation(parts.scenario, dilation, run, null))
    dilation *= 2
  }
  return attempts
}

function peerResult(
  { node, isIntact, finishedMs, hasLeft, downloaded, uploaded, wasted, sources }: PeerOutcome,
  seederIds: ReadonlySet<string>,
): EmulatedPeerResult {
  const fromSeeders = sources.filter(({ remote }) => seederIds.has(remote))
  return {
    id: node,
    ok: isIntact && finishedMs !== undefined,
    finishedMs: finishedMs ?? null,
    left: hasLeft,
    downloaded,
    uploaded,
    wasted,
    fromSeeder: sum(fromSeeders.map(({ bytes }) => bytes)),
  }
}

export function emulationTable(result: EmulationResult): string {
  const rows = result.peers.map(({ id, ok, left, finishedMs, fromSeeder, downloaded }) =>
    [
      id.padEnd(10),
      ok ? 'ok    ' : left ? 'left  ' : 'FAILED',
      `${seconds(finishedMs)} s`.padStart(10),
      `${Math.round((100 * fromSeeder) / Math.max(1, downloaded))} % from seeders`,
    ].join('  '),
  )
  const { makespanMs, meanMs, dilation, tabs, lateness, simulated, ratioToSimulated } = result
  const verdict = result.valid
    ? 'The run is valid.'
    : `The run is INVALID. ${result.invalidBecause}`
  const lines = [
    `Last after ${seconds(makespanMs)} s, mean ${seconds(meanMs)} s, in emulated time; ${tabs} tabs, dilation ${dilation}.`,
    ...gossipLines(result),
    verdict,
    `99 of 100 messages were at most ${lateness.p99Ms.toFixed(1)} ms late in every tab, none more than ${lateness.worstMs.toFixed(1)} ms.`,
  ]
  if (simulated.makespanMs) {
    const { mean, ci95 } = simulated.makespanMs
    const compared =
      ratioToSimulated === null ? '' : `: the tabs took ${ratioToSimulated.toFixed(3)} of it`
    lines.push(`The simulator says ${seconds(mean)} ± ${seconds(ci95)} s${compared}.`)
  }
  return [...rows, ...lines].join('\n')
}

const seconds = (ms: number | null): string => (ms === null ? '-' : (ms / 1000).toFixed(3))
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
