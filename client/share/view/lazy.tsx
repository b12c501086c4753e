/** Parts of the page that most visitors never open: fetched when somebody does. */

import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { HostError } from '../../host/api.ts'
import { share } from '../../language/share.ts'
import { errorInWords } from '../error-words.ts'
import { Button, Said } from './parts.tsx'

interface LazyProps<Props extends object> {
  /** Made by `later`. */
  readonly load: () => Promise<ComponentType<Props>>
  readonly props: Props
}

export function Lazy<Props extends object>({ load, props }: LazyProps<Props>) {
  const loaded = useSignal<ComponentType<Props> | HostError | undefined>(undefined)
  const begin = () => {
    load().then(
      component => {
        loaded.value = component
      },
      (error: HostError) => {
        console.warn('A part of the page could not be loaded.', error)
        loaded.value = error
      },
    )
  }
  useEffect(begin, [])
  const Part = loaded.value
  if (Part === undefined) return null
  if (!(Part instanceof HostError)) return <Part {...props} />
  return (
    <div class="say" role="alert">
      <p>
        <Said what={errorInWords(Part)} />
      </p>
      <Button onClick={begin}>{share.texts.page.tryAgain}</Button>
    </div>
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
