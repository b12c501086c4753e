/** The lanes of one link: those that there are, those that have gone, and what the remote may still offer. */
import { TokenBucket } from '../base/bucket.ts'
import type { Millis } from '../base/ids.ts'
import type { CandidateFilter } from '../wire/candidate.ts'
import { MAX_LANE_NUMBER } from '../wire/lanes.ts'
import { LaneCount, MAX_LANES } from './lane-count.ts'
import type { Link } from './link.ts'

/** From offer to open channel: as a link's. */
const CONNECT_LIMIT_MS = 20_000
/** Those that end may carry something for some seconds, in which others are tried. */
const MAX_LANES_AND_ENDING = 2 * MAX_LANES
/** Lanes of a remote by whose link nothing has come for this time. Who means well ends them sooner. */
const THEIRS_IDLE_MS = 60_000
/** What was lost by the last ones that have gone may yet be told. */
const MAX_GONE = 2 * MAX_LANES
/** What a remote may have us make: all lanes twice, and then one in twenty seconds. */
const OFFERS = { burst: 2 * MAX_LANES, perSecond: 1 / 20 }

export type LaneState = 'describing' | 'offered' | 'connecting' | 'open' | 'ending'

export interface Lane {
  readonly number: number
  readonly isOurs: boolean
  readonly candidates: CandidateFilter
  state: LaneState
  /** When it is given up, or closed. */
  until: Millis
}

export class LinkLanes {
  readonly link: Link
  readonly count: LaneCount
  readonly #lanes = new Map<number, Lane>()
  readonly #offers: TokenBucket
  /** Of those that have gone, the last ones of which the remote has not told what it has lost. */
  readonly #gone = new Set<number>()
  #nextNumber: number
  /** One in the making has failed since the last look. */
  hasFailed = false
  #arrivedBytes = 0
  #arrivedAt: Millis

  /** `isFirst`: our peer id is the smaller one, and our lanes have even numbers. */
  constructor(link: Link, isFirst: boolean, now: Millis) {
    this.link = link
    this.count = new LaneCount(link.roundTrips)
    this.#offers = new TokenBucket(OFFERS, now)
    this.#nextNumber = isFirst ? 0 : 1
    this.#arrivedAt = now
    this.count.reached(link.reach === 'relayed')
  }

  get all(): Lane[] {
    return [...this.#lanes.values()]
  }

  get size(): number {
    return this.#lanes.size
  }

  get openCount(): number {
    let count = 0
    for (const { state } of this.#lanes.values()) if (state === 'open') count++
    return count
  }

  get(number: number): Lane | undefined {
    return this.#lanes.get(number)
  }

  nextNumber(): number {
    const number = this.#nextNumber
    this.#nextNumber = (number + 2) % (MAX_LANE_NUMBER + 1)
    return number
  }

  isTheirs(number: number): boolean {
    return number % 2 !== this.#nextNumber % 2
  }

  /** Whether the remote may have us make one more. */
  takesOffer(now: Millis): boolean {
    const { reach, isExchanging } = this.link
    const used = this.all.filter(({ state }) => state !== 'ending').length
    if (
      used >= MAX_LANES - 1 ||
      this.size >= MAX_LANES_AND_ENDING ||
      reach === 'relayed' ||
      !isExchanging
    )
      return false
    return this.#offers.take(now)
  }

  begin(number: number, isOurs: boolean, candidates: CandidateFilter, now: Millis): void {
    const until = now + CONNECT_LIMIT_MS
    this.#lanes.set(number, { number, isOurs, candidates, state: 'describing', until })
  }

  forget({ number }: Lane): void {
    this.#lanes.delete(number)
    this.#gone.add(number)
    if (this.#gone.size > MAX_GONE) this.#gone.delete(this.#gone.values().next().value as number)
  }

  /** Once for each lane that has gone: a remote that keeps blocks back must not excuse itself without end. */
  mayHaveLost(number: number): boolean {
    return this.#gone.delete(number)
  }

  /** Theirs by which nothing comes: a stranger holds no connection of this tab for nothing. */
  idle(arrivedBytes: number, now: Millis): Lane[] {
    if (arrivedBytes !== this.#arrivedBytes) this.#arrivedAt = now
    this.#arrivedBytes = arrivedBytes
    if (now - this.#arrivedAt < THEIRS_IDLE_MS) return []
    return this.all.filter(({ isOurs, state }) => !isOurs && state === 'open')
  }
}
