/** What is painted, and what the painters of it share. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Palette } from '../../share/view/canvas.ts'
import type { Recording } from '../recording/recording.ts'
import type { Plan } from '../worker/protocol.ts'
import type { Context, KeptPixels } from './kept-pixels.ts'
import type { Looked } from './looked.ts'
import type { Names } from './names.ts'
import type { Projection } from './projection.ts'

export interface Scene {
  readonly plan: Plan
  readonly projection: Projection
  readonly palette: Palette
  readonly recording: Recording | undefined
  readonly atMs: Millis
  /** Rates are averaged over this time, and new pieces are highlighted for it. */
  readonly windowMs: Millis
  /** Node numbers. */
  readonly selected: number | undefined
  readonly hovered: number | undefined
  readonly looked: Looked | undefined
  /** No motion is wanted: blocks are not drawn, only how full lines are. */
  readonly isStill: boolean
  readonly context: Context
  /** Of this projection and palette. */
  readonly kept: KeptPixels
}

/** Names are drawn from this radius on. */
const MIN_NAMED_RADIUS = 8.5
export const TURN = 2 * Math.PI
const TOP = -Math.PI / 2

/** And a halo, if it is chosen. */
export function addName(
  scene: Scene,
  index: number,
  text: string,
  radius: number,
  names: Names,
): void {
  const { projection, selected, hovered } = scene
  const [x, y] = [projection.xs[index] as number, projection.ys[index] as number]
  const isChosen = index === selected || index === hovered
  if (isChosen) halo(scene, x, y, radius, index === selected)
  if (isChosen || projection.ringRadius >= MIN_NAMED_RADIUS)
    names.add({ text, x, y: y + radius + 4, isChosen })
}

/** A path of its own: this share of a ring, clockwise from the top. */
export function arc(context: Context, x: number, y: number, radius: number, share: number): void {
  context.beginPath()
  context.arc(x, y, radius, TOP, TOP + TURN * share)
}

function halo(scene: Scene, x: number, y: number, radius: number, isSelected: boolean): void {
  const { context, palette } = scene
  context.strokeStyle = palette.ink
  context.lineWidth = isSelected ? 2.5 : 1.5
  arc(context, x, y, radius + 4, 1)
  context.stroke()
}
