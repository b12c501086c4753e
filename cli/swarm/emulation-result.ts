/** What an emulated swarm comes to, and whether the run is valid. Times in emulated ms. */

import { type Estimate, estimate } from '../../shared/simulation/results/statistics.ts'
import { castOf, type Scenario, topologyOf } from '../../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../../shared/simulation/simulation.ts'
import { DEFAULT_GOSSIP } from '../../shared/wire/gossip-style.ts'
import { type EmulationParts, type EmulationRun, runEmulation } from './emulation.ts'
import { gossipLines, gossipOf, leecherLines, modeOf, seconds, sum, totalsOf } from './figures.ts'

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

export type EmulationResult = ReturnType<typeof summariseEmulation>

export function summariseEmulation(
  scenario: Scenario,
  dilation: number,
  { tabs, outcomes }: EmulationRun,
  simulated: Estimate | null,
) {
  const leecherNames = new Set(castOf(scenario, topologyOf(scenario)).leechers)
  const leechers = outcomes.filter(({ node }) => leecherNames.has(node))
  const seeders = outcomes.filter(({ node }) => !leecherNames.has(node))
  const seederIds = new Set(seeders.map(({ peerId }) => peerId))
  const { exchange } = scenario
  const kind = exchange.kind === 'gossip' ? { ...DEFAULT_GOSSIP, ...exchange } : undefined
  const peers = leechers.map(outcome => {
    const { node, isIntact, finishedMs, hasLeft, downloaded, uploaded, wasted } = outcome
    const fromSeeders = outcome.sources.filter(({ remote }) => seederIds.has(remote))
    return {
      id: node,
      /** Finished, and every piece is the torrent's. */
      ok: isIntact && finishedMs !== undefined,
      finishedMs: finishedMs ?? null,
      /** As the scenario planned; before it finished or after. */
      left: hasLeft,
      /** Payload bytes. */
      downloaded,
      uploaded,
      wasted,
      fromSeeder: sum(fromSeeders.map(({ bytes }) => bytes)),
      ...gossipOf([outcome], kind),
    }
  })
  const isComplete = peers.every(({ ok, left }) => ok || left)
  const totals = totalsOf(peers, isComplete)
  const latestFirst = outcomes.toSorted((a, b) => b.lateness.p99Ms - a.lateness.p99Ms)
  const invalidBecause = latestFirst.find(({ fault }) => fault !== undefined)?.fault
  return {
    /** Every leecher that was not made to leave has every byte, and the run is valid. */
    ok: isComplete && invalidBecause === undefined,
    ...modeOf(kind),
    scenario: scenario.name,
    tabs,
    dilation,
    /** False: the machine did not keep up, and the times mean nothing. */
    valid: invalidBecause === undefined,
    invalidBecause: invalidBecause ?? null,
    bytes: scenario.torrent.length,
    ...totals,
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
    ratioToSimulated: totals.makespanMs && simulated ? totals.makespanMs / simulated.mean : null,
  }
}

/** A run that the machine did not keep up with is made again, at most this many times. */
const MAX_REPEATS = 3

/**
 * Each attempt in time that goes half as fast as before. The last one counts, if it is valid. `simulated`: to
 * stand beside it.
 */
export async function runUntilValid(
  parts: EmulationParts,
  signal: AbortSignal,
  simulated: Estimate | null = null,
): Promise<EmulationResult[]> {
  const attempts: EmulationResult[] = []
  let { dilation } = parts
  while (attempts.at(-1)?.valid !== true && attempts.length <= MAX_REPEATS) {
    const run = await runEmulation({ ...parts, dilation }, signal)
    signal.throwIfAborted()
    attempts.push(summariseEmulation(parts.scenario, dilation, run, simulated))
    dilation *= 2
  }
  return attempts
}

export function emulationTable(result: EmulationResult): string {
  const { makespanMs, meanMs, dilation, tabs, lateness, simulated, ratioToSimulated } = result
  const verdict = result.valid
    ? 'The run is valid.'
    : `The run is INVALID. ${result.invalidBecause}`
  const lines = [
    ...leecherLines(result.peers),
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
  return lines.join('\n')
}
