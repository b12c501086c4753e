/** What deliveries say: rates, lateness, shares. Emulated ms and bits a second. */

import { Network } from '../../../shared/network/network.ts'
import { bytesOnWire, OVERHEADS } from '../../../shared/network/overhead.ts'
import type { Topology } from '../../../shared/network/topology.ts'
import type { Delivery, FlowPlan } from '../pages/station.ts'
import { OVERHEAD } from './rig.ts'

export const BLOCK_BYTES = 16 * 1024

export const onWire = (bytes: number): number => bytesOnWire(OVERHEADS[OVERHEAD], bytes)

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN
}

export const quantilesOf = (values: readonly number[]) => ({
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  p99: quantile(values, 0.99),
})

/** By least squares, so that a late first or last message does not decide. Headers count. */
export function rateOf(timesMs: readonly number[], messageBytes: number): number {
  const middle = (timesMs.length - 1) / 2
  const meanMs = timesMs.reduce((sum, ms) => sum + ms, 0) / timesMs.length
  let products = 0
  let squares = 0
  for (const [i, ms] of timesMs.entries()) {
    products += (i - middle) * (ms - meanMs)
    squares += (i - middle) ** 2
  }
  return (onWire(messageBytes) * 8000) / (products / squares)
}

/** When the model alone has the same messages arrive, sent at the same times from one place to one. */
export function modelledMs(
  topology: Topology,
  flows: readonly FlowPlan[],
  deliveries: readonly Delivery[],
): number[] {
  const [plan] = flows
  if (!plan) return []
  const flow = new Network(topology, 1).flow(plan.from, plan.to, OVERHEADS[OVERHEAD], 'message')
  const bytesOf = new Map(flows.map(({ id, bytes }) => [id, bytes]))
  // One way keeps its order: what came first was sent first.
  return deliveries.map(({ flow: id, sentMs }) =>
    flow.reserve(flow.send(bytesOf.get(id) as number, sentMs), sentMs),
  )
}

/** Jain, Chiu and Hawe 1984: 1 if all are equal, 1/n if one has everything. */
export function jainIndex(rates: readonly number[]): number {
  const sum = rates.reduce((a, b) => a + b, 0)
  const squares = rates.reduce((a, b) => a + b * b, 0)
  return (sum * sum) / (rates.length * squares)
}

/**
 * The largest share of a lane that is carried in any window of this length. A message is on the lane
 * for the time that its bytes take there, up to `endsMs`.
 */
export function mostUtilised(
  crossings: readonly { readonly endsMs: number; readonly bytes: number }[],
  bitsPerSec: number,
  windowMs: number,
): number {
  const bytesPerMs = bitsPerSec / 8000
  const spans = crossings
    .map(({ endsMs, bytes }) => ({ from: endsMs - bytes / bytesPerMs, to: endsMs }))
    .toSorted((a, b) => a.from - b.from)
  // The load rises most in windows that begin where a message does.
  let most = 0
  for (const [index, { from: start }] of spans.entries()) {
    let busyMs = 0
    for (let i = index; i < spans.length; i++) {
      const { from, to } = spans[i] as (typeof spans)[0]
      if (from >= start + windowMs) break
      busyMs += Math.min(to, start + windowMs) - from
    }
    most = Math.max(most, busyMs / windowMs)
  }
  return most
}

/** How long after a change every later gap between messages shows the new rate; NaN if never. */
export function settledMs(
  timesMs: readonly number[],
  changedMs: number,
  bitsPerSec: number,
  tolerance: number,
): number {
  const gapMs = (onWire(BLOCK_BYTES) * 8000) / bitsPerSec
  const isRight = (i: number): boolean =>
    Math.abs((timesMs[i] as number) - (timesMs[i - 1] as number) - gapMs) <= tolerance * gapMs
  let first = timesMs.length
  while (first > 1 && (timesMs[first - 2] as number) >= changedMs && isRight(first - 1)) first--
  const settled = timesMs[first - 1]
  return first === timesMs.length || settled === undefined ? Number.NaN : settled - changedMs
}
