/**
 * How many lanes pay. One congestion window fills a long line that loses packets to a tenth, eight to
 * two thirds (Mathis et al., 1997: each window is worth 1 / (round trip * sqrt(loss))). Nobody tells what
 * limits a link, so it is tried: twice as many, kept if more arrives.
 *
 * A far link begins with some. The slow start of one connection overfills the queue of a line, and what it
 * has lost there takes it ten seconds; several that begin together lose and mend less each. For the same
 * reason no more are tried where a queue stands: they would only overfill it.
 *
 *   beginning -- all open --+
 *                           v
 *   watching -- busy for a window --> opening -- all open --> settling --> trying
 *    ^  ^  |                            |                                   |
 *    |  |  |  less than a tenth more: back to half, and a rest              |
 *    |  +-(-------------- resting <-----+-----------------------------------+
 *    +----(-------------------------------- a tenth more -------------------+
 *         +- kept for a while --> half as many are tried: too few if a tenth less arrives
 */
import type { Millis } from '../base/ids.ts'
import type { Queue, RoundTrips } from './round-trips.ts'

/** Of one link, the first included. */
export const MAX_LANES = 8
/** Of a far link when it begins to be served. */
export const FIRST_LANES = 4
/** Between two looks at a busy link. */
export const LOOK_MS = 250
/** What more must bring. */
const WORTH = 1.1
/** With twice as many: half of a window is enough to see it, and four times as many are tried next. */
const CLEARLY_WORTH = 1.5
/** Of what the link has gained, the others of this peer may have lost this share. */
const MAX_TAKEN = 0.5
/** Blocks come in lumps: less time than this, or fewer round trips, says little. */
const WINDOW_MS = 1_000
const WINDOW_ROUND_TRIPS = 6
/** For the browser to tell whether a queue stands, which Chromium does every 2.5 s. */
const QUEUE_KNOWN_MS = 4_000
/** A new connection begins with ten packets, and doubles each round trip. */
const SETTLE_MS = 750
const SETTLE_ROUND_TRIPS = 4
/** The looks that find something waiting to leave: else it is not the line that limits the link. */
const BUSY_SHARE = 0.7
/** From an offer to an open connection. */
const OPEN_LIMIT_MS = 10_000
/** The first ones take six round trips, and the browsers some time. Longer nothing waits for them. */
const BEGIN_LIMIT_MS = 1_000
const BEGIN_LIMIT_ROUND_TRIPS = 10
/** After a trial in vain, as chance may have made it; twice as long after the next, up to the other. */
const FIRST_REST_MS = 2_000
const MAX_REST_MS = 240_000
/** What makes no connection now makes none soon. */
const FAILED_REST_MS = 15_000
/** Until fewer are tried; twice as long when they were too few, up to the other. */
const FIRST_KEEP_MS = 60_000
const MAX_KEEP_MS = 480_000
/** Without anything to send for as long, one is enough. */
const IDLE_MS = 30_000

export interface Look {
  /** What has left the link's queues since it began, and those of all links. */
  readonly bytes: number
  readonly allBytes: number
  /** Something waits to leave. */
  readonly isBusy: boolean
  /** The remote wants what we have, and may have it. */
  readonly isServing: boolean
  /** Lanes that are open. */
  readonly open: number
  /** One in the making has failed since the last look. */
  readonly hasFailed: boolean
}

interface Rates {
  readonly own: number
  readonly all: number
}

class Window {
  readonly since: Millis
  readonly #bytes: number
  readonly #allBytes: number
  looks = 0
  busy = 0

  constructor({ bytes, allBytes }: Look, now: Millis) {
    this.since = now
    this.#bytes = bytes
    this.#allBytes = allBytes
  }

  look({ isBusy }: Look): void {
    this.looks++
    if (isBusy) this.busy++
  }

  rates({ bytes, allBytes }: Look, now: Millis): Rates {
    const ms = now - this.since
    return { own: (bytes - this.#bytes) / ms, all: (allBytes - this.#allBytes) / ms }
  }
}

type State =
  | { readonly kind: 'beginning'; readonly until: Millis }
  | { readonly kind: 'watching'; readonly window: Window | undefined }
  | { readonly kind: 'opening'; readonly before: Rates; readonly until: Millis }
  | {
      readonly kind: 'settling'
      readonly with: 'more' | 'fewer'
      readonly before: Rates
      readonly until: Millis
    }
  | {
      readonly kind: 'trying'
      readonly with: 'more' | 'fewer'
      readonly before: Rates
      readonly window: Window
    }
  | { readonly kind: 'resting'; readonly until: Millis }

export class LaneCount {
  /** Lanes that there should be. */
  wanted = 1
  /** As many as there were before more were tried. */
  #fallBack = 1
  #state: State = { kind: 'watching', window: undefined }
  /** Since it last had nothing to send for long. */
  hasBegun = false
  /** It has had nothing to send for long: it begins again when it has. */
  #wasIdle = false
  readonly #roundTrips: RoundTrips
  #isRelayed = false
  #restMs = FIRST_REST_MS
  /** Since when there are as many lanes as there are. */
  #countedSince: Millis = 0
  #counted = 1
  /** When fewer are tried. */
  #reviewAt: Millis = Number.POSITIVE_INFINITY
  #keepMs = FIRST_KEEP_MS
  /** Since it last began to have something to send. */
  #busySince: Millis | undefined
  #busyAt: Millis = Number.NEGATIVE_INFINITY

  constructor(roundTrips: RoundTrips) {
    this.#roundTrips = roundTrips
  }

  /** A relay passes on for many, and lets each have its share: one lane. */
  reached(isRelayed: boolean): void {
    this.#isRelayed = isRelayed
    if (isRelayed) this.#idle()
  }

  get mayPay(): boolean {
    return !this.#isRelayed && this.#roundTrips.isFar
  }

  look(look: Look, now: Millis): void {
    if (this.#roundTrips.isNear) return this.#idle()
    const isDue = look.isBusy || (look.isServing && !this.#wasIdle)
    if (!this.hasBegun && isDue && this.mayPay) return this.#begin(look, now)
    if (look.isBusy) this.#busyAt = now
    else if (now - this.#busyAt >= IDLE_MS) return this.#idle()
    if (!this.mayPay) return
    if (look.open !== this.#counted) {
      this.#counted = look.open
      this.#countedSince = now
    }
    const state = this.#state
    // The remote, its browser or ours makes no more of them: not asked for again at each look.
    const isCalm = state.kind === 'watching' || state.kind === 'beginning'
    // The remote has opened some, too.
    if (isCalm) this.wanted = Math.max(this.wanted, Math.min(look.open, MAX_LANES))
    const isMaking = state.kind === 'opening' || state.kind === 'beginning'
    if (look.hasFailed && !isMaking) return this.#failed(look.open, now)
    switch (state.kind) {
      case 'beginning':
        if (look.hasFailed) this.#failed(look.open, now)
        else if (look.open >= this.wanted || now >= state.until)
          this.#state = { kind: 'watching', window: undefined }
        return
      case 'watching':
        return this.#watch(state.window, look, now)
      case 'opening':
        if (look.open >= this.wanted) this.#settle('more', state.before, now)
        else if (look.hasFailed || now >= state.until) this.#failed(look.open, now)
        return
      case 'settling':
        if (now >= state.until)
          this.#state = { ...state, kind: 'trying', window: new Window(look, now) }
        return
      case 'trying':
        return state.with === 'more'
          ? this.#tryMore(state.before, state.window, look, now)
          : this.#tryFewer(state.before, state.window, look, now)
      case 'resting':
        if (now >= state.until) this.#state = { kind: 'watching', window: undefined }
    }
  }

  #watch(window: Window | undefined, look: Look, now: Millis): void {
    if (this.wanted >= MAX_LANES && now < this.#reviewAt) return
    if (window === undefined) {
      if (!look.isBusy) return
      this.#busySince ??= now
      // The slow start of the first connection is faster than what follows.
      if (now - this.#busySince >= this.#settleMs)
        this.#state = { kind: 'watching', window: new Window(look, now) }
      return
    }
    window.look(look)
    const ms = now - window.since
    if (ms < this.#windowMs) return
    const isDue = this.wanted > 1 && now >= this.#reviewAt
    if (isDue) this.wanted = Math.floor(this.wanted / 2)
    if (!isBusy(window)) {
      // Something else limits it.
      if (isDue) this.#reviewAt = now + this.#keepMs
      this.#state = { kind: 'watching', window: undefined }
    } else if (isDue) this.#settle('fewer', window.rates(look, now), now)
    else {
      const queue = this.#queue(now)
      if (queue === 'unknown' && ms < QUEUE_KNOWN_MS) return
      // In the long run it is tried all the same: the way may have become a longer one.
      if (queue === 'standing' && this.#restMs < MAX_REST_MS) this.#giveUp(look.open, now)
      else this.#try(window.rates(look, now), Math.max(look.open, 1), 2, now)
    }
  }

  #begin({ open }: Look, now: Millis): void {
    this.hasBegun = true
    this.#busyAt = now
    this.#busySince = undefined
    this.#reviewAt = now + this.#keepMs
    this.wanted = Math.max(FIRST_LANES, open)
    const limitMs = Math.max(BEGIN_LIMIT_MS, BEGIN_LIMIT_ROUND_TRIPS * this.#roundTripMs)
    this.#state = { kind: 'beginning', until: now + limitMs }
  }

  /** The first ones are being made: until then little is sent. */
  get isBeginning(): boolean {
    return this.#state.kind === 'beginning'
  }

  /** The remote may have opened some, too. */
  #try(before: Rates, open: number, times: 2 | 4, now: Millis): void {
    this.#fallBack = open
    this.wanted = Math.min(times * open, MAX_LANES)
    this.#state = { kind: 'opening', before, until: now + OPEN_LIMIT_MS }
  }

  #settle(count: 'more' | 'fewer', before: Rates, now: Millis): void {
    this.#state = { kind: 'settling', with: count, before, until: now + this.#settleMs }
  }

  #tryMore(before: Rates, window: Window, look: Look, now: Millis): void {
    window.look(look)
    const ms = now - window.since
    if (ms < this.#windowMs / 2) return
    const after = window.rates(look, now)
    if (ms < this.#windowMs && after.own < CLEARLY_WORTH * before.own) return
    const gain = after.own - before.own
    const isKept =
      after.own >= WORTH * before.own && after.all - before.all >= (1 - MAX_TAKEN) * gain
    if (!isKept) {
      // A link that had less to send has shown nothing.
      if (isBusy(window)) return this.#giveUp(this.#fallBack, now)
      this.wanted = this.#fallBack
      this.#state = { kind: 'watching', window: undefined }
    } else {
      this.#restMs = FIRST_REST_MS
      this.#reviewAt = now + this.#keepMs
      this.#state = { kind: 'watching', window: undefined }
      if (this.wanted >= MAX_LANES || !isBusy(window)) return
      // Where each brings as much as the first, one step is left out.
      const isClear = after.own >= CLEARLY_WORTH * before.own
      this.#try(after, look.open, isClear ? 4 : 2, now)
    }
  }

  #tryFewer(before: Rates, window: Window, look: Look, now: Millis): void {
    window.look(look)
    if (now - window.since < this.#windowMs) return
    const after = window.rates(look, now)
    if (after.own * WORTH >= before.own) {
      this.#keepMs = FIRST_KEEP_MS
      this.#reviewAt = now + this.#keepMs
      return this.#giveUp(this.wanted, now)
    }
    this.#keepMs = Math.min(2 * this.#keepMs, MAX_KEEP_MS)
    this.#try(after, this.wanted, 2, now)
  }

  #failed(open: number, now: Millis): void {
    this.#restMs = Math.max(this.#restMs, FAILED_REST_MS)
    this.#giveUp(open, now)
  }

  #giveUp(lanes: number, now: Millis): void {
    this.wanted = Math.max(1, lanes)
    this.#state = { kind: 'resting', until: now + this.#restMs }
    this.#restMs = Math.min(2 * this.#restMs, MAX_REST_MS)
  }

  #idle(): void {
    this.wanted = 1
    this.#wasIdle ||= this.hasBegun
    this.hasBegun = false
    this.#busySince = undefined
    this.#state = { kind: 'watching', window: undefined }
  }

  /** One that was open has broken. Another is made in its place only where no queue stands. */
  broken(now: Millis): void {
    if (this.#queue(now) !== 'none') this.ended()
  }

  /** The remote has ended one that was open, and takes no other. */
  ended(): void {
    this.wanted = Math.max(1, this.wanted - 1)
  }

  get #roundTripMs(): Millis {
    return this.#roundTrips.shortestMs ?? 0
  }

  /** What slow start does to it is left out. */
  #queue(now: Millis): Queue {
    return this.#roundTrips.queue(this.#countedSince + this.#settleMs, now)
  }

  get #windowMs(): Millis {
    return Math.max(WINDOW_MS, WINDOW_ROUND_TRIPS * this.#roundTripMs)
  }

  get #settleMs(): Millis {
    return Math.max(SETTLE_MS, SETTLE_ROUND_TRIPS * this.#roundTripMs)
  }
}

const isBusy = ({ looks, busy }: Window): boolean => looks > 0 && busy >= BUSY_SHARE * looks
