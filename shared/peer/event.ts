/** What a peer reports of itself, for logs, charts and tests. Stamped with time by the host. */
import type { PeerId } from '../base/ids.ts'
import type { DiallingEvent } from '../dialling/effect.ts'
import type { ExchangeEvent } from '../exchange/event.ts'
import type { Reach } from './reach.ts'

export type PeerEvent =
  | { readonly event: 'joined' }
  | DiallingEvent
  /** `via`: by the peer between us. */
  | { readonly event: 'dialled'; readonly remote: PeerId; readonly via?: PeerId }
  | { readonly event: 'linked'; readonly remote: PeerId }
  | { readonly event: 'reached'; readonly remote: PeerId; readonly reach: Reach }
  | { readonly event: 'unlinked'; readonly remote: PeerId; readonly reason: string }
  /** For good, unless it says for how long. */
  | {
      readonly event: 'banned'
      readonly remote: PeerId
      readonly reason: string
      readonly forMs?: number
    }
  | { readonly event: 'metadataReceived'; readonly remote: PeerId }
  | { readonly event: 'metadataFailed'; readonly remote: PeerId }
  | { readonly event: 'opened'; readonly held: number; readonly pieces: number }
  | ExchangeEvent
  | { readonly event: 'pieceFailed'; readonly piece: number }
  /** The host could not hash a piece, or the metadata. */
  | { readonly event: 'verifyFailed'; readonly piece?: number; readonly reason: string }
  | { readonly event: 'pieceHeld'; readonly piece: number }
  | { readonly event: 'writeFailed'; readonly piece: number; readonly reason: string }
  | { readonly event: 'readFailed'; readonly piece: number; readonly reason: string }
  /** A held piece is held no longer, and why; and is held again. */
  | { readonly event: 'pieceLost'; readonly piece: number; readonly reason: string }
  | { readonly event: 'pieceFound'; readonly piece: number }
  | { readonly event: 'finished' }
