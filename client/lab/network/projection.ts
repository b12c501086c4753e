/** Maps the plan's positions to the screen, and a point on the screen to the node or link there. */
import type { Plan, PlanLink } from '../worker/protocol.ts'
import type { Places } from './places.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Zoom and pan, as d3-zoom has them. */
export interface View {
  readonly k: number
  readonly x: number
  readonly y: number
}

/** Positions of all nodes on the screen, in CSS pixels. */
export interface Projection {
  readonly xs: Float32Array
  readonly ys: Float32Array
  readonly size: Size
  readonly ringRadius: number
  /** From the screen to the plan's units. */
  readonly toPlan: (x: number, y: number) => readonly [x: number, y: number]
}

/** Room for rings, names and the texts in the corners. */
const MARGIN = { x: 34, top: 46, bottom: 58 }
/** In the plan's units; the layout keeps a little more free around a peer. */
const RING_RADIUS = 11
const MAX_RING_PX = 26
/** The least radius, as a share of the square root of the area for each node. */
const RING_OF_ROOM = 0.09
const MIN_RING_PX = 2
/** A network of two peers does not fill the screen. */
const MAX_SCALE = 1.8
const MAX_STRETCH = 1.5

/** What is laid out fills the screen, wherever nodes have been moved since. */
export function projectionOf(plan: Plan, size: Size, view: View, moved: Places = {}): Projection {
  const turned = size.height > size.width
  const along = plan.nodes.map(({ x, y }) => (turned ? y : x))
  const across = plan.nodes.map(({ x, y }) => (turned ? -x : y))
  const [left, right] = [Math.min(...along), Math.max(...along)]
  const [top, bottom] = [Math.min(...across), Math.max(...across)]
  const room = {
    width: size.width - 2 * MARGIN.x,
    height: size.height - MARGIN.top - MARGIN.bottom,
  }
  const fitX = Math.min(room.width / Math.max(right - left, 1), MAX_SCALE)
  const fitY = Math.min(room.height / Math.max(bottom - top, 1), MAX_SCALE)
  const fit = Math.min(fitX, fitY)
  // Stretch into the spare room of one direction, up to a limit.
  const [stretchX, stretchY] = [
    Math.min(fitX, MAX_STRETCH * fit),
    Math.min(fitY, MAX_STRETCH * fit),
  ]
  const midX = size.width / 2
  const midY = MARGIN.top + room.height / 2
  const scale = fit * view.k
  const [centreX, centreY] = [(left + right) / 2, (top + bottom) / 2]
  const places = plan.nodes.map(({ name, x, y }) => {
    const place = Object.hasOwn(moved, name) ? moved[name] : undefined
    return place ?? ([x, y] as const)
  })
  return {
    xs: Float32Array.from(places, ([x, y]) => {
      const along = turned ? y : x
      return (midX + (along - centreX) * stretchX) * view.k + view.x
    }),
    ys: Float32Array.from(places, ([x, y]) => {
      const across = turned ? -x : y
      return (midY + (across - centreY) * stretchY) * view.k + view.y
    }),
    size,
    ringRadius: ringRadius(plan, size, scale, view.k),
    toPlan: (x, y) => {
      const along = ((x - view.x) / view.k - midX) / stretchX + centreX
      const across = ((y - view.y) / view.k - midY) / stretchY + centreY
      return turned ? [-across, along] : [along, across]
    },
  }
}

function ringRadius({ nodes }: Plan, { width, height }: Size, scale: number, zoom: number): number {
  const room = Math.sqrt((width * height) / nodes.length)
  const least = Math.max(MIN_RING_PX, RING_OF_ROOM * room * zoom)
  return Math.min(MAX_RING_PX, Math.max(RING_RADIUS * scale, least))
}

const REACH_PX = 22
/** Of a mouse, beside the ring: a little farther away the line beside it is meant. */
const RING_REACH_PX = 5

/** The nearest node within reach. */
export function nodeAt(
  { xs, ys, ringRadius }: Projection,
  x: number,
  y: number,
  isTouch: boolean,
): number | undefined {
  let best: number | undefined
  let bestPx = isTouch ? REACH_PX : Math.min(REACH_PX, ringRadius + RING_REACH_PX)
  for (let node = 0; node < xs.length; node++) {
    const px = Math.hypot((xs[node] as number) - x, (ys[node] as number) - y)
    if (px >= bestPx) continue
    best = node
    bestPx = px
  }
  return best
}

const LINE_REACH_PX = 10

/** The nearest link within reach. */
export function linkAt(
  { links }: Plan,
  { xs, ys }: Projection,
  x: number,
  y: number,
): PlanLink | undefined {
  let best: PlanLink | undefined
  let bestPx = LINE_REACH_PX
  for (const link of links) {
    const [x1, y1] = [xs[link.from] as number, ys[link.from] as number]
    const [dx, dy] = [(xs[link.to] as number) - x1, (ys[link.to] as number) - y1]
    const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)
    const share = Math.min(1, Math.max(0, along))
    const px = Math.hypot(x1 + share * dx - x, y1 + share * dy - y)
    if (px >= bestPx) continue
    best = link
    bestPx = px
  }
  return best
}
