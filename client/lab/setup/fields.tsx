/** The form's fields, each bound to one place in the scenario's file. */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Lab } from '../lab.ts'
import { type Value, valueAt } from './draft.ts'

interface FieldProps {
  readonly lab: Lab
  /** 'torrent.pieces' */
  readonly path: string
  readonly label: string
}

const read = (lab: Lab, path: string): Value | undefined => valueAt(lab.draft.value.document, path)

/** Whole numbers. Emptied: what the scenario does by itself. */
export function CountField({
  lab,
  path,
  label,
  min,
  max,
  usual,
}: FieldProps & { readonly min: number; readonly max: number; readonly usual?: number }) {
  const id = useId()
  const value = read(lab, path)
  return (
    <div class="set">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={min}
        max={max}
        step="1"
        placeholder={usual === undefined ? '' : String(usual)}
        value={typeof value === 'number' ? String(value) : ''}
        onChange={({ currentTarget: { value: typed } }) => {
          lab.set(path, typed === '' ? undefined : Number(typed))
        }}
      />
    </div>
  )
}

/** A quantity with its unit: '500ms', '6Mbps', '8MiB'. */
export function QuantityField({
  lab,
  path,
  label,
  usual,
}: FieldProps & { readonly usual: string }) {
  const id = useId()
  const value = read(lab, path)
  return (
    <div class="set">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        placeholder={usual}
        value={typeof value === 'string' ? value : ''}
        onChange={({ currentTarget: { value: typed } }) => {
          lab.set(path, typed.trim() === '' ? undefined : typed.trim())
        }}
      />
    </div>
  )
}

export interface Option {
  readonly value: string
  readonly title: string
}

export function ChoiceField({
  lab,
  path,
  label,
  options,
  usual,
}: FieldProps & { readonly options: readonly Option[]; readonly usual: string }) {
  const value = read(lab, path)
  return (
    <Choice
      label={label}
      options={options}
      value={typeof value === 'string' ? value : usual}
      onChoose={chosen => lab.set(path, chosen)}
    />
  )
}

interface ChoiceProps {
  readonly label: string
  readonly options: readonly Option[]
  readonly value: string
  readonly onChoose: (value: string) => void
}

export function Choice({ label, options, value, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <div class="set">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={event => onChoose(event.currentTarget.value)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A box to tick: one of two values. */
export function TickField({
  lab,
  path,
  label,
  on,
  off,
}: FieldProps & { readonly on: Value; readonly off: Value | undefined }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={read(lab, path) === on}
        onChange={event => lab.set(path, event.currentTarget.checked ? on : off)}
      />
      {label}
    </label>
  )
}

interface PartProps {
  readonly title: string
  /** What is set, in a few words, while it is folded. */
  readonly now: string
  readonly children: ComponentChildren
}

/** A part of the form, folded until somebody wants it. */
export const Part = ({ title, now, children }: PartProps) => (
  <details class="part">
    <summary>
      <span class="part-title">{title}</span> <span class="part-now">{now}</span>
    </summary>
    <div class="part-fields">{children}</div>
  </details>
)

/** A button that lets a file be chosen. */
export function FileButton({
  label,
  accept,
  onFile,
}: {
  readonly label: string
  readonly accept: string
  readonly onFile: (file: File) => void
}) {
  const id = useId()
  return (
    <>
      <input
        id={id}
        type="file"
        accept={accept}
        class="visually-hidden"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          // The same file may be chosen again later.
          currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
      <label for={id} class="file-button">
        {label}
      </label>
    </>
  )
}
