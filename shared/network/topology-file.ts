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
 * "rate" is the rate from "from" to "to", on a peer's link its upload; "rateBack" is the other way.
 * What is left out of "rateBack", "delayBack", "queueBack" and "lossBack" is as forth. Without
 * "queue" nothing is dropped, without "loss" nothing is lost. "duplex": "half" makes the link one
 * channel for both ways.
 */
import * as v from 'valibot'
import { byKey, list, object, oneOf, parsed, text } from '../base/file-schema.ts'
import { JsonFile, type JsonPath } from '../base/json-file.ts'
import type { Loss } from './loss.ts'
import { ACCESS_NAMES, ACCESS_PRESETS, accessLink } from './presets.ts'
import {
  type Direction,
  faultOf,
  MAX_FILE_BYTES,
  MAX_LINKS,
  MAX_PEERS,
  MAX_ROUTERS,
  type Topology,
  type TopologyLink,
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

const UNLIMITED = 'unlimited'

const rate = parsed(parseRate)
const delay = parsed(parseDuration)
const queue = parsed(size => (size === UNLIMITED ? Number.POSITIVE_INFINITY : parseSize(size)))
const share = parsed(parsePercent)
/** "1%", or the four numbers of a Gilbert-Elliott model. */
const burstLoss = object({
  goodToBad: share,
  badToGood: share,
  lossInGood: share,
  lossInBad: share,
})
const evenLoss = v.pipe(
  share,
  v.transform(even => (even === 0 ? undefined : { share: even })),
)
const loss: v.GenericSchema<unknown, Loss | undefined> = v.lazy(input =>
  typeof input === 'string' ? evenLoss : burstLoss,
)

const ENDS = { from: text, to: text, duplex: v.optional(oneOf(['full', 'half']), 'full') }

const link = byKey({
  access: { ...ENDS, access: oneOf(ACCESS_NAMES) },
  rate: {
    ...ENDS,
    rate,
    rateBack: v.optional(rate),
    delay,
    delayBack: v.optional(delay),
    queue: v.optional(queue, UNLIMITED),
    queueBack: v.optional(queue),
    loss: v.optional(loss),
    lossBack: v.optional(loss),
  },
})

export const topologySchema = object({
  name: text,
  note: v.optional(text, ''),
  routers: list(text, MAX_ROUTERS),
  tracker: text,
  peers: list(text, MAX_PEERS),
  links: list(link, MAX_LINKS),
})

/** Throws FileError; what it returns is valid (`faultOf`). */
export function parseTopology(content: string): Topology {
  const file = new JsonFile(content, 'topology', MAX_FILE_BYTES)
  return lawfulTopology(file.read(topologySchema), file, [])
}

/** For a topology that stands at this path of another file. Throws FileError. */
export function lawfulTopology(
  fields: v.InferOutput<typeof topologySchema>,
  file: JsonFile,
  path: JsonPath,
): Topology {
  const noPeers = new Set([...fields.routers, fields.tracker])
  for (const [index, entry] of fields.links.entries()) {
    if ('access' in entry && noPeers.has(entry.from)) {
      const reason = 'with "access", "from" must be the peer, so that up is up'
      file.fail([...path, 'links', index], reason)
    }
  }
  const topology: Topology = { ...fields, links: fields.links.map(toLink) }
  const fault = faultOf(topology)
  if (fault) file.fail([...path, ...fault.at], fault.reason)
  return topology
}

function toLink(fields: v.InferOutput<typeof link>): TopologyLink {
  const { from, to, duplex } = fields
  if ('access' in fields) return { from, to, ...accessLink(ACCESS_PRESETS[fields.access]), duplex }
  const forth: Direction = {
    rateBitsPerSec: fields.rate,
    delayMs: fields.delay,
    queueBytes: fields.queue,
    loss: fields.loss,
  }
  const back: Direction = {
    rateBitsPerSec: fields.rateBack ?? forth.rateBitsPerSec,
    delayMs: fields.delayBack ?? forth.delayMs,
    queueBytes: fields.queueBack ?? forth.queueBytes,
    // "0%" means no loss; left out, it is as forth.
    loss: 'lossBack' in fields ? fields.lossBack : forth.loss,
  }
  return { from, to, forth, back, duplex }
}

/** A file that parses to the same topology, with a line for each link. */
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

const WAY_KEYS = ['rate', 'delay', 'queue', 'loss'] as const
const NAMES_IN_A_ROW = 10

function namesInRows(names: readonly string[]): string {
  const rows: string[] = []
  for (let i = 0; i < names.length; i += NAMES_IN_A_ROW) {
    const row = names.slice(i, i + NAMES_IN_A_ROW).map(name => JSON.stringify(name))
    rows.push(`    ${row.join(', ')}`)
  }
  return `[\n${rows.join(',\n')}\n  ]`
}

function writeLink({ from, to, forth, back, duplex }: TopologyLink): string {
  const [there, home] = [writeWay(forth), writeWay(back)]
  const fields = [`"from": ${JSON.stringify(from)}`, `"to": ${JSON.stringify(to)}`]
  for (const key of WAY_KEYS) {
    // What is left out has no limit and no loss, and the way back is as forth.
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
