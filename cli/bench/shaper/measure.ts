/**
 * One line alone: how exact its rate is, by the wall, and how late its messages come. Emulated ms.
 */

import type { Delivery, FlowPlan } from './commands.ts'
import { BLOCK_BYTES, modelledMs, onWire, type Quantiles, quantilesOf, rateOf } from './figures.ts'
import { pair } from './networks.ts'
import type { Looks, Rig } from './rig.ts'

export interface RateFigure {
  readonly looks: Looks
  readonly dilation: number
  readonly mbps: number
  readonly measuredMbps: number
  readonly errorPercent: number
}

export interface DelayFigure {
  readonly looks: Looks
  readonly dilation: number
  readonly load: 'idle' | '90 %'
  readonly messages: number
  /** How much later than the model alone has them the protocol saw them come. */
  readonly errorMs: Quantiles
  /** And by the wall: with the lateness of timers, which the protocol is spared. */
  readonly wallErrorMs: Quantiles
  /** How late bare timers were meanwhile: real. */
  readonly timersLateMs: Quantiles
}

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

const LEFT_TO_RIGHT = [['left', 'right']] as const
const way = { from: 'left', to: 'right' }

export async function measureRate(rig: Rig, mbps: number, dilation = 1): Promise<RateFigure> {
  await rig.build(pair(mbps, DELAY_MS), LEFT_TO_RIGHT, dilation)
  const { deliveries } = await rig.carry(startMs => [
    {
      ...way,
      id: 1,
      startMs,
      endMs: startMs + RATE_FOR_MS,
      bytes: BLOCK_BYTES,
      everyMs: 'saturate',
    },
  ])
  const measuredMbps =
    rateOf(
      deliveries.map(({ wallMs }) => wallMs),
      BLOCK_BYTES,
    ) / 1e6
  const errorPercent = 100 * (measuredMbps / mbps - 1)
  return { looks: rig.looks, dilation, mbps, measuredMbps, errorPercent }
}

/** Small messages alone, or in between blocks that fill the line to nine tenths. */
export async function measureDelay(
  rig: Rig,
  load: DelayFigure['load'],
  dilation = 1,
): Promise<DelayFigure> {
  const topology = pair(DELAY_MBPS, DELAY_MS)
  await rig.build(topology, LEFT_TO_RIGHT, dilation)
  let flows: readonly FlowPlan[] = []
  const { deliveries, timersLateMs } = await rig.carry(startMs => {
    const forMs = dilation > 1 ? DILATED_DELAY_FOR_MS : DELAY_FOR_MS
    const span = { ...way, startMs, endMs: startMs + forMs }
    const probes = { ...span, id: 1, bytes: PROBE_BYTES, everyMs: PROBE_EVERY_MS }
    const blockMs = (onWire(BLOCK_BYTES) * 8) / (DELAY_MBPS * 1000)
    const blocks = { ...span, id: 2, bytes: BLOCK_BYTES, everyMs: blockMs / LOAD }
    flows = load === 'idle' ? [probes] : [probes, blocks]
    return flows
  })
  const modelled = modelledMs(topology, flows, deliveries)
  const errors = (time: (delivery: Delivery) => number): Quantiles =>
    quantilesOf(deliveries.map((delivery, i) => time(delivery) - (modelled[i] as number)))
  return {
    looks: rig.looks,
    dilation,
    load,
    messages: deliveries.length,
    errorMs: errors(({ seenMs }) => seenMs),
    wallErrorMs: errors(({ wallMs }) => wallMs),
    timersLateMs: quantilesOf(timersLateMs),
  }
}
