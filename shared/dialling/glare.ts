/** Glare: two peers offer each other a connection at the same time, and one of the offers stands. */
import type { PeerId } from '../base/ids.ts'
import { isVouched, type Way } from './way.ts'

/** One of several offers between the same two peers. */
export interface Offer {
  readonly by: PeerId
  readonly way: Way
  /** Our open offer, which this remote has answered. */
  readonly isAnswered?: boolean
}

/**
 * Whether an offer displaces the one under way between the same two peers. Both ends decide alike,
 * in whichever order they learn of the two. An offer that the server vouches for wins; then the
 * offer of the smaller id; of two by the same peer, the answered one.
 */
export function displaces(challenger: Offer, underWay: Offer): boolean {
  if (isVouched(challenger.way) !== isVouched(underWay.way)) return isVouched(challenger.way)
  if (challenger.by !== underWay.by) return challenger.by < underWay.by
  return challenger.isAnswered ?? false
}
