/**
 * What a tab and the coordinator of an emulated network say to each other. An *emulation* is one such
 * network at work: its topology, how messages move over it, how much slower than real its time goes,
 * and since when. Times are the server's, in milliseconds; rates are bits per emulated second.
 */
import * as v from 'valibot'
import { isHexId } from '../base/ids.ts'
import { type Parsed, parse } from '../base/parsed.ts'
import { OVERHEAD_NAMES } from '../network/overhead.ts'
import { MAX_NAME_LENGTH } from '../network/topology.ts'
import { MAX_MESSAGE_BYTES, MAX_REASON_LENGTH } from '../tracker/limits.ts'

/** UTF-16 units: what is left of a message, when half its characters are escaped. */
export const MAX_TOPOLOGY_LENGTH = MAX_MESSAGE_BYTES / 2
/** Tabs of one emulation: more than any machine holds, and few enough to tell each all of its rates. */
export const MAX_EMULATED_PEERS = 250
/** Beyond, a second of the network takes a quarter of an hour. */
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
  /** Real time is so many times emulated time. */
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

/** All flows that have something to send now, by where they lead. See `Pace.declare`. */
const declareFlows = v.strictObject({
  number: count,
  flows: v.pipe(
    v.array(v.strictObject({ to: node, since: count })),
    v.maxLength(MAX_EMULATED_PEERS),
  ),
})
/** The order that is followed. */
const followed = v.strictObject({ number: count })

const order = v.strictObject({
  number: count,
  declaration: count,
  rates: v.pipe(v.array(v.strictTuple([node, rate])), v.maxLength(MAX_EMULATED_PEERS)),
})
/** Emulated time goes from then on; until then it stands at 0. */
const started = v.strictObject({ epochMs: millis })
const time = v.strictObject({ nowMs: millis })

export type EmulationPlan = Readonly<v.InferOutput<typeof openEmulation>>
export type OpenedEmulation = Readonly<v.InferOutput<typeof openedEmulation>>
export type EnterEmulation = Readonly<v.InferOutput<typeof enterEmulation>>
export type EnteredEmulation = Readonly<v.InferOutput<typeof enteredEmulation>>
export type EmulationEntry = Exclude<EnteredEmulation, { failure: string }>
export type FlowDeclaration = Readonly<v.InferOutput<typeof declareFlows>>
export type Followed = Readonly<v.InferOutput<typeof followed>>
export type RateOrder = Readonly<v.InferOutput<typeof order>>
export type Started = Readonly<v.InferOutput<typeof started>>
export type ServerTime = Readonly<v.InferOutput<typeof time>>

export interface EmulationClientEvents {
  openEmulation(plan: EmulationPlan, reply: (opened: OpenedEmulation) => void): void
  enterEmulation(request: EnterEmulation, reply: (entered: EnteredEmulation) => void): void
  /** Lets emulated time go, for all who are in it and will be. Once is enough. */
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

export const parseOpenEmulation = (input: unknown) => parsed<EmulationPlan>(openEmulation, input)
export const parseOpenedEmulation = (input: unknown) =>
  parsed<OpenedEmulation>(openedEmulation, input)
export const parseEnterEmulation = (input: unknown) => parsed<EnterEmulation>(enterEmulation, input)
export const parseEnteredEmulation = (input: unknown) =>
  parsed<EnteredEmulation>(enteredEmulation, input)
export const parseFlowDeclaration = (input: unknown) => parsed<FlowDeclaration>(declareFlows, input)
export const parseFollowed = (input: unknown) => parsed<Followed>(followed, input)
export const parseRateOrder = (input: unknown) => parsed<RateOrder>(order, input)
export const parseStarted = (input: unknown) => parsed<Started>(started, input)
export const parseServerTime = (input: unknown) => parsed<ServerTime>(time, input)

const KNOWN_FIELDS = new Set(
  [openEmulation, enterEmulation, declareFlows, followed].flatMap(schema =>
    Object.keys(schema.entries),
  ),
)

const parsed = <T>(schema: v.GenericSchema<unknown, T>, input: unknown): Parsed<T> =>
  parse(schema, input, KNOWN_FIELDS)
