/**
 * The part of a scenario's file that says what goes wrong, and what is healed in the end:
 *
 *     "faults": [
 *       { "kind": "crash", "peer": "peer3", "at": "5s", "back": "20s", "store": "lost" },
 *       { "kind": "partition", "peers": ["peer1", "peer2"], "at": "10s", "for": "40s" },
 *       { "kind": "liar", "peer": "peer4", "share": "10%" }
 *     ],
 *     "heal": { "at": "2min", "core": ["peer1", "peer2", "peer3"], "within": "10min" }
 */
import * as v from 'valibot'
import { byValue, flag, list, object, oneOf, parsed, text } from '../../base/file-schema.ts'
import { MAX_PEERS } from '../../network/topology.ts'
import { parseDuration, parsePercent } from '../../network/units.ts'
import type { Fault, FaultKind, Heal } from './fault.ts'

/** One for each peer of the largest swarm. */
const MAX_FAULTS = 20_000

const duration = parsed(parseDuration)
const share = parsed(parsePercent)
const peers = v.pipe(
  list(text, MAX_PEERS),
  v.check(({ length }) => length > 0, 'names nobody'),
)

const at = duration
const by = duration
const SPAN = { at, for: v.optional(duration) }
const OF_PEER = { peer: text }

const KINDS = {
  breakLink: { ...OF_PEER, at },
  loss: { ...OF_PEER, ...SPAN, share },
  duplicate: { ...OF_PEER, ...SPAN, share },
  clog: { ...OF_PEER, ...SPAN },
  oneWay: { ...OF_PEER, ...SPAN, blocked: oneOf(['up', 'down']) },
  partition: { peers, ...SPAN, oneWay: v.optional(flag, false) },
  crash: {
    ...OF_PEER,
    at,
    back: v.optional(duration),
    store: v.optional(oneOf(['kept', 'lost']), 'kept'),
  },
  freeze: { ...OF_PEER, ...SPAN },
  clockJump: { ...OF_PEER, at, by },
  diskFull: { ...OF_PEER, ...SPAN },
  diskSlow: { ...OF_PEER, ...SPAN, by },
  diskForgets: { ...OF_PEER, ...SPAN, share },
  diskRots: { ...OF_PEER, ...SPAN, share },
  liar: { ...OF_PEER, share: v.optional(share, '100%') },
  boaster: OF_PEER,
  staller: OF_PEER,
  stutterer: OF_PEER,
  babbler: { ...OF_PEER, share },
  trackerDown: { ...SPAN, forgets: v.optional(flag, false) },
  trackerSlow: { ...SPAN, by },
  trackerForgets: { at },
} satisfies Readonly<Record<FaultKind, v.ObjectEntries>>

export const FAULT_KINDS = Object.keys(KINDS) as FaultKind[]

/** What the fields are called in a file, and in the program, where they have their unit. */
const WITH_UNIT = { at: 'atMs', for: 'forMs', by: 'byMs', back: 'backAfterMs' } as const

type WithUnits<T> = T extends unknown
  ? { [K in keyof T as K extends keyof typeof WITH_UNIT ? (typeof WITH_UNIT)[K] : K]: T[K] }
  : never

const withUnits = <T extends object>(fields: T): WithUnits<T> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      Object.hasOwn(WITH_UNIT, key) ? WITH_UNIT[key as keyof typeof WITH_UNIT] : key,
      value,
    ]),
  ) as WithUnits<T>

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
