import { expect, test } from 'vitest'
import { checkGoal, isGoalReached, NO_GOAL } from './seeding-goal.ts'

const HOUR_MS = 3_600_000
const gave = (uploaded: number, seedingMs = 0) => ({ uploaded, downloaded: 0, seedingMs })

test.each([
  ['no goal is never reached', NO_GOAL, gave(1e12, 1e12), 100, false],
  ['just below the ratio', { ...NO_GOAL, ratio: 1.5 }, gave(149), 100, false],
  ['at the ratio', { ...NO_GOAL, ratio: 1.5 }, gave(150), 100, true],
  ['just before the time', { ...NO_GOAL, seedingMs: HOUR_MS }, gave(0, HOUR_MS - 1), 100, false],
  ['at the time', { ...NO_GOAL, seedingMs: HOUR_MS }, gave(0, HOUR_MS), 100, true],
  ['whichever comes first', { ratio: 2, seedingMs: HOUR_MS }, gave(200, 5), 100, true],
  ['of nothing no copies are sent', { ...NO_GOAL, ratio: 1 }, gave(50), 0, false],
])('%s', (_what, goal, totals, bytesWanted, reached) => {
  expect(isGoalReached(goal, totals, bytesWanted)).toBe(reached)
})

test('a goal is above nothing', () => {
  checkGoal({ ratio: 0.1, seedingMs: 1 })
  checkGoal(NO_GOAL)
  for (const amount of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => checkGoal({ ...NO_GOAL, ratio: amount })).toThrow(/above 0/)
    expect(() => checkGoal({ ...NO_GOAL, seedingMs: amount })).toThrow(/above 0/)
  }
})
