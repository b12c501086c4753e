/**
 * Offers that name nobody: WebTorrent trackers hand each to a member of their choice, and who that was
 * is known by the answer. Until then it is a connection in the making that is nobody's.
 *
 *   making -- description --> offered -- answered --> the dialler's
 *   either: failed, or its time is over -> gone
 */
import type { LinkId, Millis } from '../base/ids.ts'
import type { OpenOffer, Output } from './effect.ts'
import type { TrackerUrl } from './way.ts'

/** WebTorrent's 50 s: by then there will be another announce, with fresh ones. */
export const OPEN_OFFER_TTL_MS = 50_000

/** Per torrent, over all trackers: each is a connection, of which the browser allows 500. */
export const MAX_OPEN_OFFERS = 15

interface Batch {
  readonly made: OpenOffer[]
  /** Offers whose description is still to come. */
  left: number
  readonly done: (offers: readonly OpenOffer[]) => void
}

interface Held {
  readonly link: LinkId
  readonly offerId: string
  readonly tracker: TrackerUrl
  readonly until: Millis
  /** Undefined once its description is there. */
  batch: Batch | undefined
}

export class OpenOffers {
  readonly #output: Output
  readonly #newIds: () => Pick<Held, 'link' | 'offerId'>
  /** In the order of making, and so of expiry. */
  readonly #held = new Map<LinkId, Held>()

  constructor(output: Output, newIds: () => Pick<Held, 'link' | 'offerId'>) {
    this.#output = output
    this.#newIds = newIds
  }

  get size(): number {
    return this.#held.size
  }

  /** Makes at most `count` offers; `done` is called when all of them have candidates or have failed. */
  make(count: number, tracker: TrackerUrl, done: Batch['done']): void {
    const left = Math.min(count, MAX_OPEN_OFFERS - this.#held.size)
    if (left <= 0) return done([])
    const batch: Batch = { made: [], left, done }
    const until = this.#output.now + OPEN_OFFER_TTL_MS
    for (let i = 0; i < left; i++) {
      const ids = this.#newIds()
      this.#held.set(ids.link, { ...ids, tracker, until, batch })
      this.#output.emit({ type: 'connect', link: ids.link, whole: true })
    }
  }

  /** Ignores connections that are not open offers. */
  described(link: LinkId, sdp: string): void {
    const held = this.#held.get(link)
    if (held?.batch) this.#settle(held, { offerId: held.offerId, sdp })
  }

  /** True if it was an open offer. */
  failed(link: LinkId): boolean {
    const held = this.#held.get(link)
    if (held === undefined) return false
    this.#held.delete(link)
    this.#settle(held)
    return true
  }

  /** Takes an answered offer out: its connection is the caller's from now on. */
  take(offerId: string, tracker: TrackerUrl): LinkId | undefined {
    for (const held of this.#held.values()) {
      if (held.offerId !== offerId || held.tracker !== tracker || held.batch) continue
      this.#held.delete(held.link)
      return held.link
    }
    return undefined
  }

  expire(): void {
    for (const { link, until } of [...this.#held.values()])
      if (until <= this.#output.now) this.#drop(link, 'nobody took the offer')
  }

  /** Closes the offers of one tracker, or all. */
  close(reason: string, tracker?: TrackerUrl): void {
    for (const held of [...this.#held.values()])
      if (tracker === undefined || held.tracker === tracker) this.#drop(held.link, reason)
  }

  #drop(link: LinkId, reason: string): void {
    this.#output.emit({ type: 'close', link, reason })
    this.failed(link)
  }

  #settle(held: Held, offer?: OpenOffer): void {
    const { batch } = held
    if (batch === undefined) return
    held.batch = undefined
    if (offer) batch.made.push(offer)
    if (--batch.left === 0) batch.done(batch.made)
  }
}
