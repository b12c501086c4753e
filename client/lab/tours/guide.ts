/** Runs a guided tour: starts its runs, and pauses the playback where a caption is due. */
import { computed, type Signal, signal } from '@preact/signals'
import type { Millis } from '../../../shared/base/ids.ts'
import type { LabRun } from '../lab-run.ts'
import type { Player } from '../player.ts'
import type { Draft } from '../setup/draft.ts'
import type { RunResult } from '../worker/protocol.ts'
import { factsOf, momentOf } from './captions.ts'
import { type Act, type Caption, documentOf, type Tour, textOf } from './tours.ts'

/** What the guide controls. */
interface Page {
  readonly player: Player
  readonly run: Signal<LabRun | undefined>
  readonly selected: Signal<number | undefined>
  rerun(draft: Draft): Promise<void>
  showCharts(): void
}

interface ShownCaption {
  readonly caption: Caption
  /** In the language that is spoken. */
  readonly say: () => string
  readonly atMs: Millis
}

export class Guide {
  readonly #page: Page
  readonly tour = signal<Tour | undefined>(undefined)
  /** The caption shown now; undefined while it plays on to the next. */
  readonly shown = signal<ShownCaption | undefined>(undefined)
  readonly #act = signal(0)
  /** The number of captions of this act shown so far. */
  readonly #count = signal(0)
  #run: LabRun | undefined
  /** Of each act, once it is over. */
  readonly #results = new Map<number, RunResult>()
  /** Gone back to a caption of a run that is played anew: shown as soon as its moment is known. */
  #isReturning = false
  #stops: (() => void)[] = []

  constructor(page: Page) {
    this.#page = page
  }

  /** Counted from 1 over the whole tour. */
  readonly step = computed(() => {
    const earlier = this.tour.value?.acts.slice(0, this.#act.value) ?? []
    const before = earlier.reduce((sum, { captions }) => sum + captions.length, 0)
    return Math.max(1, before + this.#count.value)
  })
  readonly canGoBack = computed(
    () => this.#act.value > 0 || this.#count.value > (this.shown.value ? 1 : 0),
  )

  get steps(): number {
    return this.tour.value?.acts.reduce((sum, { captions }) => sum + captions.length, 0) ?? 0
  }

  async begin(tour: Tour): Promise<void> {
    this.end()
    this.tour.value = tour
    await this.#play(0)
  }

  /** On to the next caption, the next run, or the end. */
  async goOn(): Promise<void> {
    const act = this.#present
    this.shown.value = undefined
    if (!act) return
    if (this.#count.value < act.captions.length) {
      this.#page.player.play()
      this.#showIfDue()
    } else if (this.#act.value + 1 < (this.tour.value?.acts.length ?? 0)) {
      await this.#play(this.#act.value + 1)
    } else this.end()
  }

  /** To the caption before this one or, while it plays on to the next, the last that was shown. */
  async goBack(): Promise<void> {
    if (!this.canGoBack.value) return
    const to = this.#count.value - (this.shown.value ? 2 : 1)
    this.shown.value = undefined
    if (to < 0) {
      const act = this.#act.value - 1
      return this.#play(act, (this.tour.value?.acts[act]?.captions.length ?? 1) - 1)
    }
    this.#count.value = to
    this.#isReturning = true
    this.#showIfDue()
  }

  end(): void {
    for (const stop of this.#stops.splice(0)) stop()
    this.tour.value = undefined
    this.shown.value = undefined
    this.#run = undefined
    this.#results.clear()
  }

  get #present(): Act | undefined {
    return this.tour.value?.acts[this.#act.value]
  }

  async #play(index: number, caption = 0): Promise<void> {
    const tour = this.tour.value
    const act = tour?.acts[index]
    if (!act) return
    for (const stop of this.#stops.splice(0)) stop()
    this.#act.value = index
    this.#count.value = caption
    this.#isReturning = caption > 0
    const document = documentOf(act)
    await this.#page.rerun({ base: undefined, document, seed: act.seed, repetitions: 1 })
    // The tour was ended, or another begun, meanwhile.
    if (this.tour.value !== tour || this.#act.value !== index) return
    const run = this.#page.run.value
    if (!run) return this.end()
    this.#run = run
    this.#page.player.speed.value = act.speed
    const showIfDue = () => this.#showIfDue()
    this.#stops = [
      this.#page.player.atMs.subscribe(showIfDue),
      run.grown.subscribe(showIfDue),
      run.state.subscribe(showIfDue),
      // Starting another run leaves the tour.
      this.#page.run.subscribe(present => {
        if (present !== run) this.end()
      }),
    ]
  }

  #showIfDue(): void {
    const run = this.#run
    const caption = this.#present?.captions[this.#count.peek()]
    if (!run || !caption || this.shown.peek()) return
    const { player } = this.#page
    const isOver = run.state.peek().is === 'done'
    const atMs = momentOf(caption.at, run.plan, run.recording, isOver)
    if (atMs === undefined || (!this.#isReturning && player.atMs.peek() < atMs)) return
    this.#show(run, caption, atMs)
  }

  #show(run: LabRun, caption: Caption, atMs: Millis): void {
    const tour = this.tour.peek()
    if (!tour) return
    const state = run.state.peek()
    const result = state.is === 'done' ? state.result : undefined
    if (result) this.#results.set(this.#act.peek(), result)
    const before = this.#results.get(this.#act.peek() - 1)
    this.#isReturning = false
    this.#count.value++
    this.shown.value = {
      caption,
      say: () => textOf(tour, caption, factsOf(run.plan, result, before)),
      atMs,
    }
    this.#page.player.pause()
    // Charts show it only at the end of its span.
    this.#page.player.seek(atMs + run.recording.samples.spanMs)
    const node = run.plan.nodes.findIndex(({ name }) => name === caption.peer)
    this.#page.selected.value = node < 0 ? undefined : node
    if (caption.chart !== undefined) this.#page.showCharts()
  }
}
