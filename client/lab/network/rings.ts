/** Peers as rings that fill. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { isPeer } from '../peers/peers.ts'
import type { Row } from '../recording/recording.ts'
import type { Context } from './kept-pixels.ts'
import type { Names } from './names.ts'
import { addName, arc, type Scene, TURN } from './scene.ts'

/** Rings are divided into pieces from this radius on; smaller ones are kept, for there are many of them. */
const MIN_PIECED_RADIUS = 6
const MAX_RING_PIECES = 16
/** How full a copied ring can be: its circumference has hardly more pixels. */
const COPIED_STEPS = 32
const AWAY_ALPHA = 0.35
/** The disc that a ring is drawn on reaches farther than the ring. */
const DISC_PX = 1
/** Around the disc, for its smooth edge. */
const EDGE_PX = 1

/** How a peer looks. */
interface Ring {
  readonly radius: number
  readonly pieces: number
  /** What it holds. */
  readonly share: number
  readonly isFresh: boolean
  readonly isSeeder: boolean
  readonly isHere: boolean
}

export function paintPeers(scene: Scene, names: Names): void {
  const { context, palette, plan, projection } = scene
  const { ringRadius: radius, xs, ys } = projection
  if (radius < MIN_PIECED_RADIUS) paintSmall(scene)
  else {
    for (const [index, node] of plan.nodes.entries()) {
      if (!isPeer(node)) continue
      const ring = ringOf(scene, index)
      context.globalAlpha = ring.isHere ? 1 : AWAY_ALPHA
      paintRing(context, palette, xs[index] as number, ys[index] as number, ring)
    }
    context.globalAlpha = 1
  }
  for (const [index, node] of plan.nodes.entries())
    if (isPeer(node)) addName(scene, index, node.name, radius, names)
}

/** Each is a copy, made where it has changed: from one frame to the next few of a thousand do. */
function paintSmall(scene: Scene): void {
  const { context, kept, palette, plan, projection } = scene
  const { ringRadius: radius, xs, ys, size } = projection
  const sidePx = 2 * (radius + DISC_PX + EDGE_PX)
  kept.copyLayer(context, 'rings', size, ({ context: layer, drawn }) => {
    for (const [index, node] of plan.nodes.entries()) {
      if (!isPeer(node)) continue
      const ring = ringOf(scene, index)
      const steps = Math.round(ring.share * COPIED_STEPS)
      const kind = 4 * steps + 2 * Number(ring.isFresh) + Number(ring.isSeeder)
      const look = 2 * kind + Number(ring.isHere)
      const before = drawn.get(index)
      if (before === look) continue
      drawn.set(index, look)
      const [x, y] = [xs[index] as number, ys[index] as number]
      if (before !== undefined) erase(layer, x, y, radius + DISC_PX + EDGE_PX)
      layer.globalAlpha = ring.isHere ? 1 : AWAY_ALPHA
      const box = { x: x - sidePx / 2, y: y - sidePx / 2, width: sidePx, height: sidePx }
      kept.copy(layer, `ring ${kind}`, box, context => {
        const stepped = { ...ring, share: steps / COPIED_STEPS }
        paintRing(context, palette, sidePx / 2, sidePx / 2, stepped)
      })
    }
  })
}

/** A disc with its smooth edge: a box would take from the rings beside it. */
function erase(layer: Context, x: number, y: number, radius: number): void {
  layer.globalAlpha = 1
  layer.globalCompositeOperation = 'destination-out'
  arc(layer, x, y, radius, 1)
  layer.fill()
  layer.globalCompositeOperation = 'source-over'
}

function ringOf({ projection, plan, recording, atMs, windowMs }: Scene, index: number): Ring {
  const { ringRadius: radius } = projection
  const isSeeder = plan.nodes[index]?.kind === 'seeder'
  const row = recording?.rowOf(index)
  const held = recording && row ? recording.heldCountAt(row, atMs) : 0
  const share = recording ? held / recording.pieces : Number(isSeeder)
  return {
    radius,
    pieces: radius < MIN_PIECED_RADIUS ? 1 : Math.min(plan.pieces, MAX_RING_PIECES),
    share,
    isFresh: share < 1 && row !== undefined && isFreshAt(row, held, atMs - windowMs),
    isSeeder,
    isHere: recording === undefined || (row !== undefined && recording.isPresent(row, atMs)),
  }
}

/** A path for each ring: without a GPU, one path of many rings takes longer. */
function paintRing(context: Context, palette: Palette, x: number, y: number, ring: Ring): void {
  const { radius, pieces, share, isFresh, isSeeder } = ring
  arc(context, x, y, radius + DISC_PX, 1)
  context.fillStyle = palette.sheet
  context.fill()
  // What it lacks is drawn too faintly to be found by.
  if (share < 1) {
    context.strokeStyle = palette.edge
    context.lineWidth = 1
    context.stroke()
  }
  context.lineWidth = Math.max(1.5, 0.34 * radius)
  const ringPx = radius - context.lineWidth / 2
  // Who has everything is a ring without gaps.
  if (share < 1) context.setLineDash(dashesOf(pieces, ringPx))
  context.strokeStyle = palette.missing
  if (share < 1) strokeArc(context, x, y, ringPx, 1)
  context.strokeStyle = isFresh ? palette.fresh : palette.have
  if (share > 0) strokeArc(context, x, y, ringPx, share)
  context.setLineDash([])
  if (!isSeeder) return
  const sidePx = 0.62 * radius
  context.fillStyle = palette.have
  context.fillRect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
}

function strokeArc(context: Context, x: number, y: number, radius: number, share: number): void {
  arc(context, x, y, radius, share)
  context.stroke()
}

function dashesOf(pieces: number, radius: number): number[] {
  const pieceLength = (TURN * radius) / pieces
  return pieces > 1 ? [0.82 * pieceLength, 0.18 * pieceLength] : []
}

/** The last of the pieces that it holds has come since. */
const isFreshAt = ({ isSeeder, heldTimesMs }: Row, held: number, sinceMs: Millis): boolean =>
  !isSeeder && held > 0 && (heldTimesMs[held - 1] as number) > sinceMs
