/** The names of nodes, as far as they have room: none is written over another one. */
import type { Palette } from '../../share/view/canvas.ts'
import type { Context } from './kept-pixels.ts'

interface Label {
  readonly text: string
  readonly x: number
  /** Of its upper edge. */
  readonly y: number
  readonly isChosen: boolean
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const HEIGHT_PX = 13

export class Names {
  readonly #labels: Label[] = []

  add(label: Label): void {
    this.#labels.push(label)
  }

  /** The chosen one first; of the others those that were added first. */
  paint(context: Context, palette: Palette): void {
    const taken: Box[] = []
    const inOrder = [...this.#labels].sort((a, b) => Number(b.isChosen) - Number(a.isChosen))
    context.textAlign = 'center'
    context.textBaseline = 'top'
    context.lineWidth = 3
    context.strokeStyle = palette.sheet
    for (const { text, x, y, isChosen } of inOrder) {
      context.font = `${isChosen ? '600 12px' : '10.5px'} ${palette.font}`
      const half = context.measureText(text).width / 2
      const box = { left: x - half, right: x + half, top: y, bottom: y + HEIGHT_PX }
      if (taken.some(other => isOver(box, other))) continue
      taken.push(box)
      context.strokeText(text, x, y)
      context.fillStyle = isChosen ? palette.ink : palette.inkSoft
      context.fillText(text, x, y)
    }
  }
}

const isOver = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
