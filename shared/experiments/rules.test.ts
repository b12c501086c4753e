/** Findings are decided by whole intervals: numbers whose answer can be worked out by hand. */
import { describe, expect, test } from 'vitest'
import type { ValuesAt } from './experiment.ts'
import {
  difference,
  exponent,
  isAbove,
  isBelow,
  isNear,
  overall,
  ratio,
  straightLine,
} from './rules.ts'

const along = (of: (x: number) => readonly (number | null)[]): ValuesAt[] =>
  [1, 2, 4, 8].map(at => ({ x: { label: `${at}`, at, set: {} }, values: of(at) }))

describe('comparisons', () => {
  test('are made seed by seed: what both seeds share does not widen the interval', () => {
    expect(ratio([10, 1000], [5, 500])).toEqual({ mean: 2, ci95: 0 })
    expect(difference([10, 1000], [9, 999])).toEqual({ mean: 1, ci95: 0 })
  })

  test('leave out seeds without a value on either side, and are none without any', () => {
    expect(ratio([10, null, 30], [5, 5, null])).toEqual({ mean: 2, ci95: null })
    expect(ratio([null], [1])).toBeNull()
  })
})

describe('a limit', () => {
  test('is passed by whole intervals only', () => {
    expect(isAbove({ mean: 1.2, ci95: 0.1 }, 1)).toBe('yes')
    expect(isAbove({ mean: 1.2, ci95: 0.3 }, 1)).toBe('open')
    expect(isAbove({ mean: 0.8, ci95: 0.1 }, 1)).toBe('no')
    expect(isBelow({ mean: 0.8, ci95: 0.1 }, 1)).toBe('yes')
    expect(isBelow({ mean: 1.2, ci95: 0.1 }, 1)).toBe('no')
  })

  test('is not decided by one run, nor by none', () => {
    expect(isAbove({ mean: 100, ci95: null }, 1)).toBe('open')
    expect(isBelow(null, 1)).toBe('open')
  })

  test('on two sides asks for the whole interval between them', () => {
    expect(isNear({ mean: -1.01, ci95: 0.01 }, -1, 0.03)).toBe('yes')
    expect(isNear({ mean: -1.01, ci95: 0.05 }, -1, 0.03)).toBe('open')
    expect(isNear({ mean: -0.9, ci95: 0.01 }, -1, 0.03)).toBe('no')
    expect(isNear({ mean: -1.1, ci95: 0.01 }, -1, 0.03)).toBe('no')
  })
})

test('several verdicts are one: alike, or mixed, or those that were decided', () => {
  expect(overall(['yes', 'yes'])).toBe('yes')
  expect(overall(['no', 'no'])).toBe('no')
  expect(overall(['yes', 'no'])).toBe('partly')
  expect(overall(['yes', 'open'])).toBe('partly')
  expect(overall(['no', 'open'])).toBe('no')
  expect(overall(['open', 'open'])).toBe('open')
  expect(overall([])).toBe('open')
})

describe('along x', () => {
  test('a straight line is found, and how far the worst mean lies off it', () => {
    const line = straightLine(along(x => [3 + 2 * x - 1, 3 + 2 * x + 1]))
    expect(line?.intercept).toBeCloseTo(3, 10)
    expect(line?.slope).toBeCloseTo(2, 10)
    expect(line?.worst).toBeCloseTo(0, 10)
    expect(straightLine(along(x => [x * x]))?.worst).toBeGreaterThan(0.5)
    expect(straightLine(along(() => [null]))).toBeNull()
  })

  test('a power is found seed by seed, whatever each seed is multiplied by', () => {
    const inverse = exponent(along(x => [6 / x, 60 / x]))
    expect(inverse?.mean).toBeCloseTo(-1, 10)
    expect(inverse?.ci95).toBeCloseTo(0, 10)
    expect(exponent(along(x => [Math.sqrt(x)]))?.mean).toBeCloseTo(0.5, 10)
  })

  test('a seed that has no value somewhere has no power', () => {
    expect(exponent(along(x => [x, x === 4 ? null : x]))).toEqual({ mean: 1, ci95: null })
    expect(exponent(along(() => [null]))).toBeNull()
  })
})
