import type { Millis } from '../../shared/base/ids.ts'
import type { ChartData } from './charts/chart-data.ts'

/** '4.208 s', '12.3 s', '3 min 20 s' */
export function formatTime(ms: Millis): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(3)} s`
  if (seconds < 120) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** '1/5', '×20': virtual seconds in a real one. */
export const formatSpeed = (msPerSec: number): string =>
  msPerSec < 1000 ? `1/${1000 / msPerSec}` : `×${msPerSec / 1000}`

export const formatPercent = (share: number): string => `${Math.floor(100 * share + 1e-9)} %`

/** '6 Mbit/s', '384 kbit/s'. */
export function formatBitRate(bitsPerSec: number): string {
  const [value, unit] =
    bitsPerSec >= 1e6 ? [bitsPerSec / 1e6, 'Mbit/s'] : [bitsPerSec / 1e3, 'kbit/s']
  return `${Number(value.toPrecision(3))} ${unit}`
}

export function formatValue(value: number, unit: ChartData['unit']): string {
  if (unit === '%') return `${value < 10 && value > 0 ? value.toFixed(1) : Math.floor(value)} %`
  if (unit === 'Mbit/s') return `${value.toFixed(2)} Mbit/s`
  const count = Number(value.toFixed(1))
  return `${count} ${count === 1 ? SINGULAR[unit] : unit}`
}

const SINGULAR = { pieces: 'piece', copies: 'copy' } as const
