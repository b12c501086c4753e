/** The page's colours for canvases, which cannot use CSS variables. */

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
