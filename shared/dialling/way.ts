/** The ways by which two peers that have no link yet can tell each other of a connection. */
import type { LinkId } from '../base/ids.ts'

/** Our own server: it names members, carries signals to them, and knows who is who. */
export const SERVER = 'server'

/** A tracker of WebTorrent's protocol: it hands open offers to members of its choice. */
export type TrackerUrl = `ws${string}`

export type TrackerName = typeof SERVER | TrackerUrl

/** By our server, by another tracker, or by the link to a peer that is linked with both (ts_relay). */
export type Way = TrackerName | LinkId

/** Only the server knows who is who: by any other way anybody may use any name. */
export const isVouched = (way: Way): boolean => way === SERVER
