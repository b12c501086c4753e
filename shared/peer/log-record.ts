/**
 * The event log of a peer, as it is kept and as it is handed out: one record an event, with all that
 * the thesis's log tells, down to whether a request was random or rarest first (`pick`).
 */
import type { Millis, PeerId } from '../base/ids.ts'
import type { PeerEvent } from './event.ts'
import type { WireEvent } from './wire-event.ts'

export interface LoggedEvent {
  readonly atMs: Millis
  /** Counts up: which came first within one moment. */
  readonly order: number
  readonly event: PeerEvent | WireEvent | BrokenEvent
}

/** The peer threw, a bug of ours, and its host ended it: the last event of its log. */
export type BrokenEvent = {
  readonly event: 'broken'
  readonly reason: string
  readonly stack: string | undefined
}

/** A line of NDJSON, without its line break: time in ms, peer, remote (or null), event, its fields. */
export function logLine(peer: PeerId, { atMs, event: fields }: Omit<LoggedEvent, 'order'>): string {
  const { event, ...rest } = fields
  const remote = 'remote' in fields ? fields.remote : null
  return JSON.stringify({ time: atMs, peer, remote, event, ...rest })
}
