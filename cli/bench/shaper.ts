/** `bench shaper`: row by row, each in a rig of its own kind. */
import type { Cleanup, Context } from '../command.ts'
import type { ShaperOptions } from './options.ts'
import { type AgreementFigure, CONTESTS, measureAgreement } from './shaper/agreement.ts'
import { type DelayFigure, measureDelay, measureRate, type RateFigure } from './shaper/measure.ts'
import { missed } from './shaper/report.ts'
import { Rig } from './shaper/rig.ts'
import {
  buildShared,
  measureSettling,
  measureShares,
  type SettlingFigure,
  type ShareFigure,
} from './shaper/shares.ts'

export interface Accuracy {
  readonly rates: readonly RateFigure[]
  readonly delays: readonly DelayFigure[]
  readonly shares: readonly ShareFigure[]
  readonly settling: readonly SettlingFigure[]
}

export interface ShaperFigures {
  readonly accuracy: Accuracy | undefined
  readonly agreement: readonly AgreementFigure[]
}

const RATES_MBPS = [2, 4, 6, 8, 10]
const DILATIONS = [1, 4, 10]
/** The thesis's lines, and what two of them make of the shared link's 100 Mbps. */
const DILATED_MBPS = 6
const ALL_CONTESTED = [2, 4, 8, 16, 17]
/** At 6 Mbps each, 16 fit and 17 do not. */
const AT_THE_EDGE = [16, 17]
/**
 * A delay is measured again while bare timers are this late (emulated): the machine does something
 * else. What counts is the first quiet time, or else the quietest.
 */
const QUIET_TIMERS_MS = 1
const MAX_ROUNDS = 3

const say = (figure: object): void => console.error(JSON.stringify(figure))

export async function benchShaper({ parts, runs }: ShaperOptions, { cleanup, signal }: Context) {
  const accuracy = parts.includes('accuracy') ? await benchAccuracy(cleanup, signal) : undefined
  const agreement: AgreementFigure[] = []
  for (const contest of parts.includes('agreement') ? CONTESTS : [])
    agreement.push(await measureAgreement(contest, runs, signal))
  const misses = missed({ accuracy, agreement })
  return { ok: misses.length === 0, missed: misses, accuracy, agreement }
}

async function benchAccuracy(cleanup: Cleanup, signal: AbortSignal): Promise<Accuracy> {
  const rates: RateFigure[] = []
  const delays: DelayFigure[] = []
  const shares: ShareFigure[] = []
  const settling: SettlingFigure[] = []
  const rate = async (rig: Rig, mbps: number, dilation?: number) => {
    signal.throwIfAborted()
    rates.push(await measureRate(rig, mbps, dilation))
    say(rates.at(-1) as object)
  }
  const delay = async (rig: Rig, load: DelayFigure['load'], dilation?: number) => {
    delays.push(await quietly(() => measureDelay(rig, load, dilation), signal))
    say(delays.at(-1) as object)
  }
  for (const looks of ['visible', 'hidden'] as const) {
    const rig = await Rig.open(looks)
    cleanup.add(() => rig.close())
    for (const mbps of RATES_MBPS) await rate(rig, mbps)
    for (const load of ['idle', '90 %'] as const) await delay(rig, load)
    if (looks === 'visible') {
      for (const dilation of DILATIONS.slice(1)) {
        await rate(rig, DILATED_MBPS, dilation)
        for (const load of ['idle', '90 %'] as const) await delay(rig, load, dilation)
      }
      await buildShared(rig, Math.max(...ALL_CONTESTED), 100)
      for (const flows of ALL_CONTESTED) shares.push(await measureShares(rig, flows, 100))
      settling.push(...(await measureSettling(rig, 8, 100)))
      await buildShared(rig, Math.max(...AT_THE_EDGE), DILATED_MBPS)
      for (const flows of AT_THE_EDGE) shares.push(await measureShares(rig, flows, DILATED_MBPS))
      for (const figure of [...shares, ...settling]) say(figure)
    }
    await rig.close()
  }
  return { rates, delays, shares, settling }
}

async function quietly(
  measure: () => Promise<DelayFigure>,
  signal: AbortSignal,
): Promise<DelayFigure> {
  let quietest: DelayFigure | undefined
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    signal.throwIfAborted()
    const figure = await measure()
    const lateMs = figure.timersLateMs.p95 / figure.dilation
    if (!quietest || figure.timersLateMs.p95 < quietest.timersLateMs.p95) quietest = figure
    if (lateMs <= QUIET_TIMERS_MS) break
  }
  return quietest as DelayFigure
}
