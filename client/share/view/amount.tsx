import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'

interface AmountProps {
  readonly label: string
  readonly unit: string
  /** Undefined: none. */
  readonly value: number | undefined
  /** What stands there while there is none. */
  readonly none: string
  readonly onChange: (value: number | undefined) => void
}

/** A number with its unit; empty is none. Told when the person is done with it. */
export function Amount({ label, unit, value, none, onChange }: AmountProps) {
  const id = useId()
  /** What is being typed: the page is drawn anew meanwhile. */
  const draft = useSignal<string | undefined>(undefined)
  return (
    <div class="amount">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        min="0"
        step="any"
        placeholder={none}
        aria-describedby={`${id}-unit`}
        value={draft.value ?? (value === undefined ? '' : rounded(value))}
        onInput={event => {
          draft.value = event.currentTarget.value
        }}
        onChange={event => {
          const { value: text, valueAsNumber } = event.currentTarget
          onChange(text === '' ? undefined : valueAsNumber)
        }}
        onBlur={() => {
          draft.value = undefined
        }}
      />
      <span id={`${id}-unit`} class="unit">
        {unit}
      </span>
    </div>
  )
}

/** Four digits say all that a person typed; the rest is the computer's arithmetic. */
const rounded = (value: number): number => Number(value.toPrecision(4))
