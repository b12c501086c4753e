/**
 * What gossiping peers say to each other, as an extension of our own (BEP 10). A message is a bencoded
 * dictionary; the bytes of a bitmap follow it, as in ut_metadata (BEP 9). Blocks are a hundred times as
 * frequent and can be small, so they have a head of 9 bytes instead of about 25: a zero, which begins no
 * dictionary, then as in BEP 3's `piece` the piece and the block's offset, 32 bits each. The parser
 * refuses what does not fit the torrent: every piece that it returns exists, and contains its block.
 */
import { type PieceLayout, pieceLengthAt } from '../base/pieces.ts'
import { type BencodeDict, type BencodeValue, encodeBencode } from './bencode.ts'
import { BLOCK_HEAD_BYTES, BLOCK_MARK, GOSSIP_EXTENSION, gossipBlockOf } from './gossip-block.ts'
import { checkPayloadLength } from './lengths.ts'
import { BLOCK_BYTES } from './message.ts'
import { joinBytes, readFieldsBeforeBytes, refuse } from './payload.ts'

/** What changed at the sender since its last message to this member. */
export interface News {
  readonly held: readonly number[]
  /** All pieces that it is receiving now: nobody else needs to send them. */
  readonly coming: readonly number[]
}

/** About one offer, by its number: messages about two offers of the same piece may cross. */
interface OfferMessage<Type extends string> {
  readonly type: Type
  readonly piece: number
  readonly offer: number
  readonly news?: News
}

export type GossipMessage =
  /** I am here. `count`: pieces that I hold; `digest`: distinguishes sets of the same size. */
  | { readonly type: 'announce'; readonly count: number; readonly digest: number }
  /** What I hold, from byte `begin` of the bitfield (BEP 3) on. `reply`: tell me what you hold. */
  | {
      readonly type: 'bitmap'
      readonly begin: number
      readonly reply: boolean
      readonly bytes: Uint8Array
    }
  | { readonly type: 'news'; readonly news: News }
  /** Send me this piece. */
  | { readonly type: 'pull'; readonly piece: number; readonly news?: News }
  /** I can send you this piece now. Each offer to a member has another number. */
  | OfferMessage<'offer'>
  /** Send it: I am waiting for it. */
  | OfferMessage<'accept'>
  /** No, or no longer, from either side: to an offer, or to a pull under the number 0. */
  | OfferMessage<'decline'>
  /** Part of a piece. `block` may be a view: copy what must outlive the call. */
  | {
      readonly type: 'data'
      readonly piece: number
      /** Where the block begins in the piece, in bytes. */
      readonly begin: number
      readonly block: Uint8Array
    }

const TYPES = [
  'announce',
  'bitmap',
  'news',
  'pull',
  'offer',
  'accept',
  'decline',
] as const satisfies readonly Exclude<GossipMessage['type'], 'data'>[]

/** Bytes of the bitfield in one message: 131,072 pieces. */
export const BITMAP_PART_BYTES = 16 * 1024
/** The offer's number in a decline of a pull. */
export const NO_OFFER = 0
/** Pieces in each list of one message of news; longer lists take several messages. */
export const MAX_NEWS_PIECES = 256

/** A dictionary of four fields, two of them lists, and room for what a later version adds. */
const LIMITS = { depth: 3, tokens: 2 * MAX_NEWS_PIECES + 64 }

export function encodeGossip(message: GossipMessage): Uint8Array<ArrayBuffer> {
  if (message.type === 'data') return encodeBlock(message)
  const fields: BencodeDict = new Map([['t', TYPES.indexOf(message.type)]])
  switch (message.type) {
    case 'announce':
      fields.set('n', message.count).set('d', message.digest)
      return encodeBencode(fields)
    case 'bitmap':
      fields.set('b', message.begin).set('r', message.reply ? 1 : 0)
      return joinBytes(encodeBencode(fields), message.bytes)
    case 'news':
      break
    case 'pull':
      fields.set('p', message.piece)
      break
    default:
      fields.set('p', message.piece).set('o', message.offer)
  }
  if (message.news) fields.set('h', [...message.news.held]).set('c', [...message.news.coming])
  return encodeBencode(fields)
}

/** Undefined for a type of message that a later version may add. Throws `ProtocolError`. */
export function parseGossip(payload: Uint8Array, layout: PieceLayout): GossipMessage | undefined {
  checkPayloadLength(GOSSIP_EXTENSION, payload)
  if (payload[0] === BLOCK_MARK) return readBlock(payload, layout)
  const { fields, rest: bytes } = readFieldsBeforeBytes(GOSSIP_EXTENSION, payload, LIMITS)
  const t = readNumber(fields, 't')
  const type = TYPES[t]
  if (type === undefined) return undefined
  if (bytes.length > 0 && type !== 'bitmap') fail(`has bytes after its ${type}`)
  switch (type) {
    case 'announce':
      return readAnnounce(fields, layout)
    case 'bitmap':
      return readBitmap(fields, bytes, layout)
    case 'news':
      return { type, news: readNews(fields, layout) }
    case 'pull':
      return { type, piece: readPiece(fields.get('p'), layout), ...readPiggyback(fields, layout) }
    default:
      return {
        type,
        piece: readPiece(fields.get('p'), layout),
        offer: readNumber(fields, 'o'),
        ...readPiggyback(fields, layout),
      }
  }
}

function readAnnounce(fields: BencodeDict, layout: PieceLayout): GossipMessage {
  const count = readNumber(fields, 'n')
  const digest = readNumber(fields, 'd')
  if (count > layout.pieceCount) fail('announces more pieces than there are')
  if (digest > 0xffffffff) fail('has a digest of more than 32 bits')
  return { type: 'announce', count, digest }
}

function readBitmap(fields: BencodeDict, bytes: Uint8Array, layout: PieceLayout): GossipMessage {
  const begin = readNumber(fields, 'b')
  const wholeLength = Math.ceil(layout.pieceCount / 8)
  const length = Math.min(BITMAP_PART_BYTES, wholeLength - begin)
  if (begin % BITMAP_PART_BYTES !== 0 || length <= 0 || bytes.length !== length)
    fail(`has a bitmap of ${bytes.length} bytes at ${begin}`)
  const spareBits = wholeLength * 8 - layout.pieceCount
  const isLast = begin + length === wholeLength
  if (isLast && ((bytes[length - 1] as number) & ((1 << spareBits) - 1)) !== 0)
    fail('has a bitmap of more pieces than there are')
  return { type: 'bitmap', begin, reply: readNumber(fields, 'r') === 1, bytes }
}

function encodeBlock(message: Extract<GossipMessage, { type: 'data' }>): Uint8Array<ArrayBuffer> {
  const { piece, begin, block } = message
  const head = new Uint8Array(BLOCK_HEAD_BYTES)
  const view = new DataView(head.buffer)
  view.setUint8(0, BLOCK_MARK)
  view.setUint32(1, piece)
  view.setUint32(5, begin)
  return joinBytes(head, block)
}

function readBlock(payload: Uint8Array, layout: PieceLayout): GossipMessage {
  const found = gossipBlockOf(payload) ?? fail('has a block without its head')
  const piece = readPiece(found.piece, layout)
  const { begin, length } = found
  if (length === 0 || length > BLOCK_BYTES) fail(`has a block of ${length} bytes`)
  if (begin + length > pieceLengthAt(layout, piece))
    fail(`has a block beyond the end of piece ${piece}`)
  return { type: 'data', piece, begin, block: payload.subarray(BLOCK_HEAD_BYTES) }
}

/** News piggybacked on another message. */
const readPiggyback = (fields: BencodeDict, layout: PieceLayout): { news?: News } =>
  fields.has('h') ? { news: readNews(fields, layout) } : {}

const readNews = (fields: BencodeDict, layout: PieceLayout): News => ({
  held: readPieces(fields, 'h', layout),
  coming: readPieces(fields, 'c', layout),
})

function readPieces(fields: BencodeDict, key: string, layout: PieceLayout): number[] {
  const list = fields.get(key)
  if (!Array.isArray(list)) return fail(`has news without the list ${key}`)
  if (list.length > MAX_NEWS_PIECES) fail(`has news of ${list.length} pieces`)
  return list.map(piece => readPiece(piece, layout))
}

function readPiece(value: BencodeValue | undefined, layout: PieceLayout): number {
  if (typeof value === 'number' && value >= 0 && value < layout.pieceCount) return value
  return fail('names a piece that does not exist')
}

/** Not negative. */
function readNumber(fields: BencodeDict, key: string): number {
  const value = fields.get(key)
  return typeof value === 'number' && value >= 0 ? value : fail(`has no number ${key}`)
}

const fail = (detail: string): never => refuse(GOSSIP_EXTENSION, detail)
