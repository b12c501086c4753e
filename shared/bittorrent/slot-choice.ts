/**
 * Who gets an upload slot (BEP 3, "choking"), and how many slots there are. Pure choice: given how
 * every remote has done, says who is unchoked. When to choose, the choker knows.
 */
import type { LinkId, Millis } from '../base/ids.ts'
import { pickOne, type Random } from '../base/random.ts'

export const SLOT_RULES = ['by-line', 'fixed', 'by-rate'] as const
export type SlotRule = (typeof SLOT_RULES)[number]

export const RECHOKE_MS = 10_000
/** The optimistic slot stays long enough for the other side to return the favour (BEP 3). */
export const OPTIMISTIC_MS = 30_000
/** New arrivals are this many times as likely to get the optimistic slot (BEP 3). */
const NEWCOMER_WEIGHT = 3
/** Bytes/s that the first slot must take, and how much more each further one. */
const FIRST_SLOT_RATE = 1024
const RATE_STEP = 2048

export interface Candidate extends Standing {
  readonly interested: boolean
  /** It left our requests unanswered: no regular slot (anti-snubbing, BEP 3). */
  readonly snubbed: boolean
  readonly newcomer: boolean
}

export interface Choice {
  readonly unchoked: ReadonlySet<LinkId>
  readonly optimistic: LinkId | undefined
}

/** The `slots` best by `ranking` among the interested, plus one optimistic, kept unless `rotate`. */
export function chooseUnchoked(
  candidates: readonly Candidate[],
  ranking: Ranking,
  slots: number,
  current: LinkId | undefined,
  rotate: boolean,
  random: Random,
): Choice {
  const interested = candidates.filter(candidate => candidate.interested)
  const ranked = interested.filter(candidate => !candidate.snubbed).sort(ranking)
  const unchoked = new Set(ranked.slice(0, slots).map(candidate => candidate.link))
  const rest = interested.filter(candidate => !unchoked.has(candidate.link))
  const keep = !rotate && rest.some(candidate => candidate.link === current)
  const optimistic = keep ? current : pickOptimistic(rest, current, random)
  if (optimistic !== undefined) unchoked.add(optimistic)
  return { unchoked, optimistic }
}

function pickOptimistic(
  rest: readonly Candidate[],
  previous: LinkId | undefined,
  random: Random,
): LinkId | undefined {
  const others = rest.filter(candidate => candidate.link !== previous)
  const draw = others.length > 0 ? others : rest
  const weighted = draw.flatMap(candidate =>
    new Array<LinkId>(candidate.newcomer ? NEWCOMER_WEIGHT : 1).fill(candidate.link),
  )
  return pickOne(random, weighted)
}

/**
 * How many upload slots there are when it is not a fixed number: one more while each is worth it
 * (libtorrent's rate_based_choker). A line that is full gives its slots less and less, and so gets no
 * more of them; one that is idle gets one more each round. `rates`: bytes/s that each remote takes.
 */
export function slotsByRate(rates: readonly number[]): number {
  let slots = 0
  for (const rate of [...rates].sort((a, b) => b - a)) {
    if (rate < FIRST_SLOT_RATE + slots * RATE_STEP) break
    slots++
  }
  return slots + 1
}

// --- whom to serve first: while we leech, who gives most (tit-for-tat); while we seed, as was chosen

export interface Standing {
  readonly link: LinkId
  /** Bytes/s, what it gives us. */
  readonly downRate: number
  /** Bytes/s, what it takes from us. */
  readonly upRate: number
  readonly isChoked: boolean
  /** When it was unchoked, or began to wait. */
  readonly since: Millis
  /** Bytes it was given since it was last unchoked. */
  readonly given: number
  /** The share of all pieces that it holds. */
  readonly progress: number
}

/** A comparison: negative if `a` comes first, zero to keep the present order. */
export type Ranking = (a: Standing, b: Standing) => number

export const SEEDINGS = ['fastest-upload', 'round-robin', 'anti-leech'] as const
export type SeedingName = (typeof SEEDINGS)[number]

/** A slot in the round-robin is kept for this many bytes and at least this time (libtorrent: 20 pieces, a minute). */
export interface Quota {
  readonly bytes: number
  readonly ms: Millis
}
export const QUOTA_PIECES = 20
export const QUOTA_MS = 60_000

/** Tit-for-tat: who gives most. */
export const byGiving: Ranking = (a, b) => b.downRate - a.downRate

/** Seeding: the fastest receivers pass pieces on soonest. A choked one still drains old blocks. */
export const byTaking: Ranking = (a, b) => currentRate(b) - currentRate(a)

/** Remotes whose turn is over go last; of those that wait, the longest waiting comes first. */
export function inRound({ bytes, ms }: Quota, now: Millis): Ranking {
  const isServed = ({ isChoked, given, since }: Standing): number =>
    Number(!isChoked && given >= bytes && now - since >= ms)
  return (a, b) =>
    isServed(a) - isServed(b) || Number(a.isChoked) - Number(b.isChoked) || a.since - b.since
}

/**
 * Those who have just begun or are nearly finished first: who wants to leech for long is in the
 * middle for long (Chow, Golubchik, Misra: "Improving BitTorrent: A Simple Approach", 2008).
 */
export const byProgress: Ranking = (a, b) =>
  Math.abs(b.progress - 0.5) - Math.abs(a.progress - 0.5) || byTaking(a, b)

export function seedingRanking(name: SeedingName, quota: Quota, now: Millis): Ranking {
  if (name === 'round-robin') return inRound(quota, now)
  return name === 'anti-leech' ? byProgress : byTaking
}

const currentRate = ({ isChoked, upRate }: Standing): number => (isChoked ? 0 : upRate)
