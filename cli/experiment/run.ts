/** Runs all points of an experiment with all seeds: over the simulator's threads, or in real tabs. */
import type { Experiment } from '../../shared/experiments/experiment.ts'
import type { Outcome } from '../../shared/experiments/measures.ts'
import { pointsOf } from '../../shared/experiments/plan.ts'
import { type Summary, summarise } from '../../shared/experiments/summary.ts'
import { type PoolOptions, runAll } from '../sim/pool.ts'
import type { Job } from '../sim/worker.ts'
import { runInTabs } from './in-tabs.ts'

export interface RunnerOptions extends Omit<PoolOptions, 'onProgress'> {
  readonly seeds: number
  readonly tabs: boolean
  /** From 0 to 1. */
  onProgress(done: number): void
}

export async function runExperiment(
  experiment: Experiment,
  { seeds: wanted, tabs, onProgress, ...pool }: RunnerOptions,
): Promise<Summary> {
  const points = pointsOf(experiment)
  const count = wanted * (tabs ? 1 : (experiment.timesSeeds ?? 1))
  const seeds = Array.from({ length: count }, (_, i) => i + 1)
  const jobs = points.flatMap(({ scenario }) =>
    seeds.map(
      (seed): Job => ({
        scenario,
        seed,
        log: undefined,
        trace: undefined,
        record: experiment.records ?? false,
      }),
    ),
  )
  const done = new Map<Job, number>()
  const options = {
    ...pool,
    onProgress(job: Job, share: number) {
      done.set(job, share)
      onProgress([...done.values()].reduce((sum, each) => sum + each, 0) / jobs.length)
    },
  }
  const runs = tabs ? await runInTabs(jobs, options) : await simulate(jobs, options)
  const withRuns = points.map((point, i) => ({
    ...point,
    runs: runs.slice(i * count, (i + 1) * count),
  }))
  return summarise(experiment, withRuns, seeds, tabs ? 'real tabs' : 'virtual time', wanted)
}

async function simulate(jobs: readonly Job[], options: PoolOptions): Promise<Outcome[]> {
  const timed = await runAll(jobs, options)
  return timed.map(({ run, recorded }) => ({ ...run, ...(recorded && { recorded }) }))
}
