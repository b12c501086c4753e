/** Checks seeds in threads, several at a time, until one fails or all are done. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Verdict } from '../../shared/simulation/invariants/checked-run.ts'

export interface PoolOptions {
  readonly workers: number
  readonly signal: AbortSignal
  onChecked(seed: number, verdict: Verdict): void
}

/** After a failure no further seed is begun; those that are being checked are still told of. */
export async function checkAll(
  seeds: Iterator<number>,
  { workers, signal, onChecked }: PoolOptions,
): Promise<void> {
  let isFailed = false
  const threads = Array.from({ length: workers }, () => startWorker())
  const work = async (worker: Worker): Promise<void> => {
    for (let next = seeds.next(); !next.done && !isFailed; next = seeds.next()) {
      const answer = once(worker, 'message', { signal })
      worker.postMessage(next.value)
      const [verdict] = (await answer) as [Verdict]
      if (verdict.failure) isFailed = true
      onChecked(next.value, verdict)
    }
  }
  try {
    await Promise.all(threads.map(work))
  } finally {
    await Promise.all(threads.map(thread => thread.terminate()))
  }
}

const startWorker = (): Worker => new Worker(new URL('./worker.mjs', import.meta.url))

/** `count` seeds from `first` on. */
export function* seedsFrom(first: number, count: number): Generator<number> {
  for (let seed = first; seed < first + count; seed++) yield seed
}
