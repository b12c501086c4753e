/**
 * What two peers tell each other until they have a connection: descriptions and candidates of WebRTC
 * (RFC 8829, RFC 8838). The same by whichever way it is carried: our server, another tracker, or the
 * peer between two others, who carries it unread.
 */
import * as v from 'valibot'
import { parse } from '../base/parsed.ts'
import { harmlessText } from '../base/text.ts'

/** UTF-16 units. A data-channel SDP is 1-3 KB with all its candidates inside. */
export const MAX_SDP_LENGTH = 16 * 1024
/** UTF-16 units: one sentence. */
export const MAX_REASON_LENGTH = 300
/** UTF-16 units. A candidate line is some 150. */
export const MAX_CANDIDATE_LENGTH = 1024
/** UTF-16 units. sdpMid is '0' or 'data' in practice. */
const MAX_SDP_MID_LENGTH = 64
/** m-lines; a data channel has one. */
const MAX_SDP_M_LINES = 256

const textUpTo = (length: number) => v.pipe(v.string(), v.maxLength(length))
/** Why a peer, our server or another tracker refuses: a page shows it. */
export const refusalReason = v.pipe(
  textUpTo(MAX_REASON_LENGTH),
  v.transform(text => harmlessText(text, MAX_REASON_LENGTH)),
)
const mLine = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_SDP_M_LINES - 1))

export const SIGNAL_FIELDS = {
  /** `whole`: all its candidates are in it, and so must be those of its answer. */
  offer: {
    kind: v.literal('offer'),
    sdp: textUpTo(MAX_SDP_LENGTH),
    whole: v.exactOptional(v.literal(true)),
  },
  answer: { kind: v.literal('answer'), sdp: textUpTo(MAX_SDP_LENGTH) },
  /** An RTCIceCandidateInit, without its `usernameFragment`. */
  candidate: {
    kind: v.literal('candidate'),
    candidate: textUpTo(MAX_CANDIDATE_LENGTH),
    sdpMid: v.nullable(textUpTo(MAX_SDP_MID_LENGTH)),
    sdpMLineIndex: v.nullable(mLine),
  },
  refuse: { kind: v.literal('refuse'), reason: refusalReason },
}

const signal = v.variant('kind', [
  v.strictObject(SIGNAL_FIELDS.offer),
  v.strictObject(SIGNAL_FIELDS.answer),
  v.strictObject(SIGNAL_FIELDS.candidate),
  v.strictObject(SIGNAL_FIELDS.refuse),
])

export type Signal = Readonly<v.InferOutput<typeof signal>>
export type Candidate = Extract<Signal, { kind: 'candidate' }>
export type Description = { readonly kind: 'offer' | 'answer'; readonly sdp: string }
/** The signals that a WebRTC connection produces and takes. */
export type RtcSignal = Description | Candidate

const KNOWN_FIELDS = new Set(Object.values(SIGNAL_FIELDS).flatMap(fields => Object.keys(fields)))
const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder()

/** As ts_relay carries it. */
export const encodeSignal = (message: Signal): Uint8Array => utf8.encode(JSON.stringify(message))

/** Undefined if it is none. */
export function decodeSignal(data: Uint8Array): Signal | undefined {
  try {
    const parsed = parse<Signal>(signal, JSON.parse(fromUtf8.decode(data)), KNOWN_FIELDS)
    return parsed.ok ? parsed.value : undefined
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}
