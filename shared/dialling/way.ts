/** The ways by which two peers that have no link yet can tell each other of a connection. */
import type { LinkId, PeerId } from '../base/ids.ts'

/** Our own server: it names members, carries signals to them, and knows who is who. */
export const SERVER = 'server'

/** A tracker of WebTorrent's protocol: it hands open offers to members of its choice. */
export type TrackerUrl = `ws${string}`

export type TrackerName = typeof SERVER | TrackerUrl

/** By our server, by another tracker, or by the link to a peer that is linked with both (ts_relay). */
export type Way = TrackerName | LinkId

/** Only the server knows who is who: by any other way anybody may use any name. */
export const isVouched = (way: Way): boolean => way === SERVER

/** One of several offers between the same two peers. */
export interface Offer {
  readonly by: PeerId
  readonly way: Way
  /** It is ours, named nobody, and the remote has answered it. */
  readonly isAnswered?: boolean
}

/**
 * Glare: whether an offer takes the place of the one under way between the same two peers. Both ends
 * decide alike, in whichever order they learn of the two: an offer that the server vouches for goes
 * before one under a name that anybody may use; of two alike, that of the smaller id; of two by the same
 * peer, the one that the other end has answered.
 */
export function displaces(challenger: Offer, underWay: Offer): boolean {
  if (isVouched(challenger.way) !== isVouched(underWay.way)) return isVouched(challenger.way)
  if (challenger.by !== underWay.by) return challenger.by < underWay.by
  return challenger.isAnswered ?? false
}
