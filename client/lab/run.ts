/** One run in virtual time, in a worker of its own, and what has come of it so far. */
import { computed, signal } from '@preact/signals'
import type { Run as RunResult } from '../../shared/simulation/simulation.ts'
import { startWorker, WorkerError } from './desk.ts'
import type { Draft } from './draft.ts'
import { Recording } from './recording/recording.ts'
import type { News, Order, Plan } from './worker/protocol.ts'

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
  /** Runs with the seeds that follow, as they end. */
  readonly repeated = signal<readonly RunResult[]>([])
  /** Of this run and its repetitions, as far as they have ended. */
  readonly results = computed(() =>
    this.state.value.is === 'done' ? [this.state.value.result, ...this.repeated.value] : [],
  )
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
    const { is } = this.state.value
    return is === 'running' || (is === 'done' && this.results.value.length < this.draft.repetitions)
  }

  stop(): void {
    this.#worker.terminate()
    if (this.state.value.is === 'running') this.state.value = { is: 'stopped' }
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
        this.state.value = { is: 'done', result: news.run }
        return this.#repeat()
      case 'repeated':
        this.repeated.value = [...this.repeated.value, news.run]
        if (!this.isUnderWay) this.#worker.terminate()
        return
      case 'failed':
        return this.#fail(news.why)
    }
  }

  #repeat(): void {
    const { repetitions, seed, document } = this.draft
    if (repetitions === 1) return this.#worker.terminate()
    const seeds = Array.from({ length: repetitions - 1 }, (_, i) => (seed + i + 1) % 2 ** 32)
    this.#order({ order: 'repeat', document: JSON.stringify(document), seeds })
  }

  #fail(why: string): void {
    this.#worker.terminate()
    this.state.value = { is: 'failed', why }
  }
}
