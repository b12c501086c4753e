/** What a peer tells the tracker and what the tracker replies (BEP 3), and the limits of both. */
import type { InfoHash, PeerId } from '../base/ids.ts'

export interface AnnounceRequest {
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  /** Payload bytes since `started`. */
  readonly uploaded: number
  readonly downloaded: number
  /** Bytes still missing. 0 makes the peer a seeder. */
  readonly left: number
  /** Peers wanted. The reply may hold fewer, never more. */
  readonly numwant: number
  /** Absent: the periodic announce that keeps the peer listed. */
  readonly event?: 'started' | 'stopped' | 'completed'
  /** Announces every few seconds, as gossip does: such a peer is unlisted after a shorter silence. */
  readonly brisk?: true
  /** Set by the server: the peer came by the WebTorrent tracker protocol. */
  readonly stock?: boolean
}

export type AnnounceReply = AnnounceSuccess | AnnounceFailure

export interface AnnounceSuccess {
  /** Time until the next announce. */
  readonly intervalMs: number
  /** Distinct, in random order, never the asker. */
  readonly peers: readonly PeerId[]
  /** Members of the swarm, the asker among them. */
  readonly seeders: number
  readonly leechers: number
  /** Those of `peers` that WebTorrent's protocol cannot send later candidates to. Absent: none. */
  readonly stock?: readonly PeerId[]
}

/** A failure carries nothing else (BEP 3). The text is a sentence for a person. */
interface AnnounceFailure {
  readonly failure: string
}

/** A restarted tracker knows every swarm again within a minute. */
export const ANNOUNCE_INTERVAL_MS = 30_000

/** 2.5 intervals: one lost announce, or a hidden tab's late timer, does not unlist a living peer. */
export const MEMBER_EXPIRY_MS = 75_000

/** The same for a brisk member, which announces every three seconds (figures of the gossip report). */
export const BRISK_EXPIRY_MS = 10_000

/** More than the 30 links of a peer, as with most trackers: some of the peers named never answer. */
export const MAX_PEERS_PER_REPLY = 50

/** Far above what any client asks for. */
export const MAX_NUMWANT = 1_000

/** How many members an announce is answered with, at most. */
export const sampleSize = ({ event, numwant }: AnnounceRequest): number =>
  event === 'stopped' ? 0 : Math.min(numwant, MAX_PEERS_PER_REPLY)

/** `members`: the sample, without the asker. */
export function announceReply(
  counts: { readonly seeders: number; readonly leechers: number },
  members: readonly { readonly peerId: PeerId; readonly stock: boolean }[],
): AnnounceSuccess {
  const peers: PeerId[] = []
  const stock: PeerId[] = []
  for (const member of members) {
    peers.push(member.peerId)
    if (member.stock) stock.push(member.peerId)
  }
  const { seeders, leechers } = counts
  const intervalMs = ANNOUNCE_INTERVAL_MS
  return stock.length > 0
    ? { intervalMs, peers, seeders, leechers, stock }
    : { intervalMs, peers, seeders, leechers }
}
