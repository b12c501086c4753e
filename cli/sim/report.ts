/** The results of simulated runs, as a table for people. */

import type { Estimate } from '../../shared/simulation/results/statistics.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import { aligned } from '../aligned.ts'
import type { GossipEstimates, SimResult } from './result.ts'
import { freeRiderLines, waitLines } from './waits.ts'

/** Longer lists of seeds are cut: the means say more. */
const MAX_ROWS = 20

export function table(scenario: Scenario, result: SimResult): string {
  const { bound, runs, makespan, ratioToBound, eventsPerSecond } = result
  const rows = runs
    .slice(0, MAX_ROWS)
    .map(({ seed, makespanMs, meanMs, events, fingerprint }) => [
      String(seed),
      seconds(makespanMs),
      seconds(meanMs),
      makespanMs === null ? '-' : (makespanMs / bound.makespanMs).toFixed(3),
      thousands(events),
      fingerprint,
    ])
  const head = ['seed', 'makespan', 'mean', 'x bound', 'events', 'fingerprint']
  const more = runs.length > MAX_ROWS ? [`… and ${runs.length - MAX_ROWS} more`] : []
  return [
    `${scenario.name}: ${scenario.about}`,
    `No swarm can do it in less than ${seconds(bound.makespanMs)} (${bound.rule}).`,
    '',
    ...aligned([head, ...rows], 'rrrrrr'),
    ...more,
    '',
    makespan && ratioToBound
      ? `Makespan ${estimated(makespan, 1000, ' s')}, ${estimated(ratioToBound, 1, '')} times the bound.`
      : 'Not everyone finished.',
    ...gossipLines(result),
    ...waitLines(result.runs),
    ...freeRiderLines(result.runs),
    `${thousands(eventsPerSecond)} events a second.`,
  ].join('\n')
}

function gossipLines({
  rounds,
  rmr,
  useful,
  redundant,
  controlBytes,
}: Partial<GossipEstimates>): string[] {
  if (!useful || !redundant || !controlBytes) return []
  const inVain = redundant.mean / useful.mean
  return [
    rounds
      ? `Everyone had everything in ${rounds.mean.toFixed(1)} rounds of gossip.`
      : 'Some never had everything, however many rounds.',
    `${useful.mean.toFixed(1)} pieces came to use, ${redundant.mean.toFixed(1)} in vain: ${inVain.toFixed(3)} for each (RMR ${rmr?.mean.toFixed(3) ?? '-'}), with ${Math.round(controlBytes.mean).toLocaleString('en')} bytes of talk.`,
  ]
}

export const scenarioList = (
  scenarios: readonly { readonly name: string; readonly about: string }[],
): string => aligned(scenarios.map(({ name, about }) => [name, about])).join('\n')

function estimated({ mean, ci95 }: Estimate, unit: number, name: string): string {
  const value = (mean / unit).toFixed(3)
  return ci95 === null ? `${value}${name}` : `${value} ± ${(ci95 / unit).toFixed(3)}${name} (95 %)`
}

const seconds = (ms: number | null): string => (ms === null ? '-' : `${(ms / 1000).toFixed(3)} s`)

const thousands = (count: number): string => Math.round(count).toLocaleString('en')
