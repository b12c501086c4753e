/** Two revisions measured in pairs: whether this one is slower than the other, and how sure that is. */
import { aligned } from '../../aligned.ts'
import { median } from '../report.ts'

/** Positive, and more is better. */
export interface Measure<Side> {
  readonly name: string
  readonly unit: string
  take(side: Side): Promise<number>
}

export interface Comparison {
  readonly name: string
  readonly unit: string
  /** Of this revision and of the other: the n-th of each were measured one right after the other. */
  readonly pairs: readonly (readonly [ours: number, theirs: number])[]
  readonly ratio: MedianRatio
  readonly isNoSlower: boolean
}

export interface MedianRatio {
  readonly median: number
  readonly interval: readonly [low: number, high: number]
  /** That the interval contains the true median. Below 0.95 only where there are under six pairs. */
  readonly confidence: number
}

const WANTED_CONFIDENCE = 0.95
/** A median this near to 1 is no loss that anyone would notice. */
const NO_LOSS = 0.97
/** An interval that contains 1 proves no loss; one that begins below this proves nothing. */
const LOWEST_USEFUL = 0.93

/** Takes turns A B, B A, A B ... so that whatever slows the machine down meets both alike. */
export async function compare<Side>(
  measures: readonly Measure<Side>[],
  [ours, theirs]: readonly [ours: Side, theirs: Side],
  count: number,
  say: (sentence: string) => void,
): Promise<Comparison[]> {
  const pairs = new Map(measures.map(measure => [measure, [] as [number, number][]]))
  for (let round = 0; round < count; round++) {
    for (const [measure, taken] of pairs) {
      const isOursFirst = round % 2 === 0
      const first = await measure.take(isOursFirst ? ours : theirs)
      const second = await measure.take(isOursFirst ? theirs : ours)
      const pair: [number, number] = isOursFirst ? [first, second] : [second, first]
      taken.push(pair)
      say(`pair ${round + 1}  ${measure.name}: ${pair.map(shown).join(' against ')}`)
    }
  }
  return [...pairs].map(([{ name, unit }, taken]) => {
    const ratio = medianRatio(taken)
    return { name, unit, pairs: taken, ratio, isNoSlower: isNoSlower(ratio) }
  })
}

/**
 * The interval is that of the order statistics: between the k-th smallest ratio and the k-th largest,
 * whatever the ratios' distribution, the true median lies unless fewer than k of the n fall on one
 * side of it, as often as that happens to n tosses of a coin. k is the largest that is sure enough.
 */
export function medianRatio(pairs: Comparison['pairs']): MedianRatio {
  const ratios = pairs.map(([ours, theirs]) => ours / theirs).sort((a, b) => a - b)
  const n = ratios.length
  let k = 1
  while (2 * (k + 1) <= n && confidenceOf(k + 1, n) >= WANTED_CONFIDENCE) k++
  return {
    median: median(ratios) as number,
    interval: [ratios[k - 1] as number, ratios[n - k] as number],
    confidence: confidenceOf(k, n),
  }
}

/** That at least k of n tosses fall on either side. */
function confidenceOf(k: number, n: number): number {
  let chance = 0.5 ** n
  let fewer = 0
  for (let heads = 0; heads < k; heads++) {
    fewer += chance
    chance *= (n - heads) / (heads + 1)
  }
  return 1 - 2 * fewer
}

export const isNoSlower = ({ median, interval: [low, high] }: MedianRatio): boolean =>
  median >= NO_LOSS || (low >= LOWEST_USEFUL && low <= 1 && high >= 1)

export function comparisonTable(comparisons: readonly Comparison[], other: string): string {
  const rows = comparisons.map(({ name, unit, pairs, ratio }) => {
    const medians = [0, 1].map(side =>
      shown(median(pairs.map(pair => pair[side] as number)) as number),
    )
    const [low, high] = ratio.interval
    const range = `(${low.toFixed(3)} to ${high.toFixed(3)})`
    return [`${name}, ${unit}`, medians.join(' against '), `x ${ratio.median.toFixed(3)}`, range]
  })
  const [{ pairs, ratio }] = comparisons as [Comparison]
  const confidence = `${(ratio.confidence * 100).toFixed(1)} %`
  const slower = comparisons.filter(each => !each.isNoSlower).map(({ name }) => name)
  return [
    ...aligned(rows),
    `Ratios are medians of ${pairs.length} pairs, with the interval that order statistics give (${confidence}).`,
    slower.length === 0
      ? `Verdict: no slower than ${other}`
      : `Verdict: not shown to be no slower than ${other}: ${slower.join(', ')}`,
  ].join('\n')
}

const shown = (value: number): string =>
  value < 1000 ? value.toFixed(2) : Math.round(value).toLocaleString('en')
