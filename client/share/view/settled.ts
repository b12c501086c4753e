/** Whether what is on the screen has been there for long enough to be answered. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/**
 * A page may have a person double-click where the button of this one comes to lie, and go away between the
 * two clicks. Browsers hold their own questions against that for as long.
 */
const SETTLE_MS = 500

/** `onChange`: false now and whenever the window comes back or changes its size, true a while after. */
export function watchSettled(onChange: (settled: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const unsettle = () => {
    clearTimeout(timer)
    onChange(false)
    if (!document.hidden) timer = setTimeout(() => onChange(true), SETTLE_MS)
  }
  const watching = new AbortController()
  const { signal } = watching
  for (const event of ['focus', 'resize', 'pageshow'])
    window.addEventListener(event, unsettle, { signal })
  document.addEventListener('visibilitychange', unsettle, { signal })
  unsettle()
  return () => {
    watching.abort()
    clearTimeout(timer)
  }
}

export function useSettled(): boolean {
  const settled = useSignal(false)
  useEffect(
    () =>
      watchSettled(on => {
        settled.value = on
      }),
    [settled],
  )
  return settled.value
}
