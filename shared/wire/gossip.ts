/**
 * What gossiping peers say to each other, as an extension of our own (BEP 10). Words are a bencoded
 * dictionary, and the bytes of a bitmap behind it, as in ut_metadata. Blocks come a hundred times as
 * often and can be small, so they have a head of 9 bytes instead of some 25: a zero, which begins no
 * dictionary, and as in BEP 3's `piece` the piece and where the block begins, 32 bits each. What does
 * not fit the torrent is refused here: behind this door every piece exists and every block lies in it.
 */
import { type PieceLayout, pieceLengthAt } from '../base/pieces.ts'
import {
  type BencodeDict,
  BencodeError,
  type BencodeValue,
  decodeBencodePrefix,
  encodeBencode,
} from './bencode.ts'
import { checkPayloadLength } from './lengths.ts'
import { BLOCK_BYTES, ProtocolError } from './message.ts'

/** Its name in the extended handshake. */
export const GOSSIP_EXTENSION = 'ts_gossip'

/** What changed with the one who speaks since it last spoke to this member. */
export interface News {
  readonly held: readonly number[]
  /** All that is on its way to it now: nobody else need send it. */
  readonly coming: readonly number[]
}

/** About one offer: words about it may cross with words about the next, of the same piece. */
interface OfferWord<Type extends string> {
  readonly type: Type
  readonly piece: number
  readonly offer: number
  readonly news?: News
}

export type GossipMessage =
  /** I am here, and hold so many pieces. `digest` tells their set from others as large. */
  | { readonly type: 'announce'; readonly count: number; readonly digest: number }
  /** What I hold, from byte `begin` of the bitfield (BEP 3) on. `reply`: say what you hold, too. */
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
  | OfferWord<'offer'>
  /** Do: I wait for it. */
  | OfferWord<'accept'>
  /** Not, or no longer, from either side: of an offer, or of a pull under the number 0. */
  | OfferWord<'decline'>
  /** Part of a piece. `block` may be a view: copy what must outlive the call. */
  | {
      readonly type: 'data'
      readonly piece: number
      /** Where the block begins in the piece, in bytes. */
      readonly begin: number
      readonly block: Uint8Array
    }

const WORDS = [
  'announce',
  'bitmap',
  'news',
  'pull',
  'offer',
  'accept',
  'decline',
] as const satisfies readonly Exclude<GossipMessage['type'], 'data'>[]

/** What a block begins with, and how long that is. */
const BLOCK_MARK = 0
const BLOCK_HEAD_BYTES = 9

/** Of the bitfield in one message; 131,072 pieces. */
export const BITMAP_PART_BYTES = 16 * 1024
/** What a decline of a pull says in the place of an offer's number. */
export const NO_OFFER = 0
/** Pieces in each list of one message of news; whoever has more to tell says it in several. */
export const MAX_NEWS_PIECES = 256

/** A dictionary of four fields, two of them lists, and room for what a later version adds. */
const LIMITS = { depth: 3, tokens: 2 * MAX_NEWS_PIECES + 64 }

export function encodeGossip(message: GossipMessage): Uint8Array<ArrayBuffer> {
  if (message.type === 'data') return encodeBlock(message)
  const fields: BencodeDict = new Map([['t', WORDS.indexOf(message.type)]])
  switch (message.type) {
    case 'announce':
      fields.set('n', message.count).set('d', message.digest)
      return encodeBencode(fields)
    case 'bitmap':
      fields.set('b', message.begin).set('r', message.reply ? 1 : 0)
      return behind(encodeBencode(fields), message.bytes)
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
  const { fields, end } = readFields(payload)
  const bytes = payload.subarray(end)
  const t = readNumber(fields, 't')
  const type = WORDS[t]
  if (type === undefined) return undefined
  if (bytes.length > 0 && type !== 'bitmap') fail(`${type} with bytes behind it`)
  switch (type) {
    case 'announce':
      return readAnnounce(fields, layout)
    case 'bitmap':
      return readBitmap(fields, bytes, layout)
    case 'news':
      return { type, news: readNews(fields, layout) }
    case 'pull':
      return { type, piece: readPiece(fields.get('p'), layout), ...readAlong(fields, layout) }
    default:
      return {
        type,
        piece: readPiece(fields.get('p'), layout),
        offer: readNumber(fields, 'o'),
        ...readAlong(fields, layout),
      }
  }
}

/** For the log: which block an extended message carries, if it is one of gossip's that does. */
export function gossipBlockOf(
  payload: Uint8Array,
): { readonly piece: number; readonly begin: number; readonly length: number } | undefined {
  if (payload[0] !== BLOCK_MARK || payload.length < BLOCK_HEAD_BYTES) return undefined
  const head = new DataView(payload.buffer, payload.byteOffset)
  const length = payload.length - BLOCK_HEAD_BYTES
  return { piece: head.getUint32(1), begin: head.getUint32(5), length }
}

function readFields(payload: Uint8Array): { fields: BencodeDict; end: number } {
  try {
    const { value, end } = decodeBencodePrefix(payload, LIMITS)
    if (value instanceof Map) return { fields: value, end }
  } catch (error) {
    if (!(error instanceof BencodeError)) throw error
    fail(`a gossip message is not bencode: ${error.message}`)
  }
  return fail('a gossip message is not a dictionary')
}

function readAnnounce(fields: BencodeDict, layout: PieceLayout): GossipMessage {
  const count = readNumber(fields, 'n')
  const digest = readNumber(fields, 'd')
  if (count > layout.pieceCount) fail('announces more pieces than there are')
  if (digest > 0xffffffff) fail('a digest of more than 32 bits')
  return { type: 'announce', count, digest }
}

function readBitmap(fields: BencodeDict, bytes: Uint8Array, layout: PieceLayout): GossipMessage {
  const begin = readNumber(fields, 'b')
  const wholeLength = Math.ceil(layout.pieceCount / 8)
  const length = Math.min(BITMAP_PART_BYTES, wholeLength - begin)
  if (begin % BITMAP_PART_BYTES !== 0 || length <= 0 || bytes.length !== length)
    fail(`a bitmap of ${bytes.length} bytes at ${begin}`)
  const spareBits = wholeLength * 8 - layout.pieceCount
  const isLast = begin + length === wholeLength
  if (isLast && ((bytes[length - 1] as number) & ((1 << spareBits) - 1)) !== 0)
    fail('a bitmap of more pieces than there are')
  return { type: 'bitmap', begin, reply: readNumber(fields, 'r') === 1, bytes }
}

function encodeBlock(message: Extract<GossipMessage, { type: 'data' }>): Uint8Array<ArrayBuffer> {
  const { piece, begin, block } = message
  const head = new Uint8Array(BLOCK_HEAD_BYTES)
  const view = new DataView(head.buffer)
  view.setUint8(0, BLOCK_MARK)
  view.setUint32(1, piece)
  view.setUint32(5, begin)
  return behind(head, block)
}

function readBlock(payload: Uint8Array, layout: PieceLayout): GossipMessage {
  const found = gossipBlockOf(payload) ?? fail('a block without its head')
  const piece = readPiece(found.piece, layout)
  const { begin, length } = found
  if (length === 0 || length > BLOCK_BYTES) fail(`a block of ${length} bytes`)
  if (begin + length > pieceLengthAt(layout, piece)) fail(`a block beyond piece ${piece}`)
  return { type: 'data', piece, begin, block: payload.subarray(BLOCK_HEAD_BYTES) }
}

/** News that goes along with something else. */
const readAlong = (fields: BencodeDict, layout: PieceLayout): { news?: News } =>
  fields.has('h') ? { news: readNews(fields, layout) } : {}

const readNews = (fields: BencodeDict, layout: PieceLayout): News => ({
  held: readPieces(fields, 'h', layout),
  coming: readPieces(fields, 'c', layout),
})

function readPieces(fields: BencodeDict, key: string, layout: PieceLayout): number[] {
  const list = fields.get(key)
  if (!Array.isArray(list)) return fail(`news without the list ${key}`)
  if (list.length > MAX_NEWS_PIECES) fail(`news of ${list.length} pieces`)
  return list.map(piece => readPiece(piece, layout))
}

function readPiece(value: BencodeValue | undefined, layout: PieceLayout): number {
  if (typeof value === 'number' && value >= 0 && value < layout.pieceCount) return value
  return fail('a piece that there is not')
}

/** Not negative. */
function readNumber(fields: BencodeDict, key: string): number {
  const value = fields.get(key)
  return typeof value === 'number' && value >= 0 ? value : fail(`the number ${key} is missing`)
}

function behind(head: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(head.length + bytes.length)
  message.set(head)
  message.set(bytes, head.length)
  return message
}

function fail(detail: string): never {
  throw new ProtocolError('bad-extension', detail)
}
