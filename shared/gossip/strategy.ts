/** What to send to whom and what to ask of whom: the part that differs between the fidelities. */
import type { Millis } from '../base/ids.ts'
import type { GossipMessage } from '../wire/gossip.ts'
import type { Member } from './member.ts'
import type { Receiving } from './receiving.ts'
import type { Sending } from './sending.ts'

type Announce = Extract<GossipMessage, { readonly type: 'announce' }>

/** What only some fidelities say; the rest is the exchange's. */
export type Talk = Exclude<GossipMessage, { readonly type: 'announce' | 'data' }>

export interface Strategy {
  readonly sending: Sending
  readonly receiving: Receiving
  /** When it wants a `tick` between two rounds. */
  readonly nextDeadline: Millis | undefined

  joined?(member: Member, now: Millis): void
  left(member: Member, now: Millis): void
  announced?(member: Member, announce: Announce): void
  /** Throws ProtocolError: the link is to be dropped. */
  hear(member: Member, message: Talk, now: Millis): void

  /** The member no longer holds the piece. */
  memberLost?(member: Member, piece: number, now: Millis): void

  round(now: Millis): void
  tick?(now: Millis): void

  /** Before we announce what we hold: what was not told yet is told now. */
  announcing?(now: Millis): void
  pieceHeld?(piece: number, now: Millis): void
  pieceFailed?(piece: number, now: Millis): void
  pieceLost?(piece: number, now: Millis): void
  wantedChanged?(now: Millis): void
}
