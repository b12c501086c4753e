/**
 * The coordinator of lanes that flows of different tabs share. It knows who sends over which lanes,
 * computes max-min fair rates and orders tabs to keep to them, so that no lane is oversubscribed at
 * any moment, whatever is delayed, lost or overtaken on the way:
 * - A flow may be sending at the largest rate of any order that its tab may be following: the last
 *   one it confirmed, or any sent since. This rate is its *bound*.
 * - Decreases are ordered at once. Increases are ordered when every bound has come down to its
 *   flow's new rate: once every tab has confirmed the decreases of the round.
 * - A tab that vanishes may go on sending until its lease ends; until then its bounds stay
 *   reserved.
 *
 * The tab's half is `pace.ts`. The caller passes the time, and does the work: what tabs say is only noted,
 * and `advance` computes, in pieces as large as the caller likes. However many declarations came since the
 * last computation began, one answers them all.
 */
import { assert } from '../base/assert.ts'
import type { Millis } from '../base/ids.ts'
import { fairRatesInSteps } from './fair-share.ts'
import {
  addBounds,
  append,
  type Declared,
  type FlowState,
  recall,
  type TabRates,
  type TabState,
} from './orders.ts'

/** Without an echo for this long, a tab stops sending over shared lanes. Eight beats may be lost. */
export const LEASE_MS = 2_000
/** The interval of a tab's beats; after a lost order, the next beat has it sent again. */
export const BEAT_MS = 250
export interface Send<Tab, Flow> {
  readonly tab: Tab
  readonly order: TabRates<Flow>
}

/** What came of some work. */
export interface Advance<Tab, Flow> {
  readonly sends: readonly Send<Tab, Flow>[]
  /** Each looks at one lane or one rate of a flow. Somewhat more than were allowed: a step is not divided. */
  readonly operations: number
}

export class Coordinator<Tab, Flow> {
  readonly #capacities: readonly number[]
  readonly #tabs = new Map<Tab, TabState<Flow>>()
  /** Reachable tabs with a flow that may be sending at more than its target. */
  readonly #above = new Set<TabState<Flow>>()
  #sends: Send<Tab, Flow>[] = []
  #ordered = 0
  #gone = 0
  /** Flows or capacity have changed since the last computation began. */
  #isDue = false
  /** Rates may have to rise to their targets. */
  #mayRise = false
  /** The targets do not know of a tab that vanished, and may do more than its target. */
  #isStale = false
  #work: Generator<number, void> | undefined
  /** Computations so far. */
  #computed = 0

  /** Capacities by lane number, in the unit of all rates. */
  constructor(capacities: readonly number[]) {
    this.#capacities = capacities
  }

  /** Tabs that cannot be reached, and whose lease has not ended. */
  get gone(): number {
    return this.#gone
  }

  /** `advance` has something to do. */
  get hasWork(): boolean {
    return this.#work !== undefined || this.#isDue || this.#canRise
  }

  join(tab: Tab, now: Millis): void {
    assert(!this.#tabs.has(tab), 'each line has an id of its own')
    const flows = new Map<Flow, FlowState>()
    this.#tabs.set(tab, { flows, declaration: 0, orders: [], heardMs: now, isGone: false })
  }

  /**
   * All flows on which the tab has something to send; a flow that is left out has stopped.
   * `declaration` rises by one each time; an older one that arrives later is ignored.
   */
  declare(tab: Tab, declaration: number, flows: ReadonlyMap<Flow, Declared>, now: Millis): void {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone || declaration <= state.declaration) return
    state.heardMs = now
    state.declaration = declaration
    for (const flow of state.flows.keys()) if (!flows.has(flow)) state.flows.delete(flow)
    for (const [flow, { demand, since }] of flows) {
      // One that goes on keeps its rate until the next computation, one that begins has none.
      if (state.flows.get(flow)?.since === since) continue
      const begun: FlowState = { demand, since, target: 0, bound: 0, last: 0 }
      recall(begun, flow, state.orders)
      state.flows.set(flow, begun)
    }
    this.#compare(state)
    this.#isDue = true
  }

  /** The tab follows the order of this number. `beat` makes up for lost confirmations. */
  confirm(tab: Tab, number: number, now: Millis): void {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone) return
    state.heardMs = now
    // The order of a late confirmation is gone: a later one was confirmed before.
    const at = state.orders.findIndex(order => order.number === number)
    if (at <= 0) return
    state.orders = state.orders.slice(at)
    for (const [flow, known] of state.flows) recall(known, flow, state.orders)
    this.#compare(state)
  }

  /**
   * A sign of life and a confirmation. Returns the last order, if the tab does not follow it yet. The
   * caller echoes the beat's time stamp; not if undefined is returned: then the lease is over, and the
   * tab needs a new connection.
   */
  beat(tab: Tab, number: number, now: Millis): Send<Tab, Flow>[] | undefined {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone) return undefined
    this.confirm(tab, number, now)
    const order = state.orders.at(-1)
    return order !== undefined && order.number > number ? [{ tab, order }] : []
  }

  /** Its connection broke: what the tab does is unknown. */
  vanish(tab: Tab): void {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone) return
    state.isGone = true
    this.#gone++
    this.#above.delete(state)
    for (const [flow, { bound }] of state.flows) if (bound === 0) state.flows.delete(flow)
    this.#work = undefined
    this.#isDue = this.#isStale = true
  }

  tick(now: Millis): void {
    for (const [tab, state] of this.#tabs) {
      if (now < state.heardMs + LEASE_MS) continue
      this.#tabs.delete(tab)
      this.#above.delete(state)
      if (state.isGone) this.#gone--
      this.#isDue = true
    }
  }

  /** Works until `operations` are done, or one computation and what follows from it. */
  advance(operations: number): Advance<Tab, Flow> {
    let done = 0
    const computed = this.#computed
    while (done < operations) {
      if (this.#work === undefined && this.#computed > computed && !this.#canRise) break
      this.#work ??= this.#nextWork()
      const step = this.#work?.next()
      if (step === undefined) break
      if (step.done) this.#work = undefined
      else done += step.value
    }
    const sends = this.#sends
    this.#sends = []
    return { sends, operations: done }
  }

  /** The most that may be sent over each lane now. Never above its capacity. */
  bounds(): number[] {
    const load = this.#capacities.map(() => 0)
    for (const state of this.#tabs.values()) addBounds(load, state)
    return load
  }

  get #canRise(): boolean {
    return this.#mayRise && !this.#isStale && this.#above.size === 0
  }

  #nextWork(): Generator<number, void> | undefined {
    if (this.#canRise) return this.#raise()
    return this.#isDue ? this.#newRound() : undefined
  }

  /** New targets; decreases are ordered at once. */
  *#newRound(): Generator<number, void> {
    this.#isDue = false
    yield* this.#setTargets()
    for (const [tab, state] of this.#reachable()) {
      const falls = [...state.flows.values()].some(({ last, target }) => last > target)
      if (falls) this.#order(tab, state, ({ last, target }) => Math.min(last, target))
      yield state.flows.size + 1
    }
    this.#computed++
  }

  /** Fair shares of the capacity that is not reserved for vanished tabs. */
  *#setTargets(): Generator<number, void> {
    const reserved = this.#capacities.map(() => 0)
    for (const state of this.#tabs.values()) if (state.isGone) yield addBounds(reserved, state) + 1
    const left = this.#capacities.map((capacity, lane) =>
      Math.max(capacity - (reserved[lane] as number), 0),
    )
    const flows = this.#reachable().flatMap(([, state]) => [...state.flows.values()])
    const rates = yield* fairRatesInSteps(
      left,
      flows.map(({ demand }) => demand),
    )
    // From here to the end without a pause: all targets are of one computation.
    for (const [index, flow] of flows.entries()) flow.target = rates[index] as number
    this.#isStale = false
    for (const [, state] of this.#reachable()) this.#compare(state)
    this.#mayRise = true
    yield flows.length
  }

  /** Increases, once no flow can be above its target. */
  *#raise(): Generator<number, void> {
    this.#mayRise = false
    for (const [tab, state] of this.#reachable()) {
      // Somebody vanished or began meanwhile: the next computation, or a confirmation, goes on.
      if (this.#isStale || this.#above.size > 0) {
        this.#mayRise = true
        return
      }
      const rises = [...state.flows.values()].some(({ last, target }) => last < target)
      if (rises) this.#order(tab, state, ({ target }) => target)
      yield state.flows.size + 1
    }
  }

  #order(tab: Tab, state: TabState<Flow>, rateOf: (flow: FlowState) => number): void {
    const rates = new Map<Flow, number>()
    for (const [flow, known] of state.flows) {
      const rate = rateOf(known)
      rates.set(flow, rate)
      known.last = rate
      known.bound = Math.max(known.bound, rate)
    }
    const order = { number: ++this.#ordered, declaration: state.declaration, rates }
    append(state, order)
    this.#sends.push({ tab, order })
  }

  /** After its bounds or targets have changed. */
  #compare(state: TabState<Flow>): void {
    for (const { bound, target } of state.flows.values()) {
      if (bound <= target) continue
      this.#above.add(state)
      return
    }
    this.#above.delete(state)
  }

  #reachable(): [Tab, TabState<Flow>][] {
    return [...this.#tabs].filter(([, { isGone }]) => !isGone)
  }
}
