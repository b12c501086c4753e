/** What the coordinator (`rounds.ts`) knows of one tab: its flows, and the orders it may be following. */
import type { Millis } from '../base/ids.ts'
import type { Demand } from './fair-share.ts'

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

/** A flow that a tab has something to send on. */
export interface Declared {
  readonly demand: Demand
  /** The declaration that began it: orders that answer an earlier declaration do not apply to it. */
  readonly since: number
}

export interface FlowState extends Declared {
  /** Its fair rate, as last computed. */
  target: number
  /** The largest rate of any order that the tab may be following. */
  bound: number
  /** Its rate in the last order. */
  last: number
}

export interface TabState<Flow> {
  readonly flows: Map<Flow, FlowState>
  declaration: number
  /** Oldest first: what it last confirmed, then what was ordered since. */
  orders: TabRates<Flow>[]
  heardMs: Millis
  /** Its connection broke: it cannot be reached, and may go on sending. */
  isGone: boolean
}

/** Returns at how many lanes it looked. */
export function addBounds<Flow>(load: number[], { flows }: TabState<Flow>): number {
  let looked = 0
  for (const { demand, bound } of flows.values()) {
    if (bound === 0) continue
    for (const lane of demand.lanes) load[lane] = (load[lane] as number) + bound
    looked += demand.lanes.length
  }
  return looked
}

function rateIn<Flow>(order: TabRates<Flow>, flow: Flow, since: number): number {
  return order.declaration >= since ? (order.rates.get(flow) ?? 0) : 0
}

/** What a flow's orders say of it. */
export function recall<Flow>(
  state: FlowState,
  flow: Flow,
  orders: readonly TabRates<Flow>[],
): void {
  state.bound = 0
  state.last = 0
  for (const order of orders) {
    state.last = rateIn(order, flow, state.since)
    state.bound = Math.max(state.bound, state.last)
  }
}

/** Appends the order. The largest rate of any that the tab may be following is kept. */
export function append<Flow>(state: TabState<Flow>, order: TabRates<Flow>): void {
  state.orders.push(order)
  if (state.orders.length > MAX_UNCONFIRMED) mergeOldest(state)
}

/** The tab may follow either of the two oldest orders: replaces them by the larger of their rates. */
function mergeOldest<Flow>(state: TabState<Flow>): void {
  const [first, second, ...rest] = state.orders
  if (first === undefined || second === undefined) return
  const rates = new Map<Flow, number>()
  for (const [flow, { since }] of state.flows)
    rates.set(flow, Math.max(rateIn(first, flow, since), rateIn(second, flow, since)))
  const declaration = Math.max(first.declaration, second.declaration)
  state.orders = [{ number: second.number, declaration, rates }, ...rest]
}
