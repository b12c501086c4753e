/** What the runs amount to. Times in ms. */
import type { GossipTotals } from '../../shared/gossip/totals.ts'
import { boundOf } from '../../shared/simulation/results/bound.ts'
import { type Estimate, estimate } from '../../shared/simulation/results/statistics.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import type { Run } from '../../shared/simulation/simulation.ts'
import type { TimedRun } from './pool.ts'

export type SimResult = ReturnType<typeof summarise>['result']

export function summarise(scenario: Scenario, timed: readonly TimedRun[]) {
  const bound = boundOf(scenario)
  const runs = timed.map(({ run }) => run)
  const makespans = runs.flatMap(({ makespanMs }) => makespanMs ?? [])
  const isComplete = makespans.length === runs.length
  const events = runs.reduce((sum, run) => sum + run.events, 0)
  const elapsedMs = timed.reduce((sum, one) => sum + one.elapsedMs, 0)
  return {
    result: {
      scenario: scenario.name,
      bound,
      runs: runs.map(({ failures: _, ...run }) => run),
      /** Null if some run never came to its end. */
      makespan: isComplete ? estimate(makespans) : null,
      ratioToBound: isComplete ? estimate(makespans.map(ms => ms / bound.makespanMs)) : null,
      /** Of one worker. */
      eventsPerSecond: Math.round((events / elapsedMs) * 1000),
      ...gossipEstimates(runs),
    },
    failures: runs.flatMap(run => failuresOf(run, scenario, bound.makespanMs)),
  }
}

function failuresOf(run: Run, { checks }: Scenario, boundMs: number): string[] {
  const failures = [...run.failures]
  const ratio = run.makespanMs === null ? undefined : run.makespanMs / boundMs
  if (ratio !== undefined && ratio < 1) {
    failures.push(`It was faster than anything can be: a bug in the simulation, or in the bound.`)
  }
  if (ratio !== undefined && ratio > (checks.ratioToBoundAtMost ?? Number.POSITIVE_INFINITY)) {
    failures.push(
      `It took ${ratio.toFixed(3)} times the bound; at most ${checks.ratioToBoundAtMost} was demanded.`,
    )
  }
  return failures.map(failure => `Seed ${run.seed}: ${failure}`)
}

/** Null where some run has no such figure: it never came to its end, say. */
export type GossipEstimates = { readonly [Figure in keyof GossipTotals]: Estimate | null }

const FIGURES = ['rounds', 'rmr', 'useful', 'redundant', 'controlBytes'] as const

/** Nothing where pieces travel in another way. */
function gossipEstimates(runs: readonly Run[]): Partial<GossipEstimates> {
  if (runs[0]?.rmr === undefined) return {}
  return Object.fromEntries(FIGURES.map(figure => [figure, estimateAll(runs, figure)]))
}

function estimateAll(runs: readonly Run[], figure: keyof GossipTotals): Estimate | null {
  const values = runs.flatMap(run => run[figure] ?? [])
  return values.length === runs.length ? estimate(values) : null
}
