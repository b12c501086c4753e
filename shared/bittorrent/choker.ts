/**
 * Who is unchoked when. A choker is a policy: it sees remotes and no messages, and keeps for itself
 * what only it needs to know of a remote.
 *
 * By slots (BEP 3): the best by a ranking, and one by chance, are served side by side.
 */
import type { LinkId, Millis } from '../base/ids.ts'
import { type Random, shuffle } from '../base/random.ts'
import type { ExchangeContext } from './context.ts'
import type { BitTorrentPolicies } from './policies.ts'
import type { Remote } from './remote.ts'
import {
  byGiving,
  type Candidate,
  chooseUnchoked,
  OPTIMISTIC_MS,
  QUOTA_MS,
  QUOTA_PIECES,
  type Ranking,
  RECHOKE_MS,
  seedingRanking,
  slotsByRate,
} from './slot-choice.ts'

export interface Choker {
  onInterested(remote: Remote, now: Millis): void
  onNotInterested(remote: Remote, now: Millis): void
  leave(remote: Remote, now: Millis): void
  onRequest(remote: Remote): void
  /** Nothing waits to be sent: the line would take more. */
  onIdle(now: Millis): void
  /** Once a second, and when a rate limit lets something go on. */
  tick(now: Millis): void
}

/** Has no effect on a remote that is already choked, or unchoked. */
export interface ChokerOutput {
  /** No new requests are taken, and those that wait are dropped (BEP 3). */
  choke(remote: Remote): void
  unchoke(remote: Remote): void
}

/** A remote counts as new, and is favoured by the optimistic slot, for this time (BEP 3 clients: 45 s). */
const NEWCOMER_MS = 45_000

/** Whoever has been given a slot because the line was idle has this time to ask, before another gets one. */
const TIME_TO_ASK_MS = 1_000

export class SlotChoker implements Choker {
  readonly #context: ExchangeContext
  readonly #policies: BitTorrentPolicies
  readonly #random: Random
  readonly #output: ChokerOutput
  #slots: number
  /** Of the remotes: only an interested one is unchoked. */
  #interestedCount = 0
  #unchokedCount = 0
  /** Unchoked last, until it asks for something. */
  #newcomer: { readonly remote: Remote; readonly since: Millis } | undefined
  /** Since the last round of choking. */
  #wasIdle = false
  #optimistic: LinkId | undefined
  #nextRechokeAt: Millis
  #nextRotationAt: Millis

  constructor(
    context: ExchangeContext,
    policies: BitTorrentPolicies,
    random: Random,
    output: ChokerOutput,
    now: Millis,
  ) {
    this.#context = context
    this.#policies = policies
    this.#slots = policies.uploadSlots
    this.#random = random
    this.#output = output
    this.#nextRechokeAt = now + RECHOKE_MS
    this.#nextRotationAt = now + OPTIMISTIC_MS
  }

  /** A free slot is given at once; otherwise the remote waits for the next round of choking. */
  onInterested(remote: Remote, now: Millis): void {
    this.#interestedCount++
    if (remote.amChoking) this.#fill(now)
  }

  /** Its slot is free: unchoked still, it would be one too many when it is interested again. */
  onNotInterested(remote: Remote, now: Millis): void {
    this.#interestedCount--
    this.#choke(remote, now)
    this.#fill(now)
  }

  onRequest(remote: Remote): void {
    if (this.#newcomer?.remote === remote) this.#newcomer = undefined
  }

  /** `by-line`: one more slot as soon as those served leave the line idle, if others wait. */
  onIdle(now: Millis): void {
    if (this.#policies.slotRule !== 'by-line') return
    this.#wasIdle = true
    if (this.#newcomer !== undefined && now - this.#newcomer.since < TIME_TO_ASK_MS) return
    if (this.#waitingCount === 0 || this.#unchokedCount <= this.#slots) return
    this.#slots = this.#unchokedCount
    this.#fill(now)
  }

  leave(remote: Remote, now: Millis): void {
    if (remote.peerInterested) this.#interestedCount--
    if (!remote.amChoking) this.#unchokedCount--
    if (this.#newcomer?.remote === remote) this.#newcomer = undefined
    this.#fill(now)
  }

  tick(now: Millis): void {
    if (now < this.#nextRechokeAt) return
    this.#nextRechokeAt = now + RECHOKE_MS
    const rotate = now >= this.#nextRotationAt
    if (rotate) this.#nextRotationAt = now + OPTIMISTIC_MS
    this.#rechoke(now, rotate)
  }

  get #waitingCount(): number {
    return this.#interestedCount - this.#unchokedCount
  }

  get #isSeeding(): boolean {
    return this.#context.wanted.isComplete
  }

  #rechoke(now: Millis, rotate: boolean): void {
    const candidates: Candidate[] = []
    for (const remote of this.#context.remotes.values()) {
      candidates.push(this.#candidate(remote, now))
    }
    const { slotRule, uploadSlots } = this.#policies
    if (slotRule === 'by-rate') this.#slots = slotsByRate(this.#ratesNow(now))
    if (slotRule === 'by-line' && !this.#wasIdle)
      this.#slots = Math.max(uploadSlots, this.#slots - 1)
    this.#wasIdle = false
    const ranking = this.#ranking(now)
    const choice = chooseUnchoked(
      candidates,
      ranking,
      this.#slots,
      this.#optimistic,
      rotate,
      this.#random,
    )
    this.#optimistic = choice.optimistic
    for (const remote of this.#context.remotes.values()) {
      if (choice.unchoked.has(remote.link)) this.#unchoke(remote, now)
      else this.#choke(remote, now)
    }
  }

  #ratesNow(now: Millis): number[] {
    return Array.from(this.#context.remotes.values(), ({ up }) => up.rate(now))
  }

  #ranking(now: Millis): Ranking {
    if (!this.#isSeeding) return byGiving
    const quota = { bytes: QUOTA_PIECES * this.#context.info.pieceLength, ms: QUOTA_MS }
    return seedingRanking(this.#policies.seeding, quota, now)
  }

  #candidate(remote: Remote, now: Millis): Candidate {
    return {
      link: remote.link,
      interested: remote.peerInterested,
      snubbed: !this.#isSeeding && remote.snubbed,
      newcomer: now - remote.joinedAt < NEWCOMER_MS,
      downRate: remote.giving.rate(now),
      upRate: remote.taking.rate(now),
      isChoked: remote.amChoking,
      since: remote.chokeChangedAt,
      given: remote.up.total - remote.givenBefore,
      progress: remote.pieces.count / remote.pieces.size,
    }
  }

  /** Gives a free slot away at once, by the ranking: free riders wait for whatever is left. */
  #fill(now: Millis): void {
    const free = this.#slots + 1 - this.#unchokedCount
    if (free <= 0 || this.#waitingCount === 0) return
    const waiting: Remote[] = []
    for (const remote of this.#context.remotes.values())
      if (remote.peerInterested && remote.amChoking) waiting.push(remote)
    const ranking = this.#ranking(now)
    const ranked = shuffle(this.#random, waiting)
      .map(remote => this.#candidate(remote, now))
      .sort((a, b) => Number(a.snubbed) - Number(b.snubbed) || ranking(a, b))
    for (const { link } of ranked.slice(0, free)) {
      const remote = this.#context.remotes.get(link)
      if (remote) this.#unchoke(remote, now)
    }
  }

  #unchoke(remote: Remote, now: Millis): void {
    if (remote.amChoking) {
      this.#unchokedCount++
      this.#noteChange(remote, now)
      this.#newcomer = { remote, since: now }
    }
    this.#output.unchoke(remote)
  }

  #choke(remote: Remote, now: Millis): void {
    if (!remote.amChoking) {
      this.#unchokedCount--
      this.#noteChange(remote, now)
    }
    if (this.#newcomer?.remote === remote) this.#newcomer = undefined
    this.#output.choke(remote)
  }

  #noteChange(remote: Remote, now: Millis): void {
    remote.chokeChangedAt = now
    remote.givenBefore = remote.up.total
  }
}
