/**
 * Offers that can still be answered. A signal is relayed only if it fits one: an answer must come from
 * the peer that got the offer, be the first, and be in time. Only addresses are kept, never an SDP.
 */
import type { InfoHash, Millis, PeerId } from '../base/ids.ts'
import type { SocketKey } from './registry.ts'

export interface SignalAddress {
  readonly kind: 'offer' | 'answer' | 'candidate' | 'refuse'
  readonly infoHash: InfoHash
  readonly offerId: string
  readonly from: PeerId
  readonly to: PeerId
}

export type OfferRefusal =
  | 'duplicate-offer'
  | 'too-many-offers'
  | 'unknown-offer'
  | 'already-answered'
  | 'too-many-candidates'

/** An offer expires after this time, answered or not: ICE gives up sooner (Chrome after 15-30 s). */
export const OFFER_TTL_MS = 60_000

/** A tab dials a few peers at a time, and up to 30 for a torrent: more than this is a flood. */
export const MAX_LIVE_OFFERS_PER_SOCKET = 256

/** In both directions together. A machine with many network interfaces has about 20. */
export const MAX_CANDIDATES_PER_OFFER = 128

interface Offer {
  readonly key: string
  readonly by: SocketKey
  readonly expiresAt: Millis
  answered: boolean
  candidates: number
}

export class OfferBook {
  /** In the order of making, and so of expiry. */
  readonly #offers = new Map<string, Offer>()
  readonly #bySocket = new Map<SocketKey, Set<Offer>>()

  get size(): number {
    return this.#offers.size
  }

  /** Records what the signal does to its offer; undefined if it may be relayed. */
  admit(signal: SignalAddress, by: SocketKey, now: Millis): OfferRefusal | undefined {
    this.expire(now)
    const made = this.#offers.get(keyOf(signal, signal.from, signal.to))
    const received = this.#offers.get(keyOf(signal, signal.to, signal.from))
    switch (signal.kind) {
      case 'offer':
        return made ? 'duplicate-offer' : this.#add(signal, by, now)
      case 'answer':
        if (!received) return 'unknown-offer'
        if (received.answered) return 'already-answered'
        received.answered = true
        return undefined
      case 'candidate':
        return countCandidate(received ?? made)
      case 'refuse':
        if (!received) return 'unknown-offer'
        if (received.answered) return 'already-answered'
        this.#remove(received)
        return undefined
    }
  }

  /** Whether it replies to an offer that waits for a reply. */
  isOwed(signal: SignalAddress, now: Millis): boolean {
    if (signal.kind !== 'answer' && signal.kind !== 'refuse') return false
    const received = this.#offers.get(keyOf(signal, signal.to, signal.from))
    return received !== undefined && !received.answered && now < received.expiresAt
  }

  /** Removes its offers: nobody is left to receive an answer. */
  socketClosed(socket: SocketKey): void {
    for (const offer of [...(this.#bySocket.get(socket) ?? [])]) this.#remove(offer)
  }

  expire(now: Millis): void {
    for (const offer of this.#offers.values()) {
      if (now < offer.expiresAt) return
      this.#remove(offer)
    }
  }

  #add(signal: SignalAddress, by: SocketKey, now: Millis): OfferRefusal | undefined {
    const own = this.#bySocket.get(by) ?? new Set()
    if (own.size >= MAX_LIVE_OFFERS_PER_SOCKET) return 'too-many-offers'
    const key = keyOf(signal, signal.from, signal.to)
    const offer = { key, by, expiresAt: now + OFFER_TTL_MS, answered: false, candidates: 0 }
    this.#offers.set(key, offer)
    this.#bySocket.set(by, own.add(offer))
    return undefined
  }

  #remove(offer: Offer): void {
    this.#offers.delete(offer.key)
    const own = this.#bySocket.get(offer.by)
    own?.delete(offer)
    if (own?.size === 0) this.#bySocket.delete(offer.by)
  }
}

/** Both peers are in the key: a third peer that copies an id makes another offer. */
const keyOf = ({ infoHash, offerId }: SignalAddress, from: PeerId, to: PeerId): string =>
  `${infoHash} ${offerId} ${from} ${to}`

function countCandidate(offer: Offer | undefined): OfferRefusal | undefined {
  if (!offer) return 'unknown-offer'
  if (offer.candidates >= MAX_CANDIDATES_PER_OFFER) return 'too-many-candidates'
  offer.candidates++
  return undefined
}
