/** The topologies that have a name, for command lines and menus. */
import { assert } from '../base/assert.ts'
import type { AccessName } from './presets.ts'
import { grid, random, ring, star, tree } from './shapes.ts'
import { THESIS_SIZES, type ThesisSize, thesis } from './thesis.ts'
import { faultOf, type Topology } from './topology.ts'

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
  /** 1 to MAX_PEERS. Shapes only: the thesis's networks have the peers their names say. */
  readonly peers?: number
  readonly access?: AccessName
  readonly duplex?: 'full' | 'half'
  readonly seed?: number
  /** The thesis's networks only. */
  readonly accessBitsPerSec?: number
}

const DEFAULT_PEERS = 20
/** Peers on one router, about: the thesis has 46 on 17. */
const PEERS_PER_ROUTER = 3
/** More routers than that would only make paths longer. */
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
