/** Draws the network at a moment: its lines and how full they are, the blocks on them, who has what. */
import type { Millis } from '../../../shared/base/ids.ts'
import { labView } from '../../language/lab-view.ts'
import { type Flight, flightsAt } from '../recording/flights.ts'
import type { Recording } from '../recording/recording.ts'
import { spansIn, utilisationAt } from '../recording/samples.ts'
import type { PlanLane } from '../worker/protocol.ts'
import type { Context } from './kept-pixels.ts'
import type { BlockFlight } from './looked.ts'
import { Names } from './names.ts'
import type { Projection } from './projection.ts'
import { paintPeers } from './rings.ts'
import { addName, type Scene } from './scene.ts'

export function paint(scene: Scene): void {
  paintLines(scene)
  if (scene.recording && !scene.isStill) paintFlights(scene)
  const names = new Names()
  const routers: number[] = []
  paintPeers(scene, names)
  for (const [index, node] of scene.plan.nodes.entries()) {
    if (node.kind === 'router') routers.push(index)
    else if (node.kind === 'tracker') paintTracker(scene, index, names)
  }
  // Their names come after those of peers, where there is room for one of two only.
  for (const index of routers) paintRouter(scene, index, names)
  names.paint(scene.context, scene.palette)
}

const LINES = 'lines, and how full they are'

/** As they were when they were last renewed. */
function paintLines(scene: Scene): void {
  const { context, kept, projection } = scene
  kept.copy(context, LINES, { x: 0, y: 0, ...projection.size }, context =>
    paintFullLines({ ...scene, context }),
  )
}

export const renewLines = (scene: Scene): void =>
  scene.kept.renew(LINES, scene.projection.size, context => paintFullLines({ ...scene, context }))

/** What the lines are drawn from: as long as it is the same, they look the same. */
export function linesOf({ recording, looked, ...window }: Scene): readonly unknown[] {
  const { first, count } = recording ? spansIn(recording.samples, window) : NO_SPANS
  return [recording?.samples, first, count, looked?.kind === 'line' ? looked.link : undefined]
}

const NO_SPANS = { first: 0, count: 0 }

function paintFullLines(scene: Scene): void {
  const { context, kept, projection, recording } = scene
  kept.copy(context, 'lines', { x: 0, y: 0, ...projection.size }, context =>
    paintLinks({ ...scene, context }),
  )
  paintLooked(scene)
  if (recording) paintUtilisation(scene)
}

function paintLinks({ context, plan, projection: { xs, ys }, palette }: Scene): void {
  context.strokeStyle = palette.edge
  context.lineWidth = 1.2
  for (const { from, to } of plan.links)
    strokeLine(context, xs[from] as number, ys[from] as number, xs[to] as number, ys[to] as number)
}

/** Each by itself: without a GPU, one path of 1,400 lines takes ten times as long as 1,400 paths. */
function strokeLine(
  context: Context,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
): void {
  context.beginPath()
  context.moveTo(fromX, fromY)
  context.lineTo(toX, toY)
  context.stroke()
}

/** The line that is looked at. */
function paintLooked({ context, plan, projection: { xs, ys }, palette, looked }: Scene): void {
  if (looked?.kind !== 'line' || !plan.links.includes(looked.link)) return
  const { from, to } = looked.link
  context.strokeStyle = palette.ink
  context.lineWidth = 3
  strokeLine(context, xs[from] as number, ys[from] as number, xs[to] as number, ys[to] as number)
}

/** Each direction is drawn on its own side of the line. */
function paintUtilisation(scene: Scene): void {
  scene.context.strokeStyle = scene.palette.move
  for (const { from, to, forth, back } of scene.plan.links) {
    paintLane(scene, from, to, forth)
    if (back.lane !== forth.lane) paintLane(scene, to, from, back)
  }
  scene.context.globalAlpha = 1
}

/** Lanes that are less full are not drawn. */
const MIN_SHARE = 0.005

function paintLane(scene: Scene, from: number, to: number, lane: PlanLane): void {
  const { context, recording, projection } = scene
  const share = recording ? utilisationAt(recording.samples, lane, scene) : 0
  if (share < MIN_SHARE) return
  const widthPx = (0.25 + 0.75 * share) * Math.min(6, 0.5 * projection.ringRadius)
  const asidePx = widthPx / 2 + 0.5
  context.globalAlpha = 0.25 + 0.5 * share
  context.lineWidth = widthPx
  strokeLine(
    context,
    ...pointBeside(projection, from, to, 0, asidePx),
    ...pointBeside(projection, from, to, 1, asidePx),
  )
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

/** Blocks that are no larger have no outline. */
const MAX_PLAIN_PX = 4
const blockSidePx = ({ ringRadius }: Projection): number =>
  Math.min(7, Math.max(2, 0.55 * ringRadius))

const placeOfFlight = (projection: Projection, { fromNode, toNode, share }: Flight) =>
  pointBeside(projection, fromNode, toNode, share, blockSidePx(projection) / 2)

const isSameBlock = (flight: Flight, other: BlockFlight): boolean =>
  flight.startMs === other.startMs &&
  flight.arriveMs === other.arriveMs &&
  flight.sender === other.sender &&
  flight.receiver === other.receiver

const BLOCK_REACH_PX = 9

/** The nearest block on its way within reach. */
export function flightAt(
  recording: Recording,
  projection: Projection,
  atMs: Millis,
  point: { readonly x: number; readonly y: number },
): Flight | undefined {
  let best: Flight | undefined
  let bestPx = BLOCK_REACH_PX
  for (const flight of flightsAt(recording, atMs)) {
    const [x, y] = placeOfFlight(projection, flight)
    const px = Math.hypot(x - point.x, y - point.y)
    if (px >= bestPx) continue
    best = flight
    bestPx = px
  }
  return best
}

function paintFlights(scene: Scene): void {
  const { context, recording, projection, palette, atMs, selected } = scene
  if (!recording) return
  const sidePx = blockSidePx(projection)
  const chosen = selected === undefined ? undefined : recording.rowOf(selected)?.index
  context.fillStyle = palette.move
  context.strokeStyle = palette.sheet
  context.lineWidth = 1
  const lookedAt = scene.looked?.kind === 'block' ? scene.looked.flight : undefined
  for (const flight of flightsAt(recording, atMs)) {
    const { sender, receiver } = flight
    const [x, y] = placeOfFlight(projection, flight)
    if (lookedAt && isSameBlock(flight, lookedAt)) {
      context.strokeStyle = palette.ink
      context.strokeRect(x - sidePx, y - sidePx, 2 * sidePx, 2 * sidePx)
      context.strokeStyle = palette.sheet
    }
    const isOthers = chosen !== undefined && sender !== chosen && receiver !== chosen
    const square = [x - sidePx / 2, y - sidePx / 2, sidePx, sidePx] as const
    context.globalAlpha = isOthers ? 0.2 : 1
    context.fillRect(...square)
    if (sidePx > MAX_PLAIN_PX) context.strokeRect(...square)
  }
  context.globalAlpha = 1
}

function paintRouter(scene: Scene, index: number, names: Names): void {
  const { context, projection, palette, plan } = scene
  const [x, y] = [projection.xs[index] as number, projection.ys[index] as number]
  const sidePx = Math.max(2, 0.62 * projection.ringRadius)
  context.fillStyle = palette.inkSoft
  context.fillRect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx)
  addName(scene, index, plan.nodes[index]?.name ?? '', sidePx / 2, names)
}

function paintTracker(scene: Scene, index: number, names: Names): void {
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
  addName(scene, index, labView.texts.roles.tracker, radius, names)
}
