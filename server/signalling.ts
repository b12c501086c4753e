/**
 * Passes a signal from one member of a swarm to another, if the offer book admits it. `from` is what
 * the registry says of the sending socket, never what the sender says.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { type IncomingSignal, type OutgoingSignal, parseOutgoingSignal } from '../shared/events.ts'
import type { OfferBook, OfferRefusal } from '../shared/tracker/offers.ts'
import type { SocketKey, SwarmRegistry } from '../shared/tracker/registry.ts'
import type { Client, Clients } from './clients.ts'
import type { NodeMessage, Nodes } from './nodes.ts'

export interface SignallingDeps {
  readonly registry: SwarmRegistry
  readonly offers: OfferBook
  readonly clients: Clients
  readonly nodes: Nodes
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
  { registry, offers, clients, nodes }: SignallingDeps,
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
  if (!target) return nodes.isWhole ? GONE : CUT_OFF
  const address = sender.visitor.address.name
  if (body.kind === 'offer' && !clients.mayCall(target, address, now)) return CALLED_TOO_OFTEN
  const refusal = offers.admit({ ...body, from, to }, sender.key, now)
  if (refusal) return SENTENCES[refusal]
  const signal = { ...body, from }
  if (nodes.isHere(target))
    return clients.send(target, signal, groupOf(target, signal, address)) ? undefined : GONE
  const by = sender.key
  const told = await nodes.tell({ kind: 'signal', to: target, peerId: to, signal, by, address })
  return told === 'told' ? undefined : told === 'gone' ? GONE : CUT_OFF
}

/**
 * From another node. Both ends of an offer keep it in their book, each that of its own node: so an answer
 * passes two books, and holds only if the offer is alive in both.
 */
export async function receive(
  message: NodeMessage,
  deps: SignallingDeps,
  now: number,
): Promise<void> {
  const { clients, offers, registry, nodes } = deps
  const { to } = message
  const client = clients.get(to)
  switch (message.kind) {
    case 'signal': {
      const { signal, by, peerId } = message
      const reason = await admitted(message, deps, now)
      if (reason === undefined || (signal.kind !== 'offer' && signal.kind !== 'answer')) return
      const { infoHash, offerId } = signal
      const refusal = { kind: 'refuse', infoHash, offerId, from: peerId, reason } as const
      await nodes.tell({ kind: 'bounced', to: by, signal: refusal })
      return
    }
    case 'bounced': {
      const { signal } = message
      const peerId = await registry.peerOf(signal.infoHash, to)
      if (peerId === undefined) return
      offers.admit({ ...signal, to: peerId }, to, now)
      return client?.send(signal)
    }
    case 'evicted':
      return registry.evicted?.(to, message.infoHash)
    case 'end':
      if (client) await clients.end(to, message.reason)
  }
}

/** A signal for a socket of this node. Why it is not given to it; undefined if it is. */
async function admitted(
  { to, peerId, signal, by, address }: Extract<NodeMessage, { kind: 'signal' }>,
  { clients, offers, registry }: SignallingDeps,
  now: number,
): Promise<string | undefined> {
  if ((await registry.peerOf(signal.infoHash, to)) !== peerId) return GONE
  if (signal.kind === 'offer' && !clients.mayCall(to, address, now)) return CALLED_TOO_OFTEN
  const refusal = offers.admit({ ...signal, to: peerId }, by, now)
  if (refusal) return SENTENCES[refusal]
  return clients.send(to, signal, groupOf(to, signal, address)) ? undefined : GONE
}

const SECRET = randomBytes(32)

/** Tells a tab which offers come from one address, and not which; two tabs cannot compare theirs. */
const groupOf = (
  target: SocketKey,
  { kind }: IncomingSignal,
  address: string,
): number | undefined =>
  kind === 'offer'
    ? createHmac('sha256', SECRET).update(`${target}\n${address}`).digest().readUInt32BE(0)
    : undefined

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

const CALLED_TOO_OFTEN = 'That peer is called too often. Try again later.'

const CUT_OFF =
  'That peer is not known to this server, which cannot reach the others at the moment. Try again soon.'

const SENTENCES: Record<OfferRefusal, string> = {
  'duplicate-offer': 'This offer was made before. Make a new one.',
  'too-many-offers': 'Too many offers are open. Wait for answers before making more.',
  'unknown-offer': 'There is no such offer, or it has expired.',
  'already-answered': 'This offer was answered before.',
  'too-many-candidates': 'Too many candidates for one offer.',
}
