/**
 * What can be made to go wrong in a scenario, and what is healed in the end, as its file says it:
 *
 *     "faults": [
 *       { "kind": "crash", "peer": "peer3", "at": "5s", "back": "20s", "store": "lost" },
 *       { "kind": "partition", "peers": ["peer1", "peer2"], "at": "10s", "for": "40s" },
 *       { "kind": "liar", "peer": "peer4", "share": "10%" }
 *     ],
 *     "heal": { "at": "2min", "core": ["peer1", "peer2", "peer3"], "within": "10min" }
 *
 * Plain data; `faults.ts` says what becomes of it.
 */
import * as v from 'valibot'
import { byValue, flag, list, object, oneOf, parsed, text } from '../../base/file-schema.ts'
import type { Millis } from '../../base/ids.ts'
import { MAX_PEERS } from '../../network/topology.ts'
import { parseDuration, parsePercent } from '../../network/units.ts'

/** One for each peer of the largest swarm. */
const MAX_FAULTS = 20_000

const duration = parsed(parseDuration)
const share = parsed(parsePercent)
const peers = v.pipe(
  list(text, MAX_PEERS),
  v.check(({ length }) => length > 0, 'names nobody'),
)
const peer = text
const at = duration
const by = duration
/** From `at` on, for this time; without `for`: until it is healed, or to the end. */
const SPAN = { at, for: v.exactOptional(duration) }

const LINK_FAULTS = {
  /** A random link of this peer breaks. */
  breakLink: { peer, at },
  /** Its access line loses this share of the packets, both ways; not in a fluid. */
  loss: { peer, ...SPAN, share },
  /** This share of what it sends and receives, to and from peers and the server, comes twice. */
  duplicate: { peer, ...SPAN, share },
  /** Nothing gets in or out; what is sent waits. */
  clog: { peer, ...SPAN },
  oneWay: { peer, ...SPAN, blocked: oneOf(['up', 'down']) },
  /** These peers are cut off from all others; `oneWay`: only what they send is cut. */
  partition: { peers, ...SPAN, oneWay: v.optional(flag, false) },
}

const PEER_FAULTS = {
  /** It dies without a goodbye. `back`: after this time it returns, with its store or without. */
  crash: {
    peer,
    at,
    back: v.exactOptional(duration),
    store: v.optional(oneOf(['kept', 'lost']), 'kept'),
  },
  /** It receives and does nothing, like a tab that the browser stops; its links stay. */
  freeze: { peer, ...SPAN },
  /** Its clock jumps forward. */
  clockJump: { peer, at, by },
  /** Writes fail; once there is room again, the peer is told to go on. */
  diskFull: { peer, ...SPAN },
  /** Hashing and storing take longer by this time. */
  diskSlow: { peer, ...SPAN, by },
  /** It reports this share of the pieces as written, and loses them. */
  diskForgets: { peer, ...SPAN, share },
  /** This share of the pieces cannot be read, as of files that were changed; then they are found again. */
  readsFail: { peer, ...SPAN, share },
  /** It reads this share of the blocks wrong. */
  diskRots: { peer, ...SPAN, share },
}

export const SPAM = [
  'keepAlive',
  'choke',
  'unchoke',
  'interested',
  'notInterested',
  'have',
  'request',
  'cancel',
  'reject',
  'suggest',
  'allowedFast',
  'handshake',
  'extended',
] as const

/** Peers that break the rules from beginning to end. */
const LIES = {
  /** Spoils this share of the blocks that it sends. */
  liar: { peer, share: v.optional(share, '100%') },
  /** Claims to hold everything. */
  boaster: { peer },
  /** Unchokes and accepts requests, and sends no block. */
  staller: { peer },
  /** Sends every block twice. */
  stutterer: { peer },
  /** After this share of its requests it asks for a piece that does not exist. */
  babbler: { peer, share },
  /** It takes offers, and answers none. */
  withholder: { peer },
  /** After this share of its messages it brings an offer, as if from a peer that it made up. */
  flooder: { peer, share },
  /** Like `flooder`, but under the name of another member. */
  impostor: { peer, share },
  /** Sends every block of a piece but this one. */
  hoarder: { peer, block: oneOf(['first', 'last', 'any']) },
  /** Floods each of its links with this message. */
  spammer: { peer, message: oneOf(SPAM) },
}

const SERVER_FAULTS = {
  /** `forgets`: it comes back with an empty memory. */
  trackerDown: { ...SPAN, forgets: v.optional(flag, false) },
  /** It comes and goes: up for half of each period, down for the other half. */
  trackerFlaps: { ...SPAN, every: duration },
  /** Each of its messages takes longer by this time. */
  trackerSlow: { ...SPAN, by },
  trackerForgets: { at },
  /** It takes a stranger for this peer, refuses the peer, and carries offers in its name to all others. */
  squatter: { peer, ...SPAN },
}

const KINDS = { ...LINK_FAULTS, ...PEER_FAULTS, ...LIES, ...SERVER_FAULTS }

/** What the fields are called in a file, and in the program, where their names end with the unit. */
const WITH_UNIT = {
  at: 'atMs',
  for: 'forMs',
  by: 'byMs',
  back: 'backAfterMs',
  every: 'everyMs',
} as const

type WithUnits<T> = {
  readonly [K in keyof T as K extends keyof typeof WITH_UNIT ? (typeof WITH_UNIT)[K] : K]: T[K]
}
type FaultOf<Kinds extends Readonly<Record<string, v.ObjectEntries>>> = {
  [K in keyof Kinds]: { readonly kind: K } & WithUnits<
    v.InferOutput<v.StrictObjectSchema<Kinds[K], undefined>>
  >
}[keyof Kinds]

export type LinkFault = FaultOf<typeof LINK_FAULTS>
export type PeerFault = FaultOf<typeof PEER_FAULTS>
export type Lie = FaultOf<typeof LIES>
export type ServerFault = FaultOf<typeof SERVER_FAULTS>
export type Fault = LinkFault | PeerFault | Lie | ServerFault
export type FaultKind = Fault['kind']

export const FAULT_KINDS = Object.keys(KINDS) as FaultKind[]

export const isLieKind = (kind: FaultKind): kind is Lie['kind'] => Object.hasOwn(LIES, kind)
export const isLie = (fault: Fault): fault is Lie => isLieKind(fault.kind)

/** From this time on, everything that can be healed is healed for `core`, which must then finish. */
export interface Heal {
  readonly atMs: Millis
  /** None of them breaks the rules; one of them holds everything, on a disk without fault. */
  readonly core: readonly string[]
  readonly withinMs: Millis
}

const withUnits = (fields: object): Fault =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      Object.hasOwn(WITH_UNIT, key) ? WITH_UNIT[key as keyof typeof WITH_UNIT] : key,
      value,
    ]),
  ) as unknown as Fault

export const faultsSchema = list(
  v.pipe(
    byValue('kind', KINDS),
    v.transform((fields): Fault => withUnits(fields)),
  ),
  MAX_FAULTS,
)

export const healSchema = v.pipe(
  object({ at, core: peers, within: duration }),
  v.transform(({ at: atMs, core, within: withinMs }): Heal => ({ atMs, core, withinMs })),
)
