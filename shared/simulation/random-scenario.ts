/**
 * Random scenarios: small swarms with many faults, in which a core is then healed that must finish. The
 * rates of faults are random too: evenly spread faults would heal the jams that they make (TigerBeetle's
 * VOPR does the same).
 */
import { pickOne, type Random, randomInt, seededStream, shuffle } from '../base/random.ts'
import { ASK_BY, BLOCK_BYTES_LIMITS } from '../bittorrent/fidelity.ts'
import { PICKINGS } from '../bittorrent/piece-picker.ts'
import { SEEDINGS, SLOT_RULES } from '../bittorrent/slot-choice.ts'
import { ACCESS_NAMES, ACCESS_PRESETS } from '../network/presets.ts'
import { GOSSIP_MODES } from '../wire/gossip-style.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import { type FaultKind, isLieKind, SPAM } from './faults/fault.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { parseScenario } from './scenarios/scenario-file.ts'

const MIN_PEERS = 3
const MAX_PEERS = 10
const MAX_PIECES = 16
const MAX_BLOCKS_PER_PIECE = 3
const MAX_FAULTS = 16
const MAX_SLOTS = 5
const MAX_RANDOM_FIRST = 5
const MAX_PIECES_AT_ONCE = 4
const MAX_PLAY_MBPS = 10
/** Every fault begins before the healing; it ends soon after, or never. */
const MIN_HEAL_SEC = 30
const MAX_HEAL_SEC = 150
/** Beside the time that the bytes take: bans of ten minutes, rests, silences that must be noticed. */
const PATIENCE_SEC = 900

export function randomScenarioText(seed: number): string {
  return JSON.stringify(draw(seed, seededStream(seed, 'scenario')), null, 2)
}

export const randomScenario = (seed: number): Scenario => parseScenario(randomScenarioText(seed))

function draw(seed: number, random: Random): object {
  const count = MIN_PEERS + randomInt(random, MAX_PEERS - MIN_PEERS + 1)
  const peers = Array.from({ length: count }, (_, i) => `peer${i + 1}`)
  const access = one(random, ACCESS_NAMES)
  const torrent = drawTorrent(random)
  // A stream of its own: the rest of a seed's scenario is as it would be without.
  const client = seededStream(seed, 'client')
  const healSec = MIN_HEAL_SEC + randomInt(random, MAX_HEAL_SEC - MIN_HEAL_SEC)
  const cast = drawCast(random, peers)
  /** The time that the source alone would need to send everything to every peer. */
  const carrySec = (torrent.length * count * 8) / ACCESS_PRESETS[access].upBitsPerSec
  return {
    name: `random-${seed}`,
    about: 'Drawn by chance.',
    topology: { builtIn: one(random, SHAPES), peers: count, access, ...drawDuplex(random) },
    ...drawCarriage(random, seededStream(seed, 'congestion')),
    torrent: {
      ...torrent,
      length: `${torrent.length}B`,
      pieceLength: `${torrent.pieceLength}B`,
      ...drawBlocks(client),
    },
    seeders: cast.seeders,
    exchange: asClient(client, drawExchange(random)),
    ...(random() < 0.15 && { freeRiders: one(random, [0.1, 0.2, 0.5]) }),
    ...(random() < 0.3 && { maxLinks: 3 + randomInt(random, 6) }),
    ...(random() < 0.3 && { otherTracker: true }),
    arrivals: drawArrivals(random, healSec / count),
    departures: cast.leavers.map(peer => ({
      peer,
      at: sec(random() * healSec),
      goodbye: random() < 0.5,
    })),
    faults: drawFaults({ ...cast, random, healSec, carrySec, badness: random() }),
    heal: { at: `${healSec}s`, core: cast.core, within: sec(PATIENCE_SEC + 3 * carrySec) },
    delays: drawDelays(random),
  }
}

const SHAPES = ['star', 'ring', 'tree', 'grid', 'random']

/** One in four has congestion, and half of those have lanes. */
function drawCarriage(random: Random, congestion: Random) {
  const granularity = one(random, ['message', 'message', 'packet', 'packet', 'fluid'])
  const overhead = one(random, ['webrtc', 'webrtc', 'tcp', 'none'])
  if (congestion() >= 1 / 4) return { granularity, overhead }
  return { congestion: 'sctp', lanes: congestion() < 1 / 2 }
}

function drawTorrent(random: Random) {
  const pieceLength = BLOCK_BYTES * (1 + randomInt(random, MAX_BLOCKS_PER_PIECE))
  const pieces = 1 + randomInt(random, MAX_PIECES)
  // The last piece, and its last block, are most often cut short.
  const cut = random() < 0.7 ? randomInt(random, pieceLength) : 0
  const joinWith = random() < 0.4 ? 'link' : 'torrent'
  return { length: pieces * pieceLength - cut, pieceLength, joinWith }
}

const drawDuplex = (random: Random) => (random() < 0.15 ? { duplex: 'half' } : {})

/** Usually 16 KiB. */
const drawBlocks = (client: Random) =>
  client() < 0.2
    ? {
        blockBytes:
          BLOCK_BYTES_LIMITS.least +
          randomInt(client, BLOCK_BYTES_LIMITS.most - BLOCK_BYTES_LIMITS.least + 1),
      }
    : {}

/** One in six BitTorrent swarms is of the thesis's clients. */
function asClient(client: Random, exchange: DrawnExchange): object {
  if (exchange.kind !== 'bittorrent' || client() > 1 / 6) return exchange
  const { picking, randomFirst, playRate, maxBegunBytes } = exchange
  const kept = { picking, randomFirst, playRate, maxBegunBytes }
  return {
    kind: 'bittorrent',
    fidelity: 'literal',
    piecesAtOnce: 1 + randomInt(client, MAX_PIECES_AT_ONCE),
    askBy: one(client, ASK_BY),
    ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
  }
}

interface DrawnExchange {
  readonly [field: string]: unknown
  readonly kind: string
  readonly picking?: string
  readonly randomFirst?: number
  readonly playRate?: string
  readonly maxBegunBytes?: number
}

/** BitTorrent most often; half of the time as in a tab, else with random policies. */
function drawExchange(random: Random): DrawnExchange {
  if (random() < 0.1) return drawGossip(random)
  const uploadSlots = 1 + randomInt(random, MAX_SLOTS)
  // Two pieces at a time, which remotes must share.
  const room = random() < 0.3 ? { maxBegunBytes: 0 } : {}
  if (random() < 0.5) return { kind: 'bittorrent', uploadSlots, ...room }
  return {
    kind: 'bittorrent',
    uploadSlots,
    ...room,
    seeding: one(random, SEEDINGS),
    slotRule: one(random, SLOT_RULES),
    picking: one(random, PICKINGS),
    randomFirst: randomInt(random, MAX_RANDOM_FIRST + 1),
    playRate: `${1 + randomInt(random, MAX_PLAY_MBPS)}Mbps`,
    allowedFast: random() < 0.5,
    superSeeding: random() < 0.5,
  }
}

/** Without the report's literal code, which need not come to an end. */
const drawGossip = (random: Random) => ({
  kind: 'gossip',
  mode: one(random, GOSSIP_MODES),
  fidelity: one(random, ['intended', 'informed']),
  roundMs: 500 + randomInt(random, 2_000),
  fanOut: 1 + randomInt(random, 4),
})

function drawArrivals(random: Random, everySec: number): unknown {
  const kind = random()
  if (kind < 0.4) return 'together'
  return kind < 0.7 ? { every: sec(random() * everySec) } : { poissonPerSec: 1 / everySec }
}

const drawDelays = (random: Random) => ({
  connect: ms(random() ** 3 * 3_000),
  hash: ms(random() ** 3 * 200),
  read: ms(random() ** 3 * 100),
  write: ms(random() ** 3 * 500),
})

interface Cast {
  readonly seeders: readonly string[]
  /** Healed in the end; the first of the seeders is among them, and always keeps what it has. */
  readonly core: readonly string[]
  readonly others: readonly string[]
  readonly leavers: readonly string[]
}

function drawCast(random: Random, peers: readonly string[]): Cast {
  const [source = '', ...rest] = peers
  shuffle(random, rest)
  const seeders = [source, ...rest.slice(0, random() < 0.3 ? 1 : 0)]
  // Half of the time nearly all are of the core, else any number.
  const outside = Math.floor(rest.length * (random() < 0.5 ? random() * 0.3 : random()))
  const others = rest.slice(0, outside)
  return {
    seeders,
    core: [source, ...rest.slice(outside)],
    others,
    leavers: others.filter(() => random() < 0.2),
  }
}

// --- faults

interface Frame extends Cast {
  readonly random: Random
  readonly healSec: number
  readonly carrySec: number
  /** How large a share a fault has of what it can touch. */
  readonly badness: number
}

function drawFaults(frame: Frame): Drawn[] {
  const { random } = frame
  // A few kinds at a time: all at once would hide each other.
  const kinds = shuffle(random, Object.keys(DRAWN) as FaultKind[]).slice(
    0,
    2 + randomInt(random, 5),
  )
  const faults: Drawn[] = []
  for (let left = randomInt(random, MAX_FAULTS + 1); left > 0; left--) {
    const kind = one(random, kinds)
    const fields = DRAWN[kind](frame)
    // A peer has each fault once: a fivefold stutterer would send each block 32 times.
    const isOld = faults.some(fault => fault.kind === kind && fault.peer === fields?.peer)
    if (fields !== undefined && !(isLieKind(kind) && isOld)) faults.push({ kind, ...fields })
  }
  return faults
}

/** As they stand in a file. */
type Fields = Readonly<Record<string, unknown>>
type Drawn = Fields & { readonly kind: FaultKind }

/** The fields of each kind of fault; undefined if no peer qualifies. */
const DRAWN: { readonly [Kind in FaultKind]: (frame: Frame) => Fields | undefined } = {
  breakLink: frame => ({ peer: anyone(frame), at: at(frame) }),
  loss: frame => ({ peer: anyone(frame), share: percent(frame, 30), ...span(frame) }),
  duplicate: frame => ({ peer: anyone(frame), share: percent(frame, 50), ...span(frame) }),
  clog: frame => ({ peer: anyone(frame), ...span(frame) }),
  oneWay: frame => ({
    peer: anyone(frame),
    blocked: one(frame.random, ['up', 'down']),
    ...span(frame),
  }),
  partition: frame => {
    const { random, core, others } = frame
    const all = shuffle(random, [...core, ...others])
    const peers = all.slice(0, 1 + randomInt(random, all.length - 1))
    return { peers, oneWay: random() < 0.3, ...span(frame) }
  },
  crash: frame => {
    const { random } = frame
    const peer = anyone(frame)
    const keeps = peer === frame.core[0] || random() < 0.6
    const back = random() < 0.7 ? { back: sec(random() * 40) } : {}
    return { peer, at: at(frame), ...back, store: keeps ? 'kept' : 'lost' }
  },
  freeze: frame => ({ peer: anyone(frame), ...span(frame, '60s') }),
  clockJump: frame => ({
    peer: anyone(frame),
    at: at(frame),
    by: one(frame.random, ['1s', '11s', '70s', '1h', '24h']),
  }),
  diskFull: frame => ({ peer: anyone(frame), ...span(frame) }),
  diskSlow: frame => ({ peer: anyone(frame), by: sec(frame.random() * 5), ...span(frame) }),
  diskForgets: of(exceptSource, frame => ({ share: percent(frame, 60), ...span(frame) })),
  diskRots: of(exceptSource, frame => ({ share: percent(frame, 60), ...span(frame) })),
  // Most often of those whose own files they are.
  readsFail: frame => {
    const { random, seeders } = frame
    const peer = random() < 0.7 ? one(random, seeders) : anyone(frame)
    return { peer, share: percent(frame, 100), ...span(frame) }
  },
  liar: of(others, frame => ({ share: percent(frame, 100) })),
  boaster: of(others),
  staller: of(others),
  stutterer: of(others),
  babbler: of(others, frame => ({ share: percent(frame, 50) })),
  withholder: of(others),
  flooder: of(others, frame => ({ share: percent(frame, 50) })),
  impostor: of(others, frame => ({ share: percent(frame, 50) })),
  hoarder: of(others, ({ random }) => ({ block: one(random, ['first', 'last', 'any']) })),
  spammer: of(others, ({ random }) => ({ message: one(random, SPAM) })),
  trackerFlaps: frame => ({ every: sec(1 + frame.random() * 29), ...span(frame) }),
  trackerDown: frame => ({ forgets: frame.random() < 0.5, ...span(frame) }),
  trackerSlow: frame => ({ by: sec(frame.random() * 5), ...span(frame) }),
  trackerForgets: frame => ({ at: at(frame) }),
  // Of those who are healed: the names of others would be used in offers to the end.
  squatter: frame => ({ peer: one(frame.random, frame.core), ...span(frame) }),
}

const anyone = ({ random, core, others }: Frame): string => one(random, [...core, ...others])

function others({ others }: Frame): readonly string[] {
  return others
}

function exceptSource({ core, others }: Frame): readonly string[] {
  return [...core.slice(1), ...others]
}

/** One of these, or undefined if there are none. */
function of(
  whom: (frame: Frame) => readonly string[],
  fields: (frame: Frame) => Fields = () => ({}),
) {
  return (frame: Frame) => {
    const peer = pickOne(frame.random, whom(frame))
    return peer === undefined ? undefined : { peer, ...fields(frame) }
  }
}

/** Most often while there is something to disturb. */
const at = ({ random, healSec, carrySec }: Frame): string =>
  sec(random() * (random() < 0.7 ? Math.min(carrySec, healSec) : healSec))

/** Most last for some seconds, some for long, some for ever. */
function span(frame: Frame, length?: string): object {
  const { random } = frame
  const kind = random()
  if (kind < 0.15) return { at: at(frame) }
  return { at: at(frame), for: length ?? sec(kind < 0.75 ? random() * 15 : random() * 90) }
}

const percent = ({ random, badness }: Frame, most: number): string =>
  `${Math.max(Math.round(random() * badness * most), 1)}%`

const sec = (seconds: number): string => ms(seconds * 1000)
const ms = (millis: number): string => `${Math.round(millis)}ms`

const one = <T>(random: Random, items: readonly T[]): T => pickOne(random, items) as T
