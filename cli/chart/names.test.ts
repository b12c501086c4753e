/** Names at the ends of lines: where they stand, and that none covers another. */
import { expect, test } from 'vitest'
import { apart } from './names.ts'

const name = (words: string, top: number) => ({ words, colour: '', x: 0, top })
const tops = (...at: number[]) => apart(at.map((top, i) => name(`${i}`, top))).map(({ top }) => top)

test('names with room stay, in the order from the top', () => {
  expect(apart([name('low', 90), name('high', 10)]).map(({ words }) => words)).toEqual([
    'high',
    'low',
  ])
  expect(tops(10, 26, 90)).toEqual([10, 26, 90])
})

test('names that would overlap move apart around their middle', () => {
  expect(tops(50, 50)).toEqual([42, 58])
  expect(tops(50, 52, 54)).toEqual([36, 52, 68])
})

test('names that are moved move the next, too', () => {
  const moved = tops(50, 50, 60, 75)
  for (const [i, top] of moved.entries()) {
    if (i > 0) expect(top - (moved[i - 1] ?? 0)).toBeGreaterThanOrEqual(16)
  }
  expect(moved.reduce((sum, top) => sum + top, 0) / 4).toBeCloseTo(58.75, 10)
})
