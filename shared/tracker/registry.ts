/**
 * The tracker's state behind an interface, so that it may be in memory or in a store that several
 * servers share. `registry.test.ts` specifies every implementation.
 */
import type { InfoHash, Millis, PeerId } from '../base/ids.ts'
import type { AnnounceReply, AnnounceRequest } from './announce.ts'

/** One connection of one tab to the server, named by the server, never by the tab. */
export type SocketKey = string

/** A store in memory answers at once; the caller awaits either way. */
type Awaitable<T> = T | Promise<T>

export interface SwarmRegistry {
  /** Enter, stay listed in, or (`stopped`) leave a swarm. A failure changes nothing. */
  announce(request: AnnounceRequest, socket: SocketKey, now: Millis): Awaitable<AnnounceReply>
  /** All zero for an unknown swarm. */
  countsOf(infoHash: InfoHash): Awaitable<SwarmCounts>
  peerOf(infoHash: InfoHash, socket: SocketKey): Awaitable<PeerId | undefined>
  socketOf(infoHash: InfoHash, peerId: PeerId): Awaitable<SocketKey | undefined>
  /** Who announces under this id, in any swarm. */
  ownerOf(peerId: PeerId): Awaitable<SocketKey | undefined>
  /** Ends all its memberships at once. */
  socketClosed(socket: SocketKey): Awaitable<void>
  /** Ends the memberships that have been silent for `MEMBER_EXPIRY_MS`, or `BRISK_EXPIRY_MS`. */
  expire(now: Millis): Awaitable<void>
  totals(): Awaitable<RegistryTotals>
}

export interface SwarmCounts {
  readonly seeders: number
  readonly leechers: number
  /** Downloads finished while there was a swarm. */
  readonly completed: number
}

export interface RegistryTotals {
  /** Swarms with a member. */
  readonly swarms: number
  /** Memberships; a tab in two swarms counts twice. */
  readonly members: number
}

export interface RegistryLimits {
  /** Bounds the memory that strangers can take: about 1 KB for a swarm of one. */
  readonly maxSwarms: number
  /** Swarms that one socket is in: one socket alone cannot fill the table. */
  readonly maxSwarmsPerSocket: number
}

export const REGISTRY_LIMITS: RegistryLimits = { maxSwarms: 50_000, maxSwarmsPerSocket: 64 }
