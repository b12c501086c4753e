/**
 * The address bar, which not only the person changes: a page that opened this window can put one link
 * after the other into it. None begins a download; here is what keeps them few.
 */
import type { InfoHash, Torrent } from '../host/api.ts'

/** Opened by the address bar, and neither begun nor turned down: beyond these the oldest is closed. */
const MAX_OFFERS = 8

export class AddressBar {
  readonly #open: () => Promise<void>
  readonly #offered = new Set<InfoHash>()
  #opening: Promise<void> | undefined
  #hasMoved = false

  /** `open`: what the address bar says at that moment. */
  constructor(open: () => Promise<void>) {
    this.#open = open
  }

  /** Of links that come faster than they can be opened, only the last is. */
  follow(): Promise<void> {
    this.#hasMoved = true
    this.#opening ??= this.#openAll().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async #openAll(): Promise<void> {
    while (this.#hasMoved) {
      this.#hasMoved = false
      await this.#open()
    }
  }

  /** To be called for a torrent that the address bar brought. Gives those that are to be closed for it. */
  offered(
    { swarm }: Torrent,
    torrents: readonly Torrent[],
    isUntouched: (torrent: Torrent) => boolean,
  ): Torrent[] {
    this.#offered.add(swarm)
    const offers = torrents.filter(
      torrent =>
        this.#offered.has(torrent.swarm) && torrent.view.heldCount === 0 && isUntouched(torrent),
    )
    this.#offered.clear()
    for (const offer of offers) this.#offered.add(offer.swarm)
    return offers.slice(0, -MAX_OFFERS).filter(torrent => torrent.swarm !== swarm)
  }
}
