import { expect, test } from 'vitest'
import { faultOf, LATE_BUDGET_MS, Lateness, WORST_BUDGET_MS } from './lateness.ts'

function lateBy(...groups: readonly (readonly [count: number, lateMs: number])[]) {
  const lateness = new Lateness()
  for (const [count, lateMs] of groups) for (let i = 0; i < count; i++) lateness.add(lateMs)
  return lateness
}

test('the 99th of a hundred, to a tenth of a millisecond, and the worst of all', () => {
  const { messages, p99Ms, worstMs } = lateBy([98, 0], [1, 3.14], [1, 20]).view()
  expect([messages, worstMs]).toEqual([100, 20])
  expect(p99Ms).toBeCloseTo(3.2, 6)
  expect(lateBy().view()).toEqual({ messages: 0, p99Ms: 0, worstMs: 0 })
})

test('a run in time is believed; one that was not says why, and what to change', () => {
  const budget = LATE_BUDGET_MS
  expect(faultOf(lateBy([99, budget], [1, WORST_BUDGET_MS]).view(), budget)).toBeUndefined()
  const late = faultOf(lateBy([98, 0], [2, budget + 1]).view(), 0)
  expect(late).toMatch(/1 message in 100 was 6\.0 ms late.*more dilation, fewer tabs/)
  expect(faultOf(lateBy([999, 0], [1, WORST_BUDGET_MS + 1]).view(), 0)).toMatch(/51 ms late/)
  expect(faultOf(lateBy([99, 0]).view(), budget + 1)).toMatch(/clocks may differ by 6\.0 ms/)
})
