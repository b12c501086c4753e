/** The named topologies, for command lines and menus. */
import { assert } from '../base/assert.ts'
import { pickOne, randomInt, seededRandom } from '../base/random.ts'
import { ACCESS_PRESETS, type AccessName, accessLink } from './presets.ts'
import { backboneLink, THESIS_SIZES, type ThesisSize, thesis } from './thesis.ts'
import { type Direction, faultOf, type Topology } from './topology.ts'

export const BUILT_IN_NAMES = [
  ...THESIS_SIZES.map(size => `thesis-${size}` as const),
  'star',
  'ring',
  'grid',
  'tree',
  'random',
] as const
export type BuiltInName = (typeof BUILT_IN_NAMES)[number]

export interface BuiltInOptions {
  /** 1 to MAX_PEERS. For shapes only: the names of the thesis's networks say how many they have. */
  readonly peers?: number
  readonly access?: AccessName
  readonly duplex?: 'full' | 'half'
  readonly seed?: number
  /** The thesis's networks only. */
  readonly accessBitsPerSec?: number
}

const DEFAULT_PEERS = 20
/** Peers on each router, about as in the thesis, which has 46 on 17. */
const PEERS_PER_ROUTER = 3
/** More routers would only make paths longer. */
const MOST_ROUTERS = 200

export const isBuiltIn = (name: string): name is BuiltInName =>
  (BUILT_IN_NAMES as readonly string[]).includes(name)

export const isThesis = (name: BuiltInName): boolean => name.startsWith('thesis-')

export function builtIn(name: BuiltInName, options: BuiltInOptions = {}): Topology {
  const topology = build(name, options)
  const fault = faultOf(topology)
  assert(!fault, `the built-in topology ${name} is unlawful: ${fault?.reason}`)
  return topology
}

function build(name: BuiltInName, options: BuiltInOptions): Topology {
  const peers = options.peers ?? DEFAULT_PEERS
  const shape = { ...options, peers }
  const routers = Math.min(Math.max(Math.ceil(peers / PEERS_PER_ROUTER), 3), MOST_ROUTERS)
  const side = Math.ceil(Math.sqrt(routers))
  switch (name) {
    case 'star':
      return star(shape)
    case 'ring':
      return ring(routers, shape)
    case 'grid':
      return grid(side, side, shape)
    case 'tree':
      return tree(2, Math.ceil(Math.log2(routers)), shape)
    case 'random':
      return random(routers, options.seed ?? 1, shape)
    default:
      return thesis(Number(name.slice('thesis-'.length)) as ThesisSize, options)
  }
}

/** Plain shapes are for studies of one effect at a time, random ones for large swarms. */
interface ShapeOptions {
  /** Dealt to the routers in turn, or, in a tree, to its leaves. */
  readonly peers: number
  readonly access?: AccessName
  readonly duplex?: 'full' | 'half'
}

/** One router, all peers around it: they share no link. */
export const star = (options: ShapeOptions): Topology =>
  buildShape('star', 'one router in the middle of all peers', 1, [], options)

/** Routers in a ring: long paths, in two directions. */
function ring(routers: number, options: ShapeOptions): Topology {
  const pairs = Array.from({ length: routers - 1 }, (_, i): Pair => [i, i + 1])
  // Two routers have one link between them, not a ring of two.
  if (routers > 2) pairs.push([routers - 1, 0])
  return buildShape('ring', `${routers} routers in a ring`, routers, pairs, options)
}

/** Routers in rows and columns: many paths of equal length. */
function grid(rows: number, columns: number, options: ShapeOptions): Topology {
  const pairs: Pair[] = []
  for (let at = 0; at < rows * columns; at++) {
    if ((at + 1) % columns !== 0) pairs.push([at, at + 1])
    if (at + columns < rows * columns) pairs.push([at, at + columns])
  }
  return buildShape('grid', `${rows} by ${columns} routers`, rows * columns, pairs, options)
}

/** Peers at the leaves, long paths through the root: the links there are the bottleneck. */
function tree(branches: number, levels: number, options: ShapeOptions): Topology {
  const pairs: Pair[] = []
  let leaves = [0]
  let routers = 1
  for (let level = 0; level < levels; level++) {
    const below: number[] = []
    for (const parent of leaves) {
      for (let branch = 0; branch < branches; branch++) {
        pairs.push([parent, routers])
        below.push(routers++)
      }
    }
    leaves = below
  }
  const note = `a tree of ${levels} levels below the root, ${branches} branches each, peers at its leaves`
  return buildShape('tree', note, routers, pairs, options, leaves)
}

/** Connected: each router to one before it (a random tree), then as many links again at random. */
export function random(routers: number, seed: number, options: ShapeOptions): Topology {
  const chance = seededRandom(seed)
  const pairs: Pair[] = []
  for (let at = 1; at < routers; at++) pairs.push([randomInt(chance, at), at])
  const known = new Set(pairs.map(([a, b]) => a * routers + b))
  const possible = (routers * (routers - 1)) / 2
  const wanted = Math.min(2 * pairs.length, possible)
  while (pairs.length < wanted) {
    const [a, b] = [randomInt(chance, routers), randomInt(chance, routers)].sort(
      (x, y) => x - y,
    ) as Pair
    if (a === b || known.has(a * routers + b)) continue
    known.add(a * routers + b)
    pairs.push([a, b])
  }
  const places = Array.from({ length: routers }, (_, i) => i)
  const dealt = Array.from({ length: options.peers }, () => pickOne(chance, places) as number)
  const note = `${routers} routers linked by chance, seed ${seed}`
  return buildShape('random', note, routers, pairs, options, dealt)
}

type Pair = [number, number]

/** `places`: the routers to which peers are assigned in turn; all of them if left out. */
function buildShape(
  name: string,
  note: string,
  routerCount: number,
  pairs: readonly Pair[],
  options: ShapeOptions,
  places?: readonly number[],
): Topology {
  const routers = Array.from({ length: routerCount }, (_, i) => `router${i + 1}`)
  const peers = Array.from({ length: options.peers }, (_, i) => `peer${i + 1}`)
  const { access = 'thesis', duplex = 'full' } = options
  const ways = accessLink(ACCESS_PRESETS[access])
  // Half duplex is one common channel, so it has one rate: the lower of the two.
  if (duplex === 'half') ways.forth = ways.back = narrower(ways.forth, ways.back)
  const placeOf = (peer: number): number =>
    places ? (places[peer % places.length] as number) : peer % routerCount
  return {
    name,
    note: `${note}, ${options.peers} peers (${ACCESS_PRESETS[access].title})`,
    routers,
    tracker: 'tracker',
    peers,
    links: [
      ...pairs.map(([a, b]) => backboneLink(routers[a] as string, routers[b] as string)),
      backboneLink('tracker', routers[0] as string),
      ...peers.map((from, i) => ({ from, to: routers[placeOf(i)] as string, ...ways, duplex })),
    ],
  }
}

const narrower = (a: Direction, b: Direction): Direction =>
  a.rateBitsPerSec < b.rateBitsPerSec ? a : b
