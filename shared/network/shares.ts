/**
 * Fair rates of flows that come and go. A change is worked out for the flows it can reach: those that
 * share a lane with it, or with one of those, and so on. Changes wait until somebody asks for rates.
 */
import { assert } from '../base/assert.ts'
import { type Demand, fairRates } from './fair-share.ts'

export class FairShares<Id> {
  readonly #capacities: ArrayLike<number>
  readonly #flows = new Map<Id, Share<Id>>()
  readonly #onLane = new Map<number, Set<Share<Id>>>()
  /** Lanes that a flow joined, left or changed its cap on since the last settling. */
  readonly #touched = new Set<number>()

  constructor(capacities: ArrayLike<number>) {
    this.#capacities = capacities
  }

  get size(): number {
    return this.#flows.size
  }

  has(id: Id): boolean {
    return this.#flows.has(id)
  }

  /** A flow crosses at least one lane. */
  add(id: Id, demand: Demand): void {
    assert(!this.#flows.has(id), 'a flow is added once')
    assert(demand.lanes.length > 0, 'a flow crosses a lane')
    const share: Share<Id> = { id, demand, rate: 0 }
    this.#flows.set(id, share)
    for (const lane of demand.lanes) {
      const others = this.#onLane.get(lane)
      if (others) others.add(share)
      else this.#onLane.set(lane, new Set([share]))
      this.#touched.add(lane)
    }
  }

  remove(id: Id): void {
    const share = this.#flows.get(id)
    if (share === undefined) return
    this.#flows.delete(id)
    for (const lane of share.demand.lanes) {
      const others = this.#onLane.get(lane)
      others?.delete(share)
      if (others?.size === 0) this.#onLane.delete(lane)
      this.#touched.add(lane)
    }
  }

  /** Of a flow, after `settle`; 0 until then for a new one. */
  rate(id: Id): number {
    return this.#flows.get(id)?.rate ?? 0
  }

  /** Works the changes out. The flows whose rate is another one now. */
  settle(): Id[] {
    const reached = this.#reached()
    const rates = fairRates(
      this.#capacities,
      reached.map(({ demand }) => demand),
    )
    const changed: Id[] = []
    for (const [index, share] of reached.entries()) {
      const rate = rates[index] as number
      if (rate === share.rate) continue
      share.rate = rate
      changed.push(share.id)
    }
    return changed
  }

  #reached(): Share<Id>[] {
    const reached = new Set<Share<Id>>()
    // A set that grows while it is walked: each lane is looked at once.
    for (const lane of this.#touched) {
      for (const share of this.#onLane.get(lane) ?? []) {
        if (reached.has(share)) continue
        reached.add(share)
        for (const next of share.demand.lanes) this.#touched.add(next)
      }
    }
    this.#touched.clear()
    return [...reached]
  }
}

interface Share<Id> {
  readonly id: Id
  readonly demand: Demand
  rate: number
}
