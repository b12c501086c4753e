/**
 * Passes a signal from one member of a swarm to another, if the offer book admits it. `from` is what
 * the registry says of the sending socket, never what the sender says.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { type OutgoingSignal, parseOutgoingSignal } from '../shared/events.ts'
import type { OfferBook, OfferRefusal } from '../shared/tracker/offers.ts'
import type { SocketKey, SwarmRegistry } from '../shared/tracker/registry.ts'
import { type Client, type Clients, GONE } from './clients.ts'

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
  const from = await registry.peerOf(body.infoHash, sender.key)
  // Who is called did not choose to be: its replies do not count against it, one for each offer.
  const isOwed = from !== undefined && offers.isOwed({ ...body, from, to }, now)
  if (!isOwed && !sender.visitor.signals.take(now))
    return 'Too many signals at once. Try again later.'
  const target = await registry.socketOf(body.infoHash, to)
  if (!from) return 'Announce to the swarm before calling its peers.'
  if (from === to) return 'A peer cannot call itself.'
  if (!target) return GONE
  if (body.kind === 'offer' && !clients.mayCall(target, sender, now))
    return 'That peer is called too often. Try again later.'
  const refusal = offers.admit({ ...body, from, to }, { by: sender.key, target }, now)
  if (refusal) return SENTENCES[refusal]
  const group = body.kind === 'offer' ? groupOf(target, sender) : undefined
  return clients.send(target, { ...body, from }, group) ? undefined : GONE
}

const SECRET = randomBytes(32)

/** Tells a tab which offers come from one address, and not which; two tabs cannot compare theirs. */
const groupOf = (target: SocketKey, { visitor }: Client): number =>
  createHmac('sha256', SECRET).update(`${target}\n${visitor.address.name}`).digest().readUInt32BE(0)

/** Only a sender that waits for an outcome is told: at most one packet goes back for one that came. */
function bounce(
  { kind, infoHash, offerId, to }: OutgoingSignal,
  sender: Client,
  reason: string,
): void {
  if (kind !== 'offer' && kind !== 'answer') return
  sender.send({ kind: 'refuse', infoHash, offerId, from: to, reason })
}

const SENTENCES: Record<OfferRefusal, string> = {
  'duplicate-offer': 'This offer was made before. Make a new one.',
  'too-many-offers': 'Too many offers are open. Wait for answers before making more.',
  'unknown-offer': 'There is no such offer, or it has expired.',
  'already-answered': 'This offer was answered before.',
  'too-many-candidates': 'Too many candidates for one offer.',
}
