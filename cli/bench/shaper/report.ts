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

/** How figures of a kind are shown, column by column, and which of them are within their target. */
interface Table<Figure> {
  row(figure: Figure): Readonly<Record<string, string | number>>
  isMet(figure: Figure): boolean
}

const RATES: Table<RateFigure> = {
  row: ({ looks, dilation, mbps, measuredMbps, errorPercent }) => ({
    'one flow': `${mbps} Mbps`,
    tabs: looks,
    dilation,
    measured: `${measuredMbps.toFixed(3)} Mbps`,
    error: percent(errorPercent),
  }),
  isMet: ({ errorPercent }) => Math.abs(errorPercent) <= TARGETS.ratePercent,
}

const DELAYS: Table<DelayFigure> = {
  row: ({ looks, dilation, load, errorMs, wallErrorMs, timersLateMs }) => ({
    'one-way delay': load,
    tabs: looks,
    dilation,
    'error p50, p95, p99': quantiles(errorMs),
    'by the wall': quantiles(wallErrorMs),
    'bare timers, real': quantiles(timersLateMs),
  }),
  isMet: ({ errorMs }) => Math.abs(errorMs.p95) <= TARGETS.delayP95Ms,
}

const SHARES: Table<ShareFigure> = {
  row: ({ flows, accessMbps, fairMbps, worstPercent, jain, mostUtilised }) => ({
    [`shares of 100 Mbps, dilation ${SHARE_DILATION}`]: `${flows} flows, lines of ${accessMbps} Mbps`,
    'max-min': `${fairMbps.toFixed(3)} Mbps`,
    farthest: percent(worstPercent),
    Jain: jain.toFixed(6),
    'most in 100 ms': utilisation(mostUtilised),
  }),
  isMet: ({ worstPercent, mostUtilised }) =>
    worstPercent <= TARGETS.sharePercent && isAllowed(mostUtilised),
}

const SETTLING: Table<SettlingFigure> = {
  row: ({ flows, settledMs, mostUtilised }) => ({
    flows,
    'all within 5 % after': `${ms(settledMs)} ms`,
    'most in 100 ms': utilisation(mostUtilised),
  }),
  isMet: ({ settledMs, mostUtilised }) => settledMs <= TARGETS.settledMs && isAllowed(mostUtilised),
}

const AGREEMENT: Table<AgreementFigure> = {
  row: figure => ({
    makespan: figure.scenario,
    tabs: figure.tabs,
    dilation: figure.dilation,
    'in tabs': estimateOf(figure.makespanMs),
    simulator: estimateOf(figure.simulatedMs),
    'bound T*': `${seconds(figure.boundMs)} s`,
    error: figure.errorPercent === null ? '-' : percent(figure.errorPercent),
    'invalid runs': figure.invalid.length,
  }),
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

function part<Figure>({ row, isMet }: Table<Figure>, figures: readonly Figure[]) {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  const lineOf = (figure: Figure): string => line(Object.values(row(figure)))
  const head = figures.slice(0, 1).map(figure => Object.keys(row(figure)))
  const heading = head.flatMap(names => [line(names), line(names.map(() => '---'))])
  return {
    table: figures.length > 0 ? [...heading, ...figures.map(lineOf)].join('\n') : undefined,
    missed: figures.filter(figure => !isMet(figure)).map(lineOf),
  }
}

const isAllowed = ({ percent, allowedPercent }: Utilisation): boolean => percent <= allowedPercent

const utilisation = (most: Utilisation): string =>
  `${percent(most.percent)} (allowed ${percent(most.allowedPercent)})`

const estimateOf = (estimate: AgreementFigure['makespanMs']): string =>
  estimate === null ? '-' : `${seconds(estimate.mean)} ± ${seconds(estimate.ci95 ?? Number.NaN)} s`

const quantiles = ({ p50, p95, p99 }: DelayFigure['errorMs']): string =>
  `${[p50, p95, p99].map(ms).join(', ')} ms`

const percent = (value: number): string => `${value.toFixed(2)} %`
const ms = (value: number): string => value.toFixed(2)
const seconds = (value: number): string => (value / 1000).toFixed(3)
