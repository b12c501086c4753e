/** Small rings without pieces, a stroke for all of a colour: a thousand strokes take longer than a frame. */
import { isPeer } from '../peers/peers.ts'
import type { Names } from './names.ts'
import { addName, isFreshAt, ringWidthPx, type Scene, TOP, TURN } from './scene.ts'

export function paintCrowd(scene: Scene, names: Names): void {
  const { context, projection, palette, plan, recording, atMs } = scene
  const { ringRadius: radius, xs, ys } = projection
  const [here, away] = [new Rings(), new Rings()]
  const seeders = new Path2D()
  const sidePx = 0.62 * radius
  for (const [index, node] of plan.nodes.entries()) {
    if (!isPeer(node)) continue
    const [x, y] = [xs[index] as number, ys[index] as number]
    const row = recording?.rowOf(index)
    const isHere = recording === undefined || (row !== undefined && recording.isPresent(row, atMs))
    const share = recording?.heldShareAt(index, atMs) ?? (node.kind === 'seeder' ? 1 : 0)
    const rings = isHere ? here : away
    addArc(rings.ground, x, y, radius + 1, 1)
    addArc(rings.missing, x, y, radius - ringWidthPx(radius) / 2, 1)
    const isFresh = share < 1 && row !== undefined && isFreshAt(scene, row)
    if (share > 0)
      addArc(isFresh ? rings.fresh : rings.held, x, y, radius - ringWidthPx(radius) / 2, share)
    if (node.kind === 'seeder') seeders.rect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
  }
  context.lineWidth = ringWidthPx(radius)
  for (const [rings, alpha] of [
    [away, 0.35],
    [here, 1],
  ] as const) {
    context.globalAlpha = alpha
    context.fillStyle = palette.sheet
    context.fill(rings.ground)
    for (const kind of ['missing', 'held', 'fresh'] as const) {
      context.strokeStyle = palette[kind === 'held' ? 'have' : kind]
      context.stroke(rings[kind])
    }
  }
  context.fillStyle = palette.have
  context.fill(seeders)
  for (const [index, node] of plan.nodes.entries())
    if (isPeer(node)) addName(scene, index, node.name, radius, names)
}

class Rings {
  readonly ground = new Path2D()
  readonly missing = new Path2D()
  readonly held = new Path2D()
  readonly fresh = new Path2D()
}

function addArc(path: Path2D, x: number, y: number, radius: number, share: number): void {
  path.moveTo(x, y - radius)
  path.arc(x, y, radius, TOP, TOP + TURN * share)
}
