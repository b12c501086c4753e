/**
 * Quantities as people write them: '6Mbps', '100us', '16KiB', '0.5%'. The unit is required, as Mb and MB
 * differ by a factor of eight.
 */
import { FaultError, inWords } from '../base/faults.ts'
import { QUANTITY_FAULTS, type QuantityFault } from '../base/quantity-faults.ts'

export class UnitError extends FaultError<QuantityFault> {
  override readonly name = 'UnitError'
  constructor(fault: QuantityFault) {
    super(fault, inWords(QUANTITY_FAULTS, fault))
  }
}

/** 1 Tbps: a larger rate is a typing error. */
export const MAX_RATE_BITS_PER_SEC = 1e12

type Units = Readonly<Record<string, number>>

const BITS_PER_SEC: Units = { bps: 1, kbps: 1e3, Mbps: 1e6, Gbps: 1e9 }
const MILLIS: Units = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, min: 60e3, h: 3600e3 }
const BYTES: Units = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
}

/** '6Mbps' -> 6,000,000. More than zero and finite. Throws UnitError. */
export function parseRate(text: string): number {
  const rate = parseQuantity(text, BITS_PER_SEC, '6Mbps')
  if (rate <= 0) throw new UnitError({ is: 'rate-zero', given: text })
  return rate
}

/** '100us' -> 0.1 milliseconds. Zero is allowed. Throws UnitError. */
export function parseDuration(text: string): number {
  const durationMs = parseQuantity(text, MILLIS, '100us')
  if (durationMs < 0) throw new UnitError({ is: 'time-negative', given: text })
  return durationMs
}

/** '16KiB' -> 16,384 bytes; whole bytes only. Throws UnitError. */
export function parseSize(text: string): number {
  const bytes = parseQuantity(text, BYTES, '16KiB')
  if (bytes < 0 || !Number.isInteger(bytes)) throw new UnitError({ is: 'size-broken', given: text })
  return bytes
}

/** '0.5%' -> 0.005; from 0% to 100%. Throws UnitError. */
export function parsePercent(text: string): number {
  const percent = parseQuantity(text, { '%': 1 }, '0.5%')
  // An exponent in the text rounds once; dividing by 100 would round twice.
  const share = Number(`${percent}e-2`)
  if (!(share >= 0 && share <= 1)) throw new UnitError({ is: 'share-outside', given: text })
  return share
}

/** Decimal digits only. The minus is matched so that the message can name it. */
const QUANTITY = /^(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?) ?([^\d\s]*)$/

/** Longer text is refused unread. */
const MAX_LENGTH = 64

function parseQuantity(text: string, units: Units, example: string): number {
  const [, digits, unit] = (text.length <= MAX_LENGTH && QUANTITY.exec(text)) || []
  if (digits === undefined || unit === undefined) {
    const given = JSON.stringify(text.slice(0, MAX_LENGTH))
    throw new UnitError({ is: 'no-quantity', given, example })
  }
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  if (factor === undefined) {
    const known = Object.keys(units).join(', ')
    throw new UnitError(
      unit === ''
        ? { is: 'no-unit', given: text, example, known }
        : { is: 'strange-unit', given: unit, example, known },
    )
  }
  const value = Number(digits) * factor
  if (!Number.isFinite(value)) throw new UnitError({ is: 'too-large', given: text })
  return value
}

/** In the unit that gives the shortest text; parsing it gives the same number again. */
export const formatRate = (bitsPerSec: number): string => format(bitsPerSec, BITS_PER_SEC, 'bps')
export const formatDuration = (ms: number): string =>
  format(ms, { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3 }, 'ms')
export const formatSize = (bytes: number): string => format(bytes, BYTES, 'B')

/** To 15 digits: exact for every percentage a person writes. */
export const formatPercent = (share: number): string => `${Number((share * 100).toPrecision(15))}%`

function format(value: number, units: Units, base: string): string {
  let best = `${value}${base}`
  for (const [unit, factor] of Object.entries(units)) {
    const digits = String(Number((value / factor).toPrecision(15)))
    // A unit in which the number would be rounded does not qualify.
    const isExact = !digits.includes('e') && Number(digits) * factor === value
    const text = `${digits}${unit}`
    if (isExact && clumsiness(text) < clumsiness(best)) best = text
  }
  return best
}

/** Shorter is better; a fraction counts as two characters more, so 100us beats 0.1ms. */
const clumsiness = (text: string): number => text.length + (text.includes('.') ? 2 : 0)
