/**
 * How long each message may be, in bytes: the body of a message by its id, and the payload of an
 * extension by its name. An id that is missing here is unknown. Lengths are checked before any bytes are
 * kept (Transmission's peer-msgs.cc has such a table; bittorrent-protocol keeps anything).
 */
import { MAX_MESSAGE_BYTES, MAX_REQUEST_BYTES, MESSAGE_ID, ProtocolError } from './message.ts'

interface LengthRange {
  readonly min: number
  readonly max: number
}

const exactly = (bytes: number): LengthRange => ({ min: bytes, max: bytes })
/** For a dictionary: the bencode parser refuses one that is too short. */
const upTo = (bytes: number): LengthRange => ({ min: 0, max: bytes })

/** Payloads of the extensions we speak (BEP 10). */
const PAYLOAD_BYTES = {
  /** WebTorrent sends about 100 bytes, libtorrent 300; a client with 64 extensions about 2,000. */
  'extended handshake': upTo(8 * 1024),
  /** BEP 9: a piece of 16 KiB behind its dictionary (libtorrent: 17 KiB in all). */
  ut_metadata: upTo(17 * 1024),
  /** BEP 54: a piece index. */
  lt_donthave: exactly(4),
  /** Fifty ids added, with their flags, and fifty dropped: 2,090 bytes. */
  ts_pex: upTo(4 * 1024),
  /** A signal of 16 KiB and its address. */
  ts_relay: upTo(17 * 1024),
  /** A description of 16 KiB and the number of its lane. */
  ts_lanes: upTo(17 * 1024),
  /** A block, or part of a bitmap, of 16 KiB behind its dictionary. */
  ts_gossip: upTo(17 * 1024),
} satisfies Record<string, LengthRange>

export type ExtensionName = keyof typeof PAYLOAD_BYTES

/** Throws `ProtocolError`. */
export function checkPayloadLength(name: ExtensionName, payload: Uint8Array): void {
  const { min, max } = PAYLOAD_BYTES[name]
  if (payload.length < min || payload.length > max)
    throw new ProtocolError('bad-length', `${name} of ${payload.length} bytes`)
}

/** The longest of all extensions, with both ids: the decoder does not know which extension it is. */
export const MAX_EXTENDED_BYTES =
  2 + Math.max(...Object.values(PAYLOAD_BYTES).map(({ max }) => max))

/** Bodies by message id, the id included. */
export const BODY_BYTES: readonly (LengthRange | undefined)[] = (() => {
  const table: LengthRange[] = []
  table[MESSAGE_ID.choke] = exactly(1)
  table[MESSAGE_ID.unchoke] = exactly(1)
  table[MESSAGE_ID.interested] = exactly(1)
  table[MESSAGE_ID.notInterested] = exactly(1)
  table[MESSAGE_ID.have] = exactly(5)
  table[MESSAGE_ID.bitfield] = { min: 1, max: MAX_MESSAGE_BYTES }
  table[MESSAGE_ID.request] = exactly(13)
  table[MESSAGE_ID.piece] = { min: 9, max: 9 + MAX_REQUEST_BYTES }
  table[MESSAGE_ID.cancel] = exactly(13)
  table[MESSAGE_ID.suggest] = exactly(5)
  table[MESSAGE_ID.haveAll] = exactly(1)
  table[MESSAGE_ID.haveNone] = exactly(1)
  table[MESSAGE_ID.reject] = exactly(13)
  table[MESSAGE_ID.allowedFast] = exactly(5)
  table[MESSAGE_ID.extended] = { min: 2, max: MAX_EXTENDED_BYTES }
  return table
})()
