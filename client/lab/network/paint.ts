/** Draws one moment of a network: its lines and how full they are, the blocks on them, who has what. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Palette } from '../palette.ts'
import type { Recording, Row } from '../recording/recording.ts'
import type { Node, Plan, PlanLane } from '../worker/protocol.ts'
import { flightsAt } from './flights.ts'
import type { Ground } from './ground.ts'
import { utilisationAt } from './utilisation.ts'

export interface Moment {
  readonly plan: Plan
  readonly ground: Ground
  readonly palette: Palette
  /** Undefined before a run. */
  readonly recording: Recording | undefined
  readonly atMs: Millis
  /** How far back what moves is averaged, and what is fresh shines. */
  readonly windowMs: Millis
  /** Places in the plan's nodes. */
  readonly selected: number | undefined
  readonly hovered: number | undefined
  /** Nothing may move by itself: how full lines are says enough. */
  readonly isStill: boolean
}

type Context = CanvasRenderingContext2D

/** Names are drawn while rings are large enough to tell whose they are. */
const MIN_NAMED_RADIUS = 8.5
/** Pieces of a ring can be told apart down to here. */
const MIN_PIECED_RADIUS = 6
const MAX_RING_PIECES = 16
const TURN = 2 * Math.PI
const TOP = -Math.PI / 2

export function paint(context: Context, moment: Moment): void {
  paintLines(context, moment)
  if (moment.recording) {
    paintUtilisation(context, moment)
    if (!moment.isStill) paintFlights(context, moment)
  }
  for (const [index, node] of moment.plan.nodes.entries()) {
    if (node.kind === 'router') paintRouter(context, moment, index)
    else if (node.kind === 'tracker') paintTracker(context, moment, index)
    else paintPeer(context, moment, index, node)
  }
}

function paintLines(context: Context, { plan, ground: { xs, ys }, palette }: Moment): void {
  context.beginPath()
  for (const { from, to } of plan.links) {
    context.moveTo(xs[from] as number, ys[from] as number)
    context.lineTo(xs[to] as number, ys[to] as number)
  }
  context.strokeStyle = palette.line
  context.lineWidth = 1.5
  context.stroke()
}

/** Each way on its own side of the line, as on a road. */
function paintUtilisation(context: Context, moment: Moment): void {
  for (const { from, to, forth, back } of moment.plan.links) {
    paintLane(context, moment, from, to, forth)
    if (back.lane !== forth.lane) paintLane(context, moment, to, from, back)
  }
  context.globalAlpha = 1
}

function paintLane(
  context: Context,
  { recording, ground, palette, atMs, windowMs }: Moment,
  from: number,
  to: number,
  lane: PlanLane,
): void {
  const share = recording ? utilisationAt(recording.samples, lane, atMs, windowMs) : 0
  if (share < 0.005) return
  const { xs, ys, ringRadius } = ground
  const [x1, y1, x2, y2] = [xs[from], ys[from], xs[to], ys[to]] as [number, number, number, number]
  const length = Math.hypot(x2 - x1, y2 - y1) || 1
  const widthPx = (0.25 + 0.75 * share) * Math.min(6, 0.5 * ringRadius)
  const aside = widthPx / 2 + 0.5
  const [dx, dy] = [(-(y2 - y1) / length) * aside, ((x2 - x1) / length) * aside]
  context.globalAlpha = 0.25 + 0.5 * share
  context.strokeStyle = palette.move
  context.lineWidth = widthPx
  context.beginPath()
  context.moveTo(x1 + dx, y1 + dy)
  context.lineTo(x2 + dx, y2 + dy)
  context.stroke()
}

function paintFlights(context: Context, moment: Moment): void {
  const { recording, ground, palette, atMs, selected } = moment
  if (!recording) return
  const { xs, ys, ringRadius } = ground
  const sidePx = Math.min(7, Math.max(2, 0.55 * ringRadius))
  const aside = sidePx / 2
  const chosen = selected === undefined ? undefined : recording.rowOf(selected)?.index
  context.fillStyle = palette.move
  context.strokeStyle = palette.sheet
  context.lineWidth = 1
  for (const { fromNode, toNode, share, sender, receiver } of flightsAt(recording, atMs)) {
    const [x1, y1, x2, y2] = [xs[fromNode], ys[fromNode], xs[toNode], ys[toNode]] as [
      number,
      number,
      number,
      number,
    ]
    const length = Math.hypot(x2 - x1, y2 - y1) || 1
    const x = x1 + (x2 - x1) * share - ((y2 - y1) / length) * aside
    const y = y1 + (y2 - y1) * share + ((x2 - x1) / length) * aside
    const isOthers = chosen !== undefined && sender !== chosen && receiver !== chosen
    context.globalAlpha = isOthers ? 0.2 : 1
    context.fillRect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
    if (sidePx > 4) context.strokeRect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
  }
  context.globalAlpha = 1
}

function paintRouter(context: Context, moment: Moment, index: number): void {
  const { ground, palette, selected, hovered, plan } = moment
  const [x, y] = [ground.xs[index] as number, ground.ys[index] as number]
  const sidePx = Math.max(2, 0.62 * ground.ringRadius)
  context.fillStyle = palette.edge
  context.fillRect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
  if (index !== selected && index !== hovered) return
  halo(context, palette, x, y, sidePx, index === selected)
  name(context, palette, plan.nodes[index]?.name ?? '', x, y + sidePx, true)
}

function paintTracker(context: Context, { ground, palette }: Moment, index: number): void {
  const [x, y] = [ground.xs[index] as number, ground.ys[index] as number]
  const radius = ground.ringRadius * 0.8
  context.fillStyle = palette.sheet
  context.strokeStyle = palette.inkSoft
  context.lineWidth = 1.5
  context.beginPath()
  context.rect(x - radius, y - radius, 2 * radius, 2 * radius)
  context.fill()
  context.stroke()
  if (ground.ringRadius >= MIN_NAMED_RADIUS) name(context, palette, 'tracker', x, y + radius, false)
}

function paintPeer(context: Context, moment: Moment, index: number, node: Node): void {
  const { ground, palette, recording, atMs, selected, hovered } = moment
  const [x, y, radius] = [ground.xs[index] as number, ground.ys[index] as number, ground.ringRadius]
  const row = recording?.rowOf(index)
  const isHere = recording === undefined || (row !== undefined && recording.isPresent(row, atMs))
  context.globalAlpha = isHere ? 1 : 0.35
  context.fillStyle = palette.sheet
  disc(context, x, y, radius + 1)
  ring(context, moment, x, y, shareOf(moment, node, row), row)
  if (node.kind === 'seeder') {
    context.fillStyle = palette.have
    const side = 0.62 * radius
    context.fillRect(x - side / 2, y - side / 2, side, side)
  }
  context.globalAlpha = 1
  const isChosen = index === selected || index === hovered
  if (isChosen) halo(context, palette, x, y, radius, index === selected)
  if (radius >= MIN_NAMED_RADIUS || isChosen)
    name(context, palette, node.name, x, y + radius, isChosen)
}

/** Of all pieces, those held. */
function shareOf({ recording, atMs, plan }: Moment, node: Node, row: Row | undefined): number {
  if (!recording) return node.kind === 'seeder' ? 1 : 0
  return row ? recording.heldCountAt(row, atMs) / plan.pieces : 0
}

function ring(
  context: Context,
  moment: Moment,
  x: number,
  y: number,
  share: number,
  row: Row | undefined,
): void {
  const { ground, palette, plan, recording, atMs, windowMs } = moment
  const width = Math.max(1.5, 0.34 * ground.ringRadius)
  const radius = ground.ringRadius - width / 2
  const pieces = Math.min(plan.pieces, MAX_RING_PIECES)
  const pieceLength = (TURN * radius) / pieces
  const isPieced = ground.ringRadius >= MIN_PIECED_RADIUS && pieces > 1
  if (isPieced) context.setLineDash([0.82 * pieceLength, 0.18 * pieceLength])
  context.lineWidth = width
  context.strokeStyle = palette.missing
  arc(context, x, y, radius, 1)
  if (share > 0) {
    const isFresh =
      recording !== undefined &&
      row !== undefined &&
      !row.isSeeder &&
      recording.heldCountAt(row, atMs) > recording.heldCountAt(row, atMs - windowMs)
    context.strokeStyle = isFresh ? palette.fresh : palette.have
    arc(context, x, y, radius, share)
  }
  context.setLineDash([])
  if (share === 1) {
    context.strokeStyle = palette.have
    arc(context, x, y, radius, 1)
  }
}

function arc(context: Context, x: number, y: number, radius: number, share: number): void {
  context.beginPath()
  context.arc(x, y, radius, TOP, TOP + TURN * share)
  context.stroke()
}

function disc(context: Context, x: number, y: number, radius: number): void {
  context.beginPath()
  context.arc(x, y, radius, 0, TURN)
  context.fill()
}

function halo(
  context: Context,
  palette: Palette,
  x: number,
  y: number,
  radius: number,
  isSelected: boolean,
): void {
  context.strokeStyle = palette.ink
  context.lineWidth = isSelected ? 2.5 : 1.5
  arc(context, x, y, radius + 4, 1)
}

function name(
  context: Context,
  palette: Palette,
  text: string,
  x: number,
  y: number,
  isChosen: boolean,
): void {
  context.font = `${isChosen ? '600 12px' : '10.5px'} ${palette.font}`
  context.textAlign = 'center'
  context.textBaseline = 'top'
  context.lineWidth = 3
  context.strokeStyle = palette.sheet
  context.strokeText(text, x, y + 4)
  context.fillStyle = isChosen ? palette.ink : palette.inkSoft
  context.fillText(text, x, y + 4)
}
