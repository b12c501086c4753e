import { expect, test } from 'vitest'
import { judge, modelTable } from './report.ts'

const LINE = '20 Mbit/s, 50 ms'

test('in: within a fifth of the median, or between the quartiles where these lie wider apart', () => {
  const of = (model: number, kernel: readonly number[]) =>
    judge([{ line: LINE, of: 1, kernel, model: [model] }], []).ok
  expect(of(1.19, [0.9, 1, 1.1])).toBe(true)
  expect(of(1.21, [0.9, 1, 1.1])).toBe(false)
  expect(of(0.79, [0.9, 1, 1.1])).toBe(false)
  expect(of(1.4, [0.4, 1, 2])).toBe(true)
  expect(of(1.6, [0.4, 1, 2])).toBe(false)
})

test('whole transfers of the product may differ by a quarter', () => {
  const kernel = [10, 10, 10]
  const of = (what: 1 | 'product') =>
    judge([{ line: LINE, of: what, kernel, model: [12.4] }], []).ok
  expect([of('product'), of(1)]).toEqual([true, false])
})

test('what was not measured is not judged, and what failed is', () => {
  const sample = { line: 'elsewhere', of: 4, kernel: [], model: [1] } as const
  expect(judge([sample], []).ok).toBe(true)
  const failed = judge([sample], ['elsewhere, 4: no browser'])
  expect(failed.ok).toBe(false)
  expect(modelTable(failed)).toMatch(/elsewhere +not fitted to +raw 4.*\n.*no browser/)
})
