/** What a peer shows: plain data, a snapshot, for screens, charts and invariants. Rates in bytes/s. */
import type { InfoHash, PeerId } from '../base/ids.ts'
import type { TrackersView } from '../dialling/trackers.ts'
import type { Info } from '../torrent/info.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'

export type Phase =
  /** No metadata yet: waiting for a member to send it. */
  | 'joining'
  /** Metadata is there, the store is being opened. */
  | 'opening'
  /** Ready, and not asked to download (or paused). */
  | 'idle'
  | 'downloading'
  /** Everything is held and on disk. */
  | 'seeding'
  /** The store refuses to write. `trouble` says why. */
  | 'stuck'
  | 'left'

export interface PeerView {
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  readonly phase: Phase
  readonly trouble: string | undefined
  readonly info: Info | undefined
  /** BEP 3 bitfield of held pieces; empty while the metadata is unknown. A copy. */
  readonly held: Uint8Array
  readonly heldCount: number
  /** Pieces under way: received blocks of all blocks. */
  readonly partials: readonly {
    readonly piece: number
    readonly received: number
    readonly blocks: number
  }[]
  readonly bytesLeft: number
  /** Payload bytes, since the peer joined: useful ones, and those thrown away (bad or double). */
  readonly downloaded: number
  readonly uploaded: number
  readonly wasted: number
  readonly downRate: number
  readonly upRate: number
  /** Blocks by who sent them, also after the link is gone. Bytes. */
  readonly sources: readonly { readonly remote: PeerId; readonly bytes: number }[]
  readonly tracker: TrackersView
  /** Where pieces travel by gossip. */
  readonly gossip?: GossipView
  /** Connections in the making. */
  readonly connecting: number
  readonly links: readonly LinkView[]
}

/**
 * How the peer gossips, and what has come of it. Pieces are counted as they were delivered, whole.
 * What each member holds, so far as it told us: `links`, `heldCount`.
 */
export interface GossipView extends GossipStyle {
  /** The round under way, counted from joining. */
  readonly round: number
  /** Those that it took to hold everything; undefined until then. */
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

export interface LinkView {
  readonly remote: PeerId
  /** From the extended handshake, hostile text: 'tabswarm 0.1.0 Firefox', 'WebTorrent 3.0.21'. */
  readonly client: string | undefined
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
