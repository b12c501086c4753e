/**
 * Whom to connect to, and which way: every remote we have heard of, and where it stands with us.
 * Paces dials, settles offers that race each other, and remembers who is banned. Knows no messages.
 *
 * Signals go by the server, or by a link to a peer between us. Only the server knows who is who: who
 * comes by a relay may be anyone. It never displaces who came by the server, and a ban that it earns
 * shuts out only what comes by relays under that name. The same holds for other trackers.
 */
import { assert } from '../base/assert.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { pickOne, type Random } from '../base/random.ts'
import type { Referrals } from './referrals.ts'

/**
 *              learn                 dial                opened
 *   (unknown) ------> known --------------> dialling -----------> linked
 *                      ^  ^                    | failed             | closed
 *                      |  +--- time --- resting <------------------+
 *                      |         offered: unknown | known | resting -> answering -> linked
 *   banned: until a time, or for good.     offered while dialling: glare, one of the offers stands.
 */
type Standing =
  | { readonly state: 'known' }
  | ({ readonly state: 'dialling' } & Past)
  | ({ readonly state: 'answering' } & Past)
  | ({ readonly state: 'linked'; readonly link: LinkId; readonly since: Millis } & Past)
  | ({ readonly state: 'resting'; readonly until: Millis } & Past)
  | { readonly state: 'banned'; readonly until: Millis }

interface Past {
  /** Dials that came to nothing, and links that soon broke, in a row. */
  readonly failures: number
  /** Signals go, or went last, by a relay. */
  readonly relayed: boolean
}

/** A dial to make: by the server, or by the link of a peer between us. */
export interface Dial {
  readonly remote: PeerId
  readonly via?: LinkId
}

export interface DialCircumstances {
  /** The server carries signals. */
  readonly serverUp: boolean
  /** We hold everything: others that do have nothing for us, nor we for them. */
  readonly isSeed: boolean
  /** We want something, and those we are linked with have given nothing of it for long. */
  readonly isStarved: boolean
}

/** Remotes remembered; beyond it the tracker's next list brings others. */
const MAX_KNOWN = 500
/**
 * No dial begins while so many connections are in the making: each costs both tabs a burst of CPU,
 * and ICE times out under overload. Offers of others are answered up to `maxLinks` all the same.
 */
const MAX_HALF_OPEN = 5
/**
 * Offers by relay that are answered at once: whoever makes up names may not take all the room there
 * is for the twenty seconds that a connection has to come about.
 */
const MAX_ANSWERING_RELAYED = 10
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
  readonly #referrals: Referrals
  readonly #standings = new Map<PeerId, Standing>()
  /** Names that were banned when they came by a relay, and until when. */
  readonly #shunned = new Map<PeerId, Millis>()
  #linked = 0
  #halfOpen = 0

  constructor(self: PeerId, maxLinks: number, random: Random, referrals: Referrals) {
    this.#self = self
    this.#maxLinks = maxLinks
    this.#random = random
    this.#referrals = referrals
  }

  get halfOpen(): number {
    return this.#halfOpen
  }

  get isFull(): boolean {
    return this.#linked + this.#halfOpen >= this.#maxLinks
  }

  /** The tracker's newest list: brings the new, and drops those at rest whom it no longer names. */
  refresh(listed: readonly PeerId[]): void {
    const alive = new Set(listed)
    for (const [remote, standing] of this.#standings) {
      if (alive.has(remote) || this.#referrals.has(remote)) continue
      if (standing.state === 'resting' || standing.state === 'known') this.#standings.delete(remote)
    }
    for (const remote of alive) {
      if (remote === this.#self || this.#standings.has(remote)) continue
      if (this.#standings.size >= MAX_KNOWN) return
      this.#set(remote, { state: 'known' })
    }
  }

  /** Whom to dial now; each counts as dialling from here on. */
  dials(now: Millis, circumstances: DialCircumstances): Dial[] {
    const dials: Dial[] = []
    // Who starves takes the room of those who would call: they did not, or had nothing.
    const most = circumstances.isStarved ? this.#maxLinks : Math.ceil(this.#maxLinks * DIAL_SHARE)
    while (this.#halfOpen < MAX_HALF_OPEN && this.#linked + this.#halfOpen < most) {
      const dial = this.#byServer(now, circumstances) ?? this.#byRelay(now, circumstances)
      if (dial === undefined) break
      const failures = this.#failures(dial.remote)
      this.#set(dial.remote, { state: 'dialling', failures, relayed: dial.via !== undefined })
      dials.push(dial)
    }
    return dials
  }

  /** An offer came in, by the server or by a relay. */
  offered(remote: PeerId, relayed: boolean, now: Millis): OfferVerdict {
    const standing = this.#standings.get(remote)
    if (remote === this.#self) return { verdict: 'refuse', reason: 'own offer' }
    if (this.isBanned(remote, relayed, now)) return { verdict: 'refuse', reason: 'banned' }
    switch (standing?.state) {
      case 'linked':
        if (relayed) return { verdict: 'refuse', reason: 'linked already' }
        this.#set(remote, { state: 'answering', failures: 0, relayed })
        return { verdict: 'replace', link: standing.link }
      case 'answering':
        if (relayed || !standing.relayed) return { verdict: 'refuse', reason: 'already answering' }
        this.#set(remote, { ...standing, relayed })
        return { verdict: 'yield' }
      case 'dialling':
        if (this.#standsInGlare(remote, standing.relayed, relayed))
          return { verdict: 'refuse', reason: 'glare' }
        this.#set(remote, { state: 'answering', failures: standing.failures, relayed })
        return { verdict: 'yield' }
    }
    if (this.isFull) return { verdict: 'refuse', reason: 'full' }
    if (relayed && this.#answeringRelayed >= MAX_ANSWERING_RELAYED)
      return { verdict: 'refuse', reason: 'busy' }
    this.#set(remote, { state: 'answering', failures: this.#failures(remote), relayed })
    return { verdict: 'accept' }
  }

  /** False: the link is one too many (banned, full, or there is one already) and must be closed. */
  opened(remote: PeerId, link: LinkId, now: Millis): boolean {
    const standing = this.#standings.get(remote)
    if (standing?.state !== 'dialling' && standing?.state !== 'answering') return false
    const { failures, relayed } = standing
    this.#set(remote, { state: 'linked', link, since: now, failures, relayed })
    return true
  }

  failed(remote: PeerId, now: Millis): void {
    const standing = this.#standings.get(remote)
    if (standing?.state !== 'dialling' && standing?.state !== 'answering') return
    this.#rest(remote, standing, now)
  }

  closed(remote: PeerId, link: LinkId, now: Millis): void {
    const standing = this.#standings.get(remote)
    if (standing?.state !== 'linked' || standing.link !== link) return
    const failures = now - standing.since >= GOOD_LINK_MS ? 0 : standing.failures
    this.#rest(remote, { ...standing, failures }, now)
  }

  /** False if it was banned as long already. */
  ban(remote: PeerId, until: Millis): boolean {
    const standing = this.#standings.get(remote)
    const relayed = standing !== undefined && 'relayed' in standing && standing.relayed
    const banned = standing?.state === 'banned' ? standing.until : undefined
    const before = relayed ? this.#shunned.get(remote) : banned
    if (before !== undefined && before >= until) return false
    if (relayed) {
      this.#shun(remote, until)
      this.#set(remote, { state: 'resting', until, failures: 0, relayed })
    } else this.#set(remote, { state: 'banned', until })
    return true
  }

  isBanned(remote: PeerId, relayed: boolean, now: Millis): boolean {
    const standing = this.#standings.get(remote)
    if (standing?.state === 'banned' && now < standing.until) return true
    return relayed && now < (this.#shunned.get(remote) ?? now)
  }

  get #answeringRelayed(): number {
    let count = 0
    for (const standing of this.#standings.values())
      if (standing.state === 'answering' && standing.relayed) count++
    return count
  }

  /** Of two dials that crossed, whether ours is the one that both sides keep. */
  #standsInGlare(remote: PeerId, oursRelayed: boolean, theirsRelayed: boolean): boolean {
    return oursRelayed === theirsRelayed ? this.#self < remote : theirsRelayed
  }

  #byServer(now: Millis, { serverUp }: DialCircumstances): Dial | undefined {
    if (!serverUp) return undefined
    const remotes = [...this.#standings.keys()]
    const dialable = remotes.filter(
      remote => this.#mayDial(remote, false, now) && !this.#shouldTryRelay(remote),
    )
    const remote = pickOne(this.#random, dialable)
    return remote === undefined ? undefined : { remote }
  }

  #byRelay(now: Millis, { isSeed }: DialCircumstances): Dial | undefined {
    const dialable = [...this.#referrals.remotes].filter(
      remote => this.#mayDial(remote, true, now) && !(isSeed && this.#referrals.isSeed(remote)),
    )
    const remote = pickOne(this.#random, dialable)
    if (remote === undefined) return undefined
    const via = pickOne(this.#random, this.#referrals.relaysTo(remote))
    return via === undefined ? undefined : { remote, via }
  }

  #mayDial(remote: PeerId, relayed: boolean, now: Millis): boolean {
    if (remote === this.#self || this.isBanned(remote, relayed, now)) return false
    const standing = this.#standings.get(remote)
    switch (standing?.state) {
      case undefined:
      case 'known':
      case 'banned':
        return true
      case 'resting':
        return standing.until <= now
      default:
        return false
    }
  }

  /** After a dial by the server that came to nothing, the other way is worth a try. */
  #shouldTryRelay(remote: PeerId): boolean {
    return this.#failures(remote) % 2 === 1 && this.#referrals.has(remote)
  }

  #failures(remote: PeerId): number {
    const standing = this.#standings.get(remote)
    return standing?.state === 'resting' ? standing.failures : 0
  }

  #rest(remote: PeerId, { failures, relayed }: Past, now: Millis): void {
    const restMs = Math.min(FIRST_REST_MS * 2 ** failures, MAX_REST_MS)
    // Both ends of a broken link rest alike: a random part keeps their dials apart.
    const until = now + restMs * (0.5 + this.#random())
    this.#set(remote, { state: 'resting', until, failures: failures + 1, relayed })
  }

  #shun(remote: PeerId, until: Millis): void {
    const [oldest] = this.#shunned.keys()
    if (this.#shunned.size >= MAX_KNOWN && oldest !== undefined) this.#shunned.delete(oldest)
    this.#shunned.set(remote, until)
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
