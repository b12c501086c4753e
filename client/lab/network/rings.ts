/** Peers as rings that fill. */
import type { Palette } from '../../share/view/canvas.ts'
import { isPeer } from '../peers/peers.ts'
import type { Row } from '../recording/recording.ts'
import type { Names } from './names.ts'
import { addName, arc, type Context, type Scene, TURN } from './scene.ts'

/** Rings are divided into pieces from this radius on; smaller ones are copied, for there are many of them. */
const MIN_PIECED_RADIUS = 6
const MAX_RING_PIECES = 16
/** How full a copied ring can be: its circumference has hardly more pixels. */
const COPIED_STEPS = 32
const AWAY_ALPHA = 0.35

/** How a peer looks. */
interface Ring {
  readonly radius: number
  readonly pieces: number
  /** What it holds. */
  readonly share: number
  readonly isFresh: boolean
  readonly isSeeder: boolean
}

export function paintPeers(scene: Scene, names: Names): void {
  const { context, kept, projection, palette, plan, recording, atMs } = scene
  const { ringRadius: radius, xs, ys } = projection
  const isCopied = radius < MIN_PIECED_RADIUS
  for (const [index, node] of plan.nodes.entries()) {
    if (!isPeer(node)) continue
    const [x, y] = [xs[index] as number, ys[index] as number]
    const row = recording?.rowOf(index)
    const isHere = recording === undefined || (row !== undefined && recording.isPresent(row, atMs))
    context.globalAlpha = isHere ? 1 : AWAY_ALPHA
    const ring = ringOf(scene, index, row)
    if (!isCopied) paintRing(context, palette, x, y, ring)
    else {
      const steps = Math.round(ring.share * COPIED_STEPS)
      const sidePx = 2 * radius + 4
      kept.copy(
        context,
        `${steps} ${ring.isFresh} ${ring.isSeeder}`,
        { x: x - sidePx / 2, y: y - sidePx / 2, width: sidePx, height: sidePx },
        context => {
          const stepped = { ...ring, share: steps / COPIED_STEPS }
          paintRing(context, palette, sidePx / 2, sidePx / 2, stepped)
        },
      )
    }
  }
  context.globalAlpha = 1
  for (const [index, node] of plan.nodes.entries())
    if (isPeer(node)) addName(scene, index, node.name, radius, names)
}

function ringOf(scene: Scene, index: number, row: Row | undefined): Ring {
  const { projection, plan, recording, atMs } = scene
  const { ringRadius: radius } = projection
  const isSeeder = plan.nodes[index]?.kind === 'seeder'
  const share = recording?.heldShareAt(index, atMs) ?? (isSeeder ? 1 : 0)
  return {
    radius,
    pieces: radius < MIN_PIECED_RADIUS ? 1 : Math.min(plan.pieces, MAX_RING_PIECES),
    share,
    isFresh: share < 1 && row !== undefined && isFreshAt(scene, row),
    isSeeder,
  }
}

/** A path for each ring: without a GPU, one path of many rings takes longer. */
function paintRing(context: Context, palette: Palette, x: number, y: number, ring: Ring): void {
  const { radius, pieces, share, isFresh, isSeeder } = ring
  arc(context, x, y, radius + 1, 1)
  context.fillStyle = palette.sheet
  context.fill()
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

/** A piece has come within the last moments. */
const isFreshAt = ({ recording, atMs, windowMs }: Scene, row: Row): boolean =>
  recording !== undefined &&
  !row.isSeeder &&
  recording.heldCountAt(row, atMs) > recording.heldCountAt(row, atMs - windowMs)
