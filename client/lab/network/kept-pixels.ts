/**
 * Parts of the picture that stay or repeat, drawn once and copied. Without a GPU, a copy of a ring takes a third of
 * the time of its path, the lines between a thousand of them a tenth, and a layer of all rings a tenth of their copies.
 */
import type { Size } from './projection.ts'

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

interface Box extends Size {
  readonly x: number
  readonly y: number
}

/** What is drawn on it stays until it is drawn over. */
export interface Layer {
  readonly context: OffscreenCanvasRenderingContext2D
  /** How each node looks on it. */
  readonly drawn: Map<number, number>
}

export class KeptPixels {
  /** Device pixels for each CSS pixel. */
  readonly density: number
  readonly #parts = new Map<string, ImageBitmap>()
  readonly #layers = new Map<string, Layer>()

  constructor(density: number) {
    this.density = density
  }

  /** `draw` is called the first time only, in coordinates that begin at the box's corner. */
  copy(context: Context, key: string, box: Box, draw: (context: Context) => void): void {
    if (!this.#parts.has(key)) this.renew(key, box, draw)
    const part = this.#parts.get(key)
    if (part) this.#give(context, part, box.x, box.y)
  }

  /** In place of what was kept. It is drawn at once, and not within the frame that first copies it. */
  renew(key: string, size: Size, draw: (context: Context) => void): void {
    const context = this.#canvas(size)
    if (!context) return
    draw(context)
    this.#parts.get(key)?.close()
    this.#parts.set(key, context.canvas.transferToImageBitmap())
  }

  /** `draw` is called each time, to change what has changed. */
  copyLayer(context: Context, key: string, size: Size, draw: (layer: Layer) => void): void {
    let layer = this.#layers.get(key)
    if (!layer) {
      const own = this.#canvas(size)
      if (!own) return
      layer = { context: own, drawn: new Map() }
      this.#layers.set(key, layer)
    }
    draw(layer)
    this.#give(context, layer.context.canvas, 0, 0)
  }

  #canvas({ width, height }: Size): OffscreenCanvasRenderingContext2D | undefined {
    const { density } = this
    const canvas = new OffscreenCanvas(Math.ceil(width * density), Math.ceil(height * density))
    const context = canvas.getContext('2d')
    context?.scale(density, density)
    return context ?? undefined
  }

  #give(context: Context, pixels: ImageBitmap | OffscreenCanvas, x: number, y: number): void {
    context.drawImage(pixels, x, y, pixels.width / this.density, pixels.height / this.density)
  }
}
