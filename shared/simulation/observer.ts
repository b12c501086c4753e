/** Whoever wants to see a run as it happens: logs, traces, screens. All of it may be left out. */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Effect } from '../peer/effect.ts'
import type { PeerEvent } from '../peer/event.ts'
import type { Input } from '../peer/input.ts'
import type { Peer } from '../peer/peer.ts'
import type { Message } from '../wire/message.ts'

export interface Identity {
  /** In the topology. Who leaves and comes again has the same name, and another id. */
  readonly name: string
  readonly id: PeerId
}

export interface Transfer {
  readonly from: Identity
  readonly to: Identity
  /** The sender's number of the link, and the receiver's; neither uses its number twice. */
  readonly link: LinkId
  readonly backLink: LinkId
  readonly message: Message
}

/** Who takes a step, as far as it can be looked into. */
export interface Host extends Identity {
  readonly peer: Pick<Peer, 'inspect' | 'nextDeadline'>
}

/** One step of a peer: what it is told, and what it wants done about that; nothing of it is done yet. */
export interface Turn {
  readonly input: Input
  readonly effects: readonly Effect[]
  /** As its own clock has it. */
  readonly clockMs: Millis
}

export interface Observer {
  turn?(atMs: Millis, host: Host, turn: Turn): void
  /** What a peer says of itself. */
  event?(atMs: Millis, peer: Identity, event: PeerEvent): void
  /** A message is handed to its link: it may wait there for its turn. */
  sent?(atMs: Millis, transfer: Transfer): void
  /** It is there, whole. Not told of messages whose link closed on their way. */
  arrived?(atMs: Millis, transfer: Transfer): void
}

/** Several in the place of one. Nobody is asked for what none of them wants to hear. */
export function together(...observers: readonly (Observer | undefined)[]): Observer {
  const wanting = (name: keyof Observer): Observer[] =>
    observers.flatMap(observer => (observer?.[name] ? observer : []))
  const [turn, event] = [wanting('turn'), wanting('event')]
  const [sent, arrived] = [wanting('sent'), wanting('arrived')]
  return {
    ...(turn.length > 0 && {
      turn(atMs, host, taken) {
        for (const observer of turn) observer.turn?.(atMs, host, taken)
      },
    }),
    ...(event.length > 0 && {
      event(atMs, peer, said) {
        for (const observer of event) observer.event?.(atMs, peer, said)
      },
    }),
    ...(sent.length > 0 && {
      sent(atMs, transfer) {
        for (const observer of sent) observer.sent?.(atMs, transfer)
      },
    }),
    ...(arrived.length > 0 && {
      arrived(atMs, transfer) {
        for (const observer of arrived) observer.arrived?.(atMs, transfer)
      },
    }),
  }
}
