/**
 * What a tab and the coordinator of an emulated network say to each other. An *emulation* is one running
 * network: its topology, how messages move over it, its dilation of time, and when its time began. Times
 * are the server's, in milliseconds; rates are bits per emulated second.
 */
import * as v from 'valibot'
import { isHexId } from '../base/ids.ts'
import { type Parsed, parse } from '../base/parsed.ts'
import { OVERHEAD_NAMES } from '../network/overhead.ts'
import { CONGESTIONS } from '../network/sctp/association.ts'
import { MAX_NAME_LENGTH } from '../network/topology.ts'
import { MAX_MESSAGE_BYTES, MAX_REASON_LENGTH } from '../tracker/limits.ts'

/** UTF-16 units: what fits a message when half of the characters are escaped. */
export const MAX_TOPOLOGY_LENGTH = MAX_MESSAGE_BYTES / 2
/** Tabs of one emulation: more than any machine holds, and few enough to tell each all of its rates. */
export const MAX_EMULATED_PEERS = 250
/** With more, a second of emulated time would take over a quarter of an hour. */
export const MAX_DILATION = 1_000

export type EmulationId = string & { readonly brand: 'EmulationId' }

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const millis = v.pipe(v.number(), v.finite())
const rate = v.pipe(v.number(), v.finite(), v.minValue(0))
const node = v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH))
const emulationId = v.pipe(
  v.string(),
  v.check(isHexId),
  v.transform(text => text as EmulationId),
)
const failure = v.strictObject({ failure: v.pipe(v.string(), v.maxLength(MAX_REASON_LENGTH)) })

const plan = {
  /** A topology file (`parseTopology`). */
  topology: v.pipe(v.string(), v.maxLength(MAX_TOPOLOGY_LENGTH)),
  granularity: v.picklist(['message', 'packet']),
  overhead: v.picklist(OVERHEAD_NAMES),
  /** With `sctp` the other two are `packet` and `webrtc`. A tab of an older version does not say it. */
  congestion: v.optional(v.picklist(CONGESTIONS), 'none'),
  /** Real time divided by emulated time. */
  dilation: v.pipe(v.number(), v.minValue(1), v.maxValue(MAX_DILATION)),
}
const openEmulation = v.strictObject(plan)
const openedEmulation = v.union([failure, v.strictObject({ emulation: emulationId })])

/** `node`: where to be placed; without it, at the first peer of the topology that is free. */
const enterEmulation = v.strictObject({ emulation: emulationId, node: v.exactOptional(node) })
const enteredEmulation = v.union([
  failure,
  /** Emulated time is 0 until it has started. */
  v.strictObject({ ...plan, node, epochMs: v.nullable(millis) }),
])

/** All flows that have something to send now, by the peer they lead to. See `Pace.declare`. */
const declareFlows = v.strictObject({
  number: count,
  flows: v.pipe(
    v.array(v.strictObject({ to: node, since: count })),
    v.maxLength(MAX_EMULATED_PEERS),
  ),
})
/** The number of the rate order that a tab follows. */
const followed = v.strictObject({ number: count })

const order = v.strictObject({
  number: count,
  declaration: count,
  rates: v.pipe(v.array(v.strictTuple([node, rate])), v.maxLength(MAX_EMULATED_PEERS)),
})
/** Emulated time begins then; before, it is 0. */
const started = v.strictObject({ epochMs: millis })
const time = v.strictObject({ nowMs: millis })

export type EmulationPlan = Readonly<v.InferOutput<typeof openEmulation>>
type OpenedEmulation = Readonly<v.InferOutput<typeof openedEmulation>>
export type EnterEmulation = Readonly<v.InferOutput<typeof enterEmulation>>
export type EnteredEmulation = Readonly<v.InferOutput<typeof enteredEmulation>>
export type EmulationEntry = Exclude<EnteredEmulation, { failure: string }>
export type FlowDeclaration = Readonly<v.InferOutput<typeof declareFlows>>
type Followed = Readonly<v.InferOutput<typeof followed>>
export type RateOrder = Readonly<v.InferOutput<typeof order>>
export type Started = Readonly<v.InferOutput<typeof started>>
type ServerTime = Readonly<v.InferOutput<typeof time>>

export interface EmulationClientEvents {
  openEmulation(plan: EmulationPlan, reply: (opened: OpenedEmulation) => void): void
  enterEmulation(request: EnterEmulation, reply: (entered: EnteredEmulation) => void): void
  /** Begins emulated time for all tabs, including later ones. Has no effect when it has begun. */
  startEmulation(): void
  declareFlows(declaration: FlowDeclaration): void
  followRates(followed: Followed): void
  /** A sign of life; the reply is its echo, and none comes once the lease is over. */
  beat(followed: Followed, reply: () => void): void
  time(reply: (time: ServerTime) => void): void
}

export interface EmulationServerEvents {
  started(started: Started): void
  rates(order: RateOrder): void
}

const KNOWN_FIELDS = new Set(
  [openEmulation, enterEmulation, declareFlows, followed].flatMap(schema =>
    Object.keys(schema.entries),
  ),
)

const parser =
  <T>(schema: v.GenericSchema<unknown, T>) =>
  (input: unknown): Parsed<T> =>
    parse(schema, input, KNOWN_FIELDS)

export const parseOpenEmulation = parser<EmulationPlan>(openEmulation)
export const parseOpenedEmulation = parser<OpenedEmulation>(openedEmulation)
export const parseEnterEmulation = parser<EnterEmulation>(enterEmulation)
export const parseEnteredEmulation = parser<EnteredEmulation>(enteredEmulation)
export const parseFlowDeclaration = parser<FlowDeclaration>(declareFlows)
export const parseFollowed = parser<Followed>(followed)
export const parseRateOrder = parser<RateOrder>(order)
export const parseStarted = parser<Started>(started)
export const parseServerTime = parser<ServerTime>(time)
