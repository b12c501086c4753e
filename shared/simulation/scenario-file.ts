/**
 * Scenarios as files people write:
 *
 *     {
 *       "name": "two-leave-early",
 *       "about": "Eight peers behind DSL lines; one leaves with a goodbye, one without a word.",
 *       "topology": { "builtIn": "star", "peers": 8, "access": "dsl" },
 *       "torrent": { "pieces": 25, "blocksPerPiece": 5 },
 *       "seeders": 1,
 *       "arrivals": { "every": "500ms" },
 *       "departures": [
 *         { "peer": "peer3", "at": "20s" },
 *         { "peer": "peer4", "at": "25s", "goodbye": false }
 *       ],
 *       "limit": "10min"
 *     }
 *
 * What is left out is as in `DEFAULTS`. A topology of one's own stands in the place of
 * `"builtIn"` as `{ "own": { … } }`, written as in a topology file, or as `{ "file": "its-name.json" }`
 * where whoever reads the scenario can read files.
 */
import { type Json, type JsonObject, LineError, parseJson } from '../base/json.ts'
import {
  readCount,
  readFlag,
  readList,
  readNumber,
  readObject,
  readOneOf,
  readParsed,
  readText,
} from '../base/json-reader.ts'
import { OVERHEAD_NAMES } from '../network/overhead.ts'
import { MAX_FILE_BYTES, MAX_PEERS, type Topology } from '../network/topology.ts'
import { formatDuration, formatSize, parseDuration, parseSize } from '../network/units.ts'
import { BITTORRENT } from '../peer/exchange-choice.ts'
import { MAX_PIECE_BYTES } from '../torrent/metainfo.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import { readDepartures } from './departures-file.ts'
import { readExchange } from './exchange-file.ts'
import { readFaults, readHeal } from './faults/faults-file.ts'
import {
  type Arrivals,
  type Checks,
  type HostDelays,
  type Scenario,
  shapeInBlocks,
  type TorrentShape,
  topologyOf,
} from './scenario.ts'
import { type Setting, withSettings } from './settings.ts'
import { type ReadFile, readTopologyChoice } from './topology-choice.ts'

/** The file is no scenario: on which line, and why. The message says both. */
export class ScenarioError extends Error {
  /** 0: not in the file, but set from outside. */
  readonly line: number
  readonly reason: string

  constructor(line: number, reason: string) {
    const where = line > 0 ? ` Line ${line}:` : ' As set:'
    super(`This scenario cannot be used.${where} ${reason}.`)
    this.name = 'ScenarioError'
    this.line = line
    this.reason = reason
  }
}

/** All of it is kept in memory, once for all peers. */
const MAX_TORRENT_BYTES = 1024 ** 3
const MAX_LINKS_EACH = 1_000
/** A week of virtual time: beyond it something is stuck. */
const MAX_LIMIT_MS = 7 * 86_400_000
const MAX_DELAY_MS = 3_600_000
const MAX_TEXT_LENGTH = 500
const MAX_ARRIVALS_PER_SEC = 1_000
const MAX_RATIO = 1_000

const DEFAULTS = {
  granularity: 'message',
  overhead: 'tcp',
  seeders: 1,
  exchange: BITTORRENT,
  freeRiders: 0,
  arrivals: { kind: 'together' },
  /** A tab on an idle machine: a piece read comes from memory, a link takes ICE and DTLS. */
  delays: { connectMs: 30, trackerMs: 1, hashMs: 1, readMs: 0, writeMs: 2 },
  limitMs: 3_600_000,
  checks: { everyoneFinishes: true, ratioToBoundAtMost: undefined },
} as const satisfies Partial<Scenario>

/** Throws ScenarioError; what it returns is lawful in every way. `settings` come before the file. */
export function parseScenario(
  text: string,
  { settings = [], readFile }: { settings?: readonly Setting[]; readFile?: ReadFile } = {},
): Scenario {
  if (text.length > MAX_FILE_BYTES) {
    throw new ScenarioError(1, `the file is longer than ${formatSize(MAX_FILE_BYTES)}`)
  }
  try {
    return readScenario(withSettings(parseJson(text), settings), readFile)
  } catch (error) {
    if (error instanceof LineError) throw new ScenarioError(error.line, error.reason)
    throw error
  }
}

const OPTIONAL = [
  'granularity',
  'overhead',
  'seeders',
  'exchange',
  'freeRiders',
  'maxLinks',
  'otherTracker',
  'arrivals',
  'departures',
  'faults',
  'heal',
  'delays',
  'limit',
  'checks',
]

function readScenario(json: Json, readFile: ReadFile | undefined): Scenario {
  const fields = readObject(
    json,
    'the scenario',
    ['name', 'about', 'topology', 'torrent'],
    OPTIONAL,
  )
  const optional = <T, D>(key: string, read: (field: Json) => T, otherwise: D): T | D => {
    const field = fields.get(key)
    return field ? read(field) : otherwise
  }
  const topology = readTopologyChoice(fieldOf(fields, 'topology'), readFile)
  const known = topologyOf({ topology })
  const faults = optional('faults', field => readFaults(field, known), [])
  return {
    name: readShort(fieldOf(fields, 'name'), '"name"'),
    about: readShort(fieldOf(fields, 'about'), '"about"'),
    topology,
    granularity: optional(
      'granularity',
      field => readOneOf(field, '"granularity"', ['message', 'packet', 'fluid']),
      DEFAULTS.granularity,
    ),
    overhead: optional(
      'overhead',
      field => readOneOf(field, '"overhead"', OVERHEAD_NAMES),
      DEFAULTS.overhead,
    ),
    torrent: readTorrent(fieldOf(fields, 'torrent')),
    seeders: optional('seeders', field => readSeeders(field, known), DEFAULTS.seeders),
    exchange: optional('exchange', readExchange, DEFAULTS.exchange),
    freeRiders: optional(
      'freeRiders',
      field => readNumber(field, '"freeRiders"', 0, 1),
      DEFAULTS.freeRiders,
    ),
    maxLinks: optional(
      'maxLinks',
      field => readCount(field, '"maxLinks"', 1, MAX_LINKS_EACH),
      undefined,
    ),
    otherTracker: optional('otherTracker', field => readFlag(field, '"otherTracker"'), false),
    arrivals: optional('arrivals', readArrivals, DEFAULTS.arrivals),
    departures: optional('departures', field => readDepartures(field, known), []),
    faults,
    heal: optional('heal', field => readHeal(field, known, faults), undefined),
    delays: optional('delays', readDelays, DEFAULTS.delays),
    limitMs: optional(
      'limit',
      field => readDuration(field, '"limit"', MAX_LIMIT_MS),
      DEFAULTS.limitMs,
    ),
    checks: optional('checks', readChecks, DEFAULTS.checks),
  }
}

function readTorrent(json: Json): TorrentShape {
  const keys = ['pieces', 'blocksPerPiece', 'length', 'pieceLength', 'joinWith']
  const fields = readObject(json, '"torrent"', [], keys)
  const joinWithField = fields.get('joinWith')
  const joinWith = joinWithField
    ? readOneOf(joinWithField, '"joinWith"', ['torrent', 'link'])
    : 'torrent'
  const shape = fields.has('pieces') ? readInBlocks(json, fields) : readInBytes(json, fields)
  if (shape.length > MAX_TORRENT_BYTES) {
    throw new LineError(json.line, `"torrent" may have at most ${formatSize(MAX_TORRENT_BYTES)}`)
  }
  return { ...shape, joinWith }
}

function readInBlocks(json: Json, fields: JsonObject) {
  for (const key of ['length', 'pieceLength']) {
    const field = fields.get(key)
    if (field) throw new LineError(field.keyLine, `"${key}" follows from "pieces": remove one`)
  }
  const max = MAX_TORRENT_BYTES / BLOCK_BYTES
  const pieces = readCount(fieldOf(fields, 'pieces'), '"pieces"', 1, max)
  const blocks = fields.get('blocksPerPiece')
  if (!blocks) throw new LineError(json.line, '"torrent" lacks "blocksPerPiece"')
  return shapeInBlocks(
    pieces,
    readCount(blocks, '"blocksPerPiece"', 1, MAX_PIECE_BYTES / BLOCK_BYTES),
  )
}

function readInBytes(json: Json, fields: JsonObject) {
  const blocks = fields.get('blocksPerPiece')
  if (blocks) throw new LineError(blocks.keyLine, '"blocksPerPiece" goes with "pieces"')
  const length = fields.get('length')
  const pieceLength = fields.get('pieceLength')
  if (!length || !pieceLength) {
    throw new LineError(
      json.line,
      '"torrent" needs "pieces" and "blocksPerPiece", or "length" and "pieceLength"',
    )
  }
  return {
    length: readBytes(length, '"length"', MAX_TORRENT_BYTES),
    pieceLength: readBytes(pieceLength, '"pieceLength"', MAX_PIECE_BYTES),
  }
}

function readSeeders(json: Json, { peers }: Topology): number | readonly string[] {
  if (typeof json.value === 'number') return readCount(json, '"seeders"', 1, peers.length)
  const names = readList(json, '"seeders", unless a number,', MAX_PEERS)
  if (names.length === 0)
    throw new LineError(json.line, 'without seeders there is nothing to fetch')
  const known = new Set(peers)
  return names.map(field => {
    const name = readText(field, 'a seeder')
    if (known.has(name)) return name
    throw new LineError(field.line, `the seeder "${name}" is no peer of the topology`)
  })
}

function readArrivals(json: Json): Arrivals {
  if (typeof json.value === 'string') {
    readOneOf(json, '"arrivals", unless an object,', ['together'])
    return { kind: 'together' }
  }
  const fields = readObject(json, '"arrivals"', [], ['every', 'poissonPerSec'])
  const every = fields.get('every')
  const poisson = fields.get('poissonPerSec')
  if (every && !poisson) {
    return { kind: 'every', everyMs: readDuration(every, '"every"', MAX_DELAY_MS) }
  }
  if (!poisson || every) {
    throw new LineError(json.line, '"arrivals" are "together", or have "every" or "poissonPerSec"')
  }
  const perSec = readNumber(poisson, '"poissonPerSec"', 1e-6, MAX_ARRIVALS_PER_SEC)
  return { kind: 'poisson', perSec }
}

function readDelays(json: Json): HostDelays {
  const fields = readObject(json, '"delays"', [], ['connect', 'tracker', 'hash', 'read', 'write'])
  const read = (key: string, otherwise: number): number => {
    const field = fields.get(key)
    return field ? readDuration(field, `"${key}"`, MAX_DELAY_MS) : otherwise
  }
  const { connectMs, trackerMs, hashMs, readMs, writeMs } = DEFAULTS.delays
  return {
    connectMs: read('connect', connectMs),
    trackerMs: read('tracker', trackerMs),
    hashMs: read('hash', hashMs),
    readMs: read('read', readMs),
    writeMs: read('write', writeMs),
  }
}

function readChecks(json: Json): Checks {
  const fields = readObject(json, '"checks"', [], ['everyoneFinishes', 'ratioToBoundAtMost'])
  const everyone = fields.get('everyoneFinishes')
  const ratio = fields.get('ratioToBoundAtMost')
  return {
    everyoneFinishes: everyone ? readFlag(everyone, '"everyoneFinishes"') : true,
    ratioToBoundAtMost: ratio && readNumber(ratio, '"ratioToBoundAtMost"', 1, MAX_RATIO),
  }
}

function readShort(json: Json, what: string): string {
  const text = readText(json, what)
  if (text !== '' && text.length <= MAX_TEXT_LENGTH) return text
  throw new LineError(json.line, `${what} must have 1 to ${MAX_TEXT_LENGTH} characters`)
}

function readDuration(json: Json, what: string, maxMs: number): number {
  const durationMs = readParsed(json, what, parseDuration)
  if (durationMs <= maxMs) return durationMs
  throw new LineError(json.line, `${what} may be at most ${formatDuration(maxMs)}`)
}

function readBytes(json: Json, what: string, max: number): number {
  const bytes = readParsed(json, what, parseSize)
  if (bytes >= 1 && bytes <= max) return bytes
  throw new LineError(json.line, `${what} must lie between 1B and ${formatSize(max)}`)
}

/** A field that `readObject` has found. */
const fieldOf = (fields: JsonObject, key: string): Json => fields.get(key) as Json
