/** Messages between controller and agents, parsed at both ends: anybody may open a link. */
import * as v from 'valibot'
import type { EmulationId } from '../../../shared/events/emulation.ts'

/** A scenario's file, with room for its escapes. */
const MAX_DOCUMENT_LENGTH = 8 * 1024 * 1024
const MAX_NODE_LENGTH = 64
/** Longer texts are cut off. */
const MAX_TEXT_LENGTH = 500
/** More than a tab runs. */
const MAX_PEERS = 64
/** Of one peer in one report: a busy peer has some hundred in a second, and reports four times. */
export const MAX_EVENTS = 5_000
const MAX_EVENT_FIELDS = 12
/** Remotes that one peer received bytes from. */
const MAX_SOURCES = 1_000
const MAX_COUNT = 2 ** 32 - 1

const text = v.pipe(
  v.string(),
  v.transform(text => text.slice(0, MAX_TEXT_LENGTH)),
)
const node = v.pipe(v.string(), v.maxLength(MAX_NODE_LENGTH))
const hexId = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const seed = v.pipe(count, v.maxValue(MAX_COUNT))
const amount = v.pipe(v.number(), v.finite(), v.minValue(0))

const listOf = <Item extends v.GenericSchema>(item: Item, most: number) =>
  v.pipe(v.array(item), v.maxLength(most), v.readonly())

const command = v.variant('command', [
  v.strictObject({
    command: v.literal('join'),
    emulation: v.pipe(
      hexId,
      v.transform(id => id as EmulationId),
    ),
    nodes: listOf(node, MAX_PEERS),
    document: v.pipe(v.string(), v.maxLength(MAX_DOCUMENT_LENGTH)),
    seed,
    contentSeed: seed,
  }),
  v.strictObject({ command: v.literal('start') }),
  v.strictObject({ command: v.literal('end') }),
])

export type ReportedEvent = { readonly event: string } & Readonly<Record<string, unknown>>

const event = v.pipe(
  v.objectWithRest(
    { event: v.pipe(v.string(), v.maxLength(MAX_NODE_LENGTH)) },
    v.union([v.pipe(v.number(), v.finite()), text, v.boolean()]),
  ),
  v.check(fields => Object.keys(fields).length <= MAX_EVENT_FIELDS),
  v.transform((fields): ReportedEvent => fields),
)

const peer = v.object({
  peerId: hexId,
  /** All events before this time have been reported. */
  untilMs: amount,
  events: listOf(v.pipe(v.strictTuple([amount, event]), v.readonly()), MAX_EVENTS),
  status: v.object({
    node,
    hasArrived: v.boolean(),
    opened: count,
    halfOpen: count,
    heldPieces: count,
    isDone: v.boolean(),
  }),
})

const gossip = v.object({
  rounds: v.exactOptional(v.undefinedable(count)),
  useful: count,
  redundant: count,
  failed: count,
  controlBytes: count,
})

/** Fields that a later version adds are left out. */
const outcome = v.object({
  node,
  peerId: hexId,
  isIntact: v.boolean(),
  finishedMs: v.exactOptional(v.undefinedable(amount)),
  hasLeft: v.boolean(),
  downloaded: count,
  uploaded: count,
  wasted: count,
  sources: listOf(v.object({ remote: hexId, bytes: count }), MAX_SOURCES),
  gossip: v.exactOptional(gossip),
  lateness: v.object({ messages: count, p99Ms: v.number(), worstMs: v.number() }),
  clockErrorMs: v.number(),
  fault: v.exactOptional(v.undefinedable(text)),
})

const report = v.variant('report', [
  v.strictObject({ report: v.literal('here'), browser: text }),
  v.strictObject({ report: v.literal('peers'), peers: listOf(peer, MAX_PEERS) }),
  v.strictObject({ report: v.literal('ended'), outcomes: listOf(outcome, MAX_PEERS) }),
  /** `why`: a sentence for a person. */
  v.strictObject({ report: v.literal('failed'), why: text }),
])

export type Command = v.InferOutput<typeof command>
export type JoinCommand = Extract<Command, { readonly command: 'join' }>
export type Report = v.InferOutput<typeof report>
export type PeerReport = v.InferOutput<typeof peer>
export type ReportedOutcome = v.InferOutput<typeof outcome>

/** Undefined if it is not one. */
export const parseCommand = (input: unknown): Command | undefined => {
  const parsed = v.safeParse(command, input)
  return parsed.success ? parsed.output : undefined
}

export const parseReport = (input: unknown): Report | undefined => {
  const parsed = v.safeParse(report, input)
  return parsed.success ? parsed.output : undefined
}
