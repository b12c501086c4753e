/** Callbacks that follow a run: for logs, traces, screens and checks. Each may be left out. */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Effect } from '../peer/effect.ts'
import type { PeerEvent } from '../peer/event.ts'
import type { Input } from '../peer/input.ts'
import type { Peer } from '../peer/peer.ts'
import type { Message } from '../wire/message.ts'

export interface Identity {
  /** Its name in the topology. A peer that leaves and comes back keeps its name, and has a new id. */
  readonly name: string
  readonly id: PeerId
}

export interface Transfer {
  readonly from: Identity
  readonly to: Identity
  /** The sender's id of the link, and the receiver's; no id is used twice. */
  readonly link: LinkId
  readonly backLink: LinkId
  readonly message: Message
}

/** The peer that takes a step, and what can be read of it. */
export interface Host extends Identity {
  readonly peer: Pick<Peer, 'inspect' | 'nextDeadline' | 'stateOf'>
}

/** One step of a peer: its input and the effects that it returned, before they are performed. */
export interface Turn {
  readonly input: Input
  readonly effects: readonly Effect[]
  /** The time by its own clock. */
  readonly clockMs: Millis
}

export interface Observer {
  turn?(atMs: Millis, host: Host, turn: Turn): void
  event?(atMs: Millis, peer: Identity, event: PeerEvent): void
  /** A message is handed to its link, where it may wait in the send queue. */
  sent?(atMs: Millis, transfer: Transfer): void
  /** It has arrived. Not called for messages whose link closed on their way. */
  arrived?(atMs: Millis, transfer: Transfer): void
}

const CALLBACKS = ['turn', 'event', 'sent', 'arrived'] as const

/** Several observers as one. It has only those callbacks that one of them has. */
export function together(...observers: readonly (Observer | undefined)[]): Observer {
  const combined: Record<string, (...said: never) => void> = {}
  for (const name of CALLBACKS) {
    const callbacks = observers.flatMap(observer => observer?.[name]?.bind(observer) ?? [])
    if (callbacks.length === 0) continue
    combined[name] = (...said) => {
      for (const callback of callbacks) (callback as (...said: never) => void)(...said)
    }
  }
  return combined
}
