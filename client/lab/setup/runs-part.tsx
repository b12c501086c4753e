import { MAX_REPETITIONS, MAX_SEED } from '../draft.ts'
import type { Lab } from '../lab.ts'
import { Part } from './fields.tsx'

/** Which runs of it. */
export function RunsPart({ lab }: { lab: Lab }) {
  const { seed, repetitions } = lab.draft.value
  return (
    <Part title="Runs" now={repetitions > 1 ? `${repetitions} from seed ${seed}` : `seed ${seed}`}>
      <Count
        id="seed"
        label="Seed: the same seed, the same run"
        value={seed}
        min={0}
        max={MAX_SEED}
        onCount={count => lab.setRuns({ seed: count })}
      />
      <Count
        id="repetitions"
        label="Runs, each with the next seed"
        value={repetitions}
        min={1}
        max={MAX_REPETITIONS}
        onCount={count => lab.setRuns({ repetitions: count })}
      />
    </Part>
  )
}

interface CountProps {
  readonly id: string
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onCount: (count: number) => void
}

const Count = ({ id, label, value, min, max, onCount }: CountProps) => (
  <div class="set">
    <label for={id}>{label}</label>
    <input
      id={id}
      type="number"
      min={min}
      max={max}
      step="1"
      value={value}
      onChange={({ currentTarget }) => {
        const count = Math.round(Number(currentTarget.value))
        if (count >= min && count <= max) onCount(count)
        else currentTarget.value = String(value)
      }}
    />
  </div>
)
