/**
 * The route between two nodes: the least delay, then the fewest hops, then the first by the names
 * of its routers, in the order of code units, so that the order of a file does not matter. Routes
 * between routers are computed when first asked for, and kept; a peer has one link, to its router.
 *
 * A *lane* is what messages queue for: one direction of a link, or both of a half-duplex link.
 */
import { assert } from '../base/assert.ts'
import { EventQueue } from '../base/event-queue.ts'
import type { Direction, Topology, TopologyLink } from './topology.ts'

export interface LaneSpec {
  /** 'from>to', or 'from=to' for a half-duplex link. It does not depend on the order of the file. */
  readonly name: string
  readonly direction: Direction
}

/** A link as seen from one of its ends. */
interface Step {
  readonly to: string
  /** Of `to` among the routers; -1 for a peer or the tracker. */
  readonly router: number
  readonly lane: number
  readonly delayNs: number
  /** The way back over the same link. */
  readonly backNs: number
}

/** Shortest routes to one router. By router: which of its steps comes first, -1 for none, and the hops. */
interface Tree {
  readonly first: Int16Array
  readonly hops: Uint16Array
}

export class Routes {
  /** By lane number. */
  readonly lanes: readonly LaneSpec[]
  readonly #routers: readonly string[]
  readonly #routerNumbers: ReadonlyMap<string, number>
  /** Steps to other routers, by router. */
  readonly #between: readonly Step[][]
  /** The link of a peer or the tracker, from either of its ends. */
  readonly #enter = new Map<string, Step>()
  readonly #leave = new Map<string, Step>()
  readonly #trees = new Map<number, Tree>()

  constructor({ routers, links }: Topology) {
    const lanes: LaneSpec[] = []
    this.#routers = routers
    this.#routerNumbers = new Map(routers.map((name, number) => [name, number]))
    this.#between = routers.map(() => [])
    for (const link of links) this.#addLink(link, lanes)
    this.lanes = lanes
  }

  /** The lanes from one node to another, in order. Empty from a node to itself. */
  lanesBetween(from: string, to: string): number[] {
    return this.#stepsBetween(from, to).map(step => step.lane)
  }

  /** The nodes on the route, both ends included. */
  nodesBetween(from: string, to: string): string[] {
    return [from, ...this.#stepsBetween(from, to).map(step => step.to)]
  }

  /** Whether all routes from each of these nodes to each other have more steps than that; none is a router. */
  haveMoreSteps(nodes: readonly string[], most: number): boolean {
    const counts = new Map<number, number>()
    for (const node of nodes) {
      const router = this.#routerOf(node)
      counts.set(router, (counts.get(router) ?? 0) + 1)
    }
    let steps = 2 * nodes.length * (nodes.length - 1)
    for (const [to, toCount] of counts) {
      const { hops } = this.#treeTo(to)
      for (const [from, fromCount] of counts) steps += (hops[from] as number) * fromCount * toCount
      if (steps > most) return true
    }
    return false
  }

  #stepsBetween(from: string, to: string): Step[] {
    if (from === to) return []
    const steps: Step[] = []
    const up = this.#enter.get(from)
    if (up) steps.push(up)
    const destination = this.#routerOf(to)
    const { first } = this.#treeTo(destination)
    for (let at = this.#routerOf(from); at !== destination; ) {
      const step = this.#between[at]?.[first[at] as number]
      assert(step, `no route from ${from} to ${to}`)
      steps.push(step)
      at = step.router
    }
    const down = this.#leave.get(to)
    if (down) steps.push(down)
    return steps
  }

  /** A router's own number; for a peer or the tracker, of the router it is linked to. */
  #routerOf(node: string): number {
    const router = this.#routerNumbers.get(node) ?? this.#enter.get(node)?.router
    assert(router !== undefined, `${node} is not in the topology`)
    return router
  }

  #addLink({ from, to, forth, back, duplex }: TopologyLink, lanes: LaneSpec[]): void {
    const [low, high] = from < to ? [from, to] : [to, from]
    const there = lanes.length
    lanes.push({ name: duplex === 'half' ? `${low}=${high}` : `${from}>${to}`, direction: forth })
    if (duplex === 'full') lanes.push({ name: `${to}>${from}`, direction: back })
    const [forthNs, backNs] = [nanoseconds(forth), nanoseconds(back)]
    this.#addStep(from, to, { lane: there, delayNs: forthNs, backNs })
    this.#addStep(to, from, { lane: lanes.length - 1, delayNs: backNs, backNs: forthNs })
  }

  #addStep(from: string, to: string, way: Pick<Step, 'lane' | 'delayNs' | 'backNs'>): void {
    const step: Step = { to, router: this.#routerNumbers.get(to) ?? -1, ...way }
    const router = this.#routerNumbers.get(from)
    if (router === undefined) this.#enter.set(from, step)
    else if (step.router < 0) this.#leave.set(to, step)
    else this.#between[router]?.push(step)
  }

  #treeTo(router: number): Tree {
    const known = this.#trees.get(router)
    if (known) return known
    const tree = this.#growTree(router)
    this.#trees.set(router, tree)
    return tree
  }

  /** Dijkstra from the destination back; among equally good next hops, the first by name. */
  #growTree(destination: number): Tree {
    const delayNs = new Float64Array(this.#routers.length).fill(Number.POSITIVE_INFINITY)
    const hops = new Uint16Array(this.#routers.length)
    delayNs[destination] = 0
    const queue = new EventQueue<number>()
    queue.add(0, destination)
    for (let entry = queue.take(); entry; entry = queue.take()) {
      const { at, event: router } = entry
      if (at > (delayNs[router] as number)) continue
      const hopsBefore = (hops[router] as number) + 1
      for (const { router: before, backNs } of this.#between[router] as Step[]) {
        const known = delayNs[before] as number
        const cost = at + backNs
        if (cost > known || (cost === known && hopsBefore >= (hops[before] as number))) continue
        delayNs[before] = cost
        hops[before] = hopsBefore
        queue.add(cost, before)
      }
    }
    const first = new Int16Array(this.#routers.length).fill(-1)
    for (let router = 0; router < first.length; router++) {
      if (router !== destination) first[router] = this.#firstStep(router, delayNs, hops)
    }
    return { first, hops }
  }

  /** Of a router's steps, the first by name that lies on a shortest route; -1 if none does. */
  #firstStep(router: number, delayNs: Float64Array, hops: Uint16Array): number {
    const steps = this.#between[router] as Step[]
    let best = -1
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index] as Step
      if ((hops[step.router] as number) + 1 !== hops[router]) continue
      if ((delayNs[step.router] as number) + step.delayNs !== delayNs[router]) continue
      if (best < 0 || step.to < (steps[best] as Step).to) best = index
    }
    return best
  }
}

/** Whole nanoseconds, so that sums of delays do not depend on the order of addition. */
const nanoseconds = ({ delayMs }: Direction): number => Math.round(delayMs * 1e6)

/**
 * The numbers of the lanes between routers that can be congested: those with less capacity than both
 * the uplinks of all their senders and the downlinks of all their receivers. Only these need to be
 * shared out. Looks at every pair of peers.
 */
export function contestedLanes(topology: Topology, routes: Routes): ReadonlySet<number> {
  const senders = new Map<number, Map<string, number>>()
  const receivers = new Map<number, Map<string, number>>()
  const rateOf = (lane: number): number => routes.lanes[lane]?.direction.rateBitsPerSec ?? 0
  const note = (who: typeof senders, lane: number, peer: string, bitsPerSec: number): void => {
    const known = who.get(lane) ?? new Map<string, number>()
    who.set(lane, known.set(peer, bitsPerSec))
  }
  for (const from of topology.peers) {
    for (const to of topology.peers) {
      const [up, ...rest] = routes.lanesBetween(from, to)
      const down = rest.pop()
      if (up === undefined || down === undefined) continue
      for (const lane of rest) {
        note(senders, lane, from, rateOf(up))
        note(receivers, lane, to, rateOf(down))
      }
    }
  }
  const most = (rates: ReadonlyMap<string, number> | undefined): number =>
    [...(rates?.values() ?? [])].reduce((sum, rate) => sum + rate, 0)
  const isContested = (lane: number): boolean =>
    Math.min(most(senders.get(lane)), most(receivers.get(lane))) > rateOf(lane)
  return new Set([...senders.keys()].filter(isContested))
}
