/**
 * Who could introduce us to whom: for each link, the peers that its other end claims to be linked with
 * (ts_pex). Hearsay, until a relayed signal has reached such a peer.
 */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { MAX_PEX_PEERS, type PexMessage } from '../wire/pex.ts'

/** Kept for one link: three times the links that a peer has by default. */
export const MAX_REFERRALS = 2 * MAX_PEX_PEERS

/** Names told by one link that in a row led nowhere, before we wait longer and longer for the next. */
const TRIED_FREELY = 10
const FIRST_DOUBT_MS = 1_000
const MAX_DOUBT_MS = 60_000

/** How far its end of a link is believed. */
interface Belief {
  /** Dials by it that failed since the last that did not. */
  readonly failures: number
  readonly until: Millis
}

export class Referrals {
  /** By link: the remote, and whether it holds everything. */
  readonly #told = new Map<LinkId, Map<PeerId, boolean>>()
  readonly #beliefs = new Map<LinkId, Belief>()

  hear(link: LinkId, { added, dropped }: PexMessage): void {
    const told = this.#told.get(link) ?? new Map<PeerId, boolean>()
    this.#told.set(link, told)
    for (const remote of dropped) told.delete(remote)
    for (const { id, isSeed } of added) if (told.size < MAX_REFERRALS) told.set(id, isSeed)
  }

  leave(link: LinkId): void {
    this.#told.delete(link)
    this.#beliefs.delete(link)
  }

  /** A dial by this link has failed. */
  misled(link: LinkId, now: Millis): void {
    if (!this.#told.has(link)) return
    const failures = (this.#beliefs.get(link)?.failures ?? 0) + 1
    const doubtMs = FIRST_DOUBT_MS * 2 ** (failures - TRIED_FREELY)
    const until = failures < TRIED_FREELY ? now : now + Math.min(doubtMs, MAX_DOUBT_MS)
    this.#beliefs.set(link, { failures, until })
  }

  /** A dial by this link has become a link. */
  led(link: LinkId): void {
    this.#beliefs.delete(link)
  }

  /** By whom it can be dialled now. */
  believedRelaysTo(remote: PeerId, now: Millis): LinkId[] {
    return this.#relaysTo(remote).filter(link => now >= (this.#beliefs.get(link)?.until ?? now))
  }

  has(remote: PeerId): boolean {
    return this.#relaysTo(remote).length > 0
  }

  isSeed(remote: PeerId): boolean {
    for (const told of this.#told.values()) if (told.get(remote)) return true
    return false
  }

  get remotes(): Set<PeerId> {
    const remotes = new Set<PeerId>()
    for (const told of this.#told.values()) for (const remote of told.keys()) remotes.add(remote)
    return remotes
  }

  #relaysTo(remote: PeerId): LinkId[] {
    const links: LinkId[] = []
    for (const [link, told] of this.#told) if (told.has(remote)) links.push(link)
    return links
  }
}
