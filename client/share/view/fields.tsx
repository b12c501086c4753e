/** The fields of settings and options: a number with its unit, a choice, a switch. */

import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { SeedingGoal } from '../../host/api.ts'
import { technical } from '../../language/technical.ts'

interface AmountProps {
  readonly label: string
  readonly unit: string
  /** One unit in terms of `value`: 1000 where bytes are entered as kB. */
  readonly scale?: number
  /** Undefined: none. */
  readonly value: number | undefined
  /** The placeholder while there is none. */
  readonly none?: string
  readonly onChange: (value: number | undefined) => void
}

/** A number with its unit; empty is none. `onChange` is called when the person has finished typing. */
export function Amount({ label, unit, scale = 1, value, none = '', onChange }: AmountProps) {
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
        value={draft.value ?? (value === undefined ? '' : rounded(value / scale))}
        onInput={event => {
          draft.value = event.currentTarget.value
        }}
        onChange={event => {
          const { value: text, valueAsNumber } = event.currentTarget
          onChange(text === '' ? undefined : valueAsNumber * scale)
        }}
        onBlur={() => {
          draft.value = undefined
        }}
      />
      <span id={`${id}-unit`} class="hint-line">
        {unit}
      </span>
    </div>
  )
}

/** To four digits: the conversion between units adds more than a person typed. */
const rounded = (value: number): number => Number(value.toPrecision(4))

interface LimitsProps {
  readonly unit: string
  readonly scale: number
  readonly down: number | undefined
  readonly up: number | undefined
  readonly onDown: (limit: number | undefined) => void
  readonly onUp: (limit: number | undefined) => void
}

export const LimitFields = ({ unit, scale, down, up, onDown, onUp }: LimitsProps) => {
  const texts = technical.texts.settings
  const common = { unit, scale, none: texts.noLimit }
  return (
    <>
      <Amount {...common} label={texts.down} value={down} onChange={onDown} />
      <Amount {...common} label={texts.up} value={up} onChange={onUp} />
    </>
  )
}

export type Option<Value extends string = string> = readonly [value: Value, title: string]

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly options: readonly Option<Value>[]
  readonly value: Value
  readonly onChoose: (value: Value) => void
}

export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, options, value, onChoose } = props
  const id = useId()
  return (
    <div class="amount">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={event => onChoose(event.currentTarget.value as Value)}
      >
        {options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </div>
  )
}

interface SwitchProps {
  readonly on: boolean
  readonly disabled?: boolean
  readonly onChange: (on: boolean) => void
  readonly children: ComponentChildren
}

export const Switch = ({ on, disabled, onChange, children }: SwitchProps) => (
  <label class="check">
    <input
      type="checkbox"
      checked={on}
      disabled={disabled}
      onChange={event => onChange(event.currentTarget.checked)}
    />
    {children}
  </label>
)

const HOUR_MS = 3_600_000

interface GoalProps {
  readonly goal: SeedingGoal
  readonly onChange: (goal: SeedingGoal) => void
}

/** When enough has been shared: whichever comes first. */
export function SeedingGoalFields({ goal, onChange }: GoalProps) {
  const texts = technical.texts.settings
  return (
    <div class="amounts">
      <Amount
        label={texts.copiesSent}
        unit={texts.timesItsSize}
        none={texts.noEnd}
        value={goal.ratio}
        onChange={ratio => onChange({ ...goal, ratio })}
      />
      <Amount
        label={texts.timeShared}
        unit={texts.hours}
        scale={HOUR_MS}
        none={texts.noEnd}
        value={goal.seedingMs}
        onChange={seedingMs => onChange({ ...goal, seedingMs })}
      />
    </div>
  )
}
