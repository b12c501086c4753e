/** `bench shaper`: row by row, each in a rig of its own kind. */
import type { Cleanup, Context } from '../command.ts'
import type { ShaperOptions } from './options.ts'
import { AGREEMENTS, type AgreementFigure, measureAgreement } from './shaper/agreement.ts'
import {
  buildShared,
  type DelayFigure,
  measureDelay,
  measureRate,
  measureSettling,
  measureShares,
} from './shaper/measure.ts'
import { type ShaperFigures, shaperReport } from './shaper/report.ts'
import { Rig } from './shaper/rig.ts'

type Accuracy = { -readonly [Kind in keyof ShaperFigures]: ShaperFigures[Kind][number][] }

const RATES_MBPS = [2, 4, 6, 8, 10]
const LOADS = ['idle', '90 %'] as const
const DILATIONS = [4, 10]
/** The thesis's lines, and what two of them make of the shared link's 100 Mbps. */
const DILATED_MBPS = 6
const ALL_CONTESTED = [2, 4, 8, 16, 17]
/** At 6 Mbps each, 16 fit and 17 do not. */
const AT_THE_EDGE = [16, 17]
/** A delay is measured again while bare timers are this late: the machine is busy. Emulated. */
const QUIET_TIMERS_MS = 1
const MAX_ROUNDS = 3

export async function benchShaper({ parts, runs }: ShaperOptions, { cleanup, signal }: Context) {
  const accuracy = parts.includes('accuracy') ? await benchAccuracy(cleanup, signal) : NOTHING
  const agreement: AgreementFigure[] = []
  for (const each of parts.includes('agreement') ? AGREEMENTS : [])
    agreement.push(await measureAgreement(each, runs, signal))
  const figures = { ...accuracy, agreement }
  const { table, missed } = shaperReport(figures)
  return { result: { ok: missed.length === 0, missed, ...figures }, table }
}

const NOTHING: ShaperFigures = { rates: [], delays: [], shares: [], settling: [], agreement: [] }

async function benchAccuracy(cleanup: Cleanup, signal: AbortSignal): Promise<ShaperFigures> {
  const figures: Accuracy = { rates: [], delays: [], shares: [], settling: [], agreement: [] }
  const told = <Figure extends object>(figure: Figure): Figure => {
    signal.throwIfAborted()
    console.error(JSON.stringify(figure))
    return figure
  }
  for (const looks of ['visible', 'hidden'] as const) {
    const rig = await Rig.open(looks)
    cleanup.add(() => rig.close())
    const delays = async (dilation?: number) => {
      for (const load of LOADS)
        figures.delays.push(told(await quietly(() => measureDelay(rig, load, dilation), signal)))
    }
    const shares = async (counts: readonly number[], accessMbps: number) => {
      for (const flows of counts)
        figures.shares.push(told(await measureShares(rig, flows, accessMbps)))
    }
    for (const mbps of RATES_MBPS) figures.rates.push(told(await measureRate(rig, mbps)))
    await delays()
    if (looks === 'visible') {
      for (const dilation of DILATIONS) {
        figures.rates.push(told(await measureRate(rig, DILATED_MBPS, dilation)))
        await delays(dilation)
      }
      await buildShared(rig, Math.max(...ALL_CONTESTED), 100)
      await shares(ALL_CONTESTED, 100)
      for (const settling of await measureSettling(rig, 8, 100))
        figures.settling.push(told(settling))
      await buildShared(rig, Math.max(...AT_THE_EDGE), DILATED_MBPS)
      await shares(AT_THE_EDGE, DILATED_MBPS)
    }
    await rig.close()
  }
  return figures
}

async function quietly(
  measure: () => Promise<DelayFigure>,
  signal: AbortSignal,
): Promise<DelayFigure> {
  const figures: DelayFigure[] = []
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    signal.throwIfAborted()
    const figure = await measure()
    if (figure.timersLateMs.p95 <= QUIET_TIMERS_MS * figure.dilation) return figure
    figures.push(figure)
  }
  figures.sort((a, b) => a.timersLateMs.p95 - b.timersLateMs.p95)
  return figures[0] as DelayFigure
}
