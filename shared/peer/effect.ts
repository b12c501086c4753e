/** Everything a `Peer` can want done. The host performs effects in order and answers as noted. */
import type { LinkId } from '../base/ids.ts'
import type { DiallingEffect } from '../dialling/effect.ts'
import type { Info } from '../torrent/info.ts'
import type { BlockRange, Message } from '../wire/message.ts'
import type { PeerEvent } from './event.ts'
import type { LaneEffect } from './lane-effect.ts'

export type Subject =
  | { readonly kind: 'metadata' }
  | { readonly kind: 'piece'; readonly piece: number }

export type Effect =
  | DiallingEffect
  | LaneEffect
  /** Not answered; the channel reports `drained` when its queue is half empty. */
  | { readonly type: 'send'; readonly link: LinkId; readonly message: Message }
  /** A web seed has sent a piece that is wrong. */
  | { readonly type: 'webSeedBlamed'; readonly link: LinkId; readonly piece: number }
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
  /** -> block | readFailed, which takes the piece back */
  | { readonly type: 'read'; readonly link: LinkId; readonly range: BlockRange }
  /** Blocks of this piece will be read soon: a host whose disk takes time may begin. Not answered. */
  | { readonly type: 'readAhead'; readonly piece: number }
  /** For the record. Never needed for correctness. */
  | { readonly type: 'log'; readonly event: PeerEvent }
