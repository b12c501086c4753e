/**
 * Signalling through a peer that both tabs are linked with, ts_relay: what two tabs must tell each other
 * to connect (offer, answer, candidates) travels over existing links instead of through the server.
 *
 *   forward    A -> relay   carry this to the peer
 *   forwarded  relay -> B   the peer sent this
 *   refused    relay -> A   it was not carried, and why
 *
 * The relay does not read the signal; its length is limited.
 */
import { fromHex, ID_BYTES, type PeerId, toHex } from '../base/ids.ts'
import { type BencodeDict, encodeBencode } from './bencode.ts'
import { readFields, refuse } from './payload.ts'

/** Offers are the longest: the SDP of a data channel is 1-3 KB with all its candidates inside. */
export const MAX_SIGNAL_BYTES = 16 * 1024

export type RelayRefusal =
  /** The relay has no link to that peer, or no longer. */
  | 'not-linked'
  /** That peer does not speak this extension. */
  | 'deaf'
  /** More signals than the relay carries for one link. */
  | 'too-many'

interface Address {
  /** The peer that the signal is for, or from: the one that is not on this link. */
  readonly remote: PeerId
  /** 40 hex digits, chosen by the offering peer: tells several offers apart. */
  readonly offerId: string
}

export type RelayMessage =
  | ({ readonly type: 'forward'; readonly signal: Uint8Array } & Address)
  | ({ readonly type: 'forwarded'; readonly signal: Uint8Array } & Address)
  | ({ readonly type: 'refused'; readonly reason: RelayRefusal } & Address)

/** Ids on the wire. */
const MESSAGE_TYPE = { forward: 0, forwarded: 1, refused: 2 } as const
const REFUSAL: Readonly<Record<RelayRefusal, number>> = {
  'not-linked': 0,
  deaf: 1,
  'too-many': 2,
}

export function encodeRelay(message: RelayMessage): Uint8Array<ArrayBuffer> {
  const fields: BencodeDict = new Map([['msg_type', MESSAGE_TYPE[message.type]]])
  fields.set('peer', fromHex(message.remote))
  fields.set('offer', fromHex(message.offerId))
  if (message.type === 'refused') fields.set('reason', REFUSAL[message.reason])
  else fields.set('signal', message.signal)
  return encodeBencode(fields)
}

/** Throws `ProtocolError`. `signal` is a view. */
export function parseRelay(payload: Uint8Array): RelayMessage {
  const fields = readFields('ts_relay', payload)
  const remote = readId(fields, 'peer') as PeerId
  const offerId = readId(fields, 'offer')
  switch (fields.get('msg_type')) {
    case MESSAGE_TYPE.forward:
      return { type: 'forward', remote, offerId, signal: readSignal(fields) }
    case MESSAGE_TYPE.forwarded:
      return { type: 'forwarded', remote, offerId, signal: readSignal(fields) }
    case MESSAGE_TYPE.refused:
      return { type: 'refused', remote, offerId, reason: readReason(fields) }
    default:
      return refuse('ts_relay', 'is of no known type')
  }
}

function readId(fields: BencodeDict, key: string): string {
  const bytes = fields.get(key)
  if (bytes instanceof Uint8Array && bytes.length === ID_BYTES) return toHex(bytes)
  return refuse('ts_relay', `has no id in ${key}`)
}

function readSignal(fields: BencodeDict): Uint8Array {
  const signal = fields.get('signal')
  if (!(signal instanceof Uint8Array)) return refuse('ts_relay', 'carries nothing')
  if (signal.length > MAX_SIGNAL_BYTES) refuse('ts_relay', `carries ${signal.length} bytes`)
  return signal
}

function readReason(fields: BencodeDict): RelayRefusal {
  const reason = fields.get('reason')
  for (const [name, id] of Object.entries(REFUSAL)) if (id === reason) return name as RelayRefusal
  return refuse('ts_relay', 'refuses for no known reason')
}
