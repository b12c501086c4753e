/** A run in virtual time, computed by the worker, and its repetitions after it. */
import type { Draft } from './draft.ts'
import { LabRun } from './lab-run.ts'
import type { WorkerClient } from './worker/client.ts'
import type { Plan } from './worker/protocol.ts'

export class VirtualRun extends LabRun {
  readonly dilation = undefined
  readonly #worker: WorkerClient
  readonly #document: string

  /** `document`: the draft's file, as it was planned. */
  constructor(worker: WorkerClient, draft: Draft, plan: Plan, document: string) {
    super(draft, plan)
    this.#worker = worker
    this.#document = document
    const { repetitions, seed } = draft
    const seeds = Array.from({ length: repetitions }, (_, i) => (seed + i) % 2 ** 32)
    this.begin(worker, { task: 'simulate', document, seeds })
  }

  /** All of it: it is run again for that, so none of it had to be kept. */
  events(): Promise<Blob> {
    const { seed } = this.draft
    return this.#worker.ask({ task: 'exportLog', document: this.#document, seed })
  }

  protected get isComplete(): boolean {
    return this.results.value.length >= this.draft.repetitions
  }
}
