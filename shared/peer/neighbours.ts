/**
 * Whom to connect to: every remote we have heard of, and where it stands with us. Paces dials,
 * settles offers that race each other, and remembers who is banned. Knows no messages.
 */
import { assert } from '../base/assert.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { pickOne, type Random } from '../base/random.ts'

/**
 *              learn                 dial                opened
 *   (unknown) ------> known --------------> dialling -----------> linked
 *                      ^  ^                    | failed             | closed
 *                      |  +--- time --- resting <------------------+
 *                      |         offered: unknown | known | resting -> answering -> linked
 *   banned: for good.            offered while dialling: glare, the smaller id's offer stands.
 */
type Standing =
  | { readonly state: 'known' }
  | { readonly state: 'dialling'; readonly failures: number }
  | { readonly state: 'answering'; readonly failures: number }
  | {
      readonly state: 'linked'
      readonly link: LinkId
      readonly since: Millis
      readonly failures: number
    }
  | { readonly state: 'resting'; readonly until: Millis; readonly failures: number }
  | { readonly state: 'banned' }

/** Remotes remembered; beyond it the tracker's next list brings others. */
const MAX_KNOWN = 500
/**
 * No dial begins while so many connections are in the making: each costs both tabs a burst of CPU,
 * and ICE times out under overload. Offers of others are answered up to `maxLinks` all the same.
 */
const MAX_HALF_OPEN = 5
/** We dial until we have this share of the links that we may have, so that newcomers find room. */
const DIAL_SHARE = 0.5
const FIRST_REST_MS = 2_000
const MAX_REST_MS = 60_000
/** A link that lasted so long was a good one: its end is no reason to wait longer than once before. */
const GOOD_LINK_MS = 60_000

export type OfferVerdict =
  | { readonly verdict: 'accept' }
  /** Both sides dialled: ours is dropped, theirs accepted. */
  | { readonly verdict: 'yield' }
  /** It would not offer if it still had its end of our link: that link is dead, theirs accepted. */
  | { readonly verdict: 'replace'; readonly link: LinkId }
  | { readonly verdict: 'refuse'; readonly reason: string }

export class Neighbours {
  readonly #self: PeerId
  readonly #maxLinks: number
  readonly #random: Random
  readonly #standings = new Map<PeerId, Standing>()
  #linked = 0
  #halfOpen = 0

  constructor(self: PeerId, maxLinks: number, random: Random) {
    this.#self = self
    this.#maxLinks = maxLinks
    this.#random = random
  }

  get halfOpen(): number {
    return this.#halfOpen
  }

  /** The tracker's newest list: brings the new, and drops those at rest whom it no longer names. */
  refresh(listed: readonly PeerId[]): void {
    const alive = new Set(listed)
    for (const [remote, standing] of this.#standings) {
      const gone = standing.state === 'resting' || standing.state === 'known'
      if (gone && !alive.has(remote)) this.#standings.delete(remote)
    }
    for (const remote of alive) {
      if (remote === this.#self || this.#standings.has(remote)) continue
      if (this.#standings.size >= MAX_KNOWN) return
      this.#set(remote, { state: 'known' })
    }
  }

  /** Whom to dial now; each counts as dialling from here on. */
  dials(now: Millis): PeerId[] {
    const dials: PeerId[] = []
    while (this.#halfOpen < MAX_HALF_OPEN && this.#linked + this.#halfOpen < this.#dialLimit()) {
      const remote = pickOne(this.#random, this.#dialable(now))
      if (remote === undefined) break
      this.#set(remote, { state: 'dialling', failures: this.#failures(remote) })
      dials.push(remote)
    }
    return dials
  }

  /** An offer came in. Glare is settled alike on both sides: the smaller id's offer stands. */
  offered(remote: PeerId): OfferVerdict {
    const standing = this.#standings.get(remote)
    if (remote === this.#self) return { verdict: 'refuse', reason: 'own offer' }
    switch (standing?.state) {
      case 'banned':
        return { verdict: 'refuse', reason: 'banned' }
      case 'linked':
        this.#set(remote, { state: 'answering', failures: 0 })
        return { verdict: 'replace', link: standing.link }
      case 'answering':
        return { verdict: 'refuse', reason: 'already answering' }
      case 'dialling':
        if (this.#self < remote) return { verdict: 'refuse', reason: 'glare' }
        this.#set(remote, { state: 'answering', failures: standing.failures })
        return { verdict: 'yield' }
    }
    if (this.#linked + this.#halfOpen >= this.#maxLinks)
      return { verdict: 'refuse', reason: 'full' }
    this.#set(remote, { state: 'answering', failures: this.#failures(remote) })
    return { verdict: 'accept' }
  }

  /** False: the link is one too many (banned, full, or there is one already) and must be closed. */
  opened(remote: PeerId, link: LinkId, now: Millis): boolean {
    const standing = this.#standings.get(remote)
    if (standing?.state !== 'dialling' && standing?.state !== 'answering') return false
    this.#set(remote, { state: 'linked', link, since: now, failures: standing.failures })
    return true
  }

  failed(remote: PeerId, now: Millis): void {
    const standing = this.#standings.get(remote)
    if (standing?.state !== 'dialling' && standing?.state !== 'answering') return
    this.#rest(remote, standing.failures, now)
  }

  closed(remote: PeerId, link: LinkId, now: Millis): void {
    const standing = this.#standings.get(remote)
    if (standing?.state !== 'linked' || standing.link !== link) return
    this.#rest(remote, now - standing.since >= GOOD_LINK_MS ? 0 : standing.failures, now)
  }

  ban(remote: PeerId): void {
    this.#set(remote, { state: 'banned' })
  }

  isBanned(remote: PeerId): boolean {
    return this.#standings.get(remote)?.state === 'banned'
  }

  #dialable(now: Millis): PeerId[] {
    const dialable: PeerId[] = []
    for (const [remote, standing] of this.#standings) {
      const rested = standing.state === 'resting' && standing.until <= now
      if (standing.state === 'known' || rested) dialable.push(remote)
    }
    return dialable
  }

  #dialLimit(): number {
    return Math.ceil(this.#maxLinks * DIAL_SHARE)
  }

  #failures(remote: PeerId): number {
    const standing = this.#standings.get(remote)
    return standing?.state === 'resting' ? standing.failures : 0
  }

  #rest(remote: PeerId, failures: number, now: Millis): void {
    const restMs = Math.min(FIRST_REST_MS * 2 ** failures, MAX_REST_MS)
    // Both ends of a broken link rest alike: a random part keeps their dials apart.
    const until = now + restMs * (0.5 + this.#random())
    this.#set(remote, { state: 'resting', until, failures: failures + 1 })
  }

  /** Whoever offers or is banned is remembered; the oldest we have no business with makes room. */
  #makeRoom(): void {
    if (this.#standings.size < MAX_KNOWN) return
    for (const [remote, { state }] of this.#standings) {
      if (state !== 'known' && state !== 'resting' && state !== 'banned') continue
      this.#standings.delete(remote)
      return
    }
  }

  #set(remote: PeerId, standing: Standing): void {
    const before = this.#standings.get(remote)?.state
    if (before === 'linked') this.#linked--
    if (before === 'dialling' || before === 'answering') this.#halfOpen--
    if (standing.state === 'linked') this.#linked++
    if (standing.state === 'dialling' || standing.state === 'answering') this.#halfOpen++
    if (before === undefined) this.#makeRoom()
    this.#standings.set(remote, standing)
    assert(this.#linked >= 0 && this.#halfOpen >= 0, 'links miscounted')
  }
}
