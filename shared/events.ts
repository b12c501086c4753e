/**
 * Everything a tab and the server say to each other, both ways, as Socket.IO events, with the one
 * parser each side runs on what it receives. Shapes are exact: an unknown field is a refusal, so
 * nothing travels through the server that is not written here.
 */
import * as v from 'valibot'
import { type InfoHash, isHexId, type PeerId } from './base/ids.ts'
import { type Parsed, parse } from './base/parsed.ts'
import type { EmulationClientEvents, EmulationServerEvents } from './events/emulation.ts'
import { type IceServerEvents, type TurnServers, turnServers } from './events/ice.ts'
import {
  type AnnounceReply,
  type AnnounceRequest,
  MAX_NUMWANT,
  MAX_PEERS_PER_REPLY,
} from './tracker/announce.ts'
import { type Proof, publicKeyHex, signatureHex } from './tracker/proof.ts'
import { MAX_SDP_LENGTH, refusalReason, SIGNAL_FIELDS } from './wire/signal.ts'

const hexId = v.pipe(v.string(), v.check(isHexId))
const infoHash = v.pipe(
  hexId,
  v.transform(text => text as InfoHash),
)
const peerId = v.pipe(
  hexId,
  v.transform(text => text as PeerId),
)
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const EVENTS = ['started', 'stopped', 'completed'] as const

const announceRequest = v.strictObject({
  infoHash,
  peerId,
  uploaded: count,
  downloaded: count,
  left: count,
  numwant: v.pipe(count, v.maxValue(MAX_NUMWANT)),
  event: v.exactOptional(v.picklist(EVENTS)),
  brisk: v.exactOptional(v.literal(true)),
  proof: v.exactOptional(v.strictObject({ publicKey: publicKeyHex, signature: signatureHex })),
})

/** `proof`: that the peer id is the sender's own, where the id is of a kind that needs it. */
export type ProvenAnnounce = AnnounceRequest & { readonly proof?: Proof }

const announceReply = v.union([
  v.strictObject({ failure: refusalReason }),
  v.strictObject({
    intervalMs: v.pipe(count, v.minValue(1)),
    peers: v.pipe(v.array(peerId), v.maxLength(MAX_PEERS_PER_REPLY)),
    seeders: count,
    leechers: count,
    stock: v.exactOptional(v.pipe(v.array(peerId), v.maxLength(MAX_PEERS_PER_REPLY))),
    turn: v.exactOptional(turnServers),
  }),
])

/** `turn`: relays, for members of a swarm alone. */
export type ServerReply =
  | (Exclude<AnnounceReply, { readonly failure: string }> & { readonly turn?: TurnServers })
  | Extract<AnnounceReply, { readonly failure: string }>

const { offer, answer, candidate, refuse } = SIGNAL_FIELDS

/** `offerId`: 40 hex digits made up by who offers, so that both can tell racing offers apart. */
const outgoing = { infoHash, offerId: hexId, to: peerId }
const incoming = { infoHash, offerId: hexId, from: peerId }

const outgoingSignal = v.variant('kind', [
  v.strictObject({ ...outgoing, ...offer }),
  v.strictObject({ ...outgoing, ...answer }),
  v.strictObject({ ...outgoing, ...candidate }),
  v.strictObject({ ...outgoing, ...refuse }),
])

const incomingSignal = v.variant('kind', [
  v.strictObject({ ...incoming, ...offer }),
  v.strictObject({ ...incoming, ...answer }),
  v.strictObject({ ...incoming, ...candidate }),
  v.strictObject({ ...incoming, ...refuse }),
])

const refusal = v.strictObject({
  reason: refusalReason,
  infoHash: v.exactOptional(infoHash),
})

/** The place of this tab in a swarm, or without one its connection, is given to somebody else. */
export type Refusal = Readonly<v.InferOutput<typeof refusal>>

export type OutgoingSignal = Readonly<v.InferOutput<typeof outgoingSignal>>

/** From another peer; or from the server, a `refuse` in its name: our offer or answer was not delivered. */
export type IncomingSignal = Readonly<v.InferOutput<typeof incomingSignal>>

export interface ClientToServerEvents extends EmulationClientEvents {
  announce(request: ProvenAnnounce, reply: (reply: ServerReply) => void): void
  signal(signal: OutgoingSignal): void
  /** Answered at once: whether this connection still is one. */
  alive(reply: () => void): void
}

export interface ServerToClientEvents extends EmulationServerEvents, IceServerEvents {
  /**
   * `group`, of an offer: the same for all who offer to this tab from one address, so that one address
   * cannot use up what the tab has for all. It tells no address, and to other tabs it is another.
   */
  signal(signal: IncomingSignal, group?: number): void
  refused(refusal: Refusal): void
}

export const parseAnnounceRequest = (input: unknown): Parsed<ProvenAnnounce> =>
  isUsualAnnounce(input)
    ? { ok: true, value: { ...input } }
    : parse<ProvenAnnounce>(announceRequest, input, KNOWN_FIELDS)

/** What the schema would let pass, of an announce without a proof, at a tenth of its cost. */
function isUsualAnnounce(input: unknown): input is AnnounceRequest {
  if (typeof input !== 'object' || input === null) return false
  const { infoHash, peerId, uploaded, downloaded, left, numwant, event, brisk } = input as Partial<
    Record<keyof AnnounceRequest, unknown>
  >
  const needed = 6
  const optional = Number(event !== undefined) + Number(brisk !== undefined)
  return (
    Object.keys(input).length === needed + optional &&
    isId(infoHash) &&
    isId(peerId) &&
    isCount(uploaded) &&
    isCount(downloaded) &&
    isCount(left) &&
    isCount(numwant) &&
    numwant <= MAX_NUMWANT &&
    (event === undefined || EVENTS.includes(event as (typeof EVENTS)[number])) &&
    (brisk === undefined || brisk === true)
  )
}

const isId = (value: unknown): value is InfoHash & PeerId =>
  typeof value === 'string' && isHexId(value)
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0
export const parseAnnounceReply = (input: unknown) =>
  parse<ServerReply>(announceReply, input, KNOWN_FIELDS)
export const parseOutgoingSignal = (input: unknown): Parsed<OutgoingSignal> => {
  const value = usualDescription(input)
  return value ? { ok: true, value } : parseSignalBySchema(input)
}

export const parseSignalBySchema = (input: unknown): Parsed<OutgoingSignal> =>
  parse<OutgoingSignal>(outgoingSignal, input, KNOWN_FIELDS)

const DESCRIPTION_FIELDS = new Set(['kind', 'infoHash', 'offerId', 'to', 'sdp'])

/** What the schema makes of an offer or answer whose candidates follow it. Undefined: the schema decides. */
function usualDescription(input: unknown): OutgoingSignal | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  if (!Object.keys(input).every(key => DESCRIPTION_FIELDS.has(key))) return undefined
  const { kind, infoHash, offerId, to, sdp } = input as Readonly<Record<string, unknown>>
  const isUsual =
    (kind === 'offer' || kind === 'answer') &&
    isId(infoHash) &&
    isId(offerId) &&
    isId(to) &&
    typeof sdp === 'string' &&
    sdp.length <= MAX_SDP_LENGTH
  return isUsual ? { kind, infoHash, offerId, to, sdp } : undefined
}

export const parseRefusal = (input: unknown) => parse<Refusal>(refusal, input, KNOWN_FIELDS)
export const parseIncomingSignal = (input: unknown) =>
  parse<IncomingSignal>(incomingSignal, input, KNOWN_FIELDS)

const group = v.pipe(count, v.maxValue(2 ** 32 - 1))

/** Undefined if there is none: the server is of an older version. */
export const parseGroup = (input: unknown): number | undefined =>
  v.is(group, input) ? input : undefined

const KNOWN_FIELDS = new Set([
  ...Object.keys(announceRequest.entries),
  ...outgoingSignal.options.flatMap(option => Object.keys(option.entries)),
])

export type { AnnounceReply, AnnounceRequest }
