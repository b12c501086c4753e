/** Peers as rings that fill, a stroke for all of a colour: a thousand strokes take longer than a frame. */
import { isPeer } from '../peers/peers.ts'
import type { Row } from '../recording/recording.ts'
import type { Names } from './names.ts'
import { addName, type Scene, TOP, TURN } from './scene.ts'

/** Rings are divided into pieces from this radius on. */
const MIN_PIECED_RADIUS = 6
const MAX_RING_PIECES = 16
const AWAY_ALPHA = 0.35

export function paintPeers(scene: Scene, names: Names): void {
  const { context, projection, palette, plan, recording, atMs } = scene
  const { ringRadius: radius, xs, ys } = projection
  const widthPx = Math.max(1.5, 0.34 * radius)
  const [here, away] = [new Rings(), new Rings()]
  const sidePx = 0.62 * radius
  for (const [index, node] of plan.nodes.entries()) {
    if (!isPeer(node)) continue
    const [x, y] = [xs[index] as number, ys[index] as number]
    const row = recording?.rowOf(index)
    const isHere = recording === undefined || (row !== undefined && recording.isPresent(row, atMs))
    const share = recording?.heldShareAt(index, atMs) ?? (node.kind === 'seeder' ? 1 : 0)
    const rings = isHere ? here : away
    addArc(rings.ground, x, y, radius + 1, 1)
    addArc(rings.missing, x, y, radius - widthPx / 2, 1)
    const isFresh = row !== undefined && isFreshAt(scene, row)
    const held = share === 1 ? rings.whole : isFresh ? rings.fresh : rings.held
    if (share > 0) addArc(held, x, y, radius - widthPx / 2, share)
    if (node.kind === 'seeder') rings.seeders.rect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
  }
  context.lineWidth = widthPx
  const dashes = dashesOf(scene, radius - widthPx / 2)
  for (const [rings, alpha] of [
    [away, AWAY_ALPHA],
    [here, 1],
  ] as const) {
    context.globalAlpha = alpha
    context.fillStyle = palette.sheet
    context.fill(rings.ground)
    // Each ring begins its dashes anew.
    context.setLineDash(dashes)
    context.strokeStyle = palette.missing
    context.stroke(rings.missing)
    context.strokeStyle = palette.have
    context.stroke(rings.held)
    context.strokeStyle = palette.fresh
    context.stroke(rings.fresh)
    context.setLineDash([])
    context.strokeStyle = palette.have
    context.stroke(rings.whole)
    context.fillStyle = palette.have
    context.fill(rings.seeders)
  }
  for (const [index, node] of plan.nodes.entries())
    if (isPeer(node)) addName(scene, index, node.name, radius, names)
}

class Rings {
  readonly ground = new Path2D()
  readonly missing = new Path2D()
  readonly held = new Path2D()
  readonly fresh = new Path2D()
  /** Of those who have everything: without gaps. */
  readonly whole = new Path2D()
  readonly seeders = new Path2D()
}

function dashesOf({ plan, projection: { ringRadius } }: Scene, radius: number): number[] {
  const pieces = Math.min(plan.pieces, MAX_RING_PIECES)
  const pieceLength = (TURN * radius) / pieces
  const isPieced = ringRadius >= MIN_PIECED_RADIUS && pieces > 1
  return isPieced ? [0.82 * pieceLength, 0.18 * pieceLength] : []
}

function addArc(path: Path2D, x: number, y: number, radius: number, share: number): void {
  path.moveTo(x, y - radius)
  path.arc(x, y, radius, TOP, TOP + TURN * share)
}

/** A piece has come within the last moments. */
const isFreshAt = ({ recording, atMs, windowMs }: Scene, row: Row): boolean =>
  recording !== undefined &&
  !row.isSeeder &&
  recording.heldCountAt(row, atMs) > recording.heldCountAt(row, atMs - windowMs)
