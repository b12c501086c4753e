/** Runs a scenario with many seeds, several at a time, each worker in a thread with its own heap. */
import { Worker } from 'node:worker_threads'
import type { Millis } from '../../shared/base/ids.ts'
import type { Run } from '../../shared/simulation/simulation.ts'
import type { Job, Report } from './job.ts'

/** The largest swarm there is takes less. Reached only if a run needs it. */
const MAX_HEAP_MB = 12_288
/** Messages on their way live as long as their way: with less they would be moved out one by one. */
const YOUNG_HEAP_MB = 192

export interface TimedRun {
  readonly run: Run
  /** When each piece came to a leecher, if that was asked for. */
  readonly heldMs: readonly Millis[]
  readonly elapsedMs: number
}

export interface PoolOptions {
  readonly workers: number
  readonly signal: AbortSignal
  /** `done` of one run, from 0 to 1. */
  onProgress(job: Job, done: number): void
}

/** In the order of the jobs. Rejects at the first trouble, or when it is told to stop. */
export async function runAll(
  jobs: readonly Job[],
  { workers, signal, onProgress }: PoolOptions,
): Promise<TimedRun[]> {
  const results: TimedRun[] = []
  const waiting = [...jobs.entries()]
  const threads = Array.from({ length: Math.min(workers, jobs.length) }, startWorker)
  try {
    await Promise.all(
      threads.map(async thread => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [index, job] = next
          results[index] = await runOne(thread, job, signal, done => onProgress(job, done))
        }
      }),
    )
  } finally {
    await Promise.all(threads.map(thread => thread.terminate()))
  }
  return results
}

const startWorker = (): Worker =>
  new Worker(new URL('./worker.mjs', import.meta.url), {
    resourceLimits: {
      maxOldGenerationSizeMb: MAX_HEAP_MB,
      maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
    },
  })

function runOne(
  worker: Worker,
  job: Job,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<TimedRun> {
  return new Promise((resolve, reject) => {
    const settle = (settleIt: () => void) => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      signal.removeEventListener('abort', onAbort)
      settleIt()
    }
    const onMessage = (report: Report) => {
      if (report.type === 'progress') onProgress(report.done)
      else
        settle(() =>
          resolve({ run: report.run, heldMs: report.heldMs, elapsedMs: report.elapsedMs }),
        )
    }
    const onError = (error: Error) => settle(() => reject(new RunError(job, error)))
    const onAbort = () => settle(() => reject(signal.reason))
    worker.on('message', onMessage)
    worker.on('error', onError)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    else worker.postMessage(job)
  })
}

/** A run that broke: a file that cannot be written, or a bug; the seed repeats it. */
class RunError extends Error {
  constructor({ scenario, seed }: Job, cause: Error) {
    super(`${scenario.name}, seed ${seed}: ${cause.message}`, { cause })
    this.name = 'RunError'
  }
}
