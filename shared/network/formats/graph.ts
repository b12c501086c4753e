/**
 * A graph as other tools describe networks, and the topology that comes of it. Ours asks for more: a
 * tracker, peers, and one line for each of them, to a router. What is missing is added, and said.
 */
import type { Loss } from '../loss.ts'
import { direction } from '../presets.ts'
import {
  type Direction,
  faultOf,
  isName,
  MAX_NAME_LENGTH,
  MAX_PEERS,
  MAX_ROUTERS,
  type Topology,
  type TopologyLink,
} from '../topology.ts'
import { MAX_RATE_BITS_PER_SEC } from '../units.ts'
import { isolatedParts } from './islands.ts'
import type { LeftOut } from './left-out.ts'

export type Role = 'router' | 'peer' | 'tracker'

export interface GraphNode {
  readonly name: string
  /** Undefined: the file does not say. */
  readonly role: Role | undefined
  readonly line: number
}

/** One way over a link. What is undefined the file does not say. */
export interface GraphWay {
  readonly rateBitsPerSec: number | undefined
  readonly delayMs: number | undefined
  readonly queueBytes?: number
  readonly loss?: Loss | undefined
}

/** `from` and `to` are places in the list of nodes. */
export interface GraphLink {
  readonly from: number
  readonly to: number
  readonly forth: GraphWay
  /** Undefined: the file leads this way only. */
  readonly back: GraphWay | undefined
  readonly duplex: 'full' | 'half'
  readonly line: number
}

export interface Graph {
  readonly name: string
  readonly note: string
  readonly nodes: readonly GraphNode[]
  readonly links: readonly GraphLink[]
  /** Whether a node of unknown role with one line is a peer. If not, it is a router. */
  readonly leavesArePeers: boolean
  /** Throws. */
  readonly fail: (line: number, reason: string) => never
}

export interface ImportedTopology {
  readonly topology: Topology
  /** Sentences: what of the file is not in the topology, and what was added. */
  readonly leftOut: readonly string[]
}

/** As in the thesis. */
const BACKBONE = direction(100e6, 0.1)
const ACCESS = direction(6e6, 0.1)
/** Between a peer and the router that stands for its place: no bottleneck. */
const INSIDE = direction(MAX_RATE_BITS_PER_SEC, 0)

export function topologyOfGraph(graph: Graph, leftOut: LeftOut): ImportedTopology {
  if (graph.nodes.length === 0) graph.fail(1, 'there is no node in the network')
  const shape = new Shape(graph, leftOut)
  shape.join()
  shape.keepOnePart()
  shape.giveRoles()
  shape.addPeers()
  shape.chooseTracker()
  shape.putRoutersBefore()
  const topology = shape.topology()
  if (topology.routers.length > MAX_ROUTERS)
    graph.fail(1, `there are ${topology.routers.length} routers, and at most ${MAX_ROUTERS} may be`)
  const fault = faultOf(topology)
  if (fault) graph.fail(shape.lineOf(fault.at), fault.reason)
  return { topology, leftOut: leftOut.sentences }
}

interface ShapeNode {
  name: string
  role: Role | undefined
  readonly line: number
}

type ShapeLink = { -readonly [K in keyof GraphLink]: GraphLink[K] }

/** The graph on its way to a topology. */
class Shape {
  readonly #graph: Graph
  readonly #leftOut: LeftOut
  readonly #nodes: ShapeNode[]
  readonly #names = new Set<string>()
  /** The last number given to a name that was taken. */
  readonly #numbers = new Map<string, number>()
  #isGone: boolean[]
  #links: ShapeLink[] = []

  constructor(graph: Graph, leftOut: LeftOut) {
    this.#graph = graph
    this.#leftOut = leftOut
    this.#nodes = graph.nodes.map(node => ({ ...node, name: this.#lawful(node.name, node.line) }))
    this.#isGone = this.#nodes.map(() => false)
  }

  /** Two ways become one link, and of links between the same two nodes one is kept. */
  join(): void {
    const byPair = new Map<string, ShapeLink>()
    const isMet = new Set<ShapeLink>()
    for (const link of this.#graph.links) {
      const { from, to, line } = link
      if (from === to) {
        this.#leftOut.add('a link from a node to itself is left out', line)
        continue
      }
      const pair = from < to ? `${from} ${to}` : `${to} ${from}`
      const known = byPair.get(pair)
      if (!known) {
        byPair.set(pair, { ...link })
        continue
      }
      if (link.back === undefined && known.back === undefined && known.from === to) {
        known.back = link.forth
        isMet.add(known)
        continue
      }
      const isFaster = speedOf(link) > speedOf(known)
      if (isFaster && !isMet.has(known)) Object.assign(known, link)
      this.#leftOut.add('of two links between the same nodes the faster one is kept', line)
    }
    this.#links = [...byPair.values()]
    for (const link of this.#links) {
      if (link.back !== undefined) continue
      link.back = link.forth
      this.#leftOut.add('a link leads one way; it has been given a way back like it', link.line)
    }
  }

  /** The part with most nodes: from one part no piece could reach another. */
  keepOnePart(): void {
    const [, ...others] = isolatedParts(this.#nodes.length, this.#links)
    for (const node of others.flat()) {
      this.#isGone[node] = true
      const { line } = this.#nodes[node] as ShapeNode
      this.#leftOut.add('a node that no path leads to is left out', line)
    }
    this.#links = this.#links.filter(({ from }) => !this.#isGone[from])
  }

  giveRoles(): void {
    const degrees = this.#degrees()
    for (const [index, node] of this.#nodes.entries()) {
      if (node.role !== undefined) continue
      node.role = this.#graph.leavesArePeers && degrees[index] === 1 ? 'peer' : 'router'
    }
  }

  addPeers(): void {
    if (this.#hereOf('peer').length > 0) return
    const routers = this.#hereOf('router').slice(0, MAX_PEERS)
    for (const router of routers) {
      const { name, line } = this.#nodes[router] as ShapeNode
      const peer = this.#add(`${name}-peer`, 'peer', line)
      this.#link(peer, router, ACCESS, line)
    }
    this.#leftOut.add(
      'The file names no peers: one was added at each router, on a line of 6 Mbit/s and 100 us',
    )
  }

  chooseTracker(): void {
    const [first, ...others] = this.#hereOf('tracker')
    for (const other of others) {
      const node = this.#nodes[other] as ShapeNode
      node.role = 'router'
      this.#leftOut.add('there is one tracker only: the others are routers here', node.line)
    }
    if (first !== undefined) return
    const degrees = this.#degrees()
    const routers = this.#hereOf('router')
    const [start = 0] = routers.length > 0 ? routers : this.#hereOf('peer')
    const best = routers.reduce(
      (most, each) => ((degrees[each] ?? 0) > (degrees[most] ?? 0) ? each : most),
      start,
    )
    const { name, line } = this.#nodes[best] as ShapeNode
    this.#link(this.#add('tracker', 'tracker', line), best, BACKBONE, line)
    this.#leftOut.add(`The file names no tracker: one was added at "${name}"`)
  }

  /** A peer has one line, to a router: where it is otherwise, a router takes its place before it. */
  putRoutersBefore(): void {
    const linksOf = new Map<number, ShapeLink[]>()
    for (const link of this.#links) {
      for (const end of [link.from, link.to]) {
        const known = linksOf.get(end)
        if (known) known.push(link)
        else linksOf.set(end, [link])
      }
    }
    for (const role of ['peer', 'tracker'] as const) {
      for (const index of this.#hereOf(role)) {
        const own = linksOf.get(index) ?? []
        const [only] = own
        const other = only && (only.from === index ? only.to : only.from)
        if (own.length === 1 && this.#nodes[other as number]?.role === 'router') continue
        this.#putRouterBefore(index, own)
      }
    }
  }

  topology(): Topology {
    const { name, note } = this.#graph
    const namesOf = (role: Role) => this.#hereOf(role).map(index => this.#nodes[index]?.name ?? '')
    return {
      name,
      note,
      routers: namesOf('router'),
      tracker: namesOf('tracker')[0] ?? '',
      peers: namesOf('peer'),
      links: this.#links.map(link => this.#topologyLink(link)),
    }
  }

  /** Of a place in the topology. */
  lineOf([list, index]: readonly (string | number)[]): number {
    return (list === 'links' ? this.#links[index as number]?.line : undefined) ?? 1
  }

  #topologyLink({ from, to, forth, back, duplex, line }: ShapeLink): TopologyLink {
    const [a, b] = [this.#nodes[from] as ShapeNode, this.#nodes[to] as ShapeNode]
    const isBackbone = a.role !== 'peer' && b.role !== 'peer'
    const usual = isBackbone ? BACKBONE : ACCESS
    const whole = (way: GraphWay): Direction => {
      if (way.rateBitsPerSec === undefined) {
        const rate = isBackbone ? '100 Mbit/s between routers' : '6 Mbit/s to a peer'
        this.#leftOut.add(`the link has no rate: ${rate} was taken`, line)
      }
      if (way.delayMs === undefined)
        this.#leftOut.add('the link has no delay: 100 us was taken', line)
      return {
        rateBitsPerSec: way.rateBitsPerSec ?? usual.rateBitsPerSec,
        delayMs: way.delayMs ?? usual.delayMs,
        queueBytes: way.queueBytes ?? usual.queueBytes,
        loss: way.loss,
      }
    }
    return { from: a.name, to: b.name, forth: whole(forth), back: whole(back ?? forth), duplex }
  }

  #putRouterBefore(index: number, own: readonly ShapeLink[]): void {
    const node = this.#nodes[index] as ShapeNode
    const router = this.#add(`${node.name}-router`, 'router', node.line)
    for (const link of own) {
      if (link.from === index) link.from = router
      else link.to = router
    }
    this.#link(index, router, INSIDE, node.line)
    this.#leftOut.add(
      'a peer has one line, to a router: a router without a delay of its own was put before it',
      node.line,
    )
  }

  #add(name: string, role: Role, line: number): number {
    this.#nodes.push({ name: this.#free(name), role, line })
    this.#isGone.push(false)
    return this.#nodes.length - 1
  }

  #link(from: number, to: number, way: Direction, line: number): void {
    this.#links.push({ from, to, forth: way, back: way, duplex: 'full', line })
  }

  #hereOf = (role: Role): number[] =>
    this.#nodes.flatMap((node, index) => (node.role === role && !this.#isGone[index] ? index : []))

  #degrees(): number[] {
    const degrees = this.#nodes.map(() => 0)
    for (const { from, to } of this.#links) {
      degrees[from] = (degrees[from] as number) + 1
      degrees[to] = (degrees[to] as number) + 1
    }
    return degrees
  }

  /** Letters without their accents, and "-" for what our names cannot have. */
  #lawful(name: string, line: number): string {
    const plain = name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[._-]+|-+$/g, '')
      .slice(0, MAX_NAME_LENGTH)
    const lawful = this.#free(isName(name) ? name : plain || 'node')
    if (lawful !== name)
      this.#leftOut.add('names are written with the letters that names have here', line)
    return lawful
  }

  #free(name: string): string {
    let free = name.slice(0, MAX_NAME_LENGTH)
    let number = this.#numbers.get(name) ?? 1
    while (this.#names.has(free)) {
      const end = `.${++number}`
      free = `${name.slice(0, MAX_NAME_LENGTH - end.length)}${end}`
    }
    this.#numbers.set(name, number)
    this.#names.add(free)
    return free
  }
}

const speedOf = ({ forth }: GraphLink): number => forth.rateBitsPerSec ?? 0

const PEER_WORDS = /peer|client|leech|seed|host|user|station|subscriber|laptop|phone/i
const ROUTER_WORDS = /router|switch|gateway|backbone|core|hub|bridge|accesspoint/i

/** By what people call such a node; undefined: the word says nothing. */
export function roleByWord(word: string): Role | undefined {
  if (/tracker/i.test(word)) return 'tracker'
  if (ROUTER_WORDS.test(word)) return 'router'
  return PEER_WORDS.test(word) ? 'peer' : undefined
}
