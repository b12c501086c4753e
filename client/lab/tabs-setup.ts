/** Real tabs as the place where runs happen: who takes part, and what the draft comes to with them. */
import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Crew } from './crew/crew.ts'
import type { Desk } from './desk.ts'
import { type Draft, writeDocument } from './draft.ts'
import type { CrewPlanned } from './worker/protocol.ts'

export class TabsSetup {
  /** Undefined: runs are simulated. */
  readonly crew = signal<Crew | undefined>(undefined)
  /** How many times slower than real their time goes; undefined: as it takes. */
  readonly dilation = signal<number | undefined>(undefined)
  /** Undefined until it is known. */
  readonly planned = signal<CrewPlanned | undefined>(undefined)
  readonly #desk: Desk
  readonly #draft: ReadonlySignal<Draft>
  #stopPlanning = () => {}
  #turn = 0

  constructor(desk: Desk, draft: ReadonlySignal<Draft>) {
    this.#desk = desk
    this.#draft = draft
  }

  async open(): Promise<void> {
    // WebRTC and its kin: most who come here never need them.
    const { Crew } = await import('./crew/crew.ts')
    if (this.crew.value) return
    const crew = new Crew()
    this.crew.value = crew
    this.#stopPlanning = effect(() => void this.#plan(crew))
  }

  close(): void {
    this.#stopPlanning()
    this.crew.value?.close()
    this.crew.value = undefined
    this.planned.value = undefined
  }

  /** Whenever the draft changes, or who is there. */
  async #plan({ places }: Crew): Promise<void> {
    const document = writeDocument(this.#draft.value.document)
    const turn = ++this.#turn
    this.planned.value = undefined
    const planned = await this.#desk.crewPlan(document, places.value, this.dilation.value)
    if (turn === this.#turn) this.planned.value = planned
  }
}
