/** What an exchange shows of itself: plain data, a snapshot. Rates in bytes/s, sizes in bytes. */
import type { GossipStyle } from '../wire/gossip-style.ts'

export interface ExchangeView {
  /** Pieces under way: received blocks of all blocks. */
  readonly partials: readonly {
    readonly piece: number
    readonly received: number
    readonly blocks: number
  }[]
  /** Payload thrown away since the peer joined, because it was bad or came twice. */
  readonly wasted: number
  readonly downRate: number
  readonly upRate: number
  readonly gossip?: GossipView
}

export interface ExchangeLinkView {
  /** Pieces the remote holds; undefined before it told. */
  readonly heldCount: number | undefined
  readonly amChoking: boolean
  readonly amInterested: boolean
  readonly peerChoking: boolean
  readonly peerInterested: boolean
  readonly snubbed: boolean
  readonly downRate: number
  readonly upRate: number
  readonly downloaded: number
  readonly uploaded: number
  /** Requests we wait for, and requests that wait for us. */
  readonly requestsOut: number
  readonly requestsIn: number
}

/**
 * How the peer gossips, and what has come of it. Pieces are counted as they were delivered, whole.
 * What each member says it holds: `ExchangeLinkView.heldCount`.
 */
export interface GossipView extends GossipStyle {
  /** The round under way, counted from joining. */
  readonly round: number
  /** The rounds it took to hold everything; undefined until then. */
  readonly rounds: number | undefined
  /** Received: right and new; held or on their way already; wrong. */
  readonly useful: number
  readonly redundant: number
  readonly failed: number
  readonly sent: number
  /** Relative message redundancy: deliveries for each useful one, less one. Undefined before the first. */
  readonly rmr: number | undefined
  /** Sent besides payload. */
  readonly controlBytes: number
}
