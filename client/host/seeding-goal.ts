/** When a torrent has given enough. Pure arithmetic. */
import { HostError, type SeedingGoal, type Totals } from './api.ts'

export const NO_GOAL: SeedingGoal = { ratio: undefined, seedingMs: undefined }

/** Sent, as a multiple of what it was about. */
const shareRatio = ({ uploaded }: Totals, bytesWanted: number): number =>
  bytesWanted > 0 ? uploaded / bytesWanted : 0

export function isGoalReached(goal: SeedingGoal, totals: Totals, bytesWanted: number): boolean {
  const { ratio, seedingMs } = goal
  if (ratio !== undefined && shareRatio(totals, bytesWanted) >= ratio) return true
  return seedingMs !== undefined && totals.seedingMs >= seedingMs
}

/** Throws a `HostError` that says what to do. Written so that NaN fails the test. */
export function checkGoal({ ratio, seedingMs }: SeedingGoal): void {
  for (const goal of [ratio, seedingMs]) {
    if (goal === undefined || (goal > 0 && goal < Number.POSITIVE_INFINITY)) continue
    throw new HostError('bad-limit', 'Choose a ratio or a time above 0, or none.')
  }
}
