/** The present draft, its plan, and the drafts before it. */
import { signal } from '@preact/signals'
import type { WorkerClient } from '../worker/client.ts'
import type { Planned, Positions } from '../worker/protocol.ts'
import { type Draft, writeDocument } from './draft.ts'

const MAX_UNDO = 50

export class Drafting {
  readonly draft
  /** Undefined until the first plan is known. */
  readonly planned = signal<Planned | undefined>(undefined)
  readonly canUndo = signal(false)
  readonly #worker: WorkerClient
  /** Where nodes are to stay, while the network is edited. */
  readonly #positions: () => Positions | undefined
  readonly #before: Draft[] = []
  /** The plan of the present draft; undefined if planning failed. */
  #planning: Promise<Planned> | undefined

  constructor(worker: WorkerClient, first: Draft, positions: () => Positions | undefined) {
    this.#worker = worker
    this.draft = signal(first)
    this.#positions = positions
  }

  async setUp(draft: Draft): Promise<void> {
    this.#before.push(this.draft.value)
    if (this.#before.length > MAX_UNDO) this.#before.shift()
    await this.#show(draft)
  }

  async undo(): Promise<void> {
    const before = this.#before.pop()
    if (before) await this.#show(before)
  }

  latest(): Promise<Planned> {
    return this.#planning ?? this.#plan(this.draft.value)
  }

  async #show(draft: Draft): Promise<void> {
    this.canUndo.value = this.#before.length > 0
    this.draft.value = draft
    await this.#plan(draft)
  }

  async #plan(draft: Draft): Promise<Planned> {
    const document = writeDocument(draft.document)
    const planning = this.#worker.ask({ task: 'plan', document, positions: this.#positions() })
    this.#planning = planning
    try {
      const planned = await planning
      if (planning === this.#planning) this.planned.value = planned
      return planned
    } catch (error) {
      if (planning === this.#planning) this.#planning = undefined
      throw error
    }
  }
}
