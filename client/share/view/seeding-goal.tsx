import type { SeedingGoal } from '../../host/api.ts'
import { Amount } from './amount.tsx'

const HOUR_MS = 3_600_000

interface GoalProps {
  readonly goal: SeedingGoal
  readonly onChange: (goal: SeedingGoal) => void
}

/** When enough has been given: whichever comes first. */
export const SeedingGoalFields = ({ goal, onChange }: GoalProps) => (
  <div class="amounts">
    <Amount
      label="Copies sent"
      unit="times its size"
      none="no end"
      value={goal.ratio}
      onChange={ratio => onChange({ ...goal, ratio })}
    />
    <Amount
      label="Time shared"
      unit="hours"
      none="no end"
      value={goal.seedingMs === undefined ? undefined : goal.seedingMs / HOUR_MS}
      onChange={hours =>
        onChange({ ...goal, seedingMs: hours === undefined ? undefined : hours * HOUR_MS })
      }
    />
  </div>
)
