/** Numbers, amounts, times and lists as people read them in the language that is spoken: all by `Intl`. */
import { localeNow } from './language.ts'

/** Making one takes longer than using it. */
function once<Made>(make: (locale: string, key: string) => Made): (key?: string) => Made {
  const made = new Map<string, Made>()
  return (key = '') => {
    const locale = localeNow()
    const name = `${locale} ${key}`
    const known = made.get(name) ?? make(locale, key)
    made.set(name, known)
    return known
  }
}

const numbers = once(locale => new Intl.NumberFormat(locale))

/** '1,204' */
export const number = (value: number): string => numbers().format(value)

const decimals = once(
  (locale, digits) =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: Number(digits),
      maximumFractionDigits: Number(digits),
    }),
)

/** '1.0' */
export const decimal = (value: number, digits = 1): string => decimals(`${digits}`).format(value)

const significants = once(
  (locale, digits) => new Intl.NumberFormat(locale, { maximumSignificantDigits: Number(digits) }),
)

/** To this number of digits: '0.0125', '1,230' */
export const significant = (value: number, digits: number): string =>
  significants(`${digits}`).format(value)

/** '42 %', spaced as the SI has it, and kept on one line. */
export const percent = (value: number): string => `${number(value)}\u00a0%`

const plurals = once(locale => new Intl.PluralRules(locale))

/** By the categories of CLDR: a language that has `few` needs it here. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

/** '1 file', '1,204 files': `#` is the number. */
export function plural(count: number, forms: Forms): string {
  const form = forms[plurals().select(count)] ?? forms.other
  return form.replace('#', number(count))
}

const lists = once(locale => new Intl.ListFormat(locale, { type: 'conjunction' }))

/** 'a, b and c' */
export const list = (items: readonly string[]): string => lists().format(items)

const units = once((locale, key) => {
  const [unit, unitDisplay, digits, useGrouping] = key.split(' ')
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: unit as string,
    unitDisplay: unitDisplay as 'short' | 'long',
    minimumFractionDigits: digits === '1' ? 1 : 0,
    maximumFractionDigits: digits === '0' ? 0 : 1,
    useGrouping: useGrouping === 'yes',
  })
})

const BYTE_UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const

/** '1 byte', '16.4 kB', '20 MB'. Sizes are decimal (1 MB = 1,000,000 bytes), as file managers show. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return units('byte long 0').format(bytes)
  const { value, unit } = scale(bytes)
  return units(`${unit} short`).format(value)
}

/** Below this a rate is written as none: what is left of it in an average. */
const LEAST_RATE = 50

export const isMoving = (bytesPerSec: number): boolean => bytesPerSec >= LEAST_RATE

/** '3.2 MB/s'. The number of decimals is fixed, so that a changing figure keeps its width. */
export function formatRate(bytesPerSec: number): string {
  const { value, unit } = scale(isMoving(bytesPerSec) ? bytesPerSec : 0)
  const digits = unit === 'kilobyte' ? 0 : 1
  return units(`${unit}-per-second short ${digits}`).format(value)
}

function scale(bytes: number): { value: number; unit: string } {
  let scaled = bytes / 1000
  let step = 0
  // 999.95 would be written as '1000.0', so it takes the next unit.
  while (scaled >= 999.95 && step < BYTE_UNITS.length - 1) {
    scaled /= 1000
    step++
  }
  return { value: scaled, unit: BYTE_UNITS[step] as string }
}

/** '8 secs', '3 mins 20 secs', '1 hr 5 mins', '2 days 3 hrs'. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  if (seconds < 60) return inUnits([seconds, 'second'])
  if (minutes < 10) return inUnits([minutes, 'minute'], [seconds % 60, 'second'])
  if (minutes < 60) return inUnits([minutes, 'minute'])
  if (hours < 24) return inUnits([hours, 'hour'], [minutes % 60, 'minute'])
  return inUnits([days, 'day'], [hours % 24, 'hour'])
}

const inUnits = (...parts: readonly (readonly [value: number, unit: string])[]): string =>
  parts.map(([value, unit]) => units(`${unit} short 0 yes`).format(value)).join(' ')

/** '0.4 secs', '1 sec' */
export const formatSeconds = (seconds: number, digits?: 1): string =>
  units(`second short ${digits ?? ''}`).format(seconds)

const HOUR = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const hours = once(locale => new Intl.DateTimeFormat(locale, HOUR))
const days = once(locale => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }))
const clocks = once(locale => new Intl.DateTimeFormat(locale, { ...HOUR, second: '2-digit' }))

/** '02:41', with the day where it is another than today's; in the reader's own time zone. */
export function formatMoment(atMs: number, nowMs: number): string {
  const at = new Date(atMs)
  const isToday = at.toDateString() === new Date(nowMs).toDateString()
  return isToday ? hours().format(at) : `${days().format(at)}, ${hours().format(at)}`
}

/** '14:03:07', in the reader's own time zone. */
export const formatClock = (atMs: number): string => clocks().format(new Date(atMs))
