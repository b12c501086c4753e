/** For every canvas: sharp pixels, the style sheet's colours, and a call when it must be redrawn. */

interface Fitted {
  readonly context: CanvasRenderingContext2D
  readonly widthPx: number
  readonly heightPx: number
}

/** Device pixels for each CSS pixel: more take time and show nothing. */
const MAX_DENSITY = 2

/** Sizes the canvas in device pixels and clears it; undefined while it has no size. */
export function fitCanvas(
  canvas: HTMLCanvasElement,
  widthPx: number,
  heightPx: number,
): Fitted | undefined {
  const context = canvas.getContext('2d')
  if (!context || widthPx <= 0 || heightPx <= 0) return undefined
  const density = Math.min(MAX_DENSITY, devicePixelRatio)
  const [width, height] = [Math.round(widthPx * density), Math.round(heightPx * density)]
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  context.setTransform(density, 0, 0, density, 0, 0)
  context.clearRect(0, 0, widthPx, heightPx)
  return { context, widthPx, heightPx }
}

const COLOURS = {
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

export type Palette = Record<keyof typeof COLOURS, string> & { readonly font: string }

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element)
  const colours = Object.entries(COLOURS).map(([name, token]) => [
    name,
    style.getPropertyValue(token).trim(),
  ])
  return { ...Object.fromEntries(colours), font: style.fontFamily } as Palette
}

/** Calls `draw` when the size, the colour scheme or forced colours change. Returns what ends that. */
export function onRestyle(element: Element, draw: () => void): () => void {
  const sized = new ResizeObserver(draw)
  sized.observe(element)
  const schemes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map(query =>
    matchMedia(query),
  )
  for (const scheme of schemes) scheme.addEventListener('change', draw)
  return () => {
    sized.disconnect()
    for (const scheme of schemes) scheme.removeEventListener('change', draw)
  }
}
