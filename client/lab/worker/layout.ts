/**
 * Where a topology's nodes stand on the drawing: routers first, then each peer beside its router, and
 * all of them pushed and pulled until they keep their distance. The same topology, the same drawing:
 * d3-force takes its chance from a generator of its own.
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
import { nodeNames } from './nodes.ts'
import type { Places } from './protocol.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

interface Place extends SimulationNodeDatum {
  readonly name: string
  readonly isRouter: boolean
  /** Peers and tracker at a router. */
  readonly guests: number
}

const ROUTER_TICKS = 300
/** Node times tick: half a second's work, whatever the network's size. */
const MAX_NODE_TICKS = 120_000
const MAX_TICKS = 200
/** A peer's ring and the gap to the next. */
const PEER_RADIUS = 17
const ROUTER_RADIUS = 12

/** In the order of `nodeNames`, the long side lying, around the middle. */
export function layOut(topology: Topology, before: Places = {}): Point[] {
  const places = placesOf(topology)
  if (Object.keys(before).length > 0) return addedTo(before, places, topology)
  const byName = new Map(places.map(place => [place.name, place]))
  const routers = places.filter(({ isRouter }) => isRouter)
  const backbone = topology.links.filter(link => [link.from, link.to].every(isRouterIn(byName)))
  settle(routers, backbone, ROUTER_TICKS, ({ guests }) => ROUTER_RADIUS + spread(guests))
  const access = topology.links.filter(link => !backbone.includes(link))
  seat(access, byName)
  const ticks = Math.min(MAX_TICKS, Math.ceil(MAX_NODE_TICKS / places.length))
  settle(places, topology.links, ticks, ({ isRouter }) => (isRouter ? ROUTER_RADIUS : PEER_RADIUS))
  return lying(places.map(({ x = 0, y = 0 }) => ({ x, y })))
}

/** What was there stays where it was; what is new finds a place beside its neighbour. */
function addedTo(before: Places, places: Place[], { links }: Topology): Point[] {
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
    // Apart from it, or nothing would push them apart.
    place.x = (beside?.x ?? 0) + PEER_RADIUS
    place.y = (beside?.y ?? 0) + PEER_RADIUS
  }
  settle(places, links, MAX_TICKS, radiusOf)
  return places.map(({ x = 0, y = 0 }) => ({ x, y }))
}

const radiusOf = ({ isRouter }: Place): number => (isRouter ? ROUTER_RADIUS : PEER_RADIUS)

function placesOf(topology: Topology): Place[] {
  const guests = new Map<string, number>()
  for (const { from, to } of topology.links) {
    guests.set(from, (guests.get(from) ?? 0) + 1)
    guests.set(to, (guests.get(to) ?? 0) + 1)
  }
  const isRouter = new Set(topology.routers)
  return nodeNames(topology).map(name => ({
    name,
    isRouter: isRouter.has(name),
    guests: guests.get(name) ?? 0,
  }))
}

const isRouterIn = (places: ReadonlyMap<string, Place>) => (name: string) =>
  places.get(name)?.isRouter === true

/** The radius of a disc that holds so many peers. */
const spread = (guests: number): number => PEER_RADIUS * Math.sqrt(guests)

function settle(
  places: Place[],
  links: readonly TopologyLink[],
  ticks: number,
  radius: (place: Place) => number,
): void {
  const pairs = links.map(
    ({ from, to }): SimulationLinkDatum<Place> => ({ source: from, target: to }),
  )
  const distance = ({ source, target }: SimulationLinkDatum<Place>): number =>
    radius(source as Place) + radius(target as Place) + ROUTER_RADIUS
  forceSimulation(places)
    .force(
      'link',
      forceLink<Place, SimulationLinkDatum<Place>>(pairs)
        .id(({ name }) => name)
        .distance(distance),
    )
    .force(
      'charge',
      forceManyBody<Place>()
        .strength(place => -6 * radius(place))
        .distanceMax(400),
    )
    .force('collide', forceCollide<Place>(radius).iterations(2))
    .force('x', forceX(0).strength(0.02))
    .force('y', forceY(0).strength(0.04))
    .stop()
    .tick(ticks)
}

/** Peers around their routers, in the order of the file. */
function seat(access: readonly TopologyLink[], byName: ReadonlyMap<string, Place>): void {
  const seated = new Map<Place, number>()
  for (const { from, to } of access) {
    const [a, b] = [byName.get(from), byName.get(to)]
    if (!a || !b) continue
    const [peer, router] = a.isRouter ? [b, a] : [a, b]
    const seat = seated.get(router) ?? 0
    seated.set(router, seat + 1)
    // Outwards from the middle first, then to both sides in turn.
    const outwards = Math.atan2(router.y ?? 0, router.x ?? 0)
    const angle = outwards + ((seat % 2 ? 1 : -1) * Math.PI * Math.ceil(seat / 2)) / router.guests
    const away = ROUTER_RADIUS + PEER_RADIUS + spread(seat)
    peer.x = (router.x ?? 0) + away * Math.cos(angle)
    peer.y = (router.y ?? 0) + away * Math.sin(angle)
  }
}

/** Turned so that the direction of greatest extent is the horizontal, and moved to the middle. */
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
