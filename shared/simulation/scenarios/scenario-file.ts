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
 * What may be left out has its default in the schema. A topology of one's own stands in the place
 * of `"builtIn"` as `{ "own": { … } }`, written as in a topology file, or as `{ "file":
 * "its-name.json" }` where files can be read.
 */
import * as v from 'valibot'
import {
  byKey,
  count,
  flag,
  list,
  number,
  object,
  oneOf,
  parsed,
  text,
  textUpTo,
} from '../../base/file-schema.ts'
import { JsonFile, type JsonPath } from '../../base/json-file.ts'
import { BLOCK_BYTES_LIMITS } from '../../bittorrent/fidelity.ts'
import { OVERHEAD_NAMES } from '../../network/overhead.ts'
import { MAX_FILE_BYTES, MAX_PEERS, type Topology } from '../../network/topology.ts'
import { formatSize, parseSize } from '../../network/units.ts'
import { type ExchangeChoice, inBlocksOf } from '../../peer/exchange-choice.ts'
import { MAX_PIECE_BYTES } from '../../torrent/metainfo.ts'
import { BLOCK_BYTES } from '../../wire/message.ts'
import { faultsSchema, healSchema, isLie } from '../faults/fault.ts'
import {
  arrivalsSchema,
  duration,
  durationUpTo,
  readArrivals,
  withSessions,
} from './arrivals-file.ts'
import { classesSchema, withClasses } from './classes.ts'
import { exchangeSchema } from './exchange-file.ts'
import {
  type Departure,
  type HostDelays,
  type Scenario,
  shapeInBlocks,
  type TorrentShape,
  topologyOf,
} from './scenario.ts'
import { type ReadFile, readTopologyChoice, topologyChoiceSchema } from './topology-choice.ts'

/** The whole torrent is kept in memory, once for all peers. */
const MAX_TORRENT_BYTES = 1024 ** 3
const MAX_LINKS_EACH = 1_000
/** A week of virtual time: a longer run is a mistake. */
const MAX_LIMIT_MS = 7 * 86_400_000
const MAX_DELAY_MS = 3_600_000
const MAX_TEXT_LENGTH = 500
const MAX_RATIO = 1_000
/** One for each peer of the largest swarm. */
const MAX_DEPARTURES = 20_000

const bytesUpTo = (max: number) =>
  v.pipe(
    parsed(parseSize),
    v.check(bytes => bytes >= 1 && bytes <= max, `must lie between 1B and ${formatSize(max)}`),
  )

const blockBytes = v.optional(count(BLOCK_BYTES_LIMITS.least, BLOCK_BYTES_LIMITS.most), BLOCK_BYTES)

/** A newcomer has the .torrent file, or only its link; then it fetches the metadata (BEP 9). */
const joinWith = v.optional(oneOf(['torrent', 'link']), 'torrent')

const torrentSchema = v.pipe(
  byKey({
    pieces: {
      pieces: count(1, MAX_TORRENT_BYTES / BLOCK_BYTES),
      blocksPerPiece: count(1, MAX_PIECE_BYTES / BLOCK_BYTES),
      blockBytes,
      joinWith,
    },
    length: {
      length: bytesUpTo(MAX_TORRENT_BYTES),
      pieceLength: bytesUpTo(MAX_PIECE_BYTES),
      blockBytes,
      joinWith,
    },
  }),
  v.transform((fields): TorrentShape => {
    if ('length' in fields) return fields
    const { pieces, blocksPerPiece, blockBytes, joinWith } = fields
    return { ...shapeInBlocks(pieces, blocksPerPiece, blockBytes), joinWith }
  }),
  v.check(
    ({ length }) => length <= MAX_TORRENT_BYTES,
    `may have at most ${formatSize(MAX_TORRENT_BYTES)}`,
  ),
)

const seedersByName = v.pipe(
  list(text, MAX_PEERS),
  v.check(({ length }) => length > 0, 'is empty: without seeders there is nothing to fetch'),
)
const seederCount = count(1, MAX_PEERS)
const seedersSchema: v.GenericSchema<number | string[], number | string[]> = v.lazy(input =>
  typeof input === 'number' ? seederCount : seedersByName,
)

const departureSchema = v.pipe(
  byKey({
    afterFinishing: { afterFinishing: duration },
    peer: { peer: text, at: duration, goodbye: v.optional(flag, true) },
  }),
  v.transform((fields): Departure => {
    if ('afterFinishing' in fields) return { kind: 'finished', afterMs: fields.afterFinishing }
    const { peer, at: atMs, goodbye } = fields
    return { kind: 'at', peer, atMs, goodbye }
  }),
)

const hostDelay = (usual: string) => v.optional(durationUpTo(MAX_DELAY_MS), usual)

/** Defaults: a tab on an idle machine. A piece is read from memory, a link takes ICE and DTLS. */
const delaysSchema = v.pipe(
  object({
    connect: hostDelay('30ms'),
    tracker: hostDelay('1ms'),
    hash: hostDelay('1ms'),
    read: hostDelay('0ms'),
    write: hostDelay('2ms'),
  }),
  v.transform(
    (delays): HostDelays => ({
      connectMs: delays.connect,
      trackerMs: delays.tracker,
      hashMs: delays.hash,
      readMs: delays.read,
      writeMs: delays.write,
    }),
  ),
)

const scenarioSchema = object({
  name: textUpTo(MAX_TEXT_LENGTH),
  about: textUpTo(MAX_TEXT_LENGTH),
  topology: topologyChoiceSchema,
  torrent: torrentSchema,
  granularity: v.optional(oneOf(['message', 'packet', 'fluid']), 'message'),
  overhead: v.optional(oneOf(OVERHEAD_NAMES), 'tcp'),
  seeders: v.optional(seedersSchema, 1),
  exchange: v.optional(exchangeSchema, { kind: 'bittorrent' }),
  classes: v.optional(classesSchema, []),
  freeRiders: v.optional(number(0, 1), 0),
  maxLinks: v.optional(count(1, MAX_LINKS_EACH)),
  otherTracker: v.optional(flag, false),
  arrivals: v.optional(arrivalsSchema, 'together'),
  departures: v.optional(list(departureSchema, MAX_DEPARTURES), []),
  faults: v.optional(faultsSchema, []),
  heal: v.optional(healSchema),
  delays: v.optional(delaysSchema, {}),
  limit: v.optional(durationUpTo(MAX_LIMIT_MS), '1h'),
  checks: v.optional(
    object({
      everyoneFinishes: v.optional(flag, true),
      ratioToBoundAtMost: v.optional(number(1, MAX_RATIO)),
    }),
    {},
  ),
})

/** Throws FileError; what it returns is lawful in every way. `settings` come before the file. */
export function parseScenario(
  content: string,
  { settings = [], readFile }: { settings?: readonly Setting[]; readFile?: ReadFile } = {},
): Scenario {
  const file = new JsonFile(content, 'scenario', MAX_FILE_BYTES)
  for (const { path, value } of settings) file.set(path, value)
  // A file without an exchange has BitTorrent's: a policy that is set is one of it.
  const setsPolicy = settings.some(({ path: [key, policy] }) => key === 'exchange' && policy)
  if (setsPolicy && !file.has(['exchange', 'kind'])) file.set(['exchange', 'kind'], 'bittorrent')
  const { limit, checks, heal, maxLinks, classes, ...fields } = file.read(scenarioSchema)
  const { blockBytes } = fields.torrent
  const inBlocks = (exchange: ExchangeChoice): ExchangeChoice =>
    blockBytes === BLOCK_BYTES ? exchange : inBlocksOf(blockBytes, exchange)
  const { arrivals, sessions } = readArrivals(fields.arrivals, file, readFile)
  const plain: Omit<Scenario, 'classes'> = {
    ...fields,
    arrivals,
    exchange: inBlocks(fields.exchange),
    topology: readTopologyChoice(fields.topology, file, readFile),
    heal,
    maxLinks,
    limitMs: limit,
    checks: { ...checks, ratioToBoundAtMost: checks.ratioToBoundAtMost },
  }
  const entries = classes.map(({ exchange, ...entry }) => ({
    ...entry,
    ...(exchange && { exchange: inBlocks(exchange) }),
  }))
  const scenario = withSessions(withClasses(plain, entries, file), sessions, file)
  checkNames(scenario, topologyOf(scenario), file)
  checkHeal(scenario, file)
  return scenario
}

function checkNames(scenario: Scenario, { peers }: Topology, file: JsonFile): void {
  const { seeders, departures, faults, heal } = scenario
  const known = new Set(peers)
  const check = (name: string, path: JsonPath) => {
    if (!known.has(name)) file.fail(path, `"${name}" is no peer of the topology`)
  }
  const checkAll = (names: readonly string[], path: JsonPath) => {
    for (const [index, name] of names.entries()) check(name, [...path, index])
  }
  if (typeof seeders !== 'number') checkAll(seeders, ['seeders'])
  else if (seeders > peers.length)
    file.fail(['seeders'], `"seeders" may be at most ${peers.length}, as many as there are peers`)
  for (const [index, departure] of departures.entries())
    if (departure.kind === 'at') check(departure.peer, ['departures', index, 'peer'])
  for (const [index, fault] of faults.entries()) {
    if ('peer' in fault) check(fault.peer, ['faults', index, 'peer'])
    if ('peers' in fault) checkAll(fault.peers, ['faults', index, 'peers'])
  }
  if (heal) checkAll(heal.core, ['heal', 'core'])
}

function checkHeal({ heal, faults }: Scenario, file: JsonFile): void {
  if (!heal) return
  for (const fault of faults.filter(isLie)) {
    if (!heal.core.includes(fault.peer)) continue
    const reason = `"${fault.peer}" cannot be healed: it breaks the rules (${fault.kind})`
    file.fail(['heal', 'core'], reason)
  }
}

/** A change to a scenario from a command line: `topology.peers=100`, `torrent.pieces=50`. */
export interface Setting {
  /** Keys from the outermost in: ['topology', 'peers']. */
  readonly path: readonly string[]
  /** As JSON.parse returns it. */
  readonly value: unknown
}

/** 'key.key=value'. The value is JSON, or else text. Undefined if there is no key. */
export function parseSetting(text: string): Setting | undefined {
  const at = text.indexOf('=')
  const path = text.slice(0, at).split('.')
  if (at < 1 || path.includes('')) return undefined
  return { path, value: jsonOrText(text.slice(at + 1)) }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
