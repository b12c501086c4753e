/**
 * One run of a draft, and what has come of it so far. A worker records it: who makes it happen, the
 * same worker in virtual time or tabs in real time, is the kinds' own affair.
 */
import { signal } from '@preact/signals'
import { startWorker, WorkerError } from './desk.ts'
import type { Draft } from './draft.ts'
import { Recording } from './recording/recording.ts'
import type { News, Order, Plan, RunResult, Summary } from './worker/protocol.ts'

export type RunState =
  /** Tabs take their places: a sentence says how far they are. */
  | { readonly is: 'preparing'; readonly sentence: string }
  | { readonly is: 'running' }
  /** The person ended it; what was recorded stays. */
  | { readonly is: 'stopped' }
  | { readonly is: 'done'; readonly result: RunResult }
  | { readonly is: 'failed'; readonly why: string }

export abstract class Run {
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
  /** Undefined in virtual time: how many times slower than real its time goes. */
  abstract readonly dilation: number | undefined
  /** The file of the network that was drawn when it began. */
  readonly networkFile: string
  readonly #worker = startWorker()

  constructor(draft: Draft, plan: Plan, networkFile = plan.topologyFile) {
    this.networkFile = networkFile
    this.draft = draft
    this.plan = plan
    this.recording = new Recording(plan.pieces)
    this.#worker.onmessage = ({ data }: MessageEvent<News>) => this.#hear(data)
    this.#worker.onerror = () => this.fail(new WorkerError().message)
  }

  /** Whether something of it is still to come. */
  get isUnderWay(): boolean {
    if (this.isStopped.value) return false
    const { is } = this.state.value
    return is === 'preparing' || is === 'running' || (is === 'done' && !this.isComplete)
  }

  stop(): void {
    this.#worker.terminate()
    const { is } = this.state.value
    if (is === 'running' || is === 'preparing') this.state.value = { is: 'stopped' }
    this.isStopped.value = true
  }

  /** Its log, as a file. Rejects with a sentence for a person. */
  abstract events(): Promise<Blob>

  /** All that was ordered has come, repetitions too. */
  protected abstract get isComplete(): boolean

  protected order(order: Order): void {
    this.#worker.postMessage(order)
  }

  protected fail(why: string): void {
    this.#worker.terminate()
    this.state.value = { is: 'failed', why }
  }

  /** The first result is there. */
  protected ended(result: RunResult): void {
    this.state.value = { is: 'done', result }
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
        if (this.results.value.length === 1) this.ended(news.run)
        if (!this.isUnderWay) this.#worker.terminate()
        return
      case 'failed':
        return this.fail(news.why)
    }
  }
}
