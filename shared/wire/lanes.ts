/**
 * More connections for one link, ts_lanes: pieces may travel on any of them. What makes a connection, the
 * two ends tell each other by the link itself.
 *
 *   offer    make one more connection, by this description with all its candidates
 *   answer   the description of the other end
 *   end      nothing is put on it any more, and it is closed soon; or it is not made
 *   lost     it has broken, and these blocks of the sender may not have arrived
 */
import { type BencodeDict, encodeBencode } from './bencode.ts'
import { readFields, refuse } from './payload.ts'
import { MAX_SDP_LENGTH } from './signal.ts'

/** Numbers of lanes: who has the smaller peer id chooses even ones, the other odd ones. */
export const MAX_LANE_NUMBER = 0xffff
/** What one lane has under way: 1 MB. */
export const MAX_LOST_BLOCKS = 64

export interface LostBlock {
  readonly piece: number
  readonly begin: number
}

export type LaneMessage =
  | { readonly type: 'offer' | 'answer'; readonly lane: number; readonly sdp: string }
  | { readonly type: 'end'; readonly lane: number }
  | { readonly type: 'lost'; readonly lane: number; readonly blocks: readonly LostBlock[] }

/** Ids on the wire. */
const MESSAGE_TYPE = { offer: 0, answer: 1, end: 2, lost: 3 } as const
const NAME = 'ts_lanes'
const LOST_BYTES = 8

const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder()

export function encodeLanes(message: LaneMessage): Uint8Array<ArrayBuffer> {
  const fields: BencodeDict = new Map([['msg_type', MESSAGE_TYPE[message.type]]])
  fields.set('lane', message.lane)
  if (message.type === 'lost') fields.set('blocks', encodeLost(message.blocks))
  else if (message.type !== 'end') fields.set('sdp', utf8.encode(message.sdp))
  return encodeBencode(fields)
}

/** Throws `ProtocolError`. A description is not looked at yet. */
export function parseLanes(payload: Uint8Array): LaneMessage {
  const fields = readFields(NAME, payload)
  const lane = fields.get('lane')
  if (typeof lane !== 'number' || lane < 0 || lane > MAX_LANE_NUMBER)
    return refuse(NAME, 'names no lane')
  switch (fields.get('msg_type')) {
    case MESSAGE_TYPE.offer:
      return { type: 'offer', lane, sdp: readSdp(fields) }
    case MESSAGE_TYPE.answer:
      return { type: 'answer', lane, sdp: readSdp(fields) }
    case MESSAGE_TYPE.end:
      return { type: 'end', lane }
    case MESSAGE_TYPE.lost:
      return { type: 'lost', lane, blocks: readLost(fields) }
    default:
      return refuse(NAME, 'is of no known type')
  }
}

function readSdp(fields: BencodeDict): string {
  const sdp = fields.get('sdp')
  if (!(sdp instanceof Uint8Array)) return refuse(NAME, 'describes nothing')
  if (sdp.length > MAX_SDP_LENGTH) refuse(NAME, `describes by ${sdp.length} bytes`)
  return fromUtf8.decode(sdp)
}

function encodeLost(blocks: readonly LostBlock[]): Uint8Array {
  const bytes = new Uint8Array(LOST_BYTES * blocks.length)
  const view = new DataView(bytes.buffer)
  for (const [i, { piece, begin }] of blocks.entries()) {
    view.setUint32(LOST_BYTES * i, piece)
    view.setUint32(LOST_BYTES * i + 4, begin)
  }
  return bytes
}

function readLost(fields: BencodeDict): LostBlock[] {
  const bytes = fields.get('blocks')
  if (!(bytes instanceof Uint8Array) || bytes.length % LOST_BYTES !== 0)
    return refuse(NAME, 'has lost no blocks')
  const count = bytes.length / LOST_BYTES
  if (count > MAX_LOST_BLOCKS) refuse(NAME, `has lost ${count} blocks`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Array.from({ length: count }, (_, i) => ({
    piece: view.getUint32(LOST_BYTES * i),
    begin: view.getUint32(LOST_BYTES * i + 4),
  }))
}
