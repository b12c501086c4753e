/** The rate and the delays of one line, and the shares of flows that cross one link. Emulated ms. */
import { direction } from '../../../shared/network/presets.ts'
import type { Direction, Topology, TopologyLink } from '../../../shared/network/topology.ts'
import type { Delivery, FlowPlan } from '../pages/station.ts'
import {
  BLOCK_BYTES,
  jainIndex,
  modelledMs,
  mostUtilised,
  onWire,
  quantilesOf,
  rateOf,
  settledMs,
} from './figures.ts'
import type { Rig } from './rig.ts'

const SHARED_BITS_PER_SEC = 100e6
/** 100 Mbps in real time are more than two tabs carry. */
export const SHARE_DILATION = 10
const SHARED_DELAY_MS = 0.1

const RATE_FOR_MS = 4_000
/** Emulated; in dilated time fewer must do. */
const DELAY_FOR_MS = 6_000
const DILATED_DELAY_FOR_MS = 3_000
/** Real messages take a millisecond or two: this way hides that. */
const DELAY_MS = 25
const DELAY_MBPS = 10
const PROBE_BYTES = 100
const PROBE_EVERY_MS = 20
const LOAD = 0.9

/** Until rates are ordered; then what counts. */
const SETTLE_MS = 500
const SHARE_FOR_MS = 2_000
const WINDOW_MS = 100
const TOLERANCE = 0.05

/** Senders on one side (s1 ...), receivers on the other (r1 ...); all cross one link of 100 Mbps. */
async function buildPairs(
  rig: Rig,
  count: number,
  accessMbps: number,
  delayMs: number,
  dilation: number,
): Promise<Topology> {
  const access = direction(accessMbps * 1e6, delayMs)
  const pairs = idsTo(count).map(id => [`s${id}`, `r${id}`] as const)
  const lines = pairs.flatMap(([sender, receiver]) => [
    link(sender, 'west', access),
    link(receiver, 'east', access),
  ])
  const topology: Topology = {
    name: 'bench',
    note: '',
    routers: ['west', 'east'],
    tracker: 'tracker',
    peers: pairs.flat(),
    links: [
      link('west', 'east', direction(SHARED_BITS_PER_SEC, SHARED_DELAY_MS)),
      link('tracker', 'west', direction(1e9, 0)),
      ...lines,
    ],
  }
  await rig.build(topology, pairs, dilation)
  return topology
}

const link = (from: string, to: string, way: Direction): TopologyLink => ({
  from,
  to,
  forth: way,
  back: way,
  duplex: 'full',
})

const idsTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

/** Blocks, as many as the line takes. */
const flow = (id: number, startMs: number, endMs: number): FlowPlan => ({
  id,
  from: `s${id}`,
  to: `r${id}`,
  startMs,
  endMs,
  bytes: BLOCK_BYTES,
  everyMs: 'saturate',
})

export type RateFigure = Awaited<ReturnType<typeof measureRate>>

/** By the wall. */
export async function measureRate(rig: Rig, mbps: number, dilation = 1) {
  await buildPairs(rig, 1, mbps, DELAY_MS, dilation)
  const { deliveries } = await rig.carry(startMs => [flow(1, startMs, startMs + RATE_FOR_MS)])
  const wallTimes = deliveries.map(({ wallMs }) => wallMs)
  const measuredMbps = rateOf(wallTimes, BLOCK_BYTES) / 1e6
  const errorPercent = 100 * (measuredMbps / mbps - 1)
  return { looks: rig.looks, dilation, mbps, measuredMbps, errorPercent }
}

export type DelayFigure = Awaited<ReturnType<typeof measureDelay>>

/** Small messages alone, or in between blocks that fill the line to nine tenths. */
export async function measureDelay(rig: Rig, load: 'idle' | '90 %', dilation = 1) {
  const topology = await buildPairs(rig, 1, DELAY_MBPS, DELAY_MS, dilation)
  let flows: readonly FlowPlan[] = []
  const { deliveries, timersLateMs } = await rig.carry(startMs => {
    const forMs = dilation > 1 ? DILATED_DELAY_FOR_MS : DELAY_FOR_MS
    const blockMs = (onWire(BLOCK_BYTES) * 8) / (DELAY_MBPS * 1000)
    const blocks = { ...flow(1, startMs, startMs + forMs), id: 2, everyMs: blockMs / LOAD }
    const probes = { ...blocks, id: 1, bytes: PROBE_BYTES, everyMs: PROBE_EVERY_MS }
    flows = load === 'idle' ? [probes] : [probes, blocks]
    return flows
  })
  const modelled = modelledMs(topology, flows, deliveries)
  const errors = (time: 'seenMs' | 'wallMs') =>
    quantilesOf(deliveries.map((delivery, i) => delivery[time] - (modelled[i] as number)))
  return {
    looks: rig.looks,
    dilation,
    load,
    messages: deliveries.length,
    /** How much later than the model alone has them the protocol saw them come. */
    errorMs: errors('seenMs'),
    /** And by the wall: with the lateness of timers, which the protocol is spared. */
    wallErrorMs: errors('wallMs'),
    /** How late bare timers were meanwhile: real. */
    timersLateMs: quantilesOf(timersLateMs),
  }
}

export const buildShared = (rig: Rig, pairs: number, accessMbps: number): Promise<Topology> =>
  buildPairs(rig, pairs, accessMbps, SHARED_DELAY_MS, SHARE_DILATION)

export type ShareFigure = Awaited<ReturnType<typeof measureShares>>

export async function measureShares(rig: Rig, flows: number, accessMbps: number) {
  let fromMs = 0
  const { deliveries } = await rig.carry(startMs => {
    fromMs = startMs + SETTLE_MS
    return idsTo(flows).map(id => flow(id, startMs, fromMs + SHARE_FOR_MS))
  })
  const toMs = fromMs + SHARE_FOR_MS
  const fair = Math.min(SHARED_BITS_PER_SEC / flows, accessMbps * 1e6)
  const rates = idsTo(flows).map(id => {
    const times = timesOf(deliveries, id, 'wallMs').filter(ms => ms >= fromMs && ms < toMs)
    return rateOf(times, BLOCK_BYTES)
  })
  return {
    flows,
    accessMbps,
    fairMbps: fair / 1e6,
    /** Of the flow that is farthest from it. */
    worstPercent: 100 * Math.max(...rates.map(rate => Math.abs(rate / fair - 1))),
    jain: jainIndex(rates),
    mostUtilised: utilisation(deliveries, flows, accessMbps),
  }
}

export type SettlingFigure = Awaited<ReturnType<typeof measureSettling>>[number]

/** `flows`, and one more for a second. */
export async function measureSettling(rig: Rig, flows: number, accessMbps: number) {
  let joinMs = 0
  const newcomer = flows + 1
  const { deliveries } = await rig.carry(startMs => {
    joinMs = startMs + 1_000
    const others = idsTo(flows).map(id => flow(id, startMs, joinMs + 2_000))
    return [...others, flow(newcomer, joinMs, joinMs + 1_000)]
  })
  const leaveMs = Math.max(...timesOf(deliveries, newcomer, 'dueMs'))
  const settling = (count: number, fromMs: number, toMs: number): number => {
    const fair = SHARED_BITS_PER_SEC / count
    const settled = idsTo(count).map(id => {
      const times = timesOf(deliveries, id, 'dueMs').filter(ms => ms < toMs)
      return settledMs(times, fromMs, fair, TOLERANCE)
    })
    return Math.max(...settled)
  }
  const joined = settling(newcomer, joinMs, leaveMs)
  const left = settling(flows, leaveMs, Number.POSITIVE_INFINITY)
  const mostUtilised = utilisation(deliveries, newcomer, accessMbps)
  return [
    { flows: `${flows} to ${newcomer}`, settledMs: joined, mostUtilised },
    { flows: `${newcomer} to ${flows}`, settledMs: left, mostUtilised },
  ]
}

const timesOf = (deliveries: readonly Delivery[], id: number, time: 'dueMs' | 'wallMs'): number[] =>
  deliveries.filter(({ flow }) => flow === id).map(delivery => delivery[time])

export type Utilisation = ReturnType<typeof utilisation>

/** The most in any 100 ms, and what is allowed: 100 % and a message of each flow. */
function utilisation(deliveries: readonly Delivery[], flows: number, accessMbps: number) {
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
