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
 * The tab's half is `pace.ts`. The caller passes the time. Each round computes all rates, so a tab
 * should declare a flow idle only after it has had nothing to send for a while.
 */
import { assert } from '../base/assert.ts'
import type { Millis } from '../base/ids.ts'
import { type Demand, fairRates } from './fair-share.ts'

/** Without an echo for this long, a tab stops sending over shared lanes. Eight beats may be lost. */
export const LEASE_MS = 2_000
/** The interval of a tab's beats; after a lost order, the next beat has it sent again. */
export const BEAT_MS = 250
/** The most orders kept that a tab has not confirmed; beyond it, the oldest are merged. */
const MAX_UNCONFIRMED = 16

/** All rates of one tab. A flow that is not named may not send. */
export interface TabRates<Flow> {
  /** Later orders have larger numbers; a tab follows the largest it has seen. */
  readonly number: number
  /** The declaration of flows that it answers: it does not apply to flows that began later. */
  readonly declaration: number
  readonly rates: ReadonlyMap<Flow, number>
}

export interface Send<Tab, Flow> {
  readonly tab: Tab
  readonly order: TabRates<Flow>
}

/** A flow that a tab has something to send on. */
export interface Declared {
  readonly demand: Demand
  /** The declaration that began it: orders that answer an earlier declaration do not apply to it. */
  readonly since: number
}

interface FlowState extends Declared {
  target: number
}

interface TabState<Flow> {
  flows: Map<Flow, FlowState>
  declaration: number
  /** Oldest first: what it last confirmed, then what was ordered since. */
  orders: TabRates<Flow>[]
  heardMs: Millis
  /** Its connection broke: it cannot be reached, and may go on sending. */
  isGone: boolean
}

export class Coordinator<Tab, Flow> {
  readonly #capacities: readonly number[]
  readonly #tabs = new Map<Tab, TabState<Flow>>()
  #ordered = 0

  /** Capacities by lane number, in the unit of all rates. */
  constructor(capacities: readonly number[]) {
    this.#capacities = capacities
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
  declare(
    tab: Tab,
    declaration: number,
    flows: ReadonlyMap<Flow, Declared>,
    now: Millis,
  ): Send<Tab, Flow>[] {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone || declaration <= state.declaration) return []
    state.heardMs = now
    state.flows = new Map([...flows].map(([flow, said]) => [flow, { ...said, target: 0 }]))
    state.declaration = declaration
    return this.#newRound()
  }

  /** The tab follows the order of this number. `beat` makes up for lost confirmations. */
  confirm(tab: Tab, number: number, now: Millis): Send<Tab, Flow>[] {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone) return []
    state.heardMs = now
    // The order of a late confirmation is gone: a later one was confirmed before.
    const at = state.orders.findIndex(order => order.number === number)
    if (at <= 0) return []
    state.orders = state.orders.slice(at)
    return this.#raise()
  }

  /**
   * A sign of life and a confirmation. The caller echoes the beat's time stamp; not if undefined is
   * returned: then the lease is over, and the tab needs a new connection.
   */
  beat(tab: Tab, number: number, now: Millis): Send<Tab, Flow>[] | undefined {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone) return undefined
    const sends = this.confirm(tab, number, now)
    const last = state.orders.at(-1)
    const isLate = last !== undefined && last.number > number
    if (!isLate || sends.some(send => send.tab === tab)) return sends
    return [...sends, { tab, order: last }]
  }

  /** Its connection broke: what the tab does is unknown. */
  vanish(tab: Tab): Send<Tab, Flow>[] {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone) return []
    state.isGone = true
    return this.#newRound()
  }

  tick(now: Millis): Send<Tab, Flow>[] {
    const over = [...this.#tabs].filter(([, { heardMs }]) => now >= heardMs + LEASE_MS)
    for (const [tab] of over) this.#tabs.delete(tab)
    return over.length > 0 ? this.#newRound() : []
  }

  /** The most that may be sent over each lane now. Never above its capacity. */
  bounds(): number[] {
    return this.#boundsOf(() => true)
  }

  /** New targets; decreases are ordered at once. */
  #newRound(): Send<Tab, Flow>[] {
    this.#setTargets()
    const sends: Send<Tab, Flow>[] = []
    for (const [tab, state] of this.#reachable()) {
      const rates = new Map<Flow, number>()
      let falls = false
      for (const [flow, { target }] of state.flows) {
        const rate = lastRate(state, flow)
        if (rate > target) falls = true
        rates.set(flow, Math.min(rate, target))
      }
      if (falls) sends.push(this.#order(tab, state, rates))
    }
    return [...sends, ...this.#raise()]
  }

  /** Increases, once no flow can be above its target. */
  #raise(): Send<Tab, Flow>[] {
    for (const [, state] of this.#reachable()) {
      for (const [flow, { target }] of state.flows) {
        if (boundOf(state, flow) > target) return []
      }
    }
    const sends: Send<Tab, Flow>[] = []
    for (const [tab, state] of this.#reachable()) {
      const targets = new Map([...state.flows].map(([flow, { target }]) => [flow, target] as const))
      const rises = [...targets].some(([flow, target]) => lastRate(state, flow) < target)
      if (rises) sends.push(this.#order(tab, state, targets))
    }
    return sends
  }

  /** Fair shares of the capacity that is not reserved for vanished tabs. */
  #setTargets(): void {
    const reserved = this.#boundsOf(({ isGone }) => isGone)
    const left = this.#capacities.map((capacity, lane) =>
      Math.max(capacity - (reserved[lane] as number), 0),
    )
    const flows = [...this.#reachable()].flatMap(([, state]) => [...state.flows.values()])
    const rates = fairRates(
      left,
      flows.map(({ demand }) => demand),
    )
    for (const [index, flow] of flows.entries()) flow.target = rates[index] as number
  }

  #order(tab: Tab, state: TabState<Flow>, rates: Map<Flow, number>): Send<Tab, Flow> {
    const order = { number: ++this.#ordered, declaration: state.declaration, rates }
    state.orders.push(order)
    if (state.orders.length > MAX_UNCONFIRMED) mergeOldest(state)
    return { tab, order }
  }

  #reachable(): [Tab, TabState<Flow>][] {
    return [...this.#tabs].filter(([, { isGone }]) => !isGone)
  }

  #boundsOf(wanted: (state: TabState<Flow>) => boolean): number[] {
    const load = this.#capacities.map(() => 0)
    for (const state of this.#tabs.values()) {
      if (!wanted(state)) continue
      for (const [flow, { demand }] of state.flows) {
        const bound = boundOf(state, flow)
        for (const lane of demand.lanes) load[lane] = (load[lane] as number) + bound
      }
    }
    return load
  }
}

function rateIn<Flow>(order: TabRates<Flow>, state: TabState<Flow>, flow: Flow): number {
  const since = state.flows.get(flow)?.since ?? Number.POSITIVE_INFINITY
  return order.declaration >= since ? (order.rates.get(flow) ?? 0) : 0
}

const boundOf = <Flow>(state: TabState<Flow>, flow: Flow): number =>
  state.orders.reduce((most, order) => Math.max(most, rateIn(order, state, flow)), 0)

function lastRate<Flow>(state: TabState<Flow>, flow: Flow): number {
  const last = state.orders.at(-1)
  return last ? rateIn(last, state, flow) : 0
}

/** The tab may follow either of the two oldest orders: replaces them by the larger of their rates. */
function mergeOldest<Flow>(state: TabState<Flow>): void {
  const [first, second, ...rest] = state.orders
  if (first === undefined || second === undefined) return
  const rates = new Map<Flow, number>()
  for (const flow of state.flows.keys()) {
    rates.set(flow, Math.max(rateIn(first, state, flow), rateIn(second, state, flow)))
  }
  const declaration = Math.max(first.declaration, second.declaration)
  state.orders = [{ number: second.number, declaration, rates }, ...rest]
}
