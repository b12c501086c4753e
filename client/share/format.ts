/** Numbers as people read them. Sizes are decimal (1 MB = 1,000,000 bytes), as file managers show. */

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** '1 byte', '16.4 kB', '20 MB'. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${Math.round(bytes)} bytes`
  const { value, unit } = scale(bytes)
  return `${value.replace(/\.0$/, '')} ${unit}`
}

/** Below this a rate is written as none: what is left of it in an average. */
const LEAST_RATE = 50

export const isMoving = (bytesPerSec: number): boolean => bytesPerSec >= LEAST_RATE

/** '3.2 MB/s'. The number of decimals is fixed, so that a changing figure keeps its width. */
export function formatRate(bytesPerSec: number): string {
  if (!isMoving(bytesPerSec)) return '0 kB/s'
  const { value, unit } = scale(bytesPerSec)
  return unit === 'kB' ? `${Math.round(Number(value))} kB/s` : `${value} ${unit}/s`
}

function scale(bytes: number): { value: string; unit: string } {
  let scaled = bytes / 1000
  let step = 0
  // 999.95 would be written as '1000.0', so it takes the next unit.
  while (scaled >= 999.95 && step < UNITS.length - 1) {
    scaled /= 1000
    step++
  }
  return { value: scaled.toFixed(1), unit: UNITS[step] as string }
}

/** '8 s', '3 min 20 s', '1 h 05 min', '2 days 3 h'. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return `${minutes} min ${seconds % 60} s`
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`
  const days = Math.floor(hours / 24)
  return `${days} ${days === 1 ? 'day' : 'days'} ${hours % 24} h`
}

/** Rounded down: 100 only where nothing is missing. */
export function percentOf(part: number, whole: number): number {
  if (whole <= 0) return 0
  if (part >= whole) return 100
  return Math.min(99, Math.max(0, Math.floor((part / whole) * 100)))
}

const plurals = new Intl.PluralRules('en')

/** '1 file', '1,204 pieces'. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${plurals.select(count) === 'one' ? one : many}`

const HOUR = { hour: '2-digit', minute: '2-digit' } as const

/** '02:41', with the day where it is another than today's; in the reader's own time zone. */
export function formatMoment(atMs: number, nowMs: number): string {
  const at = new Date(atMs)
  const isToday = at.toDateString() === new Date(nowMs).toDateString()
  const day = isToday
    ? ''
    : `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, `
  return `${day}${at.toLocaleTimeString('en-GB', HOUR)}`
}

/** '14:03:07', in the reader's own time zone. */
export const formatClock = (atMs: number): string => new Date(atMs).toLocaleTimeString('en-GB')
