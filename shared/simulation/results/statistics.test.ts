import { expect, test } from 'vitest'
import { chanceOf, estimate, quantileOf } from './statistics.ts'

test('five values by hand: t = 2.776, s = sqrt(2.5)', () => {
  const result = estimate([1, 2, 3, 4, 5])
  expect(result?.mean).toBe(3)
  expect(result?.ci95).toBeCloseTo((2.776 * Math.sqrt(2.5)) / Math.sqrt(5), 12)
})

test('beyond the table the quantiles go on: 2.000 at 60, 1.984 at 100', () => {
  const half = (n: number) => {
    const values = Array.from({ length: n }, (_, i) => i % 2)
    const mean = values.reduce((sum, value) => sum + value, 0) / n
    const s = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
    return ((estimate(values)?.ci95 as number) * Math.sqrt(n)) / s
  }
  expect(half(61)).toBeCloseTo(2.0, 3)
  expect(half(101)).toBeCloseTo(1.984, 3)
})

test('one value has no width, none no mean', () => {
  expect(estimate([7])).toEqual({ mean: 7, n: 1, ci95: null })
  expect(estimate([])).toBeNull()
})

test('where an interval ends, the chance of it is 5 %', () => {
  const five = estimate([1, 2, 3, 4, 5])
  expect(five && chanceOf(five, 3 + (five.ci95 ?? 0))).toBeCloseTo(0.05, 4)
  expect(five && chanceOf(five, 3)).toBe(1)
  expect(chanceOf({ mean: 7, n: 1, ci95: null }, 1)).toBe(1)
  expect(chanceOf({ mean: 7, n: 5, ci95: 0 }, 1)).toBe(0)
})

test('quantiles lie between values by a straight line', () => {
  expect(quantileOf([4, 1, 3, 2], 0.5)).toBe(2.5)
  expect(quantileOf([4, 1, 3, 2], 1)).toBe(4)
  expect(quantileOf([4, 1, 3, 2], 0.1)).toBeCloseTo(1.3, 12)
  expect(quantileOf([], 0.5)).toBeNull()
})
