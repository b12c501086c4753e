import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { onRestyle, type Palette, paletteOf } from '../share/view/canvas.ts'

/** The element's palette and width, signalled anew whenever its size or the colour scheme changes. */
export function useLook(root: RefObject<HTMLElement | null>) {
  const look = useSignal<{ readonly palette: Palette; readonly widthPx: number } | undefined>(
    undefined,
  )
  useEffect(() => {
    const element = root.current
    if (!element) return
    return onRestyle(element, () => {
      look.value = { palette: paletteOf(element), widthPx: element.clientWidth }
    })
  }, [root, look])
  return look.value
}
