/** What runs of one scenario with several seeds amount to. */
import { boundOf } from '../../../shared/simulation/results/bound.ts'
import { estimate } from '../../../shared/simulation/results/statistics.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import type { RunResult, Summary } from './protocol.ts'

export function summaryOf(scenario: Scenario, runs: readonly RunResult[]): Summary {
  const { makespanMs: boundMs } = boundOf(scenario)
  const makespans = runs.flatMap(({ makespanMs }) => makespanMs ?? [])
  const isComplete = makespans.length === runs.length
  return {
    runs: runs.length,
    makespan: isComplete ? estimate(makespans) : null,
    ratioToBound: isComplete ? estimate(makespans.map(ms => ms / boundMs)) : null,
    mean: isComplete ? estimate(runs.flatMap(({ meanMs }) => meanMs ?? [])) : null,
  }
}
