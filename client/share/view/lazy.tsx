import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'

interface LazyProps<Props extends object> {
  readonly load: () => Promise<ComponentType<Props>>
  readonly props: Props
}

/** What most visitors never open is fetched when somebody does. */
export function Lazy<Props extends object>({ load, props }: LazyProps<Props>) {
  const loaded = useSignal<ComponentType<Props> | 'failed' | undefined>(undefined)
  useEffect(() => {
    load().then(
      component => {
        // A function in a signal is a value like any other.
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
