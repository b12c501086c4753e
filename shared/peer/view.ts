/** What a peer shows: plain data, a snapshot, for screens, charts and invariants. Rates in bytes/s. */
import type { InfoHash, PeerId } from '../base/ids.ts'
import type { TrackersView } from '../dialling/trackers.ts'
import type { UnreachedView } from '../dialling/unreached.ts'
import type { ExchangeLinkView, ExchangeView } from '../exchange/view.ts'
import type { Info } from '../torrent/info.ts'
import type { Reach } from './reach.ts'

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

export interface PeerView extends ExchangeView {
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  readonly phase: Phase
  readonly trouble: string | undefined
  readonly info: Info | undefined
  /** BEP 3 bitfield of held pieces; empty while the metadata is unknown. A copy. */
  readonly held: Uint8Array
  readonly heldCount: number
  /** The same of pieces that were held until storage lost them. */
  readonly lost: Uint8Array
  readonly lostCount: number
  readonly bytesLeft: number
  /** Useful payload bytes since the peer joined. */
  readonly downloaded: number
  readonly uploaded: number
  /** Blocks by who sent them, also after the link is gone. Bytes. */
  readonly sources: readonly { readonly remote: PeerId; readonly bytes: number }[]
  readonly tracker: TrackersView
  /** Connections in the making. */
  readonly connecting: number
  /** Who is there, and is not linked because no connection gets through. */
  readonly unreached: UnreachedView
  readonly links: readonly LinkView[]
}

export interface LinkView extends ExchangeLinkView {
  readonly remote: PeerId
  /** From the extended handshake, hostile text: 'tabswarm 0.1.0 Firefox', 'WebTorrent 3.0.21'. */
  readonly client: string | undefined
  /** It says that it has what it wants, which may be a part (BEP 21). */
  readonly uploadOnly: boolean
  /** Undefined until the host has found out. */
  readonly reach: Reach | undefined
  /** Connections that it is: pieces travel on all of them. */
  readonly lanes: number
}
