/** Shares and counts. Amounts as people read them are in `client/language/format.ts`. */

/** Rounded down: 100 only where nothing is missing. */
export function percentOf(part: number, whole: number): number {
  if (whole <= 0) return 0
  if (part >= whole) return 100
  return Math.min(99, Math.max(0, Math.floor((part / whole) * 100)))
}

const plurals = new Intl.PluralRules('en')

/** '1 file', '1,204 pieces': in English alone. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${plurals.select(count) === 'one' ? one : many}`
