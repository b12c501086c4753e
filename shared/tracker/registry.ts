/**
 * The tracker's state behind an interface, so that it may be in memory or in a store that several
 * servers share. `registry.test.ts` specifies every implementation.
 */
import type { InfoHash, Millis, PeerId } from '../base/ids.ts'
import type { AnnounceRequest, AnnounceSuccess } from './announce.ts'
import type { RefusalSentence } from './refusals.ts'

/** One connection of one tab to the server, named by the server, never by the tab. */
export type SocketKey = string

/** Who an announce is from, and whose budget its memberships count on. */
export interface Announcer {
  readonly socket: SocketKey
  /** Named by the server: all of a visitor's sockets have the same. */
  readonly address: string
}

/** A store in memory answers at once; the caller awaits either way. */
type Awaitable<T> = T | Promise<T>

export interface SwarmRegistry {
  /** Told whose membership has ended because the registry is full and its address has the most. */
  onEvict: ((socket: SocketKey, infoHash: InfoHash) => void) | undefined
  /** Enter, stay listed in, or (`stopped`) leave a swarm. A failure changes nothing. */
  announce(request: AnnounceRequest, by: Announcer, now: Millis): Awaitable<RegistryReply>
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
  /** Of a store that several servers share: another of them has evicted it. */
  evicted?(socket: SocketKey, infoHash: InfoHash): void
}

export type RegistryReply = AnnounceSuccess | { readonly failure: RefusalSentence }

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
  /** Bounds the memory that strangers can take: 1.5 KB for a member alone in its swarm. */
  readonly maxMembers: number
  /** Memberships of one address: one address alone cannot fill the table. */
  readonly maxMembersPerAddress: number
  /** Swarms that one socket is in. */
  readonly maxSwarmsPerSocket: number
}

export const REGISTRY_LIMITS: RegistryLimits = {
  // Ten for each socket that the server takes, 150 MB.
  maxMembers: 100_000,
  // Ten for each tab of a lecture hall.
  maxMembersPerAddress: 10_000,
  maxSwarmsPerSocket: 64,
}
