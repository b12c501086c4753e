/** One run in virtual time, in a worker of its own, and what has come of it so far. */
import { signal } from '@preact/signals'
import type { Run as RunResult } from '../../shared/simulation/simulation.ts'
import { startWorker, WorkerError } from './desk.ts'
import type { Draft } from './draft.ts'
import { Recording } from './recording/recording.ts'
import type { News, Order, Plan, Summary } from './worker/protocol.ts'

export type RunState =
  | { readonly is: 'running' }
  /** The person ended it; what was recorded stays. */
  | { readonly is: 'stopped' }
  | { readonly is: 'done'; readonly result: RunResult }
  | { readonly is: 'failed'; readonly why: string }

export class Run {
  readonly draft: Draft
  readonly plan: Plan
  readonly recording: Recording
  readonly state = signal<RunState>({ is: 'running' })
  /** The share of all pieces that have come where they should. */
  readonly progress = signal(0)
  /** Counts what has been added to the recording: whoever draws it watches this. */
  readonly grown = signal(0)
  /** This run and its repetitions, as far as they have ended. */
  readonly results = signal<readonly RunResult[]>([])
  readonly summary = signal<Summary | undefined>(undefined)
  /** By the person; of the repetitions, too. */
  readonly isStopped = signal(false)
  readonly #worker = startWorker()

  constructor(draft: Draft, plan: Plan) {
    this.draft = draft
    this.plan = plan
    this.recording = new Recording(plan.pieces)
    this.#worker.onmessage = ({ data }: MessageEvent<News>) => this.#hear(data)
    this.#worker.onerror = () => this.#fail(new WorkerError().message)
    this.#order({ order: 'run', document: JSON.stringify(draft.document), seed: draft.seed })
  }

  /** Whether something of it is still being simulated. */
  get isUnderWay(): boolean {
    if (this.isStopped.value) return false
    const { is } = this.state.value
    return is === 'running' || (is === 'done' && this.results.value.length < this.draft.repetitions)
  }

  stop(): void {
    this.#worker.terminate()
    if (this.state.value.is === 'running') this.state.value = { is: 'stopped' }
    this.isStopped.value = true
  }

  /** Its whole log, as a file. Rejects with a sentence for a person. */
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

  #order(order: Order): void {
    this.#worker.postMessage(order)
  }

  #hear(news: News): void {
    switch (news.news) {
      case 'chunk':
        this.recording.append(news.chunk)
        this.progress.value = news.progress
        this.grown.value++
        return
      case 'done':
        this.results.value = [...this.results.value, news.run]
        this.summary.value = news.summary
        if (this.results.value.length === 1) this.#repeat(news.run)
        if (!this.isUnderWay) this.#worker.terminate()
        return
      case 'failed':
        return this.#fail(news.why)
    }
  }

  /** The first of them is done. */
  #repeat(result: RunResult): void {
    this.state.value = { is: 'done', result }
    const { repetitions, seed, document } = this.draft
    const seeds = Array.from({ length: repetitions - 1 }, (_, i) => (seed + i + 1) % 2 ** 32)
    this.#order({ order: 'repeat', document: JSON.stringify(document), seeds })
  }

  #fail(why: string): void {
    this.#worker.terminate()
    this.state.value = { is: 'failed', why }
  }
}
