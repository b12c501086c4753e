/** A run in virtual time, in a worker of its own, and its repetitions after it. */
import { startWorker, WorkerError } from './desk.ts'
import type { Draft } from './draft.ts'
import { Run } from './run.ts'
import type { News, Order, Plan, RunResult } from './worker/protocol.ts'

export class VirtualRun extends Run {
  readonly dilation = undefined

  constructor(draft: Draft, plan: Plan) {
    super(draft, plan)
    this.order({ order: 'run', document: JSON.stringify(draft.document), seed: draft.seed })
  }

  /** All of it: it is run again for that, so none of it had to be kept. */
  events(): Promise<Blob> {
    const worker = startWorker()
    const { document, seed } = this.draft
    return new Promise<Blob>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<News>) => {
        if (data.news === 'events') resolve(data.file)
        else if (data.news === 'failed') reject(new Error(data.why))
      }
      worker.onerror = () => reject(new WorkerError())
      const order: Order = { order: 'events', document: JSON.stringify(document), seed }
      worker.postMessage(order)
    }).finally(() => worker.terminate())
  }

  protected get isComplete(): boolean {
    return this.results.value.length >= this.draft.repetitions
  }

  protected override ended(result: RunResult): void {
    super.ended(result)
    const { repetitions, seed, document } = this.draft
    const seeds = Array.from({ length: repetitions - 1 }, (_, i) => (seed + i + 1) % 2 ** 32)
    this.order({ order: 'repeat', document: JSON.stringify(document), seeds })
  }
}
