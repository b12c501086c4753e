/** The figures of the shaper bench against their targets, as a table in Markdown. */
import type { ShaperFigures } from '../shaper.ts'
import type { AgreementFigure } from './agreement.ts'
import type { DelayFigure, RateFigure } from './measure.ts'
import { type SettlingFigure, SHARE_DILATION, type ShareFigure } from './shares.ts'

export const TARGETS = {
  ratePercent: 2,
  delayP95Ms: 1,
  sharePercent: 5,
  settledMs: 500,
  makespanPercent: 10,
} as const

/** A sentence for each figure that is not within its target. */
export function missed({ accuracy, agreement }: ShaperFigures): string[] {
  const found: string[] = []
  const check = (isMet: boolean, sentence: string) => {
    if (!isMet) found.push(sentence)
  }
  for (const { looks, dilation, mbps, errorPercent } of accuracy?.rates ?? [])
    check(
      Math.abs(errorPercent) <= TARGETS.ratePercent,
      `${mbps} Mbps, ${looks}, dilation ${dilation}: ${percent(errorPercent)} off`,
    )
  for (const { looks, dilation, load, errorMs } of accuracy?.delays ?? [])
    check(
      Math.abs(errorMs.p95) <= TARGETS.delayP95Ms,
      `delay, ${load}, ${looks}, dilation ${dilation}: p95 ${ms(errorMs.p95)} ms off`,
    )
  for (const { flows, accessMbps, worstPercent, mostUtilised } of accuracy?.shares ?? []) {
    check(worstPercent <= TARGETS.sharePercent, `${flows} flows: ${percent(worstPercent)} off`)
    check(
      mostUtilised.percent <= mostUtilised.allowedPercent,
      `${flows} flows of ${accessMbps} Mbps: ${percent(mostUtilised.percent)} of the link in 100 ms`,
    )
  }
  for (const { flows, settledMs, mostUtilised } of accuracy?.settling ?? []) {
    check(settledMs <= TARGETS.settledMs, `from ${flows} flows: settled after ${ms(settledMs)} ms`)
    check(
      mostUtilised.percent <= mostUtilised.allowedPercent,
      `from ${flows} flows: ${percent(mostUtilised.percent)} of the link in 100 ms`,
    )
  }
  for (const { scenario, errorPercent, invalid } of agreement)
    check(
      errorPercent !== null && Math.abs(errorPercent) <= TARGETS.makespanPercent,
      errorPercent === null
        ? `${scenario}: too few valid runs. ${invalid.at(-1)}`
        : `${scenario}: makespan ${percent(errorPercent)} off`,
    )
  return found
}

export function shaperTable(figures: ShaperFigures): string {
  const { accuracy, agreement } = figures
  const tables = [
    ...(accuracy ? [rateTable(accuracy.rates), delayTable(accuracy.delays)] : []),
    ...(accuracy ? [shareTable(accuracy.shares), settlingTable(accuracy.settling)] : []),
    ...(agreement.length > 0 ? [agreementTable(agreement)] : []),
  ]
  const misses = missed(figures)
  const verdict =
    misses.length === 0 ? 'Everything is within its target.' : `Missed: ${misses.join('; ')}.`
  return [...tables, verdict].join('\n\n')
}

const rateTable = (rates: readonly RateFigure[]): string =>
  markdown(
    ['one flow', 'tabs', 'dilation', 'measured', 'error'],
    rates.map(({ looks, dilation, mbps, measuredMbps, errorPercent }) => [
      `${mbps} Mbps`,
      looks,
      `${dilation}`,
      `${measuredMbps.toFixed(3)} Mbps`,
      percent(errorPercent),
    ]),
  )

const delayTable = (delays: readonly DelayFigure[]): string =>
  markdown(
    [
      'one-way delay',
      'tabs',
      'dilation',
      'error p50, p95, p99',
      'by the wall',
      'bare timers, real',
    ],
    delays.map(({ looks, dilation, load, errorMs, wallErrorMs, timersLateMs }) => [
      load,
      looks,
      `${dilation}`,
      ...[errorMs, wallErrorMs, timersLateMs].map(
        ({ p50, p95, p99 }) => `${[p50, p95, p99].map(ms).join(', ')} ms`,
      ),
    ]),
  )

const shareTable = (shares: readonly ShareFigure[]): string =>
  markdown(
    [
      `shares of 100 Mbps, dilation ${SHARE_DILATION}`,
      'max-min',
      'farthest',
      'Jain',
      'most in 100 ms',
    ],
    shares.map(({ flows, accessMbps, fairMbps, worstPercent, jain, mostUtilised }) => [
      `${flows} flows, lines of ${accessMbps} Mbps`,
      `${fairMbps.toFixed(3)} Mbps`,
      percent(worstPercent),
      jain.toFixed(6),
      `${percent(mostUtilised.percent)} (allowed ${percent(mostUtilised.allowedPercent)})`,
    ]),
  )

const settlingTable = (settling: readonly SettlingFigure[]): string =>
  markdown(
    ['flows', 'all within 5 % after', 'most in 100 ms'],
    settling.map(({ flows, settledMs, mostUtilised }) => [
      flows,
      `${ms(settledMs)} ms`,
      `${percent(mostUtilised.percent)} (allowed ${percent(mostUtilised.allowedPercent)})`,
    ]),
  )

const agreementTable = (agreement: readonly AgreementFigure[]): string =>
  markdown(
    ['makespan', 'tabs', 'dilation', 'in tabs', 'simulator', 'bound T*', 'error', 'invalid runs'],
    agreement.map(figure => [
      figure.scenario,
      `${figure.tabs}`,
      `${figure.dilation}`,
      estimateOf(figure.makespanMs),
      estimateOf(figure.simulatedMs),
      `${seconds(figure.boundMs)} s`,
      figure.errorPercent === null ? '-' : percent(figure.errorPercent),
      `${figure.invalid.length}`,
    ]),
  )

const estimateOf = (estimate: AgreementFigure['makespanMs']): string =>
  estimate === null ? '-' : `${seconds(estimate.mean)} ± ${seconds(estimate.ci95 ?? Number.NaN)} s`

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const percent = (value: number): string => `${value.toFixed(2)} %`
const ms = (value: number): string => value.toFixed(2)
const seconds = (value: number): string => (value / 1000).toFixed(3)
