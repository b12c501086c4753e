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

interface Kept {
  readonly canvas: OffscreenCanvas
  readonly context: OffscreenCanvasRenderingContext2D
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
  readonly #parts = new Map<string, Kept & { readonly of: readonly unknown[] }>()
  readonly #layers = new Map<string, Kept & Layer>()

  constructor(density: number) {
    this.density = density
  }

  /**
   * `draw` is called the first time, and whenever it is `of` other values, in coordinates that begin at the
   * box's corner.
   */
  copy(
    context: Context,
    key: string,
    box: Box,
    draw: (context: Context) => void,
    of: readonly unknown[] = [],
  ): void {
    let part = this.#parts.get(key)
    if (!part?.of.every((value, i) => value === of[i])) {
      const made = part ?? this.#make(box)
      if (!made) return
      made.context.clearRect(0, 0, box.width, box.height)
      draw(made.context)
      part = { ...made, of }
      this.#parts.set(key, part)
    }
    this.#give(context, part, box.x, box.y)
  }

  /** `draw` is called each time, to change what has changed. */
  copyLayer(context: Context, key: string, size: Size, draw: (layer: Layer) => void): void {
    let layer = this.#layers.get(key)
    if (!layer) {
      const made = this.#make(size)
      if (!made) return
      layer = { ...made, drawn: new Map() }
      this.#layers.set(key, layer)
    }
    draw(layer)
    this.#give(context, layer, 0, 0)
  }

  #make({ width, height }: Size): Kept | undefined {
    const { density } = this
    const canvas = new OffscreenCanvas(Math.ceil(width * density), Math.ceil(height * density))
    const context = canvas.getContext('2d')
    if (!context) return undefined
    context.scale(density, density)
    return { canvas, context }
  }

  #give(context: Context, { canvas }: Kept, x: number, y: number): void {
    context.drawImage(canvas, x, y, canvas.width / this.density, canvas.height / this.density)
  }
}
