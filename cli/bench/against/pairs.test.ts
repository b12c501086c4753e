import { expect, test } from 'vitest'
import { compare, comparisonTable, isNoSlower, type Measure, medianRatio } from './pairs.ts'

const ratiosOf = (...ratios: number[]) => ratios.map(ratio => [ratio, 1] as const)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('the interval of the median is that of the tables for the sign test', () => {
  // Conover, Practical Nonparametric Statistics, binomial with p = 0.5: 20 values, 6th to 15th.
  const twenty = medianRatio(ratiosOf(...upTo(20).reverse()))
  expect(twenty).toMatchObject({ median: 10.5, interval: [6, 15] })
  expect(twenty.confidence).toBeCloseTo(0.9586, 4)
  const six = medianRatio(ratiosOf(...upTo(6)))
  expect(six).toMatchObject({ median: 3.5, interval: [1, 6] })
  expect(six.confidence).toBeCloseTo(0.96875, 5)
})

test('few pairs give all there is, and say how little that is', () => {
  expect(medianRatio(ratiosOf(3, 1))).toEqual({ median: 2, interval: [1, 3], confidence: 0.5 })
  expect(medianRatio(ratiosOf(2))).toEqual({ median: 2, interval: [2, 2], confidence: 0 })
})

test.each([
  [0.97, [0.8, 0.99], true],
  [0.96, [0.93, 1], true],
  [0.96, [0.92, 1.1], false],
  [0.96, [0.94, 0.99], false],
] as const)('median %s within %s: no slower is %s', (median, interval, expected) => {
  expect(isNoSlower({ median, interval, confidence: 0.95 })).toBe(expected)
})

test('both take turns, the one that begins alternating, and a ratio is that of its pair', async () => {
  const taken: string[] = []
  const drifting: Measure<string> = {
    name: 'speed',
    unit: 'MB/s',
    async take(side) {
      taken.push(side)
      return (side === 'ours' ? 2 : 1) * taken.length
    },
  }
  const [comparison] = await compare([drifting], ['ours', 'theirs'], 2, () => undefined)
  expect(taken).toEqual(['ours', 'theirs', 'theirs', 'ours'])
  expect(comparison?.pairs).toEqual([
    [2, 2],
    [8, 3],
  ])
  const table = comparisonTable(comparison ? [comparison] : [], 'abc')
  expect(table).toContain('x 1.833  (1.000 to 2.667)')
  expect(table).toMatch(/Verdict: no slower than abc$/)
})
