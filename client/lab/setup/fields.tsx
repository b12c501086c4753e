/** The form's fields. Most are bound to one place in the scenario's file and are defined as data. */
import { type ComponentChildren, Fragment, type JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Choice, Switch } from '../../share/view/fields.tsx'
import type { Lab } from '../lab.ts'
import { type Value, valueAt } from './draft.ts'

/** A field that is bound to one place in the scenario's file: 'torrent.pieces'. */
export interface Field {
  readonly path: string
  readonly draw: (value: Value | undefined, set: (next: Value | undefined) => void) => JSX.Element
}

type Range = readonly [min: number, max: number]

/** What a file's value is called; it may be unknown. */
export const nameIn = (names: Readonly<Record<string, string>>, value: string): string =>
  Object.hasOwn(names, value) ? (names[value] as string) : value

/** A whole number. Emptied: the scenario's default. */
export const count = (path: string, label: string, [min, max]: Range, usual?: number): Field => ({
  path,
  draw: (value, set) => (
    <Input
      {...{ label, min, max }}
      type="number"
      step="1"
      placeholder={String(usual ?? '')}
      value={typeof value === 'number' ? String(value) : ''}
      onText={text => set(text === '' ? undefined : Number(text))}
    />
  ),
})

/** A quantity with its unit: '500ms', '6Mbps', '8MiB'. */
export const quantity = (path: string, label: string, placeholder: string): Field => ({
  path,
  draw: (value, set) => (
    <Input
      {...{ label, placeholder }}
      value={typeof value === 'string' ? value : ''}
      onText={text => set(text === '' ? undefined : text)}
    />
  ),
})

export const choice = (
  path: string,
  label: string,
  titles: Readonly<Record<string, string>>,
  usual: string,
): Field => ({
  path,
  draw: (value, set) => (
    <Choice
      label={label}
      options={Object.entries(titles)}
      value={typeof value === 'string' ? value : usual}
      onChoose={set}
    />
  ),
})

/** A box to tick: `on`, or the scenario's default. */
export const tick = (path: string, label: string, on: Value = true): Field => ({
  path,
  draw: (value, set) => (
    <Switch on={value === on} onChange={isOn => set(isOn ? on : undefined)}>
      {label}
    </Switch>
  ),
})

export const Fields = ({ lab, of }: { readonly lab: Lab; readonly of: readonly Field[] }) => (
  <>
    {of.map(({ path, draw }) => (
      <Fragment key={path}>
        {draw(valueAt(lab.draft.value.document, path), next => lab.set(path, next))}
      </Fragment>
    ))}
  </>
)

interface InputProps {
  readonly label: string
  readonly value: string
  /** With the trimmed text, when it is committed. */
  readonly onText: (text: string) => void
  readonly type?: 'text' | 'number'
  readonly min?: number
  readonly max?: number
  readonly step?: string
  readonly placeholder?: string
  /** The id of a list of suggestions. */
  readonly list?: string
}

export function Input({ label, value, onText, type = 'text', ...more }: InputProps) {
  const id = useId()
  const { min, max, step, placeholder, list } = more
  return (
    <div class="amount">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type as 'text'}
        autocomplete="off"
        spellcheck={false}
        {...{ min, max, step, placeholder, list }}
        value={value}
        onChange={({ currentTarget }) => {
          const text = currentTarget.value.trim()
          // Shows the value that is set again: refused text does not stay.
          currentTarget.value = value
          onText(text)
        }}
      />
    </div>
  )
}

interface PartProps {
  readonly title: string
  /** A summary of the settings, shown while the part is folded. */
  readonly now: string
  readonly children: ComponentChildren
}

/** A part of the form, folded at first. What it unfolds is brought into sight. */
export const Part = ({ title, now, children }: PartProps) => (
  <details
    class="part"
    onToggle={({ currentTarget }) => {
      if (currentTarget.open) currentTarget.scrollIntoView({ block: 'nearest' })
    }}
  >
    <summary>
      <span class="part-title">{title}</span> <span class="part-now">{now}</span>
    </summary>
    <div class="part-fields stack">{children}</div>
  </details>
)

interface FileButtonProps {
  readonly label: string
  readonly accept: string
  readonly onFile: (file: File) => void
}

export function FileButton({ label, accept, onFile }: FileButtonProps) {
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
