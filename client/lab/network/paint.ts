/** Draws the network at a moment: its lines and how full they are, the blocks on them, who has what. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { flightsAt } from '../recording/flights.ts'
import type { Recording, Row } from '../recording/recording.ts'
import { utilisationAt } from '../recording/samples.ts'
import type { Plan, PlanLane, PlanNode } from '../worker/protocol.ts'
import type { Projection } from './projection.ts'

interface Scene {
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
  /** No motion is wanted: blocks are not drawn, only how full lines are. */
  readonly isStill: boolean
  readonly context: CanvasRenderingContext2D
}

/** Names are drawn from this radius on. */
const MIN_NAMED_RADIUS = 8.5
/** Rings are divided into pieces from this radius on. */
const MIN_PIECED_RADIUS = 6
const MAX_RING_PIECES = 16
const TURN = 2 * Math.PI
const TOP = -Math.PI / 2

export function paint(scene: Scene): void {
  paintLines(scene)
  if (scene.recording) {
    paintUtilisation(scene)
    if (!scene.isStill) paintFlights(scene)
  }
  for (const [index, node] of scene.plan.nodes.entries()) {
    if (node.kind === 'router') paintRouter(scene, index)
    else if (node.kind === 'tracker') paintTracker(scene, index)
    else paintPeer(scene, index, node)
  }
}

function paintLines({ context, plan, projection: { xs, ys }, palette }: Scene): void {
  context.beginPath()
  for (const { from, to } of plan.links) {
    context.moveTo(xs[from] as number, ys[from] as number)
    context.lineTo(xs[to] as number, ys[to] as number)
  }
  context.strokeStyle = palette.line
  context.lineWidth = 1.5
  context.stroke()
}

/** Each direction is drawn on its own side of the line. */
function paintUtilisation(scene: Scene): void {
  for (const { from, to, forth, back } of scene.plan.links) {
    paintLane(scene, from, to, forth)
    if (back.lane !== forth.lane) paintLane(scene, to, from, back)
  }
  scene.context.globalAlpha = 1
}

function paintLane(scene: Scene, from: number, to: number, lane: PlanLane): void {
  const { context, recording, projection, palette } = scene
  const share = recording ? utilisationAt(recording.samples, lane, scene) : 0
  if (share < 0.005) return
  const widthPx = (0.25 + 0.75 * share) * Math.min(6, 0.5 * projection.ringRadius)
  const [x1, y1] = pointBeside(projection, from, to, 0, widthPx / 2 + 0.5)
  const [x2, y2] = pointBeside(projection, from, to, 1, widthPx / 2 + 0.5)
  context.globalAlpha = 0.25 + 0.5 * share
  context.strokeStyle = palette.move
  context.lineWidth = widthPx
  context.beginPath()
  context.moveTo(x1, y1)
  context.lineTo(x2, y2)
  context.stroke()
}

/** At this share of the way between two nodes, on the right-hand side. */
function pointBeside(
  { xs, ys }: Projection,
  from: number,
  to: number,
  share: number,
  asidePx: number,
): [x: number, y: number] {
  const [x, y] = [xs[from] as number, ys[from] as number]
  const [dx, dy] = [(xs[to] as number) - x, (ys[to] as number) - y]
  const aside = asidePx / (Math.hypot(dx, dy) || 1)
  return [x + dx * share - dy * aside, y + dy * share + dx * aside]
}

function paintFlights(scene: Scene): void {
  const { context, recording, projection, palette, atMs, selected } = scene
  if (!recording) return
  const sidePx = Math.min(7, Math.max(2, 0.55 * projection.ringRadius))
  const chosen = selected === undefined ? undefined : recording.rowOf(selected)?.index
  context.fillStyle = palette.move
  context.strokeStyle = palette.sheet
  context.lineWidth = 1
  for (const { fromNode, toNode, share, sender, receiver } of flightsAt(recording, atMs)) {
    const [x, y] = pointBeside(projection, fromNode, toNode, share, sidePx / 2)
    const isOthers = chosen !== undefined && sender !== chosen && receiver !== chosen
    context.globalAlpha = isOthers ? 0.2 : 1
    context.fillRect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
    if (sidePx > 4) context.strokeRect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
  }
  context.globalAlpha = 1
}

function paintRouter(scene: Scene, index: number): void {
  const { context, projection, palette, selected, hovered, plan } = scene
  const [x, y] = [projection.xs[index] as number, projection.ys[index] as number]
  const sidePx = Math.max(2, 0.62 * projection.ringRadius)
  context.fillStyle = palette.edge
  context.fillRect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
  if (index !== selected && index !== hovered) return
  halo(scene, x, y, sidePx, index === selected)
  name(scene, plan.nodes[index]?.name ?? '', x, y + sidePx, true)
}

function paintTracker(scene: Scene, index: number): void {
  const { context, projection, palette } = scene
  const [x, y] = [projection.xs[index] as number, projection.ys[index] as number]
  const radius = projection.ringRadius * 0.8
  context.fillStyle = palette.sheet
  context.strokeStyle = palette.inkSoft
  context.lineWidth = 1.5
  context.beginPath()
  context.rect(x - radius, y - radius, 2 * radius, 2 * radius)
  context.fill()
  context.stroke()
  if (projection.ringRadius >= MIN_NAMED_RADIUS) name(scene, 'tracker', x, y + radius, false)
}

function paintPeer(scene: Scene, index: number, node: PlanNode): void {
  const { context, projection, palette, recording, atMs, selected, hovered } = scene
  const [x, y, radius] = [
    projection.xs[index] as number,
    projection.ys[index] as number,
    projection.ringRadius,
  ]
  const row = recording?.rowOf(index)
  const isHere = recording === undefined || (row !== undefined && recording.isPresent(row, atMs))
  context.globalAlpha = isHere ? 1 : 0.35
  context.fillStyle = palette.sheet
  context.beginPath()
  context.arc(x, y, radius + 1, 0, TURN)
  context.fill()
  const share = recording?.heldShareAt(index, atMs) ?? (node.kind === 'seeder' ? 1 : 0)
  ring(scene, x, y, share, row)
  if (node.kind === 'seeder') {
    context.fillStyle = palette.have
    const side = 0.62 * radius
    context.fillRect(x - side / 2, y - side / 2, side, side)
  }
  context.globalAlpha = 1
  const isChosen = index === selected || index === hovered
  if (isChosen) halo(scene, x, y, radius, index === selected)
  if (radius >= MIN_NAMED_RADIUS || isChosen) name(scene, node.name, x, y + radius, isChosen)
}

function ring(scene: Scene, x: number, y: number, share: number, row: Row | undefined): void {
  const { context, projection, palette, plan, recording, atMs, windowMs } = scene
  const width = Math.max(1.5, 0.34 * projection.ringRadius)
  const radius = projection.ringRadius - width / 2
  const pieces = Math.min(plan.pieces, MAX_RING_PIECES)
  const pieceLength = (TURN * radius) / pieces
  const isPieced = projection.ringRadius >= MIN_PIECED_RADIUS && pieces > 1
  if (isPieced) context.setLineDash([0.82 * pieceLength, 0.18 * pieceLength])
  context.lineWidth = width
  context.strokeStyle = palette.missing
  arc(scene, x, y, radius, 1)
  if (share > 0) {
    const isFresh =
      recording !== undefined &&
      row !== undefined &&
      !row.isSeeder &&
      recording.heldCountAt(row, atMs) > recording.heldCountAt(row, atMs - windowMs)
    context.strokeStyle = isFresh ? palette.fresh : palette.have
    arc(scene, x, y, radius, share)
  }
  context.setLineDash([])
  if (share === 1) {
    context.strokeStyle = palette.have
    arc(scene, x, y, radius, 1)
  }
}

function arc({ context }: Scene, x: number, y: number, radius: number, share: number): void {
  context.beginPath()
  context.arc(x, y, radius, TOP, TOP + TURN * share)
  context.stroke()
}

function halo(scene: Scene, x: number, y: number, radius: number, isSelected: boolean): void {
  const { context, palette } = scene
  context.strokeStyle = palette.ink
  context.lineWidth = isSelected ? 2.5 : 1.5
  arc(scene, x, y, radius + 4, 1)
}

function name(scene: Scene, text: string, x: number, y: number, isChosen: boolean): void {
  const { context, palette } = scene
  context.font = `${isChosen ? '600 12px' : '10.5px'} ${palette.font}`
  context.textAlign = 'center'
  context.textBaseline = 'top'
  context.lineWidth = 3
  context.strokeStyle = palette.sheet
  context.strokeText(text, x, y + 4)
  context.fillStyle = isChosen ? palette.ink : palette.inkSoft
  context.fillText(text, x, y + 4)
}
