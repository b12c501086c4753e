/** How findings write numbers and lists. */
import type { Estimate } from '../simulation/results/statistics.ts'

/** '4.10 ± 0.02 s'. */
export function amount(value: Pick<Estimate, 'mean' | 'ci95'> | null, unit = ''): string {
  if (value === null) return 'none'
  const { mean, ci95 } = value
  if (mean === 0 && !ci95) return `0${unit}`
  const decimals = decimalsOf(Math.max(Math.abs(mean), ci95 ?? 0))
  const interval = ci95 === null ? '' : ` ± ${ci95.toFixed(decimals)}`
  return `${mean.toFixed(decimals)}${interval}${unit}`
}

/** About three digits. */
const decimalsOf = (value: number): number => (value < 10 ? 2 : value < 100 ? 1 : 0)

/** From the least of several means to the most: '1.14 to 1.27'. */
export function rangeOf(values: readonly Pick<Estimate, 'mean'>[], unit = ''): string {
  if (values.length === 0) return 'none'
  const means = values.map(({ mean }) => mean)
  const ends = [Math.min(...means), Math.max(...means)]
  const [least, most] = ends.map(mean => amount({ mean, ci95: null }))
  return least === most ? `${least}${unit}` : `${least} to ${most}${unit}`
}

/** 'n = 10', or 'n = 3 to 10'. */
export const ofRuns = ([fewest, most]: readonly [number, number]): string =>
  fewest === most ? `n = ${most}` : `n = ${fewest} to ${most}`

/** 'p = 0.031'; what is less than a thousandth is said so. */
export const chance = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`)

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** 'a, b and c'. */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** 'a is so; b is not'. */
export const clauses = (words: readonly string[]): string => words.join('; ')

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
