/**
 * Whom to serve first: while we leech, who gives us most (BEP 3, tit-for-tat); while we seed, by the
 * policy that was chosen. Pure comparisons of how remotes stand; the choker gives out the slots.
 */
import type { LinkId, Millis } from '../base/ids.ts'

/** How a remote stands with us when the slots are given out. */
export interface Standing {
  readonly link: LinkId
  /** Bytes/s, what it gives us. */
  readonly downRate: number
  /** Bytes/s, what it takes from us. */
  readonly upRate: number
  readonly isChoked: boolean
  /** Since when it is unchoked, or has been waiting. */
  readonly since: Millis
  /** Bytes it was given since it was last unchoked. */
  readonly given: number
  /** The share of all pieces that it holds. */
  readonly progress: number
}

/** Negative: `a` comes first. Zero: they stand alike, and stay in whatever order they are. */
export type Ranking = (a: Standing, b: Standing) => number

export const SEEDINGS = ['fastest-upload', 'round-robin', 'anti-leech'] as const
export type SeedingName = (typeof SEEDINGS)[number]

/** A turn in the round: so much, and for at least so long (libtorrent: 20 pieces and a minute). */
export interface Quota {
  readonly bytes: number
  readonly ms: Millis
}
export const QUOTA_PIECES = 20
export const QUOTA_MS = 60_000

/** Tit-for-tat: who gives most. */
export const byGiving: Ranking = (a, b) => b.downRate - a.downRate

/** Who takes fastest passes it on soonest; what a choked one still takes is left over from before. */
export const byTaking: Ranking = (a, b) => currentRate(b) - currentRate(a)

/** Who has had its turn goes behind those who wait, and of these who has waited longest comes first. */
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
