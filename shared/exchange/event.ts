/** What an exchange reports of itself, for logs, charts and tests. */
import type { PeerId } from '../base/ids.ts'

/** How a piece to begin is picked: the thesis's RP and RF; in order of place; needed by a time. */
export type BeginReason = 'random' | 'rarest' | 'sequential' | 'deadline'

/** Why a block was asked for: how its piece was picked; as part of a begun piece; or in the endgame. */
export type PickReason = BeginReason | 'partial' | 'endgame'

export type ExchangeEvent = BitTorrentEvent | GossipEvent

export type BitTorrentEvent =
  | { readonly event: 'choked' | 'unchoked'; readonly remote: PeerId; readonly by: 'me' | 'remote' }
  | {
      readonly event: 'requested'
      readonly remote: PeerId
      readonly piece: number
      readonly begin: number
      readonly pick: PickReason
    }
  | { readonly event: 'snubbed'; readonly remote: PeerId; readonly released: number }

export type GossipEvent =
  /** The outcome of the round that ends here, of this round alone. Bytes and pieces. */
  | {
      readonly event: 'gossipRound'
      readonly round: number
      readonly held: number
      readonly useful: number
      readonly redundant: number
      readonly sent: number
      readonly controlBytes: number
    }
  /** A promised piece has not come in time. */
  | { readonly event: 'stalled'; readonly remote: PeerId; readonly piece: number }
  /** A member has not been heard of for too long; and has been heard of again. */
  | { readonly event: 'silent' | 'heardAgain'; readonly remote: PeerId }
