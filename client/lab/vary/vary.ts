/** A sweep over the set-up: each run in the next free of several Workers, one for each core. */
import { type Signal, signal } from '@preact/signals'
import type { Draft } from '../setup/draft.ts'
import { WorkerClient } from '../worker/client.ts'
import type { SweepOutcome, SweepRun, SweepTask } from '../worker/protocol.ts'
import type { Why } from '../worker/why.ts'
import type { KnownStudy } from './studies.ts'

/** Each has a whole torrent in its memory. */
const MAX_WORKERS = 16

/** What it reads and changes. */
interface Page {
  readonly draft: Signal<Draft>
  setRuns(runs: Pick<Draft, 'vary'>): void
  setUpStudy(study: KnownStudy): Promise<void>
  showCharts(): void
  showInAddressBar(): Promise<void>
}

type StudyState =
  | { readonly is: 'none' }
  | { readonly is: 'refused'; readonly why: Why }
  | Running
  | (Known & { readonly is: 'stopped'; readonly done: number; readonly runs: number })
  | (Known & { readonly is: 'done'; readonly outcome: SweepOutcome; readonly draft: Draft })

interface Known {
  /** The known study that was begun, if it was one. */
  readonly study: KnownStudy['key'] | undefined
}

interface Running extends Known {
  readonly is: 'running'
  readonly done: number
  readonly runs: number
}

export class Vary {
  readonly state = signal<StudyState>({ is: 'none' })
  readonly #page: Page
  #workers: WorkerClient[] = []

  constructor(page: Page) {
    this.#page = page
  }

  /** Empty texts vary nothing. */
  set(place: number, text: string): void {
    const texts = [...(this.#page.draft.value.vary ?? []), '', ''].slice(0, 2)
    texts[place] = text
    this.#page.setRuns({ vary: texts.filter(each => each !== '') })
  }

  async study(study: KnownStudy): Promise<void> {
    await this.#page.setUpStudy(study)
    await this.start(study.key)
  }

  async start(study?: KnownStudy['key']): Promise<void> {
    this.stop()
    const draft = this.#page.draft.value
    const { document, vary = [], seed, repetitions } = draft
    const seeds = Array.from({ length: repetitions }, (_, i) => (seed + i) % 2 ** 32)
    const task: SweepTask = { document: JSON.stringify(document), vary, seeds }
    const workers = [new WorkerClient()]
    this.#workers = workers
    const planned = await workers[0]?.ask({ task: 'planSweep', sweep: task })
    if (this.#workers !== workers || !planned) return
    if (!planned.ok) {
      this.#close()
      this.state.value = { is: 'refused', why: planned.why }
      return
    }
    const runs = planned.points * seeds.length
    while (workers.length < Math.min(runs, navigator.hardwareConcurrency, MAX_WORKERS))
      workers.push(new WorkerClient())
    const running: Running = { is: 'running', done: 0, runs, study }
    this.state.value = running
    this.#page.showCharts()
    try {
      const results = await this.#compute(task, planned.points, workers, done => {
        this.state.value = { ...running, done }
      })
      if (this.#workers !== workers) return
      const outcome = await workers[0]?.ask({ task: 'endSweep', sweep: task, runs: results })
      if (this.#workers !== workers || !outcome) return
      this.state.value = { is: 'done', study, outcome, draft }
      await this.#page.showInAddressBar()
    } finally {
      if (this.#workers === workers) {
        this.#close()
        if (this.state.value.is === 'running') this.state.value = { is: 'none' }
      }
    }
  }

  stop(): void {
    const state = this.state.value
    this.#close()
    if (state.is === 'running') this.state.value = { ...state, is: 'stopped' }
  }

  /** By point and seed. */
  async #compute(
    task: SweepTask,
    points: number,
    workers: WorkerClient[],
    tell: (done: number) => void,
  ): Promise<SweepRun[][]> {
    const results = Array.from({ length: points }, () => new Array<SweepRun>(task.seeds.length))
    const runs = points * task.seeds.length
    let [next, done] = [0, 0]
    const work = async (worker: WorkerClient): Promise<void> => {
      while (next < runs && this.#workers === workers) {
        const job = next++
        const [point, place] = [Math.floor(job / task.seeds.length), job % task.seeds.length]
        const seed = task.seeds[place] as number
        const result = await worker.ask({ task: 'runOfSweep', sweep: task, point, seed })
        ;(results[point] as SweepRun[])[place] = result
        done++
        if (this.#workers === workers) tell(done)
      }
    }
    await Promise.all(workers.map(work))
    return results
  }

  #close(): void {
    for (const worker of this.#workers) worker.close()
    this.#workers = []
  }
}
