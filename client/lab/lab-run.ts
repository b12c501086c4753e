/**
 * One run of a draft, and what has come of it so far. The worker records it: what makes it happen, the
 * same worker in virtual time or tabs in real time, is the two kinds' own affair.
 */
import { signal } from '@preact/signals'
import { Recording } from './recording/recording.ts'
import type { Draft } from './setup/draft.ts'
import type { RunHandle, RunNews, WorkerClient } from './worker/client.ts'
import type { Plan, RunResult, RunTask, RunUpdate, Summary } from './worker/protocol.ts'

export type RunState =
  /** Tabs take their places: a sentence says how far they are. */
  | { readonly is: 'preparing'; readonly sentence: string }
  | { readonly is: 'running' }
  /** The person ended it; what was recorded stays. */
  | { readonly is: 'stopped' }
  | { readonly is: 'done'; readonly result: RunResult }
  | { readonly is: 'failed'; readonly why: string }

export abstract class LabRun {
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
  #task: RunHandle | undefined

  constructor(draft: Draft, plan: Plan, networkFile = plan.topologyFile) {
    this.networkFile = networkFile
    this.draft = draft
    this.plan = plan
    this.recording = new Recording(plan.pieces)
  }

  /** Whether something of it is still to come. */
  get isUnderWay(): boolean {
    if (this.isStopped.value) return false
    const { is } = this.state.value
    return is === 'preparing' || is === 'running' || (is === 'done' && !this.isComplete)
  }

  stop(): void {
    this.#task?.cancel()
    const { is } = this.state.value
    if (is === 'running' || is === 'preparing') this.state.value = { is: 'stopped' }
    this.isStopped.value = true
  }

  /** Its log, as a file. Rejects with a sentence for a person. */
  abstract events(): Promise<Blob>

  /** All that was ordered has come, repetitions too. */
  protected abstract get isComplete(): boolean

  protected begin(worker: WorkerClient, task: RunTask): void {
    this.#task = worker.run(task, news => this.#hear(news))
  }

  protected tell(update: RunUpdate): void {
    this.#task?.tell(update)
  }

  protected fail(why: string): void {
    this.#task?.cancel()
    this.state.value = { is: 'failed', why }
  }

  #hear(news: RunNews): void {
    switch (news.is) {
      case 'chunk':
        this.recording.append(news.chunk)
        this.progress.value = news.progress
        this.grown.value++
        return
      case 'result':
        this.results.value = [...this.results.value, news.run]
        this.summary.value = news.summary
        if (this.results.value.length === 1) {
          this.state.value = { is: 'done', result: news.run }
        }
        return
      case 'failed':
        return this.fail(news.why)
    }
  }
}

/** A run in virtual time, computed by the worker, and its repetitions after it. */
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
