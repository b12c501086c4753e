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
  readonly lane: number
  readonly delayNs: number
}

/** Shortest routes to one router: the first step from each other router. */
type Tree = ReadonlyMap<string, Step>

export class Routes {
  /** By lane number. */
  readonly lanes: readonly LaneSpec[]
  readonly #steps = new Map<string, Step[]>()
  readonly #isRouter: ReadonlySet<string>
  readonly #trees = new Map<string, Tree>()

  constructor(topology: Topology) {
    const lanes: LaneSpec[] = []
    for (const link of topology.links) this.#addLink(link, lanes)
    this.lanes = lanes
    this.#isRouter = new Set(topology.routers)
  }

  /** The lanes from one node to another, in order. Empty from a node to itself. */
  lanesBetween(from: string, to: string): number[] {
    return this.#stepsBetween(from, to).map(step => step.lane)
  }

  /** The nodes on the route, both ends included. */
  nodesBetween(from: string, to: string): string[] {
    return [from, ...this.#stepsBetween(from, to).map(step => step.to)]
  }

  #stepsBetween(from: string, to: string): Step[] {
    if (from === to) return []
    const steps: Step[] = []
    const first = this.#enter(from)
    if (first) steps.push(first)
    const last = this.#enter(to)
    const destination = last ? last.to : to
    const tree = this.#treeTo(destination)
    for (let at = first ? first.to : from; at !== destination; ) {
      const step = tree.get(at)
      assert(step, `no route from ${at} to ${destination}`)
      steps.push(step)
      at = step.to
    }
    if (last) steps.push(this.#stepTo(destination, to))
    return steps
  }

  /** The one link of a peer or the tracker; undefined for a router. */
  #enter(node: string): Step | undefined {
    if (this.#isRouter.has(node)) return undefined
    const step = this.#steps.get(node)?.[0]
    assert(step, `${node} is not in the topology`)
    return step
  }

  #stepTo(router: string, node: string): Step {
    const step = this.#steps.get(router)?.find(({ to }) => to === node)
    assert(step, `${router} is not linked to ${node}`)
    return step
  }

  #addLink({ from, to, forth, back, duplex }: TopologyLink, lanes: LaneSpec[]): void {
    const [low, high] = from < to ? [from, to] : [to, from]
    const there = lanes.length
    lanes.push({ name: duplex === 'half' ? `${low}=${high}` : `${from}>${to}`, direction: forth })
    if (duplex === 'full') lanes.push({ name: `${to}>${from}`, direction: back })
    this.#addStep(from, { to, lane: there, delayNs: nanoseconds(forth) })
    this.#addStep(to, { to: from, lane: lanes.length - 1, delayNs: nanoseconds(back) })
  }

  #addStep(from: string, step: Step): void {
    const steps = this.#steps.get(from)
    if (steps) steps.push(step)
    else this.#steps.set(from, [step])
  }

  #treeTo(router: string): Tree {
    const known = this.#trees.get(router)
    if (known) return known
    const tree = this.#growTree(router)
    this.#trees.set(router, tree)
    return tree
  }

  /** Dijkstra from the destination back; among equally good next hops, the first by name. */
  #growTree(destination: string): Tree {
    const best = new Map<string, Cost>([[destination, { delayNs: 0, hops: 0 }]])
    const queue = new EventQueue<string>()
    queue.add(0, destination)
    for (let entry = queue.take(); entry; entry = queue.take()) {
      const known = best.get(entry.event) as Cost
      if (entry.at > known.delayNs) continue
      for (const { to: before } of this.#routerSteps(entry.event)) {
        const { delayNs } = this.#stepTo(before, entry.event)
        const cost = { delayNs: known.delayNs + delayNs, hops: known.hops + 1 }
        const other = best.get(before)
        if (other && !isBetter(cost, other)) continue
        best.set(before, cost)
        queue.add(cost.delayNs, before)
      }
    }
    const next = new Map<string, Step>()
    for (const [router, cost] of best) {
      const step = this.#firstStep(router, cost, best)
      if (step) next.set(router, step)
    }
    return next
  }

  #firstStep(router: string, cost: Cost, best: ReadonlyMap<string, Cost>): Step | undefined {
    let first: Step | undefined
    for (const step of this.#routerSteps(router)) {
      const rest = best.get(step.to)
      if (rest === undefined || rest.hops + 1 !== cost.hops) continue
      if (rest.delayNs + step.delayNs !== cost.delayNs) continue
      if (first === undefined || step.to < first.to) first = step
    }
    return first
  }

  #routerSteps(router: string): Step[] {
    return (this.#steps.get(router) ?? []).filter(({ to }) => this.#isRouter.has(to))
  }
}

interface Cost {
  readonly delayNs: number
  readonly hops: number
}

const isBetter = (a: Cost, b: Cost): boolean =>
  a.delayNs < b.delayNs || (a.delayNs === b.delayNs && a.hops < b.hops)

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
