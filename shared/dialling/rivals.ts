/**
 * Second connections with remotes that we are linked with. A remote that offers although we have a link
 * with it has lost its end of that link, or somebody else has offered in its name: so the offer is answered
 * beside the link, which stays until the handshake on the new connection has come.
 *
 *   an offer -> in the making -- opened --> open -- greeted --> the link, in place of the old one
 *   either: failed, closed, banned -> gone, and the link is none the worse for it.
 */
import type { LinkId, PeerId } from '../base/ids.ts'
import type { Offer } from './glare.ts'

/** A connection in the making with one remote. */
export interface Attempt extends Offer {
  /** The same once it is open. */
  readonly link: LinkId
  readonly offerId: string
}

export interface Rival {
  readonly attempt: Attempt
  readonly isOpen: boolean
}

export class Rivals {
  /** One for each remote. */
  readonly #byRemote = new Map<PeerId, Rival>()
  #making = 0

  /** Those that are not open yet. */
  get making(): number {
    return this.#making
  }

  get(remote: PeerId): Rival | undefined {
    return this.#byRemote.get(remote)
  }

  has(remote: PeerId, link: LinkId): boolean {
    return this.#byRemote.get(remote)?.attempt.link === link
  }

  begin(remote: PeerId, attempt: Attempt): void {
    this.take(remote)
    this.#set(remote, { attempt, isOpen: false })
  }

  opened(remote: PeerId): void {
    const rival = this.take(remote)
    if (rival) this.#set(remote, { ...rival, isOpen: true })
  }

  /** It is a rival no more. */
  take(remote: PeerId): Rival | undefined {
    const rival = this.#byRemote.get(remote)
    this.#byRemote.delete(remote)
    if (rival && !rival.isOpen) this.#making--
    return rival
  }

  #set(remote: PeerId, rival: Rival): void {
    this.#byRemote.set(remote, rival)
    if (!rival.isOpen) this.#making++
  }
}
