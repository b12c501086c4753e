/** The page's colours for canvases, which cannot use CSS variables. */

import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { onRestyle } from '../share/view/canvas.ts'

const NAMES = {
  paper: '--paper',
  sheet: '--sheet',
  ink: '--ink',
  inkSoft: '--ink-soft',
  line: '--line',
  edge: '--edge',
  missing: '--missing',
  have: '--have',
  fresh: '--fresh',
  move: '--move',
  trouble: '--trouble',
} as const

export type Palette = Record<keyof typeof NAMES, string> & { readonly font: string }

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element)
  const colours = Object.entries(NAMES).map(([name, token]) => [
    name,
    style.getPropertyValue(token).trim(),
  ])
  return { ...Object.fromEntries(colours), font: style.fontFamily } as Palette
}

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
