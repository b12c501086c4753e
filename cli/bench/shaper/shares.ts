/** Flows of different tabs' places on one shared link: fair, soon fair again, and never too much. */

import type { Delivery, FlowPlan } from './commands.ts'
import { BLOCK_BYTES, jainIndex, mostUtilised, onWire, rateOf, settledMs } from './figures.ts'
import { dumbbell, SHARED_BITS_PER_SEC } from './networks.ts'
import type { Rig } from './rig.ts'

export interface ShareFigure {
  readonly flows: number
  readonly accessMbps: number
  readonly fairMbps: number
  /** The flow that is farthest from it. */
  readonly worstPercent: number
  readonly jain: number
  readonly mostUtilised: Utilisation
}

export interface Utilisation {
  /** In any 100 ms. */
  readonly percent: number
  /** 100 % and a message of each flow. */
  readonly allowedPercent: number
}

export interface SettlingFigure {
  readonly flows: string
  readonly settledMs: number
  readonly mostUtilised: Utilisation
}

/** 100 Mbps in real time are more than two tabs carry. */
export const SHARE_DILATION = 10
const WINDOW_MS = 100
/** Until rates are ordered; then what counts. */
const SETTLE_MS = 500
const FOR_MS = 2_000
const TOLERANCE = 0.05

export async function buildShared(rig: Rig, pairs: number, accessMbps: number): Promise<void> {
  const links = Array.from({ length: pairs }, (_, i) => [`s${i + 1}`, `r${i + 1}`] as const)
  await rig.build(dumbbell(pairs, accessMbps), links, SHARE_DILATION)
}

const flow = (id: number, startMs: number, endMs: number): FlowPlan => ({
  id,
  from: `s${id}`,
  to: `r${id}`,
  startMs,
  endMs,
  bytes: BLOCK_BYTES,
  everyMs: 'saturate',
})

export async function measureShares(
  rig: Rig,
  flows: number,
  accessMbps: number,
): Promise<ShareFigure> {
  let fromMs = 0
  const { deliveries } = await rig.carry(startMs => {
    fromMs = startMs + SETTLE_MS
    const endMs = fromMs + FOR_MS
    return Array.from({ length: flows }, (_, i) => flow(i + 1, startMs, endMs))
  })
  const toMs = fromMs + FOR_MS
  const fair = Math.min(SHARED_BITS_PER_SEC / flows, accessMbps * 1e6)
  const rates = Array.from({ length: flows }, (_, i) => {
    const times = timesOf(deliveries, i + 1, ({ wallMs }) => wallMs)
    return rateOf(
      times.filter(ms => ms >= fromMs && ms < toMs),
      BLOCK_BYTES,
    )
  })
  return {
    flows,
    accessMbps,
    fairMbps: fair / 1e6,
    worstPercent: 100 * Math.max(...rates.map(rate => Math.abs(rate / fair - 1))),
    jain: jainIndex(rates),
    mostUtilised: utilisation(deliveries, flows, accessMbps),
  }
}

/** `flows`, and one more for a second. */
export async function measureSettling(
  rig: Rig,
  flows: number,
  accessMbps: number,
): Promise<SettlingFigure[]> {
  let joinMs = 0
  const newcomer = flows + 1
  const { deliveries } = await rig.carry(startMs => {
    joinMs = startMs + 1_000
    const others = Array.from({ length: flows }, (_, i) => flow(i + 1, startMs, joinMs + 2_000))
    return [...others, flow(newcomer, joinMs, joinMs + 1_000)]
  })
  const leaveMs = Math.max(...timesOf(deliveries, newcomer, ({ dueMs }) => dueMs))
  const all = Array.from({ length: newcomer }, (_, i) => i + 1)
  const settling = (ids: readonly number[], fromMs: number, toMs: number): number => {
    const fair = SHARED_BITS_PER_SEC / ids.length
    const settled = ids.map(id => {
      const times = timesOf(deliveries, id, ({ dueMs }) => dueMs).filter(ms => ms < toMs)
      return settledMs(times, fromMs, fair, TOLERANCE)
    })
    return Math.max(...settled)
  }
  const mostUtilised = utilisation(deliveries, newcomer, accessMbps)
  return [
    { flows: `${flows} to ${newcomer}`, settledMs: settling(all, joinMs, leaveMs), mostUtilised },
    {
      flows: `${newcomer} to ${flows}`,
      settledMs: settling(all.slice(0, flows), leaveMs, Number.POSITIVE_INFINITY),
      mostUtilised,
    },
  ]
}

const timesOf = (
  deliveries: readonly Delivery[],
  id: number,
  time: (delivery: Delivery) => number,
): number[] => deliveries.filter(({ flow }) => flow === id).map(time)

function utilisation(
  deliveries: readonly Delivery[],
  flows: number,
  accessMbps: number,
): Utilisation {
  const bytes = onWire(BLOCK_BYTES)
  // A message leaves the shared link when it comes to its receiver's own line, which it has alone.
  const lineMs = (bytes * 8) / (accessMbps * 1000)
  const crossings = deliveries.map(({ dueMs }) => ({ endsMs: dueMs - lineMs, bytes }))
  const windowBytes = (SHARED_BITS_PER_SEC / 8000) * WINDOW_MS
  return {
    percent: 100 * mostUtilised(crossings, SHARED_BITS_PER_SEC, WINDOW_MS),
    allowedPercent: 100 * (1 + (flows * bytes) / windowBytes),
  }
}
