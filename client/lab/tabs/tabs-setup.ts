/** The setup of a run in real tabs: who takes part, and the plan for that number of peers. */
import { effect, type ReadonlySignal, signal } from '@preact/signals'
import { loaded } from '../trouble.ts'
import type { WorkerClient } from '../worker/client.ts'
import type { Planned, TabsPlanned } from '../worker/protocol.ts'
import type { Controller } from './controller.ts'

export class TabsSetup {
  /** Undefined while runs are simulated. */
  readonly controller = signal<Controller | undefined>(undefined)
  /** How many times slower than real emulated time goes; undefined: chosen by the plan. */
  readonly dilation = signal<number | undefined>(undefined)
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

  close(): void {
    this.#stopPlanning()
    this.controller.value?.close()
    this.controller.value = undefined
    this.planned.value = undefined
  }

  latest(): Promise<TabsPlanned | undefined> {
    return this.#latest
  }

  /** Runs again whenever the whole plan or the number of places changes. */
  async #plan({ places }: Controller): Promise<TabsPlanned | undefined> {
    const turn = ++this.#turn
    const [whole, count, dilation] = [this.#whole.value, places.value, this.dilation.value]
    const planned = whole?.ok
      ? await this.#worker.ask({
          task: 'planTabs',
          document: whole.document,
          places: count,
          dilation,
        })
      : whole
    if (turn === this.#turn && this.controller.peek()) this.planned.value = planned
    return planned
  }
}
