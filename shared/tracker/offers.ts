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

interface Offer extends Pick<SignalAddress, 'infoHash' | 'offerId' | 'from' | 'to'> {
  readonly by: SocketKey
  /** The connection that it was handed to. */
  readonly target: SocketKey
  readonly expiresAt: Millis
  answered: boolean
  candidates: number
}

/** Whose offer it was, and to whom. */
export type Unanswered = Pick<Offer, 'by' | 'infoHash' | 'offerId' | 'from' | 'to'>

export class OfferBook {
  /** In the order of making, and so of expiry. */
  readonly #offers = new Map<string, Offer>()
  readonly #bySocket = new Map<SocketKey, Set<Offer>>()
  readonly #byTarget = new Map<SocketKey, Set<Offer>>()

  get size(): number {
    return this.#offers.size
  }

  /** Records what the signal does to its offer; undefined if it may be relayed, to `target`. */
  admit(
    signal: SignalAddress,
    { by, target }: { readonly by: SocketKey; readonly target: SocketKey },
    now: Millis,
  ): OfferRefusal | undefined {
    this.expire(now)
    if (signal.kind === 'offer') return this.#add(signal, by, target, now)
    const received = this.#received(signal)
    switch (signal.kind) {
      case 'answer':
        if (!received) return 'unknown-offer'
        if (received.answered) return 'already-answered'
        received.answered = true
        return undefined
      case 'candidate':
        return countCandidate(received ?? this.#made(signal))
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
    const received = this.#received(signal)
    return received !== undefined && !received.answered && now < received.expiresAt
  }

  /** Removes its offers, which nobody is left to hear an answer to; returns those that it leaves unanswered. */
  socketClosed(socket: SocketKey): Unanswered[] {
    for (const offer of [...(this.#bySocket.get(socket) ?? [])]) this.#remove(offer)
    const unanswered = [...(this.#byTarget.get(socket) ?? [])].filter(({ answered }) => !answered)
    for (const offer of unanswered) this.#remove(offer)
    return unanswered
  }

  expire(now: Millis): void {
    for (const offer of this.#offers.values()) {
      if (now < offer.expiresAt) return
      this.#remove(offer)
    }
  }

  /** The offer that it replies to. */
  #received({ infoHash, offerId, from, to }: SignalAddress): Offer | undefined {
    const offer = this.#offers.get(keyOf(offerId, to))
    return offer?.to === from && offer.infoHash === infoHash ? offer : undefined
  }

  /** The offer that it follows. */
  #made({ infoHash, offerId, from, to }: SignalAddress): Offer | undefined {
    const offer = this.#offers.get(keyOf(offerId, from))
    return offer?.to === to && offer.infoHash === infoHash ? offer : undefined
  }

  #add(
    { infoHash, offerId, from, to }: SignalAddress,
    by: SocketKey,
    target: SocketKey,
    now: Millis,
  ): OfferRefusal | undefined {
    const key = keyOf(offerId, from)
    if (this.#offers.has(key)) return 'duplicate-offer'
    const own = this.#bySocket.get(by) ?? new Set()
    if (own.size >= MAX_LIVE_OFFERS_PER_SOCKET) return 'too-many-offers'
    const offer = {
      infoHash,
      offerId,
      from,
      to,
      by,
      target,
      expiresAt: now + OFFER_TTL_MS,
      answered: false,
      candidates: 0,
    }
    this.#offers.set(key, offer)
    this.#bySocket.set(by, own.add(offer))
    this.#byTarget.set(target, (this.#byTarget.get(target) ?? new Set()).add(offer))
    return undefined
  }

  #remove(offer: Offer): void {
    this.#offers.delete(keyOf(offer.offerId, offer.from))
    forget(this.#bySocket, offer.by, offer)
    forget(this.#byTarget, offer.target, offer)
  }
}

function forget(offers: Map<SocketKey, Set<Offer>>, socket: SocketKey, offer: Offer): void {
  const all = offers.get(socket)
  all?.delete(offer)
  if (all?.size === 0) offers.delete(socket)
}

/** Its maker is in the key: a peer that copies an id makes another offer. Ids are random, so nobody's comes twice. */
const keyOf = (offerId: string, maker: PeerId): string => offerId + maker

function countCandidate(offer: Offer | undefined): OfferRefusal | undefined {
  if (!offer) return 'unknown-offer'
  if (offer.candidates >= MAX_CANDIDATES_PER_OFFER) return 'too-many-candidates'
  offer.candidates++
  return undefined
}
