/** Threads that each take the next job when they are done with the last. */
import { type ResourceLimits, Worker } from 'node:worker_threads'

export interface Pool<Job, Report> {
  /** The module that answers each job with reports, the last of which is the one that `isLast` says. */
  readonly module: URL
  readonly threads: number
  readonly signal: AbortSignal
  readonly resourceLimits?: ResourceLimits
  isLast(report: Report): boolean
  onReport(job: Job, report: Report): void
}

/** A job whose thread broke down. */
export class JobError<Job> extends Error {
  readonly job: Job

  constructor(job: Job, cause: Error) {
    super(cause.message, { cause })
    this.job = job
  }
}

/** Resolves when all jobs are done. Rejects at the first trouble, or with the signal's reason. */
export async function runJobs<Job, Report>(
  jobs: Iterator<Job>,
  pool: Pool<Job, Report>,
): Promise<void> {
  const threads = Array.from({ length: pool.threads }, () => {
    const { module, resourceLimits = {} } = pool
    return new Worker(new URL('./worker.mjs', import.meta.url), {
      workerData: module.href,
      resourceLimits,
    })
  })
  try {
    await Promise.all(
      threads.map(async thread => {
        for (let next = jobs.next(); !next.done; next = jobs.next()) {
          await runJob(thread, next.value, pool)
        }
      }),
    )
  } finally {
    await Promise.all(threads.map(thread => thread.terminate()))
  }
}

function runJob<Job, Report>(
  thread: Worker,
  job: Job,
  { signal, isLast, onReport }: Pool<Job, Report>,
): Promise<void> {
  const done = new AbortController()
  const ended = new Promise<void>((resolve, reject) => {
    const onMessage = (report: Report) => {
      onReport(job, report)
      if (isLast(report)) resolve()
    }
    const onError = (error: Error) => reject(new JobError(job, error))
    thread.on('message', onMessage)
    thread.on('error', onError)
    done.signal.addEventListener('abort', () => {
      thread.off('message', onMessage)
      thread.off('error', onError)
    })
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { signal: done.signal })
    thread.postMessage(job)
  })
  return ended.finally(() => done.abort())
}
