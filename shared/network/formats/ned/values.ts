/** The values of NED's expressions: numbers, quantities with a unit, texts, yes and no. */

/** In the base unit of its kind: bits per second, seconds, bytes, metres. */
export interface Quantity {
  readonly amount: number
  readonly kind: 'rate' | 'time' | 'size' | 'length'
}

export type NedValue = number | Quantity | string | boolean

const UNITS: Readonly<Record<string, readonly [kind: Quantity['kind'], factor: number]>> = {
  bps: ['rate', 1],
  kbps: ['rate', 1e3],
  Kbps: ['rate', 1e3],
  Mbps: ['rate', 1e6],
  Gbps: ['rate', 1e9],
  Tbps: ['rate', 1e12],
  Bps: ['rate', 8],
  kBps: ['rate', 8e3],
  KBps: ['rate', 8e3],
  MBps: ['rate', 8e6],
  GBps: ['rate', 8e9],
  s: ['time', 1e3],
  ms: ['time', 1],
  us: ['time', 1e-3],
  ns: ['time', 1e-6],
  ps: ['time', 1e-9],
  fs: ['time', 1e-12],
  min: ['time', 60e3],
  h: ['time', 3600e3],
  d: ['time', 86_400e3],
  day: ['time', 86_400e3],
  b: ['size', 1 / 8],
  B: ['size', 1],
  kB: ['size', 1e3],
  KB: ['size', 1e3],
  MB: ['size', 1e6],
  GB: ['size', 1e9],
  KiB: ['size', 2 ** 10],
  MiB: ['size', 2 ** 20],
  GiB: ['size', 2 ** 30],
  mm: ['length', 1e-3],
  cm: ['length', 1e-2],
  m: ['length', 1],
  km: ['length', 1e3],
}

export const isUnit = (text: string): boolean => Object.hasOwn(UNITS, text)

/** Times in milliseconds, rates in bits per second, sizes in bytes, lengths in metres. */
export function quantity(amount: number, unit: string): Quantity {
  const [kind, factor] = UNITS[unit] as readonly [Quantity['kind'], number]
  return { kind, amount: amount * factor }
}

export const isQuantity = (value: NedValue): value is Quantity => typeof value === 'object'

export const kindOf = (value: NedValue): string =>
  isQuantity(value) ? `a ${value.kind}` : (KINDS[typeof value] ?? 'a value')

const KINDS: Readonly<Record<string, string>> = {
  number: 'a plain number',
  string: 'a text',
  boolean: 'true or false',
}
