/** Comparisons seed by seed, on numbers whose answer can be worked out by hand. */
import { describe, expect, test } from 'vitest'
import type { ValuesAt } from './experiment.ts'
import { difference, exponent, ratio } from './rules.ts'

const along = (of: (x: number) => readonly (number | null)[]): ValuesAt[] =>
  [1, 2, 4, 8].map(at => ({ x: { label: `${at}`, at, set: {} }, values: of(at) }))

describe('comparisons', () => {
  test('are made seed by seed: what both seeds share does not widen the interval', () => {
    expect(ratio([10, 1000], [5, 500])).toEqual({ mean: 2, n: 2, ci95: 0 })
    expect(difference([10, 1000], [9, 999])).toEqual({ mean: 1, n: 2, ci95: 0 })
  })

  test('leave out seeds without a value on either side, and are none without any', () => {
    expect(ratio([10, null, 30], [5, 5, null])).toEqual({ mean: 2, n: 1, ci95: null })
    expect(ratio([null], [1])).toBeNull()
  })
})

describe('along x', () => {
  test('a power is found seed by seed, whatever each seed is multiplied by', () => {
    const inverse = exponent(along(x => [6 / x, 60 / x]))
    expect(inverse?.mean).toBeCloseTo(-1, 10)
    expect(inverse?.ci95).toBeCloseTo(0, 10)
    expect(exponent(along(x => [Math.sqrt(x)]))?.mean).toBeCloseTo(0.5, 10)
  })

  test('a seed that has no value somewhere has no power', () => {
    expect(exponent(along(x => [x, x === 4 ? null : x]))).toEqual({ mean: 1, n: 1, ci95: null })
    expect(exponent(along(() => [null]))).toBeNull()
  })
})
