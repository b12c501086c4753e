/**
 * Whom to connect to, and which way: every remote we have heard of, and where it stands with us.
 * Paces dials, judges offers that cross, and remembers who is banned. Knows no signals.
 *
 * Only the server knows who is who: who comes by a relay or by another tracker may be anyone. It never
 * displaces who came by the server, and a ban that it earns shuts out only what comes by such ways
 * under that name.
 */
import { assert } from '../base/assert.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { pickOne, type Random } from '../base/random.ts'
import { Bans } from './bans.ts'
import { displaces, type Offer } from './glare.ts'
import type { Referrals } from './referrals.ts'
import { type Attempt, type Rival, Rivals } from './rivals.ts'
import { type Past, type Standing, Standings } from './standings.ts'
import { isVouched, SERVER, type Way } from './way.ts'

export type Dial = { readonly remote: PeerId; readonly way: Way }

export interface DialCircumstances {
  /** The server carries signals. */
  readonly serverUp: boolean
  /** We hold everything: a link to another seed is of no use. */
  readonly isSeed: boolean
  /** We want pieces, and our links have given none for long. */
  readonly isStarved: boolean
}

/**
 * No dial begins while this many connections are in the making: each costs both tabs a burst of CPU,
 * and ICE times out under overload. Offers of others are answered all the same.
 */
const MAX_DIALLING = 5
/** Connections in the making, both ways: each costs a browser sockets, threads and mDNS names. */
export const MAX_HALF_OPEN = 24
/** The share of our links open to names that the server does not vouch for: anybody can make up names. */
const UNVOUCHED_SHARE = 1 / 3
/** We dial until this share of `maxLinks` is used; the rest is for newcomers that call us. */
const DIAL_SHARE = 0.5
const FIRST_REST_MS = 2_000
const MAX_REST_MS = 60_000
/** The end of a link that lasted longer than this counts as the first failure. */
const GOOD_LINK_MS = 60_000

export type OfferVerdict =
  | { readonly verdict: 'accept' }
  /** The offer displaces the attempt under way. */
  | { readonly verdict: 'displace'; readonly attempt: Attempt }
  | { readonly verdict: 'refuse'; readonly reason: string }

export class Neighbours {
  readonly #self: PeerId
  readonly #maxLinks: number
  readonly #random: Random
  readonly #referrals: Referrals
  readonly #standings = new Standings()
  readonly #rivals = new Rivals()
  readonly #bans = new Bans()
  /** The server's last list. */
  #listed: ReadonlySet<PeerId> = new Set()

  constructor(self: PeerId, maxLinks: number, random: Random, referrals: Referrals) {
    this.#self = self
    this.#maxLinks = maxLinks
    this.#random = random
    this.#referrals = referrals
  }

  get halfOpen(): number {
    return this.#standings.halfOpen + this.#rivals.making
  }

  /** Links, and connections in the making; a second one with the same remote is to be one with the first. */
  get size(): number {
    return this.#standings.linked + this.#standings.halfOpen
  }

  get isFull(): boolean {
    return this.size >= this.#maxLinks
  }

  attemptWith(remote: PeerId): Attempt | undefined {
    const standing = this.#standings.get(remote)
    if (standing && 'attempt' in standing) return standing.attempt
    const rival = this.#rivals.get(remote)
    return rival && !rival.isOpen ? rival.attempt : undefined
  }

  /** Beside the link, and not greeted on yet: who is there may only have used the remote's name. */
  isRival(remote: PeerId, link: LinkId): boolean {
    return this.#rivals.has(remote, link)
  }

  isBusyWith(remote: PeerId): boolean {
    const standing = this.#standings.get(remote)
    return standing !== undefined && ('attempt' in standing || standing.state === 'linked')
  }

  /** The tracker's newest list: adds new remotes, and forgets resting ones that it no longer names. */
  refresh(listed: readonly PeerId[]): void {
    this.#listed = new Set(listed)
    for (const [remote, standing] of this.#standings) {
      if (this.#listed.has(remote) || this.#referrals.has(remote)) continue
      if (standing.state === 'resting' || standing.state === 'known') this.#standings.delete(remote)
    }
    for (const remote of this.#listed) {
      if (remote === this.#self || this.#standings.has(remote)) continue
      if (this.#standings.isFull) return
      this.#standings.set(remote, { state: 'known' })
    }
  }

  /**
   * Undefined if no remote is to be dialled now. `stale`: of the connections in the making, those that
   * hold up no dial, how many are half open and how many count to `size`.
   */
  nextDial(
    now: Millis,
    circumstances: DialCircumstances,
    stale = { halfOpen: 0, size: 0 },
  ): Dial | undefined {
    // A peer that starves may dial up to maxLinks: others have had their chance to call.
    const most = circumstances.isStarved ? this.#maxLinks : Math.ceil(this.#maxLinks * DIAL_SHARE)
    if (this.halfOpen - stale.halfOpen >= MAX_DIALLING || this.size - stale.size >= most)
      return undefined
    return this.#byServer(now, circumstances) ?? this.#byRelay(now, circumstances)
  }

  /** Decides on an offer and changes nothing: `begin` follows if it is accepted. */
  judge(remote: PeerId, offer: Offer, now: Millis): OfferVerdict {
    const vouched = isVouched(offer.way)
    if (remote === this.#self) return { verdict: 'refuse', reason: 'own offer' }
    if (this.isBanned(remote, vouched, now)) return { verdict: 'refuse', reason: 'banned' }
    const standing = this.#standings.get(remote)
    switch (standing?.state) {
      case 'linked':
        if (!vouched || offer.by !== remote) return { verdict: 'refuse', reason: 'linked already' }
        if (this.#rivals.get(remote)) return { verdict: 'refuse', reason: 'already answering' }
        // It takes the place of a link, so there is room for it also where we are full.
        return this.#answerIf(this.halfOpen < MAX_HALF_OPEN)
      case 'dialling':
      case 'answering': {
        const { attempt } = standing
        if (displaces(offer, attempt)) return { verdict: 'displace', attempt }
        const isOurs = attempt.by === this.#self
        return { verdict: 'refuse', reason: isOurs ? 'glare' : 'already answering' }
      }
    }
    if (this.isFull) return { verdict: 'refuse', reason: 'full' }
    return this.#answerIf(
      this.halfOpen < MAX_HALF_OPEN &&
        (vouched || this.#standings.answeringUnvouched < this.#maxLinks * UNVOUCHED_SHARE),
    )
  }

  /** Replaces the attempt with this remote, if any; a link with it goes on beside the new attempt. */
  begin(remote: PeerId, state: 'dialling' | 'answering', attempt: Attempt): void {
    if (this.#standings.get(remote)?.state === 'linked') return this.#rivals.begin(remote, attempt)
    const failures = this.#standings.failuresOf(remote)
    this.#standings.set(remote, { state, attempt, failures, vouched: isVouched(attempt.way) })
  }

  opened(remote: PeerId, now: Millis): void {
    const standing = this.#standings.get(remote)
    if (standing?.state === 'linked') return this.#rivals.opened(remote)
    assert(standing && 'attempt' in standing, 'opened, and was not in the making')
    const { attempt, failures, vouched } = standing
    this.#standings.set(remote, {
      state: 'linked',
      link: attempt.link,
      since: now,
      failures,
      vouched,
    })
  }

  /** `blameless`: it was not the remote's doing, so it may be dialled again at once. */
  failed(remote: PeerId, now: Millis, { blameless = false } = {}): void {
    const standing = this.#standings.get(remote)
    if (standing?.state === 'linked') return void this.#rivals.take(remote)
    assert(standing && 'attempt' in standing, 'failed, and was not in the making')
    if (blameless) this.#free(remote, standing, now)
    else this.#rest(remote, standing, now)
    // A stranger that called in vain is not called back.
    const isStranger = standing.state === 'answering' && standing.failures === 0
    if (isStranger && !this.#listed.has(remote)) this.#standings.delete(remote)
  }

  /** The remote's handshake has come: the link that this one is to replace, if there is one. */
  greeted(remote: PeerId, link: LinkId, now: Millis): LinkId | undefined {
    const standing = this.#standings.get(remote)
    if (standing?.state !== 'linked' || !this.#rivals.has(remote, link)) return undefined
    this.#rivals.take(remote)
    this.#standings.set(remote, { ...standing, link, since: now, vouched: true })
    return standing.link
  }

  closed(remote: PeerId, link: LinkId, now: Millis): void {
    const past = this.#ended(remote, link, now)
    if (past) this.#rest(remote, past, now)
  }

  /** As `closed`, but the remote was there a moment ago: it may be dialled again at once. */
  parted(remote: PeerId, link: LinkId, now: Millis): void {
    const past = this.#ended(remote, link, now)
    if (past) this.#free(remote, past, now)
  }

  /** What is known of the remote, unless another connection with it has taken the place of the link. */
  #ended(remote: PeerId, link: LinkId, now: Millis): Past | undefined {
    const standing = this.#standings.get(remote)
    if (standing?.state !== 'linked') return undefined
    const rival = this.#rivals.get(remote)
    if (rival && (rival.attempt.link === link || standing.link === link)) {
      this.#rivals.take(remote)
      if (standing.link === link) this.#succeed(remote, standing.failures, rival, now)
      return undefined
    }
    if (standing.link !== link) return undefined
    const failures = now - standing.since >= GOOD_LINK_MS ? 0 : standing.failures
    return { ...standing, failures }
  }

  /** False if it is banned for that long already. */
  ban(remote: PeerId, until: Millis): boolean {
    const standing = this.#standings.get(remote)
    const vouched = standing === undefined || !('vouched' in standing) || standing.vouched
    if (!this.#bans.ban(remote, vouched, until)) return false
    this.#rivals.take(remote)
    this.#standings.set(remote, { state: 'resting', until, failures: 0, vouched })
    return true
  }

  isBanned(remote: PeerId, vouched: boolean, now: Millis): boolean {
    return this.#bans.holds(remote, vouched, now)
  }

  /** The link has ended before the rival that was to replace it was greeted on. */
  #succeed(remote: PeerId, failures: number, { attempt, isOpen }: Rival, now: Millis): void {
    const past = { failures, vouched: true }
    if (isOpen)
      this.#standings.set(remote, { state: 'linked', link: attempt.link, since: now, ...past })
    else this.#standings.set(remote, { state: 'answering', attempt, ...past })
  }

  #answerIf(isFree: boolean): OfferVerdict {
    return isFree ? { verdict: 'accept' } : { verdict: 'refuse', reason: 'busy' }
  }

  #byServer(now: Millis, { serverUp }: DialCircumstances): Dial | undefined {
    if (!serverUp) return undefined
    const dialable: PeerId[] = []
    for (const [remote, standing] of this.#standings)
      if (this.#mayDial(remote, standing, true, now) && !this.#shouldTryRelay(remote, standing))
        dialable.push(remote)
    const remote = pickOne(this.#random, dialable)
    return remote === undefined ? undefined : { remote, way: SERVER }
  }

  #byRelay(now: Millis, { isSeed }: DialCircumstances): Dial | undefined {
    const dialable = [...this.#referrals.remotes].filter(
      remote =>
        this.#mayDial(remote, this.#standings.get(remote), false, now) &&
        !(isSeed && this.#referrals.isSeed(remote)) &&
        this.#referrals.believedRelaysTo(remote, now).length > 0,
    )
    const remote = pickOne(this.#random, dialable)
    if (remote === undefined) return undefined
    const way = pickOne(this.#random, this.#referrals.believedRelaysTo(remote, now))
    return way === undefined ? undefined : { remote, way }
  }

  #mayDial(remote: PeerId, standing: Standing | undefined, vouched: boolean, now: Millis): boolean {
    if (standing !== undefined && standing.state !== 'known') {
      if (standing.state !== 'resting') return false
      // Somebody else may have used the name of a listed member: that member is not to blame.
      const isOfOther = vouched && !standing.vouched && this.#listed.has(remote)
      if (standing.until > now && !isOfOther) return false
    }
    return remote !== this.#self && !this.isBanned(remote, vouched, now)
  }

  /** After a failed dial by the server, a relay is worth a try. */
  #shouldTryRelay(remote: PeerId, standing: Standing): boolean {
    const failures = 'failures' in standing ? standing.failures : 0
    return failures % 2 === 1 && this.#referrals.has(remote)
  }

  #free(remote: PeerId, { failures, vouched }: Past, now: Millis): void {
    this.#standings.set(remote, { state: 'resting', until: now, failures, vouched })
  }

  #rest(remote: PeerId, { failures, vouched }: Past, now: Millis): void {
    const restMs = Math.min(FIRST_REST_MS * 2 ** failures, MAX_REST_MS)
    // Both ends of a broken link rest: a random part keeps them from dialling at the same time.
    const until = now + restMs * (0.5 + this.#random())
    this.#standings.set(remote, { state: 'resting', until, failures: failures + 1, vouched })
  }
}
