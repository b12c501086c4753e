/**
 * Where nodes stand on the drawing: routers first, then peers beside their routers, then all of them
 * are moved apart by forces. The same topology gives the same drawing: d3-force is seeded.
 */
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force'
import type { Topology, TopologyLink } from '../../../shared/network/topology.ts'
import type { Positions } from './protocol.ts'
import { MAX_UNTANGLED, untangle } from './untangle.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

interface LayoutNode extends SimulationNodeDatum {
  /** Of its ring or square, as it is drawn. */
  readonly radius: number
  readonly name: string
  readonly isRouter: boolean
  /** The number of peers and trackers linked to a router. */
  readonly guests: number
}

const ROUTER_TICKS = 300
/** Nodes times ticks: about half a second's work for a network of any size. */
const MAX_NODE_TICKS = 120_000
const MAX_TICKS = 200
/** A peer's ring and the gap to the next. */
const PEER_RADIUS = 17
const ROUTER_RADIUS = 12
/** As the drawing draws them (`RING_RADIUS` there). */
const DRAWN_PEER = 11
const DRAWN_ROUTER = 5

/** In the order of `nodeNames`; centred, the longer side horizontal. `before`: where nodes were. */
export function layOut(topology: Topology, before: Positions = {}): Point[] {
  const places = placesOf(topology)
  if (Object.keys(before).length > 0) return addedTo(before, places, topology)
  if (topology.routers.length === 1 && places.length <= MAX_UNTANGLED) return inCircle(places)
  const byName = new Map(places.map(place => [place.name, place]))
  const routers = places.filter(({ isRouter }) => isRouter)
  const backbone = topology.links.filter(link => [link.from, link.to].every(isRouterIn(byName)))
  settle(routers, backbone, ROUTER_TICKS, ({ guests }) => ROUTER_RADIUS + spread(guests))
  const access = topology.links.filter(link => !backbone.includes(link))
  seat(access, byName)
  const ticks = Math.min(MAX_TICKS, Math.ceil(MAX_NODE_TICKS / places.length))
  settle(places, topology.links, ticks, radiusOf)
  const numbers = new Map(places.map(({ name }, index) => [name, index]))
  const pairs = topology.links.map(
    ({ from, to }) => [numbers.get(from) as number, numbers.get(to) as number] as const,
  )
  untangle(places, pairs)
  return lying(places.map(({ x = 0, y = 0 }) => ({ x, y })))
}

/** Around an only router: no line then leads past another node. */
function inCircle(places: readonly LayoutNode[]): Point[] {
  const guests = places.length - 1
  const away = Math.max(4 * PEER_RADIUS, (guests * 2 * PEER_RADIUS) / (2 * Math.PI))
  return places.map((_, place) => {
    // The router is the first.
    if (place === 0) return { x: 0, y: 0 }
    const angle = (2 * Math.PI * (place - 1)) / guests
    return { x: away * Math.cos(angle), y: away * Math.sin(angle) }
  })
}

/** Known nodes stay where they were; a new one is placed beside its neighbour. */
function addedTo(before: Positions, places: LayoutNode[], { links }: Topology): Point[] {
  for (const place of places) {
    const known = Object.hasOwn(before, place.name) ? before[place.name] : undefined
    if (!known) continue
    place.fx = known.x
    place.fy = known.y
  }
  for (const place of places) {
    if (place.fx !== undefined) continue
    const link = links.find(({ from, to }) => from === place.name || to === place.name)
    const beside = before[link?.from === place.name ? link.to : (link?.from ?? '')]
    // Not on top of it: the forces could not push them apart.
    place.x = (beside?.x ?? 0) + PEER_RADIUS
    place.y = (beside?.y ?? 0) + PEER_RADIUS
  }
  settle(places, links, MAX_TICKS, radiusOf)
  return places.map(({ x = 0, y = 0 }) => ({ x, y }))
}

const radiusOf = ({ isRouter }: LayoutNode): number => (isRouter ? ROUTER_RADIUS : PEER_RADIUS)

function placesOf(topology: Topology): LayoutNode[] {
  const guests = new Map<string, number>()
  for (const { from, to } of topology.links) {
    guests.set(from, (guests.get(from) ?? 0) + 1)
    guests.set(to, (guests.get(to) ?? 0) + 1)
  }
  const isRouter = new Set(topology.routers)
  return nodeNames(topology).map(name => ({
    name,
    isRouter: isRouter.has(name),
    radius: isRouter.has(name) ? DRAWN_ROUTER : DRAWN_PEER,
    guests: guests.get(name) ?? 0,
  }))
}

const isRouterIn = (places: ReadonlyMap<string, LayoutNode>) => (name: string) =>
  places.get(name)?.isRouter === true

/** The radius of a disc that holds this number of peers. */
const spread = (guests: number): number => PEER_RADIUS * Math.sqrt(guests)

function settle(
  places: LayoutNode[],
  links: readonly TopologyLink[],
  ticks: number,
  radius: (place: LayoutNode) => number,
): void {
  const pairs = links.map(
    ({ from, to }): SimulationLinkDatum<LayoutNode> => ({ source: from, target: to }),
  )
  const distance = ({ source, target }: SimulationLinkDatum<LayoutNode>): number =>
    radius(source as LayoutNode) + radius(target as LayoutNode) + ROUTER_RADIUS
  forceSimulation(places)
    .force(
      'link',
      forceLink<LayoutNode, SimulationLinkDatum<LayoutNode>>(pairs)
        .id(({ name }) => name)
        .distance(distance),
    )
    .force(
      'charge',
      forceManyBody<LayoutNode>()
        .strength(place => -6 * radius(place))
        .distanceMax(400),
    )
    .force('collide', forceCollide<LayoutNode>(radius).iterations(2))
    .force('x', forceX(0).strength(0.02))
    .force('y', forceY(0).strength(0.04))
    .stop()
    .tick(ticks)
}

function seat(access: readonly TopologyLink[], byName: ReadonlyMap<string, LayoutNode>): void {
  const seated = new Map<LayoutNode, number>()
  for (const { from, to } of access) {
    const [a, b] = [byName.get(from), byName.get(to)]
    if (!a || !b) continue
    const [peer, router] = a.isRouter ? [b, a] : [a, b]
    const seat = seated.get(router) ?? 0
    seated.set(router, seat + 1)
    // The first peer outwards from the centre, the next ones on alternate sides.
    const outwards = Math.atan2(router.y ?? 0, router.x ?? 0)
    const angle = outwards + ((seat % 2 ? 1 : -1) * Math.PI * Math.ceil(seat / 2)) / router.guests
    const away = ROUTER_RADIUS + PEER_RADIUS + spread(seat)
    peer.x = (router.x ?? 0) + away * Math.cos(angle)
    peer.y = (router.y ?? 0) + away * Math.sin(angle)
  }
}

/** Centred, and rotated so that the direction of greatest extent is horizontal. */
function lying(points: readonly Point[]): Point[] {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [midX, midY] = [mean(({ x }) => x), mean(({ y }) => y)]
  const centred = points.map(({ x, y }) => ({ x: x - midX, y: y - midY }))
  const [xx, yy, xy] = [
    centred.reduce((sum, { x }) => sum + x * x, 0),
    centred.reduce((sum, { y }) => sum + y * y, 0),
    centred.reduce((sum, { x, y }) => sum + x * y, 0),
  ]
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return centred.map(({ x, y }) => ({ x: x * cos + y * sin, y: y * cos - x * sin }))
}

/** Nodes by number: everywhere in the lab a node's number is its place in this list. */
export const nodeNames = ({ routers, tracker, peers }: Topology): string[] => [
  ...routers,
  tracker,
  ...peers,
]
