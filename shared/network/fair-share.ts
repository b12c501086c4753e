/**
 * Max-min fair rates by progressive filling (Bertsekas and Gallager, "Data Networks", 6.5.2): raise
 * all flows together until a lane is full, fix the flows on it, go on with the rest.
 */

import { assert } from '../base/assert.ts'
import { EventQueue } from '../base/event-queue.ts'

export interface Demand {
  /** The numbers of the lanes it crosses, each once. Without lanes, it is unbounded. */
  readonly lanes: readonly number[]
}

/** Rates in the unit of the capacities, one for each flow. Does not depend on the order of flows. */
export function fairRates(capacities: ArrayLike<number>, flows: readonly Demand[]): Float64Array {
  const rates = new Float64Array(flows.length).fill(Number.POSITIVE_INFINITY)
  const lanes = lanesInUse(capacities, flows)
  // Lanes by the share that each could give its flows. A share only grows as other flows are fixed: an
  // old entry comes too early, never too late, and is put back with its new share.
  const queue = new EventQueue<Filling>()
  for (const lane of lanes) queue.add(lane.left / lane.open, lane)
  for (let entry = queue.take(); entry; entry = queue.take()) {
    const lane = entry.event
    if (lane.open === 0) continue
    const share = lane.left / lane.open
    if (share > entry.at) {
      queue.add(share, lane)
      continue
    }
    for (const flow of lane.flows) {
      if (rates[flow] !== Number.POSITIVE_INFINITY) continue
      rates[flow] = share
      for (const crossed of lane.lanesOf(flow)) {
        crossed.left = Math.max(crossed.left - share, 0)
        crossed.open--
      }
    }
  }
  return rates
}

interface Filling {
  readonly flows: number[]
  readonly lanesOf: (flow: number) => readonly Filling[]
  left: number
  open: number
}

function lanesInUse(capacities: ArrayLike<number>, flows: readonly Demand[]): Filling[] {
  const byNumber = new Map<number, Filling>()
  const crossed: Filling[][] = []
  const lanesOf = (flow: number): readonly Filling[] => crossed[flow] as Filling[]
  for (const [flow, { lanes }] of flows.entries()) {
    const mine = lanes.map(number => {
      const left = capacities[number] as number
      const lane = byNumber.get(number) ?? { flows: [], lanesOf, left, open: 0 }
      byNumber.set(number, lane)
      lane.flows.push(flow)
      lane.open++
      return lane
    })
    crossed.push(mine)
  }
  return [...byNumber.values()]
}

/**
 * Fair rates of flows that begin and end. `settle` computes again only the flows that a change can
 * reach: those that share a lane with it, or with one of those, and so on.
 */
export class FairShares<Id> {
  readonly #capacities: ArrayLike<number>
  readonly #flows = new Map<Id, Share<Id>>()
  readonly #onLane = new Map<number, Set<Share<Id>>>()
  /** Lanes that a flow joined or left since the last settling. */
  readonly #touched = new Set<number>()

  constructor(capacities: ArrayLike<number>) {
    this.#capacities = capacities
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

  /** The rate of a flow as of the last `settle`; 0 for a new one. */
  rate(id: Id): number {
    return this.#flows.get(id)?.rate ?? 0
  }

  /** Returns the flows whose rate has changed. */
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
    // The set grows while it is iterated: each lane is visited once.
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
