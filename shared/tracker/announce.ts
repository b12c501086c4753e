/** What a peer tells the tracker and what it hears back (BEP 3), and the numbers both sides keep to. */
import type { InfoHash, PeerId } from '../base/ids.ts'

export interface AnnounceRequest {
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  /** Payload bytes since `started`. */
  readonly uploaded: number
  readonly downloaded: number
  /** Bytes still missing. 0 makes the peer a seeder. */
  readonly left: number
  /** Peers wished for. The reply may hold fewer, never more. */
  readonly numwant: number
  /** Absent: the periodic announce that keeps the peer listed. */
  readonly event?: 'started' | 'stopped' | 'completed'
  /** Announces every few seconds, as gossip does: whose silence shows sooner. */
  readonly brisk?: true
  /** Set by the server, of who came in by the WebTorrent tracker protocol. */
  readonly stock?: boolean
}

export type AnnounceReply = AnnounceSuccess | AnnounceFailure

export interface AnnounceSuccess {
  /** Announce again after this long. */
  readonly intervalMs: number
  /** Distinct, in random order, never the asker. */
  readonly peers: readonly PeerId[]
  /** Members of the swarm, the asker among them. */
  readonly seeders: number
  readonly leechers: number
  /**
   * Those of `peers` to whom an offer must be whole: WebTorrent's protocol has no message for a
   * candidate that comes later. Absent: none.
   */
  readonly stock?: readonly PeerId[]
}

/** A failure carries nothing else (BEP 3). The text is a sentence for a person. */
interface AnnounceFailure {
  readonly failure: string
}

/** Often enough that a restarted tracker knows every swarm again within a minute. */
export const ANNOUNCE_INTERVAL_MS = 30_000

/** 2.5 intervals: one lost announce, or a hidden tab's late timer, does not unlist a living peer. */
export const MEMBER_EXPIRY_MS = 75_000

/** The same of a brisk member, which announces every three seconds (the gossip report's figures). */
export const BRISK_EXPIRY_MS = 10_000

/** More than the 30 links a peer keeps, as most trackers do: some of those named never answer. */
export const MAX_PEERS_PER_REPLY = 50

/** Far above any client; what asks for more is not one of ours. */
export const MAX_NUMWANT = 1_000
