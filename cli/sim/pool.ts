/** Runs a scenario with many seeds, several at a time, each worker in a thread with its own heap. */
import type { Recorded } from '../../shared/simulation/results/recorder.ts'
import type { Run } from '../../shared/simulation/simulation.ts'
import { JobError, runJobs } from '../worker-pool.ts'
import type { Job, Report } from './worker.ts'

/** The largest swarm there is takes less. Reached only if a run needs it. */
const MAX_HEAP_MB = 12_288
/** Messages on their way live as long as their way: with less they would be moved out one by one. */
const YOUNG_HEAP_MB = 192

export interface TimedRun {
  readonly run: Run
  /** Its course, if that was asked for. */
  readonly recorded?: Recorded
  readonly elapsedMs: number
}

export interface PoolOptions {
  readonly workers: number
  readonly signal: AbortSignal
  /** `done` of one run, from 0 to 1. */
  onProgress(job: Job, done: number): void
}

/** In the order of the jobs. A run that broke is told with the seed that repeats it. */
export async function runAll(
  jobs: readonly Job[],
  { workers, signal, onProgress }: PoolOptions,
): Promise<TimedRun[]> {
  const results = new Map<Job, TimedRun>()
  try {
    await runJobs<Job, Report>(jobs.values(), {
      module: new URL('./worker.ts', import.meta.url),
      threads: Math.min(workers, jobs.length),
      signal,
      resourceLimits: {
        maxOldGenerationSizeMb: MAX_HEAP_MB,
        maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
      },
      isLast: report => report.type === 'done',
      onReport(job, report) {
        if (report.type === 'progress') onProgress(job, report.done)
        else results.set(job, report)
      },
    })
  } catch (error) {
    if (!(error instanceof JobError)) throw error
    const { scenario, seed } = error.job as Job
    throw new Error(`${scenario.name}, seed ${seed}: ${error.message}`, { cause: error })
  }
  return jobs.map(job => results.get(job) as TimedRun)
}
