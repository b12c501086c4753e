/** Times, rates and shares as the lab writes them: with SI symbols, which all languages share, each beside its number. */
import type { Millis } from '../../shared/base/ids.ts'
import { decimal, number, percent, significant } from '../language/format.ts'
import { labView } from '../language/lab-view.ts'
import type { ChartData } from './charts/chart-data.ts'

/** '4.208 s', '12.3 s', '3 min 20 s' */
export function formatTime(ms: Millis): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${decimal(seconds, 3)}\u00a0s`
  if (seconds < 120) return `${decimal(seconds, 1)}\u00a0s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}\u00a0min ${Math.round(seconds % 60)}\u00a0s`
    : `${number(Math.floor(minutes / 60))}\u00a0h ${minutes % 60}\u00a0min`
}

/** '1/5', '×20': virtual seconds in a real one. */
export const formatSpeed = (msPerSec: number): string =>
  msPerSec < 1000 ? `1/${1000 / msPerSec}` : `×${msPerSec / 1000}`

const wholePercents = (share: number): number => Math.floor(100 * share + 1e-9)

export const formatPercent = (share: number): string => percent(wholePercents(share))

/** The number alone, for a figure whose sign is drawn smaller. */
export const formatShare = (share: number): string => number(wholePercents(share))

/** '6 Mbit/s', '384 kbit/s'. */
export const formatBitRate = (bitsPerSec: number): string =>
  bitsPerSec >= 1e6
    ? `${significant(bitsPerSec / 1e6, 3)}\u00a0Mbit/s`
    : `${significant(bitsPerSec / 1e3, 3)}\u00a0kbit/s`

export function formatValue(value: number, unit: ChartData['unit']): string {
  if (unit === '%')
    return value < 10 && value > 0 ? `${decimal(value)}\u00a0%` : percent(Math.floor(value))
  if (unit === 'Mbit/s') return `${decimal(value, 2)}\u00a0Mbit/s`
  return labView.texts.units[unit](Number(value.toFixed(1)))
}
