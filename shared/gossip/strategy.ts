/** What to send to whom and what to ask of whom: the part that differs between the fidelities. */
import type { Millis } from '../base/ids.ts'
import type { GossipMessage } from '../wire/gossip.ts'
import type { Member } from './context.ts'
import type { Downloads } from './downloads.ts'
import type { Uploads } from './uploads.ts'

export type Announce = Extract<GossipMessage, { readonly type: 'announce' }>

/** The messages that a strategy answers; the others the exchange handles for all of them. */
export type StrategyMessage = Exclude<GossipMessage, { readonly type: 'announce' | 'data' }>

export interface Strategy {
  readonly uploads: Uploads
  readonly downloads: Downloads
  /** When it wants a `tick` between two rounds. */
  readonly nextDeadline: Millis | undefined

  join?(member: Member): void
  leave(member: Member, now: Millis): void
  announced(member: Member, announce: Announce, now: Millis): void
  /** Throws ProtocolError: the link is to be dropped. */
  receive(member: Member, message: StrategyMessage, now: Millis): void
  memberLost?(member: Member, piece: number, now: Millis): void
  /** How many pieces the member holds, as it told last. */
  heldCountOf(member: Member): number | undefined

  round(now: Millis): void
  tick?(now: Millis): void

  /** Called before an announce: pending news goes out first. */
  announcing?(): void
  pieceHeld?(piece: number, now: Millis): void
  pieceFailed?(piece: number, now: Millis): void
  pieceLost?(piece: number, now: Millis): void
  wantedChanged?(now: Millis): void
}
