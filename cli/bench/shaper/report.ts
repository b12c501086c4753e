/** The figures of the shaper bench against their targets, as tables in Markdown. */
import type { AgreementFigure } from './agreement.ts'
import {
  type DelayFigure,
  type RateFigure,
  type SettlingFigure,
  SHARE_DILATION,
  type ShareFigure,
  type Utilisation,
} from './measure.ts'

export const TARGETS = {
  ratePercent: 2,
  delayP95Ms: 1,
  sharePercent: 5,
  settledMs: 500,
  makespanPercent: 10,
} as const

export interface ShaperFigures {
  readonly rates: readonly RateFigure[]
  readonly delays: readonly DelayFigure[]
  readonly shares: readonly ShareFigure[]
  readonly settling: readonly SettlingFigure[]
  readonly agreement: readonly AgreementFigure[]
}

/** How figures of a kind are shown, and which of them are within their target. */
interface Table<Figure> {
  readonly head: readonly string[]
  row(figure: Figure): readonly string[]
  isMet(figure: Figure): boolean
}

const RATES: Table<RateFigure> = {
  head: ['one flow', 'tabs', 'dilation', 'measured', 'error'],
  row: ({ looks, dilation, mbps, measuredMbps, errorPercent }) => [
    `${mbps} Mbps`,
    looks,
    `${dilation}`,
    `${measuredMbps.toFixed(3)} Mbps`,
    percent(errorPercent),
  ],
  isMet: ({ errorPercent }) => Math.abs(errorPercent) <= TARGETS.ratePercent,
}

const DELAYS: Table<DelayFigure> = {
  head: [
    'one-way delay',
    'tabs',
    'dilation',
    'error p50, p95, p99',
    'by the wall',
    'bare timers, real',
  ],
  row: ({ looks, dilation, load, errorMs, wallErrorMs, timersLateMs }) => [
    load,
    looks,
    `${dilation}`,
    ...[errorMs, wallErrorMs, timersLateMs].map(
      ({ p50, p95, p99 }) => `${[p50, p95, p99].map(ms).join(', ')} ms`,
    ),
  ],
  isMet: ({ errorMs }) => Math.abs(errorMs.p95) <= TARGETS.delayP95Ms,
}

const SHARES: Table<ShareFigure> = {
  head: [
    `shares of 100 Mbps, dilation ${SHARE_DILATION}`,
    'max-min',
    'farthest',
    'Jain',
    'most in 100 ms',
  ],
  row: ({ flows, accessMbps, fairMbps, worstPercent, jain, mostUtilised }) => [
    `${flows} flows, lines of ${accessMbps} Mbps`,
    `${fairMbps.toFixed(3)} Mbps`,
    percent(worstPercent),
    jain.toFixed(6),
    utilisation(mostUtilised),
  ],
  isMet: ({ worstPercent, mostUtilised }) =>
    worstPercent <= TARGETS.sharePercent && isAllowed(mostUtilised),
}

const SETTLING: Table<SettlingFigure> = {
  head: ['flows', 'all within 5 % after', 'most in 100 ms'],
  row: ({ flows, settledMs, mostUtilised }) => [
    flows,
    `${ms(settledMs)} ms`,
    utilisation(mostUtilised),
  ],
  isMet: ({ settledMs, mostUtilised }) => settledMs <= TARGETS.settledMs && isAllowed(mostUtilised),
}

const AGREEMENT: Table<AgreementFigure> = {
  head: [
    'makespan',
    'tabs',
    'dilation',
    'in tabs',
    'simulator',
    'bound T*',
    'error',
    'invalid runs',
  ],
  row: figure => [
    figure.scenario,
    `${figure.tabs}`,
    `${figure.dilation}`,
    estimateOf(figure.makespanMs),
    estimateOf(figure.simulatedMs),
    `${seconds(figure.boundMs)} s`,
    figure.errorPercent === null ? '-' : percent(figure.errorPercent),
    `${figure.invalid.length}`,
  ],
  isMet: ({ errorPercent }) =>
    errorPercent !== null && Math.abs(errorPercent) <= TARGETS.makespanPercent,
}

/** `missed`: the rows of figures that are not within their target. */
export function shaperReport(figures: ShaperFigures): { table: string; missed: string[] } {
  const parts = [
    part(RATES, figures.rates),
    part(DELAYS, figures.delays),
    part(SHARES, figures.shares),
    part(SETTLING, figures.settling),
    part(AGREEMENT, figures.agreement),
  ]
  const missed = parts.flatMap(each => each.missed)
  const verdict =
    missed.length === 0 ? 'Everything is within its target.' : `Missed:\n${missed.join('\n')}`
  const tables = parts.flatMap(({ table }) => table ?? [])
  return { table: [...tables, verdict].join('\n\n'), missed }
}

function part<Figure>({ head, row, isMet }: Table<Figure>, figures: readonly Figure[]) {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const lines = figures.map(figure => line(row(figure)))
  const table = [line(head), line(head.map(() => '---')), ...lines].join('\n')
  return {
    table: figures.length > 0 ? table : undefined,
    missed: figures.filter(figure => !isMet(figure)).map(figure => line(row(figure))),
  }
}

const isAllowed = ({ percent, allowedPercent }: Utilisation): boolean => percent <= allowedPercent

const utilisation = (most: Utilisation): string =>
  `${percent(most.percent)} (allowed ${percent(most.allowedPercent)})`

const estimateOf = (estimate: AgreementFigure['makespanMs']): string =>
  estimate === null ? '-' : `${seconds(estimate.mean)} ± ${seconds(estimate.ci95 ?? Number.NaN)} s`

const percent = (value: number): string => `${value.toFixed(2)} %`
const ms = (value: number): string => value.toFixed(2)
const seconds = (value: number): string => (value / 1000).toFixed(3)
