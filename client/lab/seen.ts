import { type ReadonlySignal, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Whether any of the element is on the screen. */
export function useSeen(root: RefObject<Element | null>): ReadonlySignal<boolean> {
  const seen = useSignal(false)
  useEffect(() => {
    const element = root.current
    if (!element) return
    const observer = new IntersectionObserver(entries => {
      seen.value = entries.at(-1)?.isIntersecting === true
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [root, seen])
  return seen
}

/**
 * What `read` gives, anew whenever a signal that it reads changes. While `isBusy`, a part of the page that
 * nobody sees keeps what it had: a run is computed at the same time, and frames must not wait.
 */
export function useWhileSeen<Value>(
  seen: ReadonlySignal<boolean>,
  isBusy: boolean,
  read: () => Value,
): Value {
  const last = useRef<{ readonly value: Value } | undefined>(undefined)
  const isSkipped = isBusy && !seen.value && last.current !== undefined
  if (!isSkipped) last.current = { value: read() }
  return (last.current as { readonly value: Value }).value
}
