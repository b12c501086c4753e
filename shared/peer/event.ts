/** What a peer reports of itself, for logs, charts and tests. Stamped with time by the host. */
import type { PeerId } from '../base/ids.ts'

export type PeerEvent =
  | { readonly event: 'joined' }
  | { readonly event: 'announced'; readonly seeders: number; readonly leechers: number }
  | { readonly event: 'announceFailed'; readonly reason: string }
  | { readonly event: 'trackerDown'; readonly reason: string }
  | { readonly event: 'dialled'; readonly remote: PeerId }
  | { readonly event: 'dialFailed'; readonly remote: PeerId; readonly reason: string }
  | { readonly event: 'linked'; readonly remote: PeerId }
  | { readonly event: 'unlinked'; readonly remote: PeerId; readonly reason: string }
  | { readonly event: 'banned'; readonly remote: PeerId; readonly reason: string }
  | { readonly event: 'metadataReceived'; readonly remote: PeerId }
  | { readonly event: 'metadataFailed'; readonly remote: PeerId }
  | { readonly event: 'opened'; readonly held: number; readonly pieces: number }
  | { readonly event: 'choked' | 'unchoked'; readonly remote: PeerId; readonly by: 'me' | 'remote' }
  | {
      readonly event: 'requested'
      readonly remote: PeerId
      readonly piece: number
      readonly begin: number
      readonly pick: Pick
    }
  | { readonly event: 'snubbed'; readonly remote: PeerId; readonly released: number }
  | { readonly event: 'pieceFailed'; readonly piece: number }
  | { readonly event: 'pieceHeld'; readonly piece: number }
  | { readonly event: 'writeFailed'; readonly piece: number; readonly reason: string }
  | { readonly event: 'readFailed'; readonly piece: number; readonly reason: string }
  | { readonly event: 'finished' }

/** Why this block: the thesis's RP and RF, a piece already begun, or the endgame. */
export type Pick = 'random' | 'rarest' | 'partial' | 'endgame'
