/**
 * Topologies as files people write:
 *
 *     {
 *       "name": "two-offices",
 *       "routers": ["north", "south"],
 *       "tracker": "tracker",
 *       "peers": ["alice", "bob"],
 *       "links": [
 *         { "from": "north", "to": "south", "rate": "100Mbps", "delay": "2ms", "queue": "256KiB" },
 *         { "from": "tracker", "to": "north", "rate": "100Mbps", "delay": "100us" },
 *         { "from": "alice", "to": "north", "rate": "1Mbps", "rateBack": "5Mbps", "delay": "14ms" },
 *         { "from": "bob", "to": "south", "access": "dsl" }
 *       ]
 *     }
 *
 * "rate" leads from "from" to "to": on a peer's link it is the upload, "rateBack" the download. Each
 * "…Back" left out equals its way forth. No "queue", or "unlimited": nothing is dropped. No "loss": nothing is lost.
 * "duplex": "half" makes the link one common channel.
 */
import { type Json, type JsonObject, LineError, parseJson } from '../base/json.ts'
import { readList, readObject, readOneOf, readParsed, readText } from '../base/json-reader.ts'
import type { Loss } from './loss.ts'
import { ACCESS_NAMES, ACCESS_PRESETS, accessLink } from './presets.ts'
import {
  type Direction,
  type Fault,
  faultOf,
  type Link,
  MAX_FILE_BYTES,
  MAX_LINKS,
  MAX_PEERS,
  MAX_ROUTERS,
  type Topology,
} from './topology.ts'
import {
  formatDuration,
  formatPercent,
  formatRate,
  formatSize,
  parseDuration,
  parsePercent,
  parseRate,
  parseSize,
} from './units.ts'

/** The file is no topology: on which line, and why. The message says both. */
export class TopologyError extends Error {
  readonly line: number
  readonly reason: string

  constructor(line: number, reason: string) {
    super(`This topology cannot be used. Line ${line}: ${reason}.`)
    this.name = 'TopologyError'
    this.line = line
    this.reason = reason
  }
}

/** Throws TopologyError; what it returns is lawful in every way. */
export function parseTopology(text: string): Topology {
  if (text.length > MAX_FILE_BYTES) {
    throw new TopologyError(1, `the file is longer than ${formatSize(MAX_FILE_BYTES)}`)
  }
  try {
    return readTopology(parseJson(text))
  } catch (error) {
    if (error instanceof LineError) throw new TopologyError(error.line, error.reason)
    throw error
  }
}

/** Of a topology that stands in another file. Throws LineError. */
export function readTopology(json: Json): Topology {
  const fields = readObject(
    json,
    'the topology',
    ['name', 'routers', 'tracker', 'peers', 'links'],
    ['note'],
  )
  const entries = {
    routers: readList(fieldOf(fields, 'routers'), '"routers"', MAX_ROUTERS),
    peers: readList(fieldOf(fields, 'peers'), '"peers"', MAX_PEERS),
    links: readList(fieldOf(fields, 'links'), '"links"', MAX_LINKS),
  }
  const note = fields.get('note')
  const routers = entries.routers.map(router => readText(router, 'a router'))
  const tracker = readText(fieldOf(fields, 'tracker'), '"tracker"')
  const noPeers = new Set([...routers, tracker])
  const topology: Topology = {
    name: readText(fieldOf(fields, 'name'), '"name"'),
    note: note ? readText(note, '"note"') : '',
    routers,
    tracker,
    peers: entries.peers.map(peer => readText(peer, 'a peer')),
    links: entries.links.map(link => readLink(link, noPeers)),
  }
  const fault = faultOf(topology)
  if (fault) throw new LineError(lineOf(fault, json, fields, entries), fault.reason)
  return topology
}

function lineOf(
  { at }: Fault,
  json: Json,
  fields: JsonObject,
  entries: Record<'routers' | 'peers' | 'links', readonly Json[]>,
): number {
  if (at === 'topology') return json.line
  if (at === 'tracker') return fieldOf(fields, at).line
  const [list, index] = at.split('/') as ['routers' | 'peers' | 'links', string]
  return (entries[list][Number(index)] as Json).line
}

const LINK_KEYS = ['access', 'duplex']
const WAY_KEYS = ['rate', 'delay', 'queue', 'loss'] as const
const UNLIMITED = 'unlimited'

function readLink(json: Json, noPeers: ReadonlySet<string>): Link {
  const optional = [...LINK_KEYS, ...WAY_KEYS, ...WAY_KEYS.map(key => `${key}Back`)]
  const fields = readObject(json, 'a link', ['from', 'to'], optional)
  const from = readText(fieldOf(fields, 'from'), '"from"')
  const to = readText(fieldOf(fields, 'to'), '"to"')
  const duplexField = fields.get('duplex')
  const duplex = duplexField ? readOneOf(duplexField, '"duplex"', ['full', 'half']) : 'full'
  if (fields.has('access')) {
    if (noPeers.has(from)) {
      throw new LineError(json.line, 'with "access", "from" must be the peer, so that up is up')
    }
    return { from, to, ...readAccess(fields), duplex }
  }
  const forth = readWay(json, fields, '')
  return { from, to, forth, back: readWay(json, fields, 'Back', forth), duplex }
}

function readAccess(fields: JsonObject): { forth: Direction; back: Direction } {
  for (const [key, { keyLine }] of fields) {
    if (['from', 'to', 'access', 'duplex'].includes(key)) continue
    throw new LineError(keyLine, `"access" says rates and delays already: remove it or "${key}"`)
  }
  return accessLink(ACCESS_PRESETS[readOneOf(fieldOf(fields, 'access'), '"access"', ACCESS_NAMES)])
}

/** One way of the link; `forth` stands in for what the way back leaves out. */
function readWay(
  json: Json,
  fields: JsonObject,
  suffix: '' | 'Back',
  forth?: Direction,
): Direction {
  const read = <T>(key: string, parse: (text: string) => T): T | undefined => {
    const field = fields.get(key + suffix)
    return field && readParsed(field, `"${key}${suffix}"`, parse)
  }
  const rateBitsPerSec = read('rate', parseRate) ?? forth?.rateBitsPerSec
  if (rateBitsPerSec === undefined) throw new LineError(json.line, 'the link lacks "rate"')
  const delayMs = read('delay', parseDuration) ?? forth?.delayMs
  if (delayMs === undefined) throw new LineError(json.line, 'the link lacks "delay"')
  const loss = fields.get(`loss${suffix}`)
  return {
    rateBitsPerSec,
    delayMs,
    queueBytes: read('queue', parseQueue) ?? forth?.queueBytes ?? Number.POSITIVE_INFINITY,
    loss: loss ? readLoss(loss, `"loss${suffix}"`) : forth?.loss,
  }
}

const parseQueue = (text: string): number =>
  text === UNLIMITED ? Number.POSITIVE_INFINITY : parseSize(text)

/** "1%", or the four numbers of a Gilbert-Elliott model. */
function readLoss(json: Json, what: string): Loss | undefined {
  if (!(json.value instanceof Map)) {
    const share = readParsed(json, what, parsePercent)
    return share === 0 ? undefined : { share }
  }
  const fields = readObject(json, what, ['goodToBad', 'badToGood', 'lossInGood', 'lossInBad'])
  const read = (key: string): number => readParsed(fieldOf(fields, key), `"${key}"`, parsePercent)
  return {
    goodToBad: read('goodToBad'),
    badToGood: read('badToGood'),
    lossInGood: read('lossInGood'),
    lossInBad: read('lossInBad'),
  }
}

/** A field that `readObject` has found. */
const fieldOf = (fields: JsonObject, key: string): Json => fields.get(key) as Json

/** A file that reads back to the same topology; a line for each link. */
export function writeTopology(topology: Topology): string {
  const { name, note, routers, tracker, peers, links } = topology
  const lines = [
    `  "name": ${JSON.stringify(name)}`,
    ...(note === '' ? [] : [`  "note": ${JSON.stringify(note)}`]),
    `  "routers": ${namesInRows(routers)}`,
    `  "tracker": ${JSON.stringify(tracker)}`,
    `  "peers": ${namesInRows(peers)}`,
    `  "links": [\n${links.map(link => `    ${writeLink(link)}`).join(',\n')}\n  ]`,
  ]
  return `{\n${lines.join(',\n')}\n}\n`
}

const NAMES_IN_A_ROW = 10

function namesInRows(names: readonly string[]): string {
  const rows: string[] = []
  for (let i = 0; i < names.length; i += NAMES_IN_A_ROW) {
    const row = names.slice(i, i + NAMES_IN_A_ROW).map(name => JSON.stringify(name))
    rows.push(`    ${row.join(', ')}`)
  }
  return `[\n${rows.join(',\n')}\n  ]`
}

function writeLink({ from, to, forth, back, duplex }: Link): string {
  const [there, home] = [writeWay(forth), writeWay(back)]
  const fields = [`"from": ${JSON.stringify(from)}`, `"to": ${JSON.stringify(to)}`]
  for (const key of WAY_KEYS) {
    // Left out, a way forth means none, and a way back the same as forth.
    if (there[key] !== NONE[key]) fields.push(`"${key}": ${there[key]}`)
    if (home[key] !== there[key]) fields.push(`"${key}Back": ${home[key]}`)
  }
  if (duplex === 'half') fields.push('"duplex": "half"')
  return `{ ${fields.join(', ')} }`
}

const NONE: Record<string, string> = { queue: `"${UNLIMITED}"`, loss: '"0%"' }

function writeWay({ rateBitsPerSec, delayMs, queueBytes, loss }: Direction) {
  const queue = queueBytes === Number.POSITIVE_INFINITY ? UNLIMITED : formatSize(queueBytes)
  return {
    rate: JSON.stringify(formatRate(rateBitsPerSec)),
    delay: JSON.stringify(formatDuration(delayMs)),
    queue: JSON.stringify(queue),
    loss: JSON.stringify(loss ? writeLoss(loss) : '0%'),
  }
}

function writeLoss(loss: Loss): string | Record<string, string> {
  if ('share' in loss) return formatPercent(loss.share)
  return Object.fromEntries(Object.entries(loss).map(([key, share]) => [key, formatPercent(share)]))
}
