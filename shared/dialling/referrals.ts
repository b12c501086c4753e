/**
 * Who could introduce us to whom: for each link, the remotes that its other end says it is linked
 * with (ts_pex). Hearsay: whether such a remote exists shows only when a signal carried by that link
 * has brought one about.
 */
import type { LinkId, PeerId } from '../base/ids.ts'
import { MAX_PEX_PEERS, type PexMessage } from '../wire/pex.ts'

/** Believed of one link: three times the links that a peer has by default. */
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

  /** The link is gone: it carries no signals any more. */
  leave(link: LinkId): void {
    this.#told.delete(link)
  }

  /** The links that can carry a signal to this remote. */
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

  /** Every remote that is told of, each once. */
  get remotes(): Set<PeerId> {
    const remotes = new Set<PeerId>()
    for (const told of this.#told.values()) for (const remote of told.keys()) remotes.add(remote)
    return remotes
  }
}
