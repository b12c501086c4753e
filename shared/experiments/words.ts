/** How findings write numbers and lists. */
import type { Estimate } from '../simulation/results/statistics.ts'

/** '4.10 ± 0.02 s'. */
export function amount(value: Estimate | null, unit = ''): string {
  if (value === null) return 'none'
  const { mean, ci95 } = value
  if (mean === 0 && !ci95) return `0${unit}`
  const decimals = decimalsOf(Math.max(Math.abs(mean), ci95 ?? 0))
  const interval = ci95 === null ? '' : ` ± ${ci95.toFixed(decimals)}`
  return `${mean.toFixed(decimals)}${interval}${unit}`
}

/** About three digits. */
const decimalsOf = (value: number): number => (value < 10 ? 2 : value < 100 ? 1 : 0)

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** 'a, b and c'. */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** 'a is so; b is not'. */
export const clauses = (words: readonly string[]): string => words.join('; ')

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
