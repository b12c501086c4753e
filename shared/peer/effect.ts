/** Everything a `Peer` can want done. The host performs effects in order and answers as noted. */
import type { LinkId, PeerId } from '../base/ids.ts'
import type { Info } from '../torrent/info.ts'
import type { BlockRange, Message } from '../wire/message.ts'
import type { PeerEvent } from './event.ts'

export type Subject =
  | { readonly kind: 'metadata' }
  | { readonly kind: 'piece'; readonly piece: number }

export interface Announcement {
  readonly event?: 'started' | 'stopped' | 'completed'
  /** Payload bytes since the peer joined. */
  readonly uploaded: number
  readonly downloaded: number
  /** Bytes still missing; while the metadata is unknown, 1: a leecher of unknown size. */
  readonly left: number
  readonly numwant: number
  /** We announce every few seconds: the tracker may miss us soon. */
  readonly brisk?: true
}

/** A message about a connection in the making, carried by the peer at the other end of a link. */
export interface RelayedSignal {
  readonly via: LinkId
  /** Whom it is for, or from. */
  readonly remote: PeerId
  /** 40 hex digits made up by who offers. */
  readonly offerId: string
  /** The host's own business: the core carries it unread, and so does the peer between. */
  readonly data: Uint8Array
}

export type Effect =
  // tracker -> announced | announceFailed
  | ({ readonly type: 'announce' } & Announcement)
  // connections -> linkOpened | linkFailed
  /** `via`: signals go by this link to a peer between us, not by the server. */
  | { readonly type: 'connect'; readonly remote: PeerId; readonly via?: LinkId }
  | { readonly type: 'accept'; readonly remote: PeerId; readonly offerId: string }
  | {
      readonly type: 'refuse'
      readonly remote: PeerId
      readonly offerId: string
      readonly reason: string
    }
  /** A remote's signal has come by relay; the first is an offer -> offered. */
  | ({ readonly type: 'signal' } & RelayedSignal)
  /** The host's signal was not carried: the connection comes to nothing. -> linkFailed */
  | ({ readonly type: 'signalRefused'; readonly reason: string } & Omit<RelayedSignal, 'data'>)
  /** Drop what is in the making with this remote: its own offer won. No answer. */
  | { readonly type: 'abandon'; readonly remote: PeerId }
  /** No `linkClosed` follows a `close`. */
  | { readonly type: 'close'; readonly link: LinkId; readonly reason: string }
  /** Never answered; the channel tells by `drained` when its queue has emptied by half. */
  | { readonly type: 'send'; readonly link: LinkId; readonly message: Message }
  // hashing -> verified | verifyFailed
  | {
      readonly type: 'verify'
      readonly subject: Subject
      readonly bytes: Uint8Array<ArrayBuffer>
      /** 20 bytes: what the SHA-1 must be. */
      readonly sha1: Uint8Array
    }
  // storage
  /** The metadata is known and right. -> opened | openFailed */
  | { readonly type: 'open'; readonly info: Info }
  /** -> written | writeFailed. The piece counts as held only then. */
  | { readonly type: 'write'; readonly piece: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** -> block | readFailed */
  | { readonly type: 'read'; readonly link: LinkId; readonly range: BlockRange }
  /** For the record. Never needed for correctness. */
  | { readonly type: 'log'; readonly event: PeerEvent }
