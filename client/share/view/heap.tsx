import { useEffect, useRef } from 'preact/hooks'
import { fitCanvas, onRestyle, paletteOf } from './canvas.ts'

const PITCH_PX = 24
const CELL_PX = 19
/** The filled share of the area, at rest and while a file is dragged over it. */
const RESTING = 0.3
const RISEN = 0.78
const RISE_MS = 260

/** The background of the drop area: a heap of pieces that rises while a file is dragged over it. */
export function Heap({ rising }: { rising: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const level = useRef(RESTING)
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const draw = () => drawHeap(element, level.current)
    draw()
    return onRestyle(element, draw)
  }, [])
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    return rise(level, rising ? RISEN : RESTING, () => drawHeap(element, level.current))
  }, [rising])
  return (
    <span class="heap" aria-hidden="true">
      <canvas ref={canvas} />
    </span>
  )
}

function rise(level: { current: number }, target: number, draw: () => void): () => void {
  const from = level.current
  const startMs = performance.now()
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  let frame = requestAnimationFrame(function step(nowMs) {
    const done = still ? 1 : Math.min(1, Math.max(0, nowMs - startMs) / RISE_MS)
    level.current = from + (target - from) * (1 - (1 - done) ** 3)
    draw()
    if (done < 1) frame = requestAnimationFrame(step)
  })
  return () => cancelAnimationFrame(frame)
}

function drawHeap(canvas: HTMLCanvasElement, level: number): void {
  const fitted = fitCanvas(canvas, canvas.clientWidth, canvas.clientHeight)
  if (!fitted) return
  const { context, widthPx, heightPx } = fitted
  const { missing, have, move } = paletteOf(canvas)
  const words = wordsOn(canvas)
  const columns = Math.ceil(widthPx / PITCH_PX)
  const rows = Math.ceil(heightPx / PITCH_PX)
  const leftPx = (widthPx - columns * PITCH_PX + PITCH_PX - CELL_PX) / 2
  for (let column = 0; column < columns; column++) {
    const height = heapHeight(column / columns, level) * rows
    for (let row = 0; row < rows; row++) {
      const x = leftPx + column * PITCH_PX
      const y = heightPx - (row + 1) * PITCH_PX + (PITCH_PX - CELL_PX) / 2
      if (covers(words, x, y)) continue
      const chance = scatter(column, row)
      const inHeap = row < height + (0.5 - chance) * 4.4
      const falling = !inHeap && row < height + 4.5 && chance > 0.95
      context.fillStyle = falling ? move : inHeap ? have : missing
      context.globalAlpha = inHeap ? 0.5 + 0.5 * scatter(row, column) : 1
      context.fillRect(x, y, CELL_PX, CELL_PX)
    }
  }
  context.globalAlpha = 1
}

/** The box of the words: pieces that it would cut are left out. */
function wordsOn(canvas: HTMLCanvasElement): DOMRect {
  const { left, top } = canvas.getBoundingClientRect()
  const words = canvas.closest('.drop')?.querySelector('.drop-words')?.getBoundingClientRect()
  return words
    ? new DOMRect(words.left - left, words.top - top, words.width, words.height)
    : new DOMRect()
}

const covers = (words: DOMRect, x: number, y: number): boolean =>
  x + CELL_PX > words.left && x < words.right && y + CELL_PX > words.top && y < words.bottom

/** Two hills, and a valley for the words between them. */
const heapHeight = (x: number, level: number): number =>
  level * (1 + 0.5 * Math.cos(2 * Math.PI * x) + 0.18 * Math.sin(9 * x + 1))

/** A fixed pseudo-random number from 0 to 1: the picture is the same every time. */
function scatter(a: number, b: number): number {
  const mixed = Math.imul(a * 374761393 + b * 668265263 + 97, 1274126177) >>> 0
  return (((mixed ^ (mixed >>> 13)) >>> 0) % 997) / 997
}
