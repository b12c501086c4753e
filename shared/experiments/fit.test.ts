/** Lines through means, and the F test of lack of fit, on numbers that can be worked out by hand. */
import { expect, test } from 'vitest'
import type { ValuesAt } from './experiment.ts'
import { constant, straightLine } from './fit.ts'

const along = (of: (x: number) => readonly (number | null)[]): ValuesAt[] =>
  [1, 2, 4, 8].map(at => ({ x: { label: `${at}`, at, set: {} }, values: of(at) }))

test('a straight line is found, and how far the worst mean lies off it', () => {
  const line = straightLine(along(x => [3 + 2 * x - 1, 3 + 2 * x + 1]))
  expect(line?.intercept).toBeCloseTo(3, 10)
  expect(line?.slope).toBeCloseTo(2, 10)
  expect(line?.worst).toBeCloseTo(0, 10)
  expect(straightLine(along(x => [x * x]))?.worst).toBeGreaterThan(0.5)
  expect(straightLine(along(() => [null]))).toBeNull()
})

test('what bends is found to, and which way', () => {
  const noisy = (of: (x: number) => number) => along(x => [-0.1, 0, 0.1].map(by => of(x) + by))
  const root = straightLine(noisy(x => 10 * Math.sqrt(x)))
  expect(root?.bends).toBe('down')
  expect(root?.lack?.freedom).toEqual([2, 8])
  expect(root?.lack?.p).toBeLessThan(0.001)
  expect(straightLine(noisy(x => x * x))?.bends).toBe('up')
  expect(straightLine(noisy(x => 3 + x))?.lack?.p).toBeCloseTo(1, 6)
})

test('F is the mean square of the means off the line over that of the runs off their means', () => {
  // Means 1, 3, 2 at x = 1, 2, 3, two runs each, 0.5 on either side: the line is 1 + x / 2.
  const points = [1, 3, 2].map((mean, i) => ({
    x: { label: '', at: i + 1, set: {} },
    values: [mean - 0.5, mean + 0.5],
  }))
  const line = straightLine(points)
  // Off the line by -0.5, 1, -0.5: 2 (0.25 + 1 + 0.25) = 3 over 1; 6 x 0.25 = 1.5 over 3.
  expect(line?.lack).toMatchObject({ f: 6, freedom: [1, 3] })
  // Analysis of variance: 2 (1 + 1 + 0) = 4 over 2, beside the same 0.5.
  expect(constant(points)?.lack).toMatchObject({ f: 4, freedom: [2, 3] })
  expect(constant(points)).toMatchObject({ mean: 2, worst: 0.5 })
})

test('one run at each point tells nothing of chance', () => {
  expect(straightLine(along(x => [x]))?.lack).toBeNull()
})
