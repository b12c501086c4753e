/** Runs that stay to be compared, over a reload: their charts and results, not their recordings. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { LabRun } from '../lab-run.ts'
import type { WorkerClient } from '../worker/client.ts'
import type { Compared, SeedRun } from '../worker/protocol.ts'
import { curvesOf } from './curves.ts'
import { KeptStore, MAX_KEPT, type StoredRun } from './kept-store.ts'
import { runCharts } from './run-charts.ts'

export interface KeptRun extends StoredRun {
  readonly key: string
  /** 'A' to 'F'. */
  readonly letter: string
  /** Of this page, while its repetitions go on. */
  readonly run: LabRun | undefined
}

const LETTERS = 'ABCDEF'

export class KeptRuns {
  readonly #all = signal<readonly KeptRun[]>([])
  readonly #compared = signal<readonly Compared[]>([])
  readonly #worker: WorkerClient
  readonly #store = new KeptStore()

  constructor(worker: WorkerClient) {
    this.#worker = worker
  }

  get all(): ReadonlySignal<readonly KeptRun[]> {
    return this.#all
  }

  /** One for each that is kept, once they are computed. */
  get compared(): ReadonlySignal<readonly Compared[]> {
    return this.#compared
  }

  get isFull(): boolean {
    return this.#all.value.length >= MAX_KEPT
  }

  /** Rejects where the browser stores nothing. */
  async recall(): Promise<void> {
    const stored = await this.#store.all()
    // What was kept meanwhile is stored, too.
    const known = new Set(this.#all.value.map(({ key }) => key))
    for (const [key, run] of stored) if (!known.has(key)) this.#add(key, run, undefined)
    if (stored.size > 0) await this.#compare()
  }

  /** Also true if an identical run is kept. */
  has({ draft, state }: LabRun): boolean {
    if (state.value.is !== 'done') return false
    const { fingerprint } = state.value.result
    return this.#all.value.some(
      kept =>
        kept.run?.state.value === state.value ||
        (fingerprint !== undefined &&
          kept.fingerprint === fingerprint &&
          kept.draft.seed === draft.seed &&
          kept.draft.repetitions === draft.repetitions),
    )
  }

  /** Its repetitions are added as they come. */
  async keep(run: LabRun): Promise<void> {
    const stored = storedOf(run)
    if (!stored || this.isFull || this.has(run)) return
    const key = KeptStore.newKey()
    this.#add(key, stored, run)
    const stop = run.results.subscribe(results => {
      const kept = this.#all.value.find(each => each.key === key)
      if (!kept || results.length === kept.runs.length) return
      const runs = [...kept.runs, ...repetitionsOf(run, kept.runs.length)]
      this.#all.value = this.#all.value.map(each => (each.key === key ? { ...each, runs } : each))
      this.#save(key).catch(console.warn)
      if (runs.length >= run.draft.repetitions) queueMicrotask(() => stop())
    })
    await this.#save(key)
  }

  async drop(dropped: string): Promise<void> {
    this.#all.value = this.#all.value.filter(({ key }) => key !== dropped)
    await this.#store.delete(dropped).catch(console.warn)
    await this.#compare()
  }

  #add(key: string, stored: StoredRun, run: LabRun | undefined): void {
    const taken = new Set(this.#all.value.map(({ letter }) => letter))
    const letter = [...LETTERS].find(each => !taken.has(each))
    if (letter === undefined) return
    const all = [...this.#all.value, { ...stored, key, letter, run }]
    this.#all.value = all.sort((a, b) => (a.letter < b.letter ? -1 : 1))
  }

  async #save(key: string): Promise<void> {
    const kept = this.#all.value.find(each => each.key === key)
    if (!kept) return
    const { letter: _, run: __, key: ___, ...stored } = kept
    // Not once it is compared: the page may be reloaded before. Full or forbidden, it is kept until it is closed.
    await Promise.all([this.#store.set(key, stored).catch(console.warn), this.#compare()])
  }

  async #compare(): Promise<void> {
    const all = this.#all.value
    const compared = await this.#worker.ask({ task: 'compare', sets: all.map(setOf) })
    if (this.#all.value === all) this.#compared.value = compared
  }
}

const setOf = ({ boundMs, runs }: KeptRun) => ({ boundMs, runs })

function storedOf(run: LabRun): StoredRun | undefined {
  const { state, draft, plan, recording } = run
  if (state.value.is !== 'done') return undefined
  const { result } = state.value
  const first = {
    seed: result.seed,
    makespanMs: result.makespanMs,
    meanMs: result.meanMs,
    curves: curvesOf(plan, recording),
  }
  return {
    name: plan.name,
    isInTabs: run.dilation !== undefined,
    draft,
    boundMs: plan.bound.makespanMs,
    fingerprint: result.fingerprint,
    runs: [first, ...repetitionsOf(run, 1)],
    charts: runCharts(plan, recording),
  }
}

const repetitionsOf = (run: LabRun, from: number): SeedRun[] =>
  run.results.value.slice(from).map(({ seed, makespanMs, meanMs }, i) => ({
    seed,
    makespanMs,
    meanMs,
    curves: run.curves[from + i] ?? [],
  }))
