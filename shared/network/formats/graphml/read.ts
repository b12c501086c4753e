/**
 * Networks in GraphML, as topologies: the Internet Topology Zoo's files, those of other tools as far as
 * they say rates and delays with their units, and those that `write.ts` makes.
 */
import type { Position } from '../../../base/json-file.ts'
import { MAX_FILE_BYTES, MAX_LINKS, MAX_PEERS, MAX_ROUTERS } from '../../topology.ts'
import {
  type GraphLink,
  type GraphNode,
  type ImportedTopology,
  roleByWord,
  topologyOfGraph,
} from '../graph.ts'
import { LeftOut } from '../left-out.ts'
import { type Data, distanceDelayMs, wayBackOf, wayOf } from './fields.ts'
import { graphmlError, readXml } from './xml.ts'

const MAX_NODES = MAX_ROUTERS + MAX_PEERS + 1
/** The Topology Zoo's have 33. */
const MAX_KEYS = 500
const MAX_FIELDS = 100
const MAX_TEXT_LENGTH = 100_000
const START: Position = { line: 1, column: 1 }

interface Element {
  readonly kind: 'graph' | 'node' | 'edge'
  readonly at: Position
  readonly attributes: Readonly<Record<string, string>>
  readonly data: Map<string, string>
}

/** Throws FileError. */
export function readGraphml(text: string): ImportedTopology {
  if (text.length > MAX_FILE_BYTES)
    throw graphmlError(START, `the file is longer than ${MAX_FILE_BYTES} characters`)
  const leftOut = new LeftOut()
  const reader = new Reader(leftOut)
  readXml(text.replace(/^\ufeff/, ''), reader)
  return topologyOfGraph(reader.graph(), leftOut)
}

class Reader {
  readonly #leftOut: LeftOut
  /** By id: the attribute's name, and the value where an element has none. */
  readonly #keys = new Map<string, { name: string; for: string; usual: string | undefined }>()
  readonly #nodes: Element[] = []
  readonly #edges: Element[] = []
  readonly #open: (Element | undefined)[] = []
  #graph: Element | undefined
  /** Elements that are open of another graph, inside or beside the first. */
  #skipped = 0
  #text: string | undefined
  /** The key or data element that is being read. */
  #key: string | undefined

  constructor(leftOut: LeftOut) {
    this.#leftOut = leftOut
  }

  open(name: string, attributes: Readonly<Record<string, string>>, at: Position): void {
    if (this.#skipped > 0 || (name === 'graph' && this.#graph)) {
      if (this.#skipped++ === 0) this.#leftOut.add('only the first graph is read', at.line)
      return
    }
    this.#open.push(this.#opened(name, attributes, at))
  }

  #opened(
    name: string,
    attributes: Readonly<Record<string, string>>,
    at: Position,
  ): Element | undefined {
    if (this.#open.length === 0 && name !== 'graphml')
      throw graphmlError(
        at,
        `a GraphML file begins with <graphml>, not with <${name.slice(0, 40)}>`,
      )
    switch (name) {
      case 'key':
        return this.#declare(attributes, at)
      case 'data':
        this.#key = attributes.key ?? ''
        this.#text = ''
        return undefined
      case 'default':
        this.#text = ''
        return undefined
      case 'graph':
        this.#graph = { kind: 'graph', at, attributes, data: new Map() }
        return this.#graph
      case 'node':
      case 'edge':
        return this.#listed({ kind: name, at, attributes, data: new Map() })
      case 'hyperedge':
      case 'port':
        this.#leftOut.add('hyperedges and ports are left out', at.line)
    }
    return undefined
  }

  text(text: string): void {
    if (this.#skipped === 0 && this.#text !== undefined && this.#text.length < MAX_TEXT_LENGTH)
      this.#text += text
  }

  close(name: string): void {
    if (this.#skipped > 0) {
      this.#skipped--
      return
    }
    this.#open.pop()
    const text = this.#text
    if (name === 'data') {
      const element = this.#open.findLast(each => each !== undefined)
      const key = this.#key ?? ''
      const field = this.#keys.get(key)?.name ?? key
      if (element && element.data.size < MAX_FIELDS) element.data.set(field, text ?? '')
    }
    if (name === 'default') {
      const key = this.#keys.get(this.#key ?? '')
      if (key) key.usual = text
    }
    if (name === 'data' || name === 'default') this.#text = undefined
  }

  graph() {
    if (!this.#graph) throw graphmlError(START, 'there is no <graph> in it')
    const places = new Map<string, number>()
    const nodes = this.#nodes.map((node, place): GraphNode => {
      const id = node.attributes.id
      if (id === undefined) throw graphmlError(node.at, 'a node has no id')
      if (places.has(id)) throw graphmlError(node.at, `there are two nodes with the id "${id}"`)
      places.set(id, place)
      const data = this.#dataOf(node)
      const word = data.get('role') ?? data.get('type')
      const role = word === undefined ? undefined : roleByWord(word)
      return { name: data.get('label')?.trim() || id, role, line: node.at.line }
    })
    const links = this.#edges.map(edge => this.#link(edge, places))
    const data = this.#dataOf(this.#graph)
    const { id } = this.#graph.attributes
    return {
      name: (data.get('label') ?? data.get('Network') ?? id ?? '').trim() || 'network',
      note: data.get('Note') ?? '',
      nodes,
      links,
      // In the Topology Zoo and its like every node is a router, or a whole town of them.
      leavesArePeers: false,
      fail: (line: number, reason: string) => {
        throw graphmlError({ line, column: 1 }, reason)
      },
    }
  }

  #link(edge: Element, places: ReadonlyMap<string, number>): GraphLink {
    const [from, to] = [edge.attributes.source, edge.attributes.target].map(id => {
      const place = id === undefined ? undefined : places.get(id)
      if (place !== undefined) return place
      throw graphmlError(edge.at, `the edge leads to "${id ?? ''}", and no node has this id`)
    }) as [number, number]
    const data = this.#dataOf(edge)
    const ends = [from, to].map(place => this.#dataOf(this.#nodes[place] as Element))
    const forth = wayOf(data, edge.at, this.#leftOut)
    const withDelay = { ...forth, delayMs: forth.delayMs ?? distanceDelayMs(ends) }
    return {
      from,
      to,
      forth: withDelay,
      back: wayBackOf(data, withDelay, edge.at),
      duplex: data.get('duplex') === 'half' ? 'half' : 'full',
      line: edge.at.line,
    }
  }

  #dataOf({ kind, data }: Element): Data {
    if (this.#defaults.get(kind) === undefined) {
      const usual = [...this.#keys.values()].flatMap(key =>
        key.usual !== undefined && (key.for === kind || key.for === 'all')
          ? [[key.name, key.usual] as const]
          : [],
      )
      this.#defaults.set(kind, new Map(usual))
    }
    const usual = this.#defaults.get(kind) as Map<string, string>
    return usual.size === 0 ? data : new Map([...usual, ...data])
  }

  readonly #defaults = new Map<Element['kind'], Map<string, string>>()

  #declare(attributes: Readonly<Record<string, string>>, at: Position): undefined {
    const { id } = attributes
    if (id === undefined) throw graphmlError(at, 'a key has no id')
    if (this.#keys.size === MAX_KEYS) throw graphmlError(at, `there are more than ${MAX_KEYS} keys`)
    const name = attributes['attr.name'] ?? id
    this.#keys.set(id, { name, for: attributes.for ?? 'all', usual: undefined })
    this.#key = id
    return undefined
  }

  #listed(element: Element): Element {
    const [list, max] =
      element.kind === 'node' ? [this.#nodes, MAX_NODES] : [this.#edges, MAX_LINKS]
    if (list.length === max)
      throw graphmlError(element.at, `there are more than ${max} ${element.kind}s`)
    list.push(element)
    return element
  }
}
