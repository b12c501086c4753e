/**
 * Everything that one BitTorrent peer can say to another (BEP 3, 6, 10), as one union. `encode.ts` and
 * `decode.ts` turn it into bytes and back; the rest of the core never sees the framing.
 */
import type { InfoHash, PeerId } from '../base/ids.ts'

/** Ids on the wire: 0 to 8 BEP 3, 13 to 17 BEP 6, 20 BEP 10. A handshake and a keep-alive have none. */
export const MESSAGE_ID = {
  choke: 0,
  unchoke: 1,
  interested: 2,
  notInterested: 3,
  have: 4,
  bitfield: 5,
  request: 6,
  piece: 7,
  cancel: 8,
  suggest: 13,
  haveAll: 14,
  haveNone: 15,
  reject: 16,
  allowedFast: 17,
  extended: 20,
} as const

export interface BlockRange {
  /** Index of the piece. */
  readonly piece: number
  /** Offset of the block in the piece, in bytes. */
  readonly begin: number
  /** In bytes. */
  readonly length: number
}

export interface Handshake {
  readonly type: 'handshake'
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  /** Speaks the fast extension, BEP 6. */
  readonly fast: boolean
  /** Speaks the extension protocol, BEP 10. */
  readonly extended: boolean
}

/** A message of the fast extension (BEP 6): allowed only if both handshakes announced it. */
type FastMessage =
  | { readonly type: 'suggest'; readonly piece: number }
  | { readonly type: 'haveAll' }
  | { readonly type: 'haveNone' }
  | ({ readonly type: 'reject' } & BlockRange)
  | { readonly type: 'allowedFast'; readonly piece: number }

const FAST: ReadonlySet<string> = new Set<FastMessage['type']>([
  'suggest',
  'haveAll',
  'haveNone',
  'reject',
  'allowedFast',
])

export const isFast = (type: Message['type']): boolean => FAST.has(type)

export type Message =
  | Handshake
  | { readonly type: 'keepAlive' }
  | { readonly type: 'choke' }
  | { readonly type: 'unchoke' }
  | { readonly type: 'interested' }
  | { readonly type: 'notInterested' }
  | { readonly type: 'have'; readonly piece: number }
  | { readonly type: 'bitfield'; readonly bytes: Uint8Array }
  | ({ readonly type: 'request' } & BlockRange)
  /** `block` may be a view into a received chunk: copy what must outlive the call. */
  | {
      readonly type: 'piece'
      readonly piece: number
      readonly begin: number
      readonly block: Uint8Array
    }
  | ({ readonly type: 'cancel' } & BlockRange)
  | FastMessage
  /** BEP 10. `id` 0 is the extended handshake; other ids are those the receiver announced. */
  | { readonly type: 'extended'; readonly id: number; readonly payload: Uint8Array }

/** The unit of request: what every client accepts (BEP 3; libtorrent refuses more). */
export const BLOCK_BYTES = 16 * 1024

/** Longest block we serve: WebTorrent asks for up to this, and drops whoever asks for more. */
export const MAX_REQUEST_BYTES = 128 * 1024

/** Pieces in a torrent, at most: libtorrent's limit (0x200000). Bounds bitfields at 256 KiB. */
export const MAX_PIECES = 0x200000

/** Longest message body, id included: that of a full bitfield. */
export const MAX_MESSAGE_BYTES = 1 + MAX_PIECES / 8

/** The remote broke the protocol: its link is dropped and the fault counted. Never our own bug. */
export class ProtocolError extends Error {
  readonly code: ProtocolFault
  constructor(code: ProtocolFault, detail: string) {
    super(detail)
    this.name = 'ProtocolError'
    this.code = code
  }
}

export type ProtocolFault =
  | 'bad-handshake'
  | 'wrong-torrent'
  | 'wrong-peer'
  | 'own-id'
  | 'bad-length'
  | 'unknown-message'
  | 'out-of-order'
  | 'not-agreed'
  | 'bad-bitfield'
  | 'bad-range'
  | 'bad-extension'
  | 'flood'
  | 'withheld'
  | 'bad-data'
  | 'silent'
