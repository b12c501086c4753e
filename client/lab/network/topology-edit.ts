/** Pure changes to a topology's file. Whether the result is valid, the parser decides. */
import { type Document, isDocument, type Value } from '../setup/draft.ts'

export interface TopologyFile extends Document {
  readonly routers: readonly string[]
  readonly tracker: string
  readonly peers: readonly string[]
  readonly links: readonly LinkFile[]
}

export interface LinkFile extends Document {
  readonly from: string
  readonly to: string
}

/** The thesis's lines: used when there is no line to copy. */
const ACCESS = { rate: '6Mbps', delay: '100us' }
const BACKBONE = { rate: '100Mbps', delay: '100us' }

/** Undefined if it is not a topology's file. */
export function topologyFileIn(value: Value | undefined): TopologyFile | undefined {
  if (!isDocument(value)) return undefined
  const { routers, tracker, peers, links } = value
  const isOne =
    areNames(routers) && areNames(peers) && typeof tracker === 'string' && areLinks(links)
  return isOne ? (value as TopologyFile) : undefined
}

const areNames = (value: Value | undefined): boolean =>
  Array.isArray(value) && value.every(name => typeof name === 'string')

const areLinks = (value: Value | undefined): boolean =>
  Array.isArray(value) &&
  value.every(
    link => isDocument(link) && [link.from, link.to].every(end => typeof end === 'string'),
  )

interface Added {
  readonly file: TopologyFile
  readonly name: string
}

/** Its line is a copy of the last peer's. */
export function addPeer(file: TopologyFile, router: string): Added {
  const name = freeName(file, likeOthers(file.peers, 'peer'))
  const line = lineOf(file, file.peers.at(-1)) ?? ACCESS
  const link = { ...line, from: name, to: router }
  return { name, file: { ...file, peers: [...file.peers, name], links: [...file.links, link] } }
}

export function addRouter(file: TopologyFile, beside: string): Added {
  const name = freeName(file, likeOthers(file.routers, 'router'))
  const grown = { ...file, routers: [...file.routers, name] }
  return { name, file: addLink(grown, beside, name) }
}

/** Between two routers; a copy of the first such link. */
export function addLink(file: TopologyFile, from: string, to: string): TopologyFile {
  const routers = new Set(file.routers)
  const like = file.links.find(link => routers.has(link.from) && routers.has(link.to)) ?? BACKBONE
  return { ...file, links: [...file.links, { ...like, from, to }] }
}

/** A router is removed with its peers. */
export function removeNode(file: TopologyFile, name: string): TopologyFile {
  const isRouter = file.routers.includes(name)
  const guests = isRouter ? file.peers.filter(peer => isLinked(file, peer, name)) : []
  const gone = new Set([name, ...guests])
  return {
    ...file,
    routers: file.routers.filter(router => !gone.has(router)),
    peers: file.peers.filter(peer => !gone.has(peer)),
    links: file.links.filter(({ from, to }) => !gone.has(from) && !gone.has(to)),
  }
}

export const removeLink = (file: TopologyFile, link: LinkFile): TopologyFile => ({
  ...file,
  links: file.links.filter(other => !isSame(other, link)),
})

/** `value` undefined: the key is removed. */
export function changeLink(
  file: TopologyFile,
  link: LinkFile,
  key: string,
  value: Value | undefined,
): TopologyFile {
  const { [key]: _, ...rest } = link
  const changed = { ...rest, ...(value !== undefined && { [key]: value }) } as LinkFile
  return { ...file, links: file.links.map(other => (isSame(other, link) ? changed : other)) }
}

export const linkBetween = (file: TopologyFile, a: string, b: string): LinkFile | undefined =>
  file.links.find(link => isSame(link, { from: a, to: b }) || isSame(link, { from: b, to: a }))

const isLinked = (file: TopologyFile, a: string, b: string): boolean =>
  linkBetween(file, a, b) !== undefined

const isSame = (a: Ends, b: Ends): boolean => a.from === b.from && a.to === b.to

interface Ends {
  readonly from: string
  readonly to: string
}

function lineOf({ links }: TopologyFile, peer: string | undefined): Document | undefined {
  return links.find(({ from }) => from === peer)
}

/** 'client' of 'client46' */
const likeOthers = (names: readonly string[], otherwise: string): string =>
  names.at(-1)?.replace(/\d+$/, '') || otherwise

function freeName({ routers, peers, tracker }: TopologyFile, begin: string): string {
  const taken = new Set([...routers, ...peers, tracker])
  let number = 1
  while (taken.has(`${begin}${number}`)) number++
  return `${begin}${number}`
}
