/** The setup of a run in real tabs: who takes part, and the plan for that number of peers. */
import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { MachineLoad } from '../../../shared/simulation/scenarios/emulable.ts'
import { loaded } from '../trouble.ts'
import type { WorkerClient } from '../worker/client.ts'
import type { Planned, TabsPlanned } from '../worker/protocol.ts'
import type { Controller } from './controller.ts'
import { measureLoad } from './machine-load.ts'

/** As far as the server lets emulated time be slowed down. */
export const MAX_DILATION = 1_000
/** After an invalid run: its dilation times this. */
export const SLOWER = 4

export class TabsSetup {
  /** Undefined while runs are simulated. */
  readonly controller = signal<Controller | undefined>(undefined)
  /** How many times slower than real emulated time goes; undefined: chosen by the plan. */
  readonly dilation = signal<number | undefined>(undefined)
  readonly #load = signal<MachineLoad | undefined>(undefined)
  /** The last known plan; a newer one may be under way. */
  readonly planned = signal<TabsPlanned | undefined>(undefined)
  readonly #worker: WorkerClient
  readonly #whole: ReadonlySignal<Planned | undefined>
  readonly #attempt: (action: () => Promise<unknown>) => void
  #stopPlanning = () => {}
  #turn = 0
  #latest: Promise<TabsPlanned | undefined> = Promise.resolve(undefined)

  /** `whole`: the plan with all peers. `attempt` shows failures on the page. */
  constructor(
    worker: WorkerClient,
    whole: ReadonlySignal<Planned | undefined>,
    attempt: (action: () => Promise<unknown>) => void,
  ) {
    this.#attempt = attempt
    this.#worker = worker
    this.#whole = whole
  }

  async open(): Promise<void> {
    // WebRTC and its kin: most who come here never need them.
    const { Controller } = await loaded(import('./controller.ts'))
    if (this.controller.value) return
    const controller = new Controller()
    this.controller.value = controller
    this.#stopPlanning = effect(() => {
      this.#attempt(() => {
        this.#latest = this.#plan(controller)
        return this.#latest
      })
    })
  }

  /** After a run at this dilation that the machine did not keep up with. */
  slowDown(dilation: number): void {
    this.dilation.value = Math.min(SLOWER * dilation, MAX_DILATION)
  }

  close(): void {
    this.#stopPlanning()
    this.controller.value?.close()
    this.controller.value = undefined
    this.planned.value = undefined
  }

  /** For this machine as busy as it is now, unless a person has chosen the dilation. */
  async measured(): Promise<TabsPlanned | undefined> {
    if (this.dilation.value === undefined) this.#load.value = await measureLoad()
    return this.#latest
  }

  /** Runs again whenever the whole plan or the number of places changes. */
  async #plan({ places }: Controller): Promise<TabsPlanned | undefined> {
    const turn = ++this.#turn
    const [whole, count, dilation] = [this.#whole.value, places.value, this.dilation.value]
    const load = this.#load.value
    const planned = whole?.ok
      ? await this.#worker.ask({
          task: 'planTabs',
          document: whole.document,
          places: count,
          dilation,
          load,
        })
      : whole
    if (turn === this.#turn && this.controller.peek()) this.planned.value = planned
    return planned
  }
}
