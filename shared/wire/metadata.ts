/** The metadata exchange, ut_metadata (BEP 9): the info dictionary in pieces, from other peers. */
import { type BencodeDict, encodeBencode } from './bencode.ts'
import { joinBytes, readFieldsBeforeBytes, refuse } from './payload.ts'

/** BEP 9. The last piece may be shorter. */
export const METADATA_PIECE_BYTES = 16384

/** What WebTorrent (ut_metadata) and libtorrent (torrent buffer) accept at most: 10 MB. */
export const MAX_METADATA_BYTES = 10_000_000

export type MetadataMessage =
  | { readonly type: 'request'; readonly piece: number }
  | {
      readonly type: 'data'
      readonly piece: number
      /** Length of the whole metadata in bytes. */
      readonly totalSize: number
      readonly bytes: Uint8Array
    }
  | { readonly type: 'reject'; readonly piece: number }

const MESSAGE_TYPE = { request: 0, data: 1, reject: 2 } as const

export function encodeMetadataMessage(message: MetadataMessage): Uint8Array<ArrayBuffer> {
  const fields: BencodeDict = new Map([
    ['msg_type', MESSAGE_TYPE[message.type]],
    ['piece', message.piece],
  ])
  if (message.type !== 'data') return encodeBencode(fields)
  fields.set('total_size', message.totalSize)
  return joinBytes(encodeBencode(fields), message.bytes)
}

/** Undefined for an unknown type (BEP 9). Throws `ProtocolError`. `bytes` is a view of the right length. */
export function parseMetadataMessage(payload: Uint8Array): MetadataMessage | undefined {
  const { fields, rest } = readFieldsBeforeBytes('ut_metadata', payload)
  const piece = fields.get('piece')
  switch (fields.get('msg_type')) {
    case MESSAGE_TYPE.request:
      return { type: 'request', piece: checkPiece(piece) }
    case MESSAGE_TYPE.reject:
      return { type: 'reject', piece: checkPiece(piece) }
    case MESSAGE_TYPE.data:
      return checkData(checkPiece(piece), fields.get('total_size'), rest)
    default:
      if (typeof fields.get('msg_type') !== 'number') refuse('ut_metadata', 'has no type')
      return undefined
  }
}

function checkPiece(piece: unknown): number {
  if (typeof piece === 'number' && piece >= 0 && piece * METADATA_PIECE_BYTES < MAX_METADATA_BYTES)
    return piece
  return refuse('ut_metadata', 'is of a piece that cannot exist')
}

function checkData(piece: number, totalSize: unknown, bytes: Uint8Array): MetadataMessage {
  if (typeof totalSize !== 'number' || totalSize <= 0 || totalSize > MAX_METADATA_BYTES)
    return refuse('ut_metadata', 'is of an impossible size')
  const expected = Math.min(METADATA_PIECE_BYTES, totalSize - piece * METADATA_PIECE_BYTES)
  if (expected <= 0 || bytes.length !== expected)
    return refuse('ut_metadata', `has ${bytes.length} bytes, which is not the length of its piece`)
  return { type: 'data', piece, totalSize, bytes }
}
