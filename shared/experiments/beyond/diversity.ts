/**
 * The four figures of Legout, Urvoy-Keller and Michiardi, "Rarest First and Choke Algorithms Are Enough" (IMC
 * 2006): entropy, copies of the pieces over time, and the times between two pieces and between two blocks.
 * They watched one peer of each of 26 real torrents; here every leecher is watched.
 */
import type { Estimate } from '../../simulation/results/statistics.ts'
import { type Case, type Comparison, isAbove, isBelow, verdictOf } from '../comparison.ts'
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Values,
  type Verdict,
} from '../experiment.ts'
import { edgeGaps, entropyOf, timeOfShare, uploadUtilisation } from '../measures.ts'
import { difference } from '../rules.ts'
import { amount } from '../words.ts'

const PICKERS = { random: 'random', rarest: 'rarest first' } as const
/** Each always has something that the other lacks would be 1. */
const CLOSE_TO_IDEAL = 0.9
/** A gap up to this many times as long counts as no longer. */
const NO_LONGER = 1.1

const medianEntropy = entropyOf(50)
const lowEntropy = entropyOf(20)
const [firstPieces, lastPieces] = [edgeGaps('pieceGaps', 'first'), edgeGaps('pieceGaps', 'last')]
const [firstBlocks, lastBlocks] = [edgeGaps('blockGaps', 'first'), edgeGaps('blockGaps', 'last')]

export const diversity: Experiment = {
  name: 'diversity',
  title: 'Diversity of pieces',
  question:
    'Has each peer what the other lacks, how often is each piece there, and are the first or the last ones slow to come?',
  base: 'thesis-46-100',
  set: { 'exchange.kind': 'bittorrent' },
  records: true,
  x: numbers('Seeders', [1, 8], count => ({ seeders: count })),
  lines: choices('Picker', {
    [PICKERS.random]: { 'exchange.picking': 'random' },
    [PICKERS.rarest]: { 'exchange.picking': 'rarest-first' },
  }),
  measures: [
    medianEntropy,
    lowEntropy,
    uploadUtilisation,
    { ...firstPieces, isPlain: true },
    { ...lastPieces, isPlain: true },
    { ...firstBlocks, isPlain: true },
    { ...lastBlocks, isPlain: true },
    { ...timeOfShare(50), isPlain: true },
    { ...timeOfShare(95), isPlain: true },
  ],
  curves: ['copies', 'pieceGaps', 'blockGaps'],
  findings: [
    {
      source: 'Legout et al. 2006',
      claim: 'By rarest first nearly every peer is nearly always interested in nearly every other.',
      decide: isCloseToIdeal,
    },
    {
      source: 'Legout et al. 2006',
      claim: 'Rarest first keeps pieces more diverse than random choice does.',
      decide: rarestIsMoreDiverse,
    },
    {
      source: 'Legout et al. 2006',
      claim: 'By rarest first the last pieces and blocks take no longer than the others.',
      decide: lastAreNoSlower,
    },
    {
      source: 'Legout et al. 2006',
      claim: 'By rarest first the first pieces and blocks take longer than the others.',
      decide: firstAreSlower,
    },
  ],
}

const seederWords = (label: string): string => `${label} ${label === '1' ? 'seeder' : 'seeders'}`

function isCloseToIdeal(results: Results): Verdict {
  const cases = diversity.x.values.map(({ label }): Case => {
    const [median, low] = [medianEntropy, lowEntropy].map(measure =>
      estimateOf(results.values(measure, PICKERS.rarest, label)),
    )
    const words = `${amount(median ?? null)} with ${seederWords(label)} (a fifth of the pairs is below ${amount(low ?? null)})`
    return { compared: isAbove(median ?? null, CLOSE_TO_IDEAL), words }
  })
  return verdictOf(cases, {
    sentence: words =>
      `Of the time that two leechers are linked, half of the pairs have the one interested in the other for at least this share: ${words}.`,
  })
}

function rarestIsMoreDiverse(results: Results): Verdict {
  const cases = diversity.x.values.flatMap(({ label }) =>
    [medianEntropy, lowEntropy].map((measure): Case => {
      const [rarest, random] = [PICKERS.rarest, PICKERS.random].map(line =>
        results.values(measure, line, label),
      ) as [Values, Values]
      const more = difference(hundredths(rarest), hundredths(random))
      return {
        compared: isAbove(more, 0),
        words: `${amount(more)} (${measure.name.replace('Entropy: ', '')}, ${seederWords(label)})`,
      }
    }),
  )
  return verdictOf(cases, {
    sentence: words =>
      `The share of interest is larger by rarest first by this many hundredths: ${words}.`,
  })
}

const hundredths = (values: Values): Values =>
  values.map(value => (value === null ? null : value * 100))

function lastAreNoSlower(results: Results): Verdict {
  return edges(
    results,
    [
      ['pieces', lastPieces],
      ['blocks', lastBlocks],
    ] as const,
    'last',
    value => isBelow(value, NO_LONGER),
  )
}

function firstAreSlower(results: Results): Verdict {
  return edges(
    results,
    [
      ['pieces', firstPieces],
      ['blocks', firstBlocks],
    ] as const,
    'first',
    value => isAbove(value, NO_LONGER),
  )
}

function edges(
  results: Results,
  kinds: readonly (readonly [string, typeof firstPieces])[],
  edge: string,
  compare: (value: Estimate | null) => Comparison,
): Verdict {
  const cases = diversity.x.values.flatMap(({ label }) =>
    kinds.map(([what, measure]): Case => {
      const value = estimateOf(results.values(measure, PICKERS.rarest, label))
      return {
        compared: compare(value),
        words: `${amount(value)} (${what}, ${seederWords(label)})`,
      }
    }),
  )
  return verdictOf(cases, {
    sentence: words =>
      `Nine in ten times between two of the ${edge} tenth are within this many times what nine in ten of all are within: ${words}.`,
  })
}
