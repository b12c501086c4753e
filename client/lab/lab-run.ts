/** One run of a draft and its recording, which the worker makes. */
import { computed, signal } from '@preact/signals'
import { labView } from '../language/lab-view.ts'
import type { Curve } from './charts/chart-data.ts'
import { Recording } from './recording/recording.ts'
import type { Draft } from './setup/draft.ts'
import type { RunHandle, RunNews, WorkerClient } from './worker/client.ts'
import type { Answers, Plan, RunResult, RunTask, RunUpdate, Summary } from './worker/protocol.ts'
import type { Why } from './worker/why.ts'

type RunState =
  /** Tabs start their peers. */
  | { readonly is: 'preparing'; readonly step: Step }
  | { readonly is: 'running' }
  | { readonly is: 'stopped' }
  | { readonly is: 'done'; readonly result: RunResult }
  | { readonly is: 'failed'; readonly why: Why }

/** How far they are. */
export type Step =
  | { readonly is: 'places' }
  | { readonly is: 'joined'; readonly here: number; readonly all: number }
  | { readonly is: 'linking'; readonly links: number }

export abstract class LabRun {
  readonly draft: Draft
  readonly plan: Plan
  readonly recording: Recording
  readonly state = signal<RunState>({ is: 'running' })
  /** The share of all pieces that leechers hold. */
  readonly progress = signal(0)
  /** Counts the chunks of the recording, for signals to depend on. */
  readonly grown = signal(0)
  readonly flightStride = computed(() => {
    this.grown.value
    return this.recording.flightStride
  })
  /** Results of this run and of its repetitions so far. */
  readonly results = signal<readonly RunResult[]>([])
  /** By run, the first being left empty: its recording is whole. */
  readonly curves: (readonly Curve[])[] = []
  readonly summary = signal<Summary | undefined>(undefined)
  /** Stopped by the person, while it ran or during its repetitions. */
  readonly isStopped = signal(false)
  /** The simulator's makespan of what real tabs ran; undefined: not known, or not yet. */
  readonly simulated = signal<Answers['simulatedMakespan'] | undefined>(undefined)
  /** How many times slower than real its time goes; undefined in virtual time. */
  abstract readonly dilation: number | undefined
  readonly networkFile: string
  #task: RunHandle | undefined

  constructor(draft: Draft, plan: Plan, networkFile = plan.topologyFile) {
    this.networkFile = networkFile
    this.draft = draft
    this.plan = plan
    this.recording = new Recording(plan.pieces)
  }

  /** Computed or recorded at this moment, its repetitions aside. */
  get isGrowing(): boolean {
    const { is } = this.state.value
    return is === 'preparing' || is === 'running'
  }

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

  /** The log as a file. Rejects with a sentence for a person. */
  abstract events(): Promise<Blob>

  protected abstract get isComplete(): boolean

  protected begin(worker: WorkerClient, task: RunTask): void {
    this.#task = worker.run(task, news => this.#hear(news))
  }

  protected whenDone(): void {}

  protected tell(update: RunUpdate): void {
    this.#task?.tell(update)
  }

  protected fail(why: Why): void {
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
        this.curves.push(news.curves)
        this.results.value = [...this.results.value, news.run]
        this.summary.value = news.summary
        if (this.results.value.length === 1) {
          this.state.value = { is: 'done', result: news.run }
          this.whenDone()
        }
        return
      case 'failed':
        return this.fail(news.why)
    }
  }
}

/** A run in virtual time and its repetitions, computed by the worker. */
export class VirtualRun extends LabRun {
  readonly dilation = undefined
  readonly #worker: WorkerClient
  readonly #document: string

  /** `document`: the draft's file, as text. */
  constructor(worker: WorkerClient, draft: Draft, plan: Plan, document: string) {
    super(draft, plan)
    this.#worker = worker
    this.#document = document
    const { repetitions, seed } = draft
    const seeds = Array.from({ length: repetitions }, (_, i) => (seed + i) % 2 ** 32)
    this.begin(worker, { task: 'simulate', document, seeds })
  }

  /** The run is computed again for its log, so that the log need not be kept. */
  events(): Promise<Blob> {
    const { seed } = this.draft
    return this.#worker.ask({ task: 'exportLog', document: this.#document, seed })
  }

  protected get isComplete(): boolean {
    return this.results.value.length >= this.draft.repetitions
  }
}

/** In words. */
export function kindOf({ dilation, state }: LabRun): string {
  const texts = labView.texts.kind
  if (dilation === undefined) return texts.simulated
  const because = state.value.is === 'done' ? state.value.result.inTabs?.invalidBecause : null
  return texts.inTabs({ dilation, isInvalid: (because ?? null) !== null })
}

/** How far tabs are, in words. */
export function stepInWords(step: Step): string {
  const texts = labView.texts.preparing
  switch (step.is) {
    case 'places':
      return texts.places
    case 'joined':
      return texts.joined(step)
    case 'linking':
      return texts.linking(step.links)
  }
}
