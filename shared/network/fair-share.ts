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

/** After this number of operations a computation in steps pauses. An operation looks at a lane of a flow. */
const OPERATIONS_PER_STEP = 1_000

/** Rates in the unit of the capacities, one for each flow. Does not depend on the order of flows. */
export function fairRates(capacities: ArrayLike<number>, flows: readonly Demand[]): Float64Array {
  const steps = fairRatesInSteps(capacities, flows)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same; pauses to tell how many operations were done since the last pause. */
export function* fairRatesInSteps(
  capacities: ArrayLike<number>,
  flows: readonly Demand[],
): Generator<number, Float64Array> {
  const rates = new Float64Array(flows.length).fill(Number.POSITIVE_INFINITY)
  const byNumber = new Map<number, Filling>()
  const crossedBy: Filling[][] = []
  let operations = 0
  for (const [flow, { lanes }] of flows.entries()) {
    crossedBy.push(lanes.map(number => join(flow, number)))
    operations += lanes.length + 1
    if (operations >= OPERATIONS_PER_STEP) {
      yield operations
      operations = 0
    }
  }
  // Lanes by the share that each could give its flows. A share only grows as other flows are fixed: an
  // old entry comes too early, never too late, and is put back with its new share.
  const queue = new EventQueue<Filling>()
  for (const lane of byNumber.values()) queue.add(lane.left / lane.open, lane)
  for (let entry = queue.take(); entry; entry = queue.take()) {
    operations++
    const lane = entry.event
    if (lane.open === 0) continue
    const share = lane.left / lane.open
    if (share > entry.at) {
      queue.add(share, lane)
      continue
    }
    for (const flow of lane.flows) {
      operations++
      if (rates[flow] !== Number.POSITIVE_INFINITY) continue
      rates[flow] = share
      const crossed = crossedBy[flow] as Filling[]
      for (const other of crossed) {
        other.left = Math.max(other.left - share, 0)
        other.open--
      }
      operations += crossed.length
      if (operations >= OPERATIONS_PER_STEP) {
        yield operations
        operations = 0
      }
    }
  }
  yield operations
  return rates

  function join(flow: number, number: number): Filling {
    const known = byNumber.get(number)
    const lane = known ?? { flows: [], left: capacities[number] as number, open: 0 }
    if (known === undefined) byNumber.set(number, lane)
    lane.flows.push(flow)
    lane.open++
    return lane
  }
}

/** A lane while it is filled. */
interface Filling {
  readonly flows: number[]
  left: number
  /** Flows whose rate is not fixed yet. */
  open: number
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
