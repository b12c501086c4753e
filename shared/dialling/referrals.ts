/**
 * Who could introduce us to whom: for each link, the peers that its other end claims to be linked with
 * (ts_pex). Hearsay, until a relayed signal has reached such a peer.
 */
import type { LinkId, PeerId } from '../base/ids.ts'
import { MAX_PEX_PEERS, type PexMessage } from '../wire/pex.ts'

/** Kept for one link: three times the links that a peer has by default. */
export const MAX_REFERRALS = 2 * MAX_PEX_PEERS

export class Referrals {
  /** By link: the remote, and whether it holds everything. */
  readonly #told = new Map<LinkId, Map<PeerId, boolean>>()

  hear(link: LinkId, { added, dropped }: PexMessage): void {
    const told = this.#told.get(link) ?? new Map<PeerId, boolean>()
    this.#told.set(link, told)
    for (const remote of dropped) told.delete(remote)
    for (const { id, isSeed } of added) if (told.size < MAX_REFERRALS) told.set(id, isSeed)
  }

  leave(link: LinkId): void {
    this.#told.delete(link)
  }

  relaysTo(remote: PeerId): LinkId[] {
    const links: LinkId[] = []
    for (const [link, told] of this.#told) if (told.has(remote)) links.push(link)
    return links
  }

  has(remote: PeerId): boolean {
    return this.relaysTo(remote).length > 0
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
}
