/** Parts of the page that most visitors never open: fetched when somebody does. */
import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'

interface LazyProps<Props extends object> {
  readonly load: () => Promise<ComponentType<Props>>
  readonly props: Props
}

export function Lazy<Props extends object>({ load, props }: LazyProps<Props>) {
  const loaded = useSignal<ComponentType<Props> | 'failed' | undefined>(undefined)
  useEffect(() => {
    load().then(
      component => {
        loaded.value = component
      },
      error => {
        console.warn('A part of the page could not be loaded.', error)
        loaded.value = 'failed'
      },
    )
  }, [])
  const Part = loaded.value
  if (Part === undefined) return null
  if (Part !== 'failed') return <Part {...props} />
  return (
    <p class="say" role="alert">
      This part of the page could not be loaded: the server is away. Close it, and open it again
      when the server is back.
    </p>
  )
}

interface LazyDetailsProps<Props extends object> extends LazyProps<Props> {
  readonly title: string
  /** CSS class; the body has the class `NAME-body`. */
  readonly name: string
}

/** A `<details>` whose body is fetched and built only while it is open. */
export function LazyDetails<Props extends object>(details: LazyDetailsProps<Props>) {
  const { title, name, load, props } = details
  const open = useSignal(false)
  return (
    <details
      class={name}
      onToggle={event => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>{title}</summary>
      {open.value && (
        <div class={`${name}-body`}>
          <Lazy load={load} props={props} />
        </div>
      )}
    </details>
  )
}
