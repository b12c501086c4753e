/**
 * Passes a signal from one member of a swarm to another, if the offer book admits it. `from` is what
 * the registry says of the sending socket, never what the sender says.
 */
import { type OutgoingSignal, parseOutgoingSignal } from '../shared/events.ts'
import type { OfferBook, OfferRefusal } from '../shared/tracker/offers.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import type { Client, Clients } from './clients.ts'

export interface SignallingDeps {
  readonly registry: SwarmRegistry
  readonly offers: OfferBook
  readonly clients: Clients
}

/** A signal as it came in. One that cannot be parsed counts against the sender's budget, too. */
export async function relaySignal(
  input: unknown,
  sender: Client,
  deps: SignallingDeps,
  now: number,
): Promise<void> {
  const parsed = parseOutgoingSignal(input)
  if (!parsed.ok) {
    sender.visitor.signals.take(now)
    return
  }
  const refusal = await relay(parsed.value, sender, deps, now)
  if (refusal) bounce(parsed.value, sender, refusal)
}

/** Why it was not passed on, as a sentence; undefined if it was. */
export async function relay(
  { to, ...body }: OutgoingSignal,
  sender: Client,
  { registry, offers, clients }: SignallingDeps,
  now: number,
): Promise<string | undefined> {
  if (!sender.visitor.signals.take(now)) return 'Too many signals at once. Try again later.'
  const from = await registry.peerOf(body.infoHash, sender.key)
  const target = await registry.socketOf(body.infoHash, to)
  if (!from) return 'Announce to the swarm before calling its peers.'
  if (from === to) return 'A peer cannot call itself.'
  if (!target) return GONE
  const refusal = offers.admit({ ...body, from, to }, sender.key, now)
  if (refusal) return SENTENCES[refusal]
  return clients.send(target, { ...body, from }) ? undefined : GONE
}

/** Only a sender that waits for an outcome is told: at most one packet goes back for one that came. */
function bounce(
  { kind, infoHash, offerId, to }: OutgoingSignal,
  sender: Client,
  reason: string,
): void {
  if (kind !== 'offer' && kind !== 'answer') return
  sender.send({ kind: 'refuse', infoHash, offerId, from: to, reason })
}

const GONE = 'That peer is not in the swarm any more.'

const SENTENCES: Record<OfferRefusal, string> = {
  'duplicate-offer': 'This offer was made before. Make a new one.',
  'too-many-offers': 'Too many offers are open. Wait for answers before making more.',
  'unknown-offer': 'There is no such offer, or it has expired.',
  'already-answered': 'This offer was answered before.',
  'too-many-candidates': 'Too many candidates for one offer.',
}
