/**
 * What requests and replies of the WebTorrent tracker protocol have in common: JSON over a plain
 * WebSocket, with ids as binary text. No BEP describes it; bittorrent-tracker is the reference, and
 * aquatic and libtorrent agree. Unknown fields are ignored: every client adds some.
 */
import * as v from 'valibot'
import { byteAt, ID_BYTES, type InfoHash, type PeerId } from '../base/ids.ts'
import { type Parsed, parse } from '../base/parsed.ts'
import { MAX_MESSAGE_BYTES, MAX_SDP_LENGTH } from './limits.ts'

/** An offer or an answer, and where it comes from. */
export interface Description {
  readonly infoHash: InfoHash
  /** 40 hex digits: 20 bytes, which libtorrent and aquatic insist on. */
  readonly offerId: string
  readonly from: PeerId
  /** With all its candidates: none can be sent later. */
  readonly sdp: string
}

/** 20 bytes, one character for each. */
const BINARY_ID = /^[\0-\xff]{20}$/

/** Of one id, as lists of plain numbers are turned into text at a third of the cost of typed arrays. */
const bytesOfId = new Array<number>(ID_BYTES).fill(0)
const digitsOfId = new Array<number>(2 * ID_BYTES).fill(0)
const DIGITS = Array.from('0123456789abcdef', digit => digit.charCodeAt(0))

/** Of 40 hex digits. */
export function toBinary(hex: string): string {
  for (let i = 0; i < ID_BYTES; i++) bytesOfId[i] = byteAt(hex, i)
  return String.fromCharCode.apply(undefined, bytesOfId)
}

/** Of 20 bytes. An announce holds a dozen ids, and converting them is much of the server's work for it. */
export function fromBinary(binary: string): string {
  for (let i = 0; i < ID_BYTES; i++) {
    const byte = binary.charCodeAt(i)
    digitsOfId[2 * i] = DIGITS[byte >> 4] as number
    digitsOfId[2 * i + 1] = DIGITS[byte & 15] as number
  }
  return String.fromCharCode.apply(undefined, digitsOfId)
}

const binaryId = v.pipe(v.string(), v.regex(BINARY_ID), v.transform(fromBinary))

export const isBinaryId = (text: unknown): text is string =>
  typeof text === 'string' && BINARY_ID.test(text)

export const offerId = binaryId
export const infoHash = v.pipe(
  binaryId,
  v.transform(hex => hex as InfoHash),
)
export const peerId = v.pipe(
  binaryId,
  v.transform(hex => hex as PeerId),
)

/** A description of this type, as browsers write it. */
export const description = <T extends 'offer' | 'answer'>(type: T) =>
  v.object({
    type: v.literal(type),
    sdp: v.pipe(v.string(), v.maxLength(MAX_SDP_LENGTH)),
  })

/** Who describes which connection, in which swarm. */
export const parties = { info_hash: infoHash, offer_id: offerId, peer_id: peerId }
type Parties = v.InferOutput<v.ObjectSchema<typeof parties, undefined>>

export function descriptionOf(message: Parties, sdp: string): Description {
  return { infoHash: message.info_hash, offerId: message.offer_id, from: message.peer_id, sdp }
}

export const fieldsOf = (
  type: 'offer' | 'answer',
  { infoHash, offerId, from, sdp }: Description,
) => ({
  info_hash: toBinary(infoHash),
  offer_id: toBinary(offerId),
  peer_id: toBinary(from),
  [type]: { type, sdp },
})

/**
 * Parses one message; `choose` returns its schema, or undefined for an unknown message. `usual` may know what the
 * schema would make of it.
 */
export function parseMessage<T>(
  text: string,
  choose: (message: Record<string, unknown>) => v.GenericSchema<unknown, T> | undefined,
  usual: (message: Record<string, unknown>) => T | undefined = () => undefined,
): Parsed<T> {
  if (text.length > MAX_MESSAGE_BYTES) return { ok: false, problem: 'too long' }
  const message = readJson(text)
  if (message === undefined) return { ok: false, problem: 'not JSON' }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return { ok: false, problem: 'not an object' }
  const value = usual(message as Record<string, unknown>)
  if (value !== undefined) return { ok: true, value }
  const schema = choose(message as Record<string, unknown>)
  return schema ? parse(schema, message, FIELDS) : { ok: false, problem: 'unknown action' }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // RangeError: the JSON is nested deeper than the stack.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

const FIELDS = new Set([
  'action',
  'info_hash',
  'peer_id',
  'to_peer_id',
  'offer_id',
  'offer',
  'offers',
  'answer',
  'numwant',
  'uploaded',
  'downloaded',
  'left',
  'event',
  'interval',
  'complete',
  'incomplete',
  'failure reason',
  'tabswarm_proof',
])
