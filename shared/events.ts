/**
 * Everything a tab and the server say to each other, both ways, as Socket.IO events, with the one
 * parser each side runs on what it receives. Shapes are exact: an unknown field is a refusal, so
 * nothing travels through the server that is not written here.
 */
import * as v from 'valibot'
import { type InfoHash, isHexId, type PeerId } from './base/ids.ts'
import { parse } from './base/parsed.ts'
import type { EmulationClientEvents, EmulationServerEvents } from './events/emulation.ts'
import {
  type AnnounceReply,
  type AnnounceRequest,
  MAX_NUMWANT,
  MAX_PEERS_PER_REPLY,
} from './tracker/announce.ts'
import { MAX_REASON_LENGTH, MAX_SDP_LENGTH } from './tracker/limits.ts'

/** UTF-16 units. A candidate line is some 150. */
export const MAX_CANDIDATE_LENGTH = 1024

/** UTF-16 units. sdpMid is '0' or 'data' in practice. */
const MAX_SDP_MID_LENGTH = 64

/** m-lines; a data channel has one. */
const MAX_SDP_M_LINES = 256

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
const textUpTo = (length: number) => v.pipe(v.string(), v.maxLength(length))

const announceRequest = v.strictObject({
  infoHash,
  peerId,
  uploaded: count,
  downloaded: count,
  left: count,
  numwant: v.pipe(count, v.maxValue(MAX_NUMWANT)),
  event: v.exactOptional(v.picklist(['started', 'stopped', 'completed'])),
  brisk: v.exactOptional(v.literal(true)),
})

const announceReply = v.union([
  v.strictObject({ failure: textUpTo(MAX_REASON_LENGTH) }),
  v.strictObject({
    intervalMs: v.pipe(count, v.minValue(1)),
    peers: v.pipe(v.array(peerId), v.maxLength(MAX_PEERS_PER_REPLY)),
    seeders: count,
    leechers: count,
    stock: v.exactOptional(v.pipe(v.array(peerId), v.maxLength(MAX_PEERS_PER_REPLY))),
  }),
])

/**
 * `whole`: its candidates are all in it, and so must those of the answer be. Either end may be a
 * stock client, to whom no candidate can be sent afterwards.
 */
const offer = {
  kind: v.literal('offer'),
  sdp: textUpTo(MAX_SDP_LENGTH),
  whole: v.exactOptional(v.literal(true)),
}
const answer = { kind: v.literal('answer'), sdp: textUpTo(MAX_SDP_LENGTH) }
/** An RTCIceCandidateInit, without its `usernameFragment`. */
const candidate = {
  kind: v.literal('candidate'),
  candidate: textUpTo(MAX_CANDIDATE_LENGTH),
  sdpMid: v.nullable(textUpTo(MAX_SDP_MID_LENGTH)),
  sdpMLineIndex: v.nullable(v.pipe(count, v.maxValue(MAX_SDP_M_LINES - 1))),
}
const refuse = { kind: v.literal('refuse'), reason: textUpTo(MAX_REASON_LENGTH) }

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

export type OutgoingSignal = Readonly<v.InferOutput<typeof outgoingSignal>>

/**
 * What the other peer sent. A `refuse` also comes from the server in the other's name, when an
 * offer or an answer cannot be delivered: whoever dials learns at once that nobody is there.
 */
export type IncomingSignal = Readonly<v.InferOutput<typeof incomingSignal>>

/** The same without its address: what a peer between two others carries unread. */
const signal = v.variant('kind', [
  v.strictObject(offer),
  v.strictObject(answer),
  v.strictObject(candidate),
  v.strictObject(refuse),
])

export type Signal = Readonly<v.InferOutput<typeof signal>>

export interface ClientToServerEvents extends EmulationClientEvents {
  announce(request: AnnounceRequest, reply: (reply: AnnounceReply) => void): void
  signal(signal: OutgoingSignal): void
}

export interface ServerToClientEvents extends EmulationServerEvents {
  signal(signal: IncomingSignal): void
}

export const parseAnnounceRequest = (input: unknown) =>
  parse<AnnounceRequest>(announceRequest, input, KNOWN_FIELDS)
export const parseAnnounceReply = (input: unknown) =>
  parse<AnnounceReply>(announceReply, input, KNOWN_FIELDS)
export const parseSignal = (input: unknown) => parse<Signal>(signal, input, KNOWN_FIELDS)
export const parseOutgoingSignal = (input: unknown) =>
  parse<OutgoingSignal>(outgoingSignal, input, KNOWN_FIELDS)
export const parseIncomingSignal = (input: unknown) =>
  parse<IncomingSignal>(incomingSignal, input, KNOWN_FIELDS)

const KNOWN_FIELDS = new Set([
  ...Object.keys(announceRequest.entries),
  ...outgoingSignal.options.flatMap(option => Object.keys(option.entries)),
])

export type { AnnounceReply, AnnounceRequest }
