/** What a chart, its lines and its figures are called. */
import { decimal } from '../../language/format.ts'
import { labCharts } from '../../language/lab-charts.ts'
import { formatTime, formatValue } from '../format.ts'
import type { ChartData, ChartKey, Line } from './chart-data.ts'

export const titleOf = (key: ChartKey): string => labCharts.texts.titles[key]

export const aboutOf = (key: ChartKey): string => labCharts.texts.abouts[key]

export function unitOf(unit: ChartData['unit']): string {
  return unit === 'pieces' || unit === 'copies' ? labCharts.texts.charts[unit] : unit
}

export function labelOf({ of }: Pick<Line, 'of'>): string {
  const names = labCharts.texts.lines
  if (typeof of === 'string') return names[of]
  return 'peer' in of ? of.peer : names.runs(of.runs)
}

export const boundLabelOf = (boundSec: number): string =>
  labCharts.texts.charts.best(formatTime(1000 * boundSec))

export function outcomeInWords({ outcome, unit }: ChartData): string | undefined {
  const texts = labCharts.texts.charts
  switch (outcome?.is) {
    case undefined:
      return undefined
    case 'whole': {
      const { afterMs, plusMinusMs } = outcome
      const time =
        plusMinusMs === undefined
          ? formatTime(afterMs)
          : `${withInterval({ mean: afterMs / 1000, ci95: plusMinusMs / 1000 })} s`
      return texts.wholeAfter(time)
    }
    case 'at-end':
      return texts.atEnd(formatValue(outcome.value, unit))
    case 'in-all':
      return texts.inAll(formatValue(outcome.value, unit))
  }
}

/** '4.208 ± 0.012' */
export const withInterval = ({
  mean,
  ci95,
}: {
  readonly mean: number
  readonly ci95: number | null
}): string => (ci95 === null ? decimal(mean, 3) : `${decimal(mean, 3)} ± ${decimal(ci95, 3)}`)
