/**
 * The relay: passes a signal from one member of a swarm to another, if the offer book admits it.
 * `from` is what the registry says of the sending socket, never what the sender says.
 */
import { type IncomingSignal, type OutgoingSignal, parseOutgoingSignal } from '../shared/events.ts'
import type { OfferBook, OfferRefusal } from '../shared/tracker/offers.ts'
import type { SocketKey, SwarmRegistry } from '../shared/tracker/registry.ts'
import type { Tab } from './tab.ts'

export interface SignallingDeps {
  readonly registry: SwarmRegistry
  readonly offers: OfferBook
  /** False if that socket is not there (any more). */
  deliver(to: SocketKey, signal: IncomingSignal): boolean
}

export async function relaySignal(
  input: unknown,
  tab: Tab,
  { registry, offers, deliver }: SignallingDeps,
  now: number,
): Promise<void> {
  const inBudget = tab.signals.take(now)
  const parsed = parseOutgoingSignal(input)
  if (!parsed.ok) return
  const { to, ...body } = parsed.value
  if (!inBudget) return bounce(parsed.value, tab, 'Too many signals at once. Try again later.')
  const from = await registry.peerOf(body.infoHash, tab.key)
  const target = await registry.socketOf(body.infoHash, to)
  if (!from) return bounce(parsed.value, tab, 'Announce to the swarm before calling its peers.')
  if (from === to) return bounce(parsed.value, tab, 'A peer cannot call itself.')
  if (!target) return bounce(parsed.value, tab, GONE)
  const refusal = offers.admit({ ...body, from, to }, tab.key, now)
  if (refusal) return bounce(parsed.value, tab, SENTENCES[refusal])
  if (!deliver(target, { ...body, from })) bounce(parsed.value, tab, GONE)
}

/** Only who waits for an outcome is told: at most one packet back for one packet in. */
function bounce({ kind, infoHash, offerId, to }: OutgoingSignal, tab: Tab, reason: string): void {
  if (kind !== 'offer' && kind !== 'answer') return
  tab.send({ kind: 'refuse', infoHash, offerId, from: to, reason })
}

const GONE = 'That peer is not in the swarm any more.'

const SENTENCES: Record<OfferRefusal, string> = {
  'duplicate-offer': 'This offer was made before. Make a new one.',
  'too-many-offers': 'Too many offers are open. Wait for answers before making more.',
  'unknown-offer': 'There is no such offer, or it has expired.',
  'already-answered': 'This offer was answered before.',
  'too-many-candidates': 'Too many candidates for one offer.',
}
