/** A connection in the making, and which of them give way when there are too many. */
import type { Millis, PeerId } from '../base/ids.ts'
import type { CandidateFilter } from '../wire/candidate.ts'
import type { Sponsor } from './answer-budget.ts'
import type { Cost } from './costs.ts'
import type { Attempt } from './rivals.ts'

/** From offer to open channel. Ten times what a busy machine with mDNS names was seen to take. */
export const CONNECT_TIMEOUT_MS = 20_000
/** The same for an answer to which nobody came: whoever has WebRTC is there within a second or two. */
const SILENT_TIMEOUT_MS = 10_000
/** After this time, a silent one neither holds up our own dials nor keeps a place from others. */
const STALE_MS = 3_000
/**
 * A dial that nobody has answered for this time does not hold up others: the list may be full of nobody. A
 * little less than a second, which is how often new dials are looked at.
 */
const UNANSWERED_MS = 900

export interface Making extends Attempt {
  readonly remote: PeerId
  /** Its description holds all candidates, because the remote cannot be sent any later. */
  readonly whole: boolean
  readonly since: Millis
  readonly candidates: CandidateFilter
  readonly cost: Cost
  state: 'describing' | 'offered' | 'connecting'
  /** ICE has found the remote. */
  isReached: boolean
}

const ageOf = ({ since }: Making, now: Millis): Millis => now - since

/** By whose offer or answer it is made; undefined: we dial. */
const sponsorOf = ({ cost }: Making): string | undefined =>
  cost.of === 'dial' ? undefined : cost.sponsor.name

/** Made for somebody of whom nothing is seen. */
const isSilent = ({ cost, isReached }: Making): boolean => cost.of !== 'dial' && !isReached

const isStale = (making: Making, now: Millis): boolean =>
  isSilent(making) && ageOf(making, now) >= STALE_MS

/** Whether another dial may begin beside it. */
export const holdsUpNobody = (making: Making, now: Millis): boolean =>
  isStale(making, now) || (making.state === 'offered' && ageOf(making, now) >= UNANSWERED_MS)

/** Why it is given up; undefined while it is not. */
export function outOfTime(making: Making, now: Millis): string | undefined {
  if (ageOf(making, now) >= CONNECT_TIMEOUT_MS) return 'no connection within 20 s'
  const isTooSilent = isSilent(making) && ageOf(making, now) >= SILENT_TIMEOUT_MS
  return isTooSilent ? 'nobody came within 10 s' : undefined
}

/**
 * The one that gives way to an offer by `sponsor`: the oldest silent one of whoever vouches for the
 * most. A sponsor that has as many itself takes no place from others.
 */
export function givesWay(
  all: readonly Making[],
  sponsor: Sponsor,
  now: Millis,
): Making | undefined {
  const counts = new Map<string | undefined, number>([[undefined, 0]])
  for (const making of all) {
    const of = sponsorOf(making)
    if (of !== undefined) counts.set(of, (counts.get(of) ?? 0) + 1)
  }
  const own = counts.get(sponsor.name) ?? 0
  let found: Making | undefined
  let most = own
  for (const making of all) {
    const count = counts.get(sponsorOf(making)) ?? 0
    if (!isSilent(making) || count <= most) continue
    // One of a sponsor with as many as the newcomer's will have is left the time that it needs.
    if (count === own + 1 && !isStale(making, now)) continue
    found = making
    most = count
  }
  return found
}
