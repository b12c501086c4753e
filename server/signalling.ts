/**
 * Passes a signal from one member of a swarm to another, if the offer book admits it. `from` is what
 * the registry says of the sending socket, never what the sender says.
 */
import type { PeerId } from '../shared/base/ids.ts'
import { type IncomingSignal, type OutgoingSignal, parseOutgoingSignal } from '../shared/events.ts'
import type { OfferBook, OfferRefusal } from '../shared/tracker/offers.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { type Awaitable, after } from './awaitable.ts'
import { type Client, type Clients, GONE } from './clients.ts'
import type { Counts } from './counts.ts'
import type { CoordinatorMessage, NodeMessage, Nodes } from './nodes.ts'

export interface SignallingDeps {
  readonly registry: SwarmRegistry
  readonly offers: OfferBook
  readonly clients: Clients
  readonly nodes: Nodes
  readonly counts: Counts
}

/** A signal as it came in. One that cannot be parsed counts against the sender's budget, too. */
export function relaySignal(
  input: unknown,
  sender: Client,
  deps: SignallingDeps,
  now: number,
): Awaitable<void> {
  const parsed = parseOutgoingSignal(input)
  if (!parsed.ok) {
    sender.visitor.signals.take(now)
    return
  }
  return after(relay(parsed.value, sender, deps, now), refusal => {
    if (refusal) bounce(parsed.value, sender, refusal)
  })
}

type Refusal = OfferRefusal | 'too-many-signals' | 'not-announced' | 'self' | Undelivered
type Undelivered = 'gone' | 'called-too-often' | 'cut-off'
type Outcome = Refusal | 'relayed' | 'told'

/** Why it was not passed on, as a sentence; undefined if it was. */
export function relay(
  signal: OutgoingSignal,
  sender: Client,
  deps: SignallingDeps,
  now: number,
): Awaitable<string | undefined> {
  return after(passOn(signal, sender, deps, wholeMs(now)), outcome => {
    // Of one that another node was told of, that node knows what became of it.
    if (signal.kind === 'offer' && outcome !== 'told') deps.counts.add('offers', outcome)
    return outcome === 'relayed' || outcome === 'told' ? undefined : SENTENCES[outcome]
  })
}

/** What is kept of an offer has its time: V8 has a whole number in its place, and a fraction in an object of its own. */
const wholeMs = (now: number): number => Math.floor(now)

function passOn(
  outgoing: OutgoingSignal,
  sender: Client,
  deps: SignallingDeps,
  now: number,
): Awaitable<Outcome> {
  const { registry, offers, clients, nodes } = deps
  const { kind, infoHash, offerId, to } = outgoing
  return after(registry.peerOf(infoHash, sender.key), from => {
    // Who is called did not choose to be: its replies do not count against it, one for each offer.
    const isOwed = from !== undefined && offers.isOwed({ kind, infoHash, offerId, from, to }, now)
    if (!isOwed && !sender.visitor.signals.take(now)) return 'too-many-signals'
    return after(registry.socketOf(infoHash, to), target => {
      sender.visitor.resumesWork()
      if (!from) return 'not-announced'
      if (from === to) return 'self'
      if (!target) return nodes.isWhole ? 'gone' : 'cut-off'
      const address = sender.visitor.address.name
      const callee = clients.get(target)
      if (kind === 'offer' && callee?.mayBeCalled(address, now) === false) return 'called-too-often'
      const by = sender.key
      const refusal = offers.admit({ kind, infoHash, offerId, from, to }, { by, target }, now)
      if (refusal) return refusal
      const signal = incomingOf(outgoing, from)
      if (callee) {
        callee.send(signal, address)
        return 'relayed'
      }
      if (nodes.isHere(target)) return 'gone'
      return nodes.tell({ kind: 'signal', to: target, peerId: to, signal, by, address })
    })
  })
}

/** Field by field: to copy all but one costs ten times as much. */
function incomingOf(outgoing: OutgoingSignal, from: PeerId): IncomingSignal {
  const { infoHash, offerId } = outgoing
  switch (outgoing.kind) {
    case 'offer': {
      const { kind, sdp, whole } = outgoing
      return whole
        ? { kind, infoHash, offerId, from, sdp, whole }
        : { kind, infoHash, offerId, from, sdp }
    }
    case 'answer': {
      const { kind, sdp } = outgoing
      return { kind, infoHash, offerId, from, sdp }
    }
    case 'candidate': {
      const { kind, candidate, sdpMid, sdpMLineIndex } = outgoing
      return { kind, infoHash, offerId, from, candidate, sdpMid, sdpMLineIndex }
    }
    case 'refuse': {
      const { kind, reason } = outgoing
      return { kind, infoHash, offerId, from, reason }
    }
  }
}

/**
 * From another node. Both ends of an offer keep it in their book, each that of its own node: so an answer
 * passes two books, and holds only if the offer is alive in both.
 */
export async function receive(
  message: Exclude<NodeMessage, CoordinatorMessage>,
  deps: SignallingDeps,
  now: number,
): Promise<void> {
  const { clients, offers, registry, nodes, counts } = deps
  const { to } = message
  const client = clients.get(to)
  switch (message.kind) {
    case 'signal': {
      const { signal, by, peerId } = message
      const outcome = await admit(message, deps, wholeMs(now))
      if (signal.kind === 'offer') counts.add('offers', outcome)
      if (outcome === 'relayed' || (signal.kind !== 'offer' && signal.kind !== 'answer')) return
      const { infoHash, offerId } = signal
      const reason = SENTENCES[outcome]
      const refusal = { kind: 'refuse', infoHash, offerId, from: peerId, reason } as const
      await nodes.tell({ kind: 'bounced', to: by, signal: refusal })
      return
    }
    case 'bounced': {
      const { signal } = message
      const peerId = await registry.peerOf(signal.infoHash, to)
      if (peerId === undefined) return
      offers.admit({ ...signal, to: peerId }, { by: to, target: to }, now)
      return client?.send(signal)
    }
    case 'evicted':
      return registry.evicted?.(to, message.infoHash)
    case 'end':
      if (client) await clients.end(to, message.reason)
  }
}

/** A signal for a socket of this node. */
async function admit(
  { to, peerId, signal, by, address }: Extract<NodeMessage, { kind: 'signal' }>,
  { clients, offers, registry }: SignallingDeps,
  now: number,
): Promise<Refusal | 'relayed'> {
  if ((await registry.peerOf(signal.infoHash, to)) !== peerId) return 'gone'
  const callee = clients.get(to)
  if (signal.kind === 'offer' && callee?.mayBeCalled(address, now) === false)
    return 'called-too-often'
  const refusal = offers.admit({ ...signal, to: peerId }, { by, target: to }, now)
  if (refusal) return refusal
  callee?.send(signal, address)
  return callee ? 'relayed' : 'gone'
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

const SENTENCES: Record<Refusal, string> = {
  'too-many-signals': 'Too many signals at once. Try again later.',
  'not-announced': 'Announce to the swarm before calling its peers.',
  self: 'A peer cannot call itself.',
  gone: GONE,
  'called-too-often': 'That peer is called too often. Try again later.',
  'cut-off':
    'That peer is not known to this server, which cannot reach the others at the moment. Try again soon.',
  'duplicate-offer': 'This offer was made before. Make a new one.',
  'too-many-offers': 'Too many offers are open. Wait for answers before making more.',
  'unknown-offer': 'There is no such offer, or it has expired.',
  'already-answered': 'This offer was answered before.',
  'too-many-candidates': 'Too many candidates for one offer.',
}
