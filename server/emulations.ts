/**
 * All emulated networks, and whom they count against. Under pressure the heaviest pays: room for a new one
 * is made by ending one of who has the most.
 */
import { TokenBucket } from '../shared/base/bucket.ts'
import type { EmulationId, EmulationPlan } from '../shared/events/emulation.ts'
import { Emulation } from './emulation.ts'
import type { ServerLimits } from './limits.ts'
import { type Job, WorkQueue } from './work-queue.ts'

/** Each keeps a topology in memory. */
export const MAX_EMULATIONS = 32
/** An emulation without tabs ends after this time, or when its room is needed: time to reload them all. */
export const EMPTY_EMULATION_MS = 600_000
/** By then all budgets have grown back. */
const OWNER_KEPT_MS = 120_000

export type EmulationLimits = Pick<
  ServerLimits,
  'emulationOpenings' | 'emulationMessages' | 'emulationWork' | 'emulationWorkInAll'
>

interface EmulationsDeps {
  readonly limits: EmulationLimits
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

interface Owner {
  readonly openings: TokenBucket
  readonly work: TokenBucket
  seenMs: number
}

export class Emulations {
  readonly #deps: EmulationsDeps
  readonly #byId = new Map<EmulationId, { readonly emulation: Emulation; readonly job: Job }>()
  /** By address. */
  readonly #owners = new Map<string, Owner>()
  readonly #queue: WorkQueue

  constructor(deps: EmulationsDeps) {
    this.#deps = deps
    this.#queue = new WorkQueue(deps.limits.emulationWorkInAll, deps.now, deps.onError)
  }

  /** A sentence, if it cannot be opened. */
  open(plan: EmulationPlan, address: string): Emulation | string {
    const now = this.#deps.now()
    const owner = this.#ownerAt(address, now)
    const onWork = () => this.#queue.add(job)
    const opened = Emulation.open(plan, { owner: address, now, onWork })
    if (typeof opened === 'string') return opened
    const job: Job = {
      owner: owner.work,
      get hasWork() {
        return opened.hasWork
      },
      work: operations => opened.work(operations),
    }
    if (!this.#makeRoom(address))
      return 'The server has as many emulations as it takes. Close the tabs of another one.'
    this.#byId.set(opened.id, { emulation: opened, job })
    return opened
  }

  /** False: this address opens too many, whether they can be used or not. */
  mayOpen(address: string): boolean {
    const now = this.#deps.now()
    return this.#ownerAt(address, now).openings.take(now)
  }

  get(id: EmulationId): Emulation | undefined {
    return this.#byId.get(id)?.emulation
  }

  tick(): void {
    const now = this.#deps.now()
    for (const { emulation } of this.#byId.values()) {
      emulation.tick(now)
      this.#ownerAt(emulation.owner, now)
      if (emulation.isEmpty && now - emulation.aliveMs > EMPTY_EMULATION_MS) this.#end(emulation)
    }
    for (const [address, { seenMs }] of this.#owners)
      if (now - seenMs > OWNER_KEPT_MS) this.#owners.delete(address)
  }

  close(): void {
    this.#queue.close()
  }

  #ownerAt(address: string, now: number): Owner {
    let owner = this.#owners.get(address)
    if (owner === undefined) {
      const { emulationOpenings, emulationWork } = this.#deps.limits
      owner = {
        openings: new TokenBucket(emulationOpenings, now),
        work: new TokenBucket(emulationWork, now),
        seenMs: now,
      }
      this.#owners.set(address, owner)
    }
    owner.seenMs = now
    return owner
  }

  /** Ends one, if need be and if it is fair: an empty one first, and never of who has no more than the newcomer. */
  #makeRoom(newcomer: string): boolean {
    if (this.#byId.size < MAX_EMULATIONS) return true
    const counts = new Map<string, number>()
    for (const { emulation } of this.#byId.values())
      counts.set(emulation.owner, (counts.get(emulation.owner) ?? 0) + 1)
    const countOf = (address: string) => counts.get(address) ?? 0
    const mayEnd = ({ owner, isEmpty }: Emulation) =>
      isEmpty
        ? owner === newcomer || countOf(owner) > countOf(newcomer)
        : owner !== newcomer && countOf(owner) > countOf(newcomer) + 1
    const now = this.#deps.now()
    const [heaviest] = [...this.#byId.values()]
      .filter(({ emulation }) => mayEnd(emulation))
      .toSorted(
        ({ emulation: a, job: jobOfA }, { emulation: b, job: jobOfB }) =>
          Number(b.isEmpty) - Number(a.isEmpty) ||
          countOf(b.owner) - countOf(a.owner) ||
          jobOfA.owner.left(now) - jobOfB.owner.left(now) ||
          a.aliveMs - b.aliveMs,
      )
    if (heaviest === undefined) return false
    this.#end(heaviest.emulation)
    return true
  }

  #end(emulation: Emulation): void {
    emulation.close()
    this.#byId.delete(emulation.id)
  }
}
