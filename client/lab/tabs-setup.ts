/** Real tabs as the place where runs happen: who takes part, and what the draft comes to with them. */
import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Crew } from './crew/crew.ts'
import type { Desk } from './desk.ts'
import { type Draft, writeDocument } from './draft.ts'
import { loaded } from './trouble.ts'
import type { CrewPlanned } from './worker/protocol.ts'

export class TabsSetup {
  /** Undefined: runs are simulated. */
  readonly crew = signal<Crew | undefined>(undefined)
  /** How many times slower than real their time goes; undefined: as it takes. */
  readonly dilation = signal<number | undefined>(undefined)
  /** The last that is known: a change may be on its way. */
  readonly planned = signal<CrewPlanned | undefined>(undefined)
  readonly #desk: Desk
  readonly #draft: ReadonlySignal<Draft>
  readonly #attempt: (action: () => Promise<unknown>) => void
  #stopPlanning = () => {}
  #latest: Promise<CrewPlanned | undefined> = Promise.resolve(undefined)

  /** `attempt`: what a failure ends in. */
  constructor(
    desk: Desk,
    draft: ReadonlySignal<Draft>,
    attempt: (action: () => Promise<unknown>) => void,
  ) {
    this.#attempt = attempt
    this.#desk = desk
    this.#draft = draft
  }

  async open(): Promise<void> {
    // WebRTC and its kin: most who come here never need them.
    const { Crew } = await loaded(import('./crew/crew.ts'))
    if (this.crew.value) return
    const crew = new Crew()
    this.crew.value = crew
    this.#stopPlanning = effect(() => {
      this.#attempt(() => {
        this.#latest = this.#plan(crew)
        return this.#latest
      })
    })
  }

  close(): void {
    this.#stopPlanning()
    this.crew.value?.close()
    this.crew.value = undefined
    this.planned.value = undefined
  }

  /** Of the draft as it is now. */
  latest(): Promise<CrewPlanned | undefined> {
    return this.#latest
  }

  /** Whenever the draft changes, or who is there. The desk answers in order. */
  async #plan({ places }: Crew): Promise<CrewPlanned> {
    const document = writeDocument(this.#draft.value.document)
    const planned = await this.#desk.crewPlan(document, places.value, this.dilation.value)
    if (this.crew.peek()) this.planned.value = planned
    return planned
  }
}
