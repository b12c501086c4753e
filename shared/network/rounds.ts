/**
 * The coordinator of lanes that flows of different tabs share. It knows who sends over which lanes,
 * computes max-min fair rates and orders tabs to keep to them, so that no lane is oversubscribed at
 * any moment, whatever is delayed, lost or overtaken on the way:
 * - A flow may be going at the largest rate of any order that its tab may be following: the last one
 *   it confirmed, or any sent since. That is what is reckoned with (its *bound*).
 * - Decreases are ordered at once. Increases are ordered when every bound has come down to its flow's
 *   new rate: once every tab has confirmed the decreases of the round.
 * - A tab that vanishes may go on until its lease ends: that long its bounds stay reserved.
 *
 * The tab's half is `pace.ts`. No clock here: the caller says what time it is. A round costs one
 * computation of all rates, so tabs should call a flow idle only when it has been so for a while.
 */
import { assert } from '../base/assert.ts'
import type { Millis } from '../base/ids.ts'
import { type Demand, fairRates } from './fair-share.ts'

/** Without an echo for this long, a tab stops sending over shared lanes. Eight beats may be lost. */
export const LEASE_MS = 2_000
/** How often a tab beats, and so how soon a lost order is mended. */
export const BEAT_MS = 250
/** Orders a tab has not confirmed; beyond that, the oldest are reckoned as one. */
const MAX_UNCONFIRMED = 16

/** All rates of one tab. A flow that is not named may not send. */
export interface Order<Flow> {
  /** Later orders have larger numbers; a tab follows the largest it has seen. */
  readonly number: number
  /** The declaration of flows that it answers: it says nothing about flows begun after that one. */
  readonly declaration: number
  readonly rates: ReadonlyMap<Flow, number>
}

export interface Send<Tab, Flow> {
  readonly tab: Tab
  readonly order: Order<Flow>
}

/** A flow that a tab has something to send on. */
export interface Declared {
  readonly demand: Demand
  /** The declaration that began it: orders that answer an earlier one do not count for it. */
  readonly since: number
}

interface FlowState extends Declared {
  target: number
}

interface TabState<Flow> {
  flows: Map<Flow, FlowState>
  declaration: number
  /** Oldest first: what it last confirmed, then what was ordered since. */
  orders: Order<Flow>[]
  heardMs: Millis
  /** Its line broke: it can be told nothing, and may be sending on. */
  isGone: boolean
}

export class Coordinator<Tab, Flow> {
  readonly #capacities: readonly number[]
  readonly #tabs = new Map<Tab, TabState<Flow>>()
  #ordered = 0

  /** By lane number, in the unit of all rates. */
  constructor(capacities: readonly number[]) {
    this.#capacities = capacities
  }

  /** A new line to a tab. One that comes back after a break or a lapse has a new id. */
  join(tab: Tab, now: Millis): void {
    assert(!this.#tabs.has(tab), 'each line has an id of its own')
    const flows = new Map<Flow, FlowState>()
    this.#tabs.set(tab, { flows, declaration: 0, orders: [], heardMs: now, isGone: false })
  }

  /**
   * All that the tab has to send on, from now; what it left out has stopped already. `declaration`
   * rises by one with each; one that comes late is ignored.
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

  /** The tab follows the order of this number. Lost ones are mended by `beat`. */
  confirm(tab: Tab, number: number, now: Millis): Send<Tab, Flow>[] {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone) return []
    state.heardMs = now
    // A late confirmation finds its order gone already and says nothing new.
    const at = state.orders.findIndex(order => order.number === number)
    if (at <= 0) return []
    state.orders = state.orders.slice(at)
    return this.#raise()
  }

  /**
   * A sign of life, and a confirmation. The caller sends the beat's stamp back: the echo. Undefined:
   * the lease is over, so no echo; the tab has to come back on a new line.
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

  /** Its line broke, and nobody knows what it does now. */
  vanish(tab: Tab): Send<Tab, Flow>[] {
    const state = this.#tabs.get(tab)
    if (state === undefined || state.isGone) return []
    state.isGone = true
    return this.#newRound()
  }

  /** It has certainly stopped: it says so itself, or its page is known to be closed. */
  leave(tab: Tab): Send<Tab, Flow>[] {
    return this.#tabs.delete(tab) ? this.#newRound() : []
  }

  /** Ends leases that are over. Wanted at `nextDeadline`. */
  tick(now: Millis): Send<Tab, Flow>[] {
    const over = [...this.#tabs].filter(([, { heardMs }]) => now >= heardMs + LEASE_MS)
    for (const [tab] of over) this.#tabs.delete(tab)
    return over.length > 0 ? this.#newRound() : []
  }

  nextDeadline(): Millis | undefined {
    const heard = [...this.#tabs.values()].map(({ heardMs }) => heardMs)
    return heard.length > 0 ? Math.min(...heard) + LEASE_MS : undefined
  }

  /** The most that may be going over each lane now. Never above its capacity. */
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

  /** Increases, if nothing can be above its target any more. */
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

  /** Fair shares of what the tabs that are gone leave over. */
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

function rateIn<Flow>(order: Order<Flow>, state: TabState<Flow>, flow: Flow): number {
  const since = state.flows.get(flow)?.since ?? Number.POSITIVE_INFINITY
  return order.declaration >= since ? (order.rates.get(flow) ?? 0) : 0
}

const boundOf = <Flow>(state: TabState<Flow>, flow: Flow): number =>
  state.orders.reduce((most, order) => Math.max(most, rateIn(order, state, flow)), 0)

function lastRate<Flow>(state: TabState<Flow>, flow: Flow): number {
  const last = state.orders.at(-1)
  return last ? rateIn(last, state, flow) : 0
}

/** Two orders as one of which the tab may follow either: by the larger of their rates. */
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
