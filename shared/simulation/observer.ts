/** Whoever wants to see a run as it happens: logs, traces, screens. All of it may be left out. */
import type { Millis } from '../base/ids.ts'
import type { PeerEvent } from '../peer/event.ts'
import type { Message } from '../wire/message.ts'

/** A message between two peers, by their names in the topology. */
export interface Transfer {
  readonly from: string
  readonly to: string
  /** The sender's number of the link; a number is never used twice. */
  readonly link: number
  readonly message: Message
}

export interface Observer {
  /** What a peer says of itself. */
  event?(atMs: Millis, peer: string, event: PeerEvent): void
  /** A message is handed to its link: it may wait there for its turn. */
  sent?(atMs: Millis, transfer: Transfer): void
  /** It is there, whole. Not told of messages whose link closed on their way. */
  arrived?(atMs: Millis, transfer: Transfer): void
}
