/** The page's state and what a person can do: views read the signals and call the methods. */
import { computed, type Signal, signal } from '@preact/signals'
import { lab as labTexts } from '../language/lab.ts'
import { publicOriginOrOwn } from '../share/others-origin.ts'
import type { InEnglish, Say } from '../share/saying.ts'
import { KeptRuns } from './charts/kept-runs.ts'
import type { LabRun } from './lab-run.ts'
import { VirtualRun } from './lab-run.ts'
import { Editor } from './network/editor.ts'
import { MovedNodes } from './network/places.ts'
import { Player } from './player.ts'
import { Selection } from './selection.ts'
import { changed, type Document, type Draft, isSameDraft, type Value } from './setup/draft.ts'
import { Drafting } from './setup/drafting.ts'
import { Files } from './setup/files.ts'
import { commandOf, draftOf, hashOf, LinkError, studyCommandOf } from './setup/scenario-link.ts'
import type { Controller } from './tabs/controller.ts'
import { TabsSetup } from './tabs/tabs-setup.ts'
import { Guide } from './tours/guide.ts'
import { tourIn } from './tours/tours.ts'
import { loaded, remedyOf, Trouble, troubleOf } from './trouble.ts'
import { type KnownStudy, STUDY_REPETITIONS } from './vary/studies.ts'
import { Vary } from './vary/vary.ts'
import { whyInWords } from './why-words.ts'
import { WorkerClient } from './worker/client.ts'
import type { Catalogue, Plan, Planned, Positions } from './worker/protocol.ts'

/** Small enough to be watched whole; the thesis's own scenario. */
const FIRST_SCENARIO = 'thesis-20'
/** A typical makespan is this multiple of its bound. Used only for the initial speed. */
const USUAL_RATIO = 1.3

/** The parts of the page: side by side where there is room, on a phone one of them at a time. */
export type PagePart = 'network' | 'setup' | 'peers' | 'charts'

export class Lab {
  readonly catalogue: Catalogue
  readonly draft: Signal<Draft>
  /** The draft's plan; undefined until the first is known. */
  readonly planned: Signal<Planned | undefined>
  readonly run = signal<LabRun | undefined>(undefined)
  readonly player = new Player()
  readonly kept: KeptRuns
  readonly tabs: TabsSetup
  readonly files: Files
  readonly editor = new Editor(this)
  readonly guide = new Guide(this)
  readonly vary = new Vary(this)
  readonly canUndo: Signal<boolean>
  readonly selection = new Selection()
  readonly selected = this.selection.node
  readonly moved = new MovedNodes()
  readonly part = signal<PagePart>('network')
  readonly trouble = signal<Trouble | undefined>(undefined)
  /** Counts how often a card was asked for, by a button that is elsewhere. */
  readonly asked = signal(0)
  /** The last run, unless the draft's network has changed since. */
  readonly shownRun = computed<LabRun | undefined>(() => {
    if (this.editor.isOn.value) return undefined
    const [run, planned] = [this.run.value, this.planned.value]
    const isSame = !planned?.ok || planned.plan.topologyFile === run?.networkFile
    return isSame ? run : undefined
  })
  /** The plan shown: of the run, of the draft, or the last valid one. */
  readonly plan = computed<Plan | undefined>(() => {
    const planned = this.planned.value
    if (planned?.ok) this.#lastPlan = planned.plan
    return this.shownRun.value?.plan ?? this.#lastPlan
  })
  readonly #worker: WorkerClient
  readonly #documents: ReadonlyMap<string, Document>
  readonly #drafting: Drafting
  #lastPlan: Plan | undefined

  private constructor(worker: WorkerClient, catalogue: Catalogue) {
    this.#worker = worker
    this.catalogue = catalogue
    this.kept = new KeptRuns(worker)
    this.#documents = new Map(
      catalogue.scenarios.map(({ name, document }) => [name, JSON.parse(document) as Document]),
    )
    this.#drafting = new Drafting(worker, this.#draftOf(FIRST_SCENARIO), () => this.#positions)
    this.draft = this.#drafting.draft
    this.planned = this.#drafting.planned
    this.canUndo = this.#drafting.canUndo
    this.files = new Files(worker, this)
    this.tabs = new TabsSetup(worker, this.planned, action => this.attempt(action))
  }

  /** Rejects with a TaskError. */
  static async open(): Promise<Lab> {
    const worker = new WorkerClient()
    const lab = new Lab(worker, await worker.ask({ task: 'catalogue' }))
    window.addEventListener('hashchange', () => lab.attempt(() => lab.follow()))
    await lab.follow()
    lab.kept.recall().catch(console.warn)
    return lab
  }

  readonly find = (name: string): Document | undefined => this.#documents.get(name)

  /** A failure is shown as a sentence on the page, and can be tried again. */
  attempt(action: () => Promise<unknown>): void {
    action().catch((error: unknown) => {
      this.trouble.value = troubleOf(error, () => {
        this.trouble.value = undefined
        this.attempt(action)
      })
    })
  }

  /** Shows a sentence that can only be closed. */
  readonly complain = (say: Say): void => {
    const close = () => {
      this.trouble.value = undefined
    }
    this.trouble.value = new Trouble(
      say,
      remedyOf(() => labTexts.texts.trouble.close, close),
    )
  }

  async follow(): Promise<void> {
    const tour = tourIn(location.hash)
    if (tour) return this.guide.begin(tour)
    try {
      const draft = await draftOf(location.hash, this.find)
      await this.#setUp(draft ?? this.#draftOf(FIRST_SCENARIO))
    } catch (error) {
      if (!(error instanceof LinkError)) throw error
      await this.#setUp(this.#draftOf(FIRST_SCENARIO))
      this.complain(error.say)
    }
  }

  choose(scenario: string): void {
    this.files.leftOut.value = undefined
    this.#setUpNow(this.#draftOf(scenario))
  }

  /** Undefined: the scenario's default. */
  set(path: string, value: Value | undefined): void {
    this.setDocument(changed(this.#draft.document, path, value))
  }

  setDocument(document: Document): void {
    this.#setUpNow({ ...this.#draft, document })
  }

  /** A scenario of one's own, not a change to a built-in one. */
  setOwn(document: Document): void {
    this.#setUpNow({ ...this.#draft, base: undefined, document })
  }

  async setUpStudy({ base, set, vary }: KnownStudy): Promise<void> {
    const { document, ...draft } = this.#draftOf(base)
    const changedBy = (before: Document, [path, value]: [string, Value]): Document =>
      changed(before, path, value)
    this.files.leftOut.value = undefined
    await this.#setUp({
      ...draft,
      document: Object.entries(set).reduce(changedBy, document),
      repetitions: STUDY_REPETITIONS,
      vary,
    })
  }

  undo(): void {
    this.trouble.value = undefined
    this.attempt(() => this.#drafting.undo())
  }

  setRuns(runs: Partial<Pick<Draft, 'seed' | 'repetitions' | 'vary'>>): void {
    this.draft.value = { ...this.#draft, ...runs }
  }

  readonly whyNot = computed<string | InEnglish | undefined>(() => {
    const [planned, inTabs] = [this.planned.value, this.tabs.planned.value]
    if (planned && !planned.ok) return whyInWords(planned.why)
    return inTabs && !inTabs.ok ? whyInWords(inTabs.why) : undefined
  })
  readonly canRun = computed(() => {
    const { controller, planned } = this.tabs
    return this.planned.value?.ok === true && (!controller.value || planned.value?.ok === true)
  })

  readonly hasChanged = computed(() => {
    const draft = this.run.value?.draft
    return draft === undefined || !isSameDraft(draft, this.draft.value)
  })

  readonly isChanged = computed(() => {
    const { base, document } = this.draft.value
    return base === undefined || document !== this.find(base)
  })

  runIn(where: 'virtual time' | 'tabs'): void {
    if (where === 'tabs') return this.attempt(() => this.tabs.open())
    if (this.run.value?.dilation !== undefined) this.run.value.stop()
    this.tabs.close()
  }

  start(): void {
    this.attempt(() => this.#start())
  }

  async #start(): Promise<void> {
    const draft = this.#draft
    const planned = await this.#drafting.latest()
    if (!planned?.ok || draft !== this.#draft) return
    const { plan, document } = planned
    const controller = this.tabs.controller.value
    if (controller) await this.#startInTabs(controller, plan)
    else this.#begin(new VirtualRun(this.#worker, draft, plan, document), plan)
  }

  async #startInTabs(controller: Controller, { topologyFile }: Plan): Promise<void> {
    const draft = this.#draft
    const ready = await this.tabs.measured()
    if (!ready?.ok || draft !== this.#draft) return
    const { TabsRun } = await loaded(import('./tabs/tabs-run.ts'))
    this.run.value?.stop()
    this.#begin(new TabsRun(this.#worker, draft, ready, controller, topologyFile), ready.plan)
  }

  #begin(run: LabRun, plan: Plan): void {
    this.trouble.value = undefined
    if (this.run.value !== run) this.run.value?.stop()
    this.editor.isOn.value = false
    this.part.value = 'network'
    this.run.value = run
    this.select(undefined)
    if (run.dilation === undefined) this.player.begin(plan.bound.makespanMs * USUAL_RATIO)
    else this.player.beginAt(1000 / run.dilation)
    run.grown.subscribe(() => {
      if (this.run.value === run) this.player.endMs.value = run.recording.untilMs
    })
    run.state.subscribe(state => {
      if (this.run.value !== run) return
      this.player.isGrowing.value = state.is === 'running' || state.is === 'preparing'
      if (state.is === 'failed') this.complain(() => whyInWords(state.why))
    })
    this.attempt(() => this.showInAddressBar())
  }

  select(node: number | undefined): void {
    this.selection.select(node)
  }

  /** On a phone, too, where its card is elsewhere. The focus goes along. */
  show(node: number): void {
    this.select(node)
    this.part.value = 'peers'
    this.asked.value++
  }

  showCharts(): void {
    this.part.value = 'charts'
  }

  async rerun(draft: Draft): Promise<void> {
    await this.#setUp(draft)
    await this.#start()
  }

  async link(draft = this.#draft): Promise<string> {
    return `${await publicOriginOrOwn()}${location.pathname}#${await hashOf(draft, this.find)}`
  }

  /** Undefined for a scenario of one's own. */
  command(draft = this.#draft): string | undefined {
    return commandOf(draft, this.find)
  }

  studyCommand(draft: Draft): string | undefined {
    return studyCommandOf(draft, this.find)
  }

  get #draft(): Draft {
    return this.draft.value
  }

  #draftOf(scenario: string): Draft {
    const document = this.#documents.get(scenario) ?? {}
    return { base: scenario, document, seed: 1, repetitions: 1 }
  }

  #setUpNow(draft: Draft): void {
    this.attempt(() => this.#setUp(draft))
  }

  async #setUp(draft: Draft): Promise<void> {
    this.trouble.value = undefined
    await this.#drafting.setUp(draft)
  }

  /** While the network is edited, nodes stay where they are. */
  get #positions(): Positions | undefined {
    if (!this.editor.isOn.peek()) return undefined
    return Object.fromEntries(this.#lastPlan?.nodes.map(({ name, x, y }) => [name, { x, y }]) ?? [])
  }

  async showInAddressBar(): Promise<void> {
    const tour = this.guide.tour.value
    const hash = tour ? `#tour=${tour.key}` : `#${await hashOf(this.#draft, this.find)}`
    // Replaced, so that no hashchange follows.
    if (location.hash !== hash) history.replaceState(null, '', hash)
  }
}
