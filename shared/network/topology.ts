/**
 * A network: routers, one tracker, peers, and the links between them. Plain data; `faultOf` alone
 * decides whether it is valid, for files and for built-in topologies.
 */
import type { Loss } from './loss.ts'
import { MAX_RATE_BITS_PER_SEC } from './units.ts'

/** One direction of a link. */
export interface Direction {
  readonly rateBitsPerSec: number
  readonly delayMs: number
  /** Bytes that may wait; a full queue drops what arrives (tail drop). Infinity: no limit. */
  readonly queueBytes: number
  readonly loss: Loss | undefined
}

/**
 * `forth` leads from `from` to `to`, `back` the other way: on a peer's link, written from the peer,
 * `forth` is its upload. Half duplex is one common channel that both ways share, so both are equal.
 */
export interface TopologyLink {
  readonly from: string
  readonly to: string
  readonly forth: Direction
  readonly back: Direction
  readonly duplex: 'full' | 'half'
}

export interface Topology {
  readonly name: string
  /** A description for people: what it is, and where its numbers come from. */
  readonly note: string
  readonly routers: readonly string[]
  readonly tracker: string
  readonly peers: readonly string[]
  readonly links: readonly TopologyLink[]
}

/** Routes are kept for every pair of routers in use: a million at most. */
export const MAX_ROUTERS = 1_000
/** The largest swarm that is simulated has 10,000. */
export const MAX_PEERS = 20_000
/** One for each peer, and a mesh of routers. */
export const MAX_LINKS = 40_000
/** Room for the largest topology with a line for each link. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024
export const MAX_NAME_LENGTH = 64
/** A day: far above any real delay, and sums of delays stay exact. */
const MAX_DELAY_MS = 86_400_000

/** What is invalid, and where in the topology: a key, or a list and an index in it. */
interface TopologyFault {
  readonly at: readonly (string | number)[]
  readonly reason: string
}

/** The first fault; undefined for a valid topology. */
export function faultOf(topology: Topology): TopologyFault | undefined {
  return nameFault(topology) ?? linkFault(topology) ?? edgeFault(topology) ?? islandFault(topology)
}

function nameFault({ routers, tracker, peers }: Topology): TopologyFault | undefined {
  if (routers.length === 0) return { at: [], reason: 'there is no router' }
  if (peers.length === 0) return { at: [], reason: 'there is no peer' }
  const seen = new Map<string, string>()
  const check = (name: string, kind: string): string | undefined => {
    if (!isName(name)) {
      return `${JSON.stringify(name.slice(0, MAX_NAME_LENGTH))} cannot be a name: letters, digits, ".", "_" and "-" only, at most ${MAX_NAME_LENGTH}`
    }
    const other = seen.get(name)
    seen.set(name, kind)
    return other && `the name "${name}" is taken by a ${other}`
  }
  for (const [kind, list, names] of [
    ['router', 'routers', routers],
    ['peer', 'peers', peers],
  ] as const) {
    for (const [index, name] of names.entries()) {
      const reason = check(name, kind)
      if (reason) return { at: [list, index], reason }
    }
  }
  const reason = check(tracker, 'tracker')
  return reason ? { at: ['tracker'], reason } : undefined
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

export const isName = (text: string): boolean => NAME.test(text) && text.length <= MAX_NAME_LENGTH

function linkFault({ routers, tracker, peers, links }: Topology): TopologyFault | undefined {
  const nodes = new Set([...routers, tracker, ...peers])
  const pairs = new Set<string>()
  for (const [index, link] of links.entries()) {
    const reason = faultOfLink(link, nodes, pairs)
    if (reason) return { at: ['links', index], reason }
  }
  return undefined
}

function faultOfLink(
  link: TopologyLink,
  nodes: Set<string>,
  pairs: Set<string>,
): string | undefined {
  const { from, to, forth, back, duplex } = link
  const unknown = [from, to].find(name => !nodes.has(name))
  if (unknown !== undefined)
    return `the link leads to "${unknown}", which is no router, tracker or peer`
  if (from === to) return `the link leads from "${from}" to itself`
  const pair = from < to ? `${from} ${to}` : `${to} ${from}`
  if (pairs.has(pair)) return `"${from}" and "${to}" are linked twice`
  pairs.add(pair)
  if (duplex === 'half' && !isSame(forth, back)) {
    return 'a half-duplex link is one common channel: both ways have the same rate, delay, queue and loss'
  }
  return directionFault(forth) ?? directionFault(back)
}

const isSame = (a: Direction, b: Direction): boolean =>
  a.rateBitsPerSec === b.rateBitsPerSec &&
  a.delayMs === b.delayMs &&
  a.queueBytes === b.queueBytes &&
  JSON.stringify(a.loss) === JSON.stringify(b.loss)

/** Written so that NaN fails every test. */
function directionFault({
  rateBitsPerSec,
  delayMs,
  queueBytes,
  loss,
}: Direction): string | undefined {
  if (!(rateBitsPerSec > 0 && rateBitsPerSec <= MAX_RATE_BITS_PER_SEC)) {
    return `a rate lies above 0 and at most at 1000 Gbps, not at ${rateBitsPerSec} bps`
  }
  if (!(delayMs >= 0 && delayMs <= MAX_DELAY_MS))
    return `a delay lies between 0 and a day, not at ${delayMs} ms`
  if (!(queueBytes >= 0)) return `a queue holds 0 bytes or more, not ${queueBytes}`
  for (const share of loss ? Object.values(loss) : []) {
    if (!(share >= 0 && share <= 1))
      return `a share lies between 0% and 100%, not at ${share * 100}%`
  }
  if (loss && longRunLoss(loss) >= 1) return 'everything would be lost: nothing could ever arrive'
  return undefined
}

export function longRunLoss(loss: Loss): number {
  if ('share' in loss) return loss.share
  const { goodToBad, badToGood, lossInGood, lossInBad } = loss
  if (goodToBad + badToGood === 0) return lossInGood
  const bad = goodToBad / (goodToBad + badToGood)
  return bad * lossInBad + (1 - bad) * lossInGood
}

/** Peers and the tracker have one link each, to a router; they forward nothing. */
function edgeFault({ routers, tracker, peers, links }: Topology): TopologyFault | undefined {
  const isRouter = new Set(routers)
  const linked = new Set<string>()
  for (const [index, { from, to }] of links.entries()) {
    const at = ['links', index]
    const edges = [from, to].filter(name => !isRouter.has(name))
    if (edges.length === 2)
      return { at, reason: `"${from}" and "${to}" need a router between them` }
    const [edge] = edges
    if (edge === undefined) continue
    if (linked.has(edge))
      return { at, reason: `"${edge}" has a link already; only routers have several` }
    linked.add(edge)
  }
  if (!linked.has(tracker))
    return { at: ['tracker'], reason: `no link leads to the tracker "${tracker}"` }
  const index = peers.findIndex(peer => !linked.has(peer))
  if (index >= 0)
    return { at: ['peers', index], reason: `no link leads to the peer "${peers[index]}"` }
  return undefined
}

/** Every node must reach every other: links go both ways, so a search from the tracker is enough. */
function islandFault({ routers, tracker, peers, links }: Topology): TopologyFault | undefined {
  const neighbours = new Map<string, string[]>()
  const join = (a: string, b: string) => {
    const known = neighbours.get(a)
    if (known) known.push(b)
    else neighbours.set(a, [b])
  }
  for (const { from, to } of links) {
    join(from, to)
    join(to, from)
  }
  const reached = new Set([tracker])
  for (const node of reached) for (const next of neighbours.get(node) ?? []) reached.add(next)
  for (const [list, names] of [
    ['peers', peers],
    ['routers', routers],
  ] as const) {
    const index = names.findIndex(name => !reached.has(name))
    if (index >= 0) {
      return { at: [list, index], reason: `no path leads from the tracker to "${names[index]}"` }
    }
  }
  return undefined
}
