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
  readonly by: Party
  /** The connection that it was handed to. */
  readonly target: Party
  readonly expiresAt: Millis
  answered: boolean
  candidates: number
  isLive: boolean
}

/** Whose offer it was, and to whom. */
export interface Unanswered extends Pick<Offer, 'infoHash' | 'offerId' | 'from' | 'to'> {
  readonly by: SocketKey
}

export class OfferBook {
  /** In the order of making, and so of expiry. */
  readonly #offers = new LiveOffers()
  /** By the peer id that made them, and their own: a peer that copies an id makes another offer. */
  readonly #byMaker = new Map<PeerId, Map<string, Offer>>()
  readonly #parties = new Map<SocketKey, Party>()

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
    const party = this.#parties.get(socket)
    if (!party) return []
    for (const offer of party.made.all()) this.#remove(offer)
    const unanswered = party.received.all().filter(({ answered }) => !answered)
    for (const offer of unanswered) this.#remove(offer)
    return unanswered.map(({ by, infoHash, offerId, from, to }) => {
      return { by: by.socket, infoHash, offerId, from, to }
    })
  }

  expire(now: Millis): void {
    for (let first = this.#offers.first; first; first = this.#offers.first) {
      if (now < first.expiresAt) return
      this.#remove(first)
    }
  }

  /** The offer that it replies to. */
  #received({ infoHash, offerId, from, to }: SignalAddress): Offer | undefined {
    const offer = this.#byMaker.get(to)?.get(offerId)
    return offer?.to === from && offer.infoHash === infoHash ? offer : undefined
  }

  /** The offer that it follows. */
  #made({ infoHash, offerId, from, to }: SignalAddress): Offer | undefined {
    const offer = this.#byMaker.get(from)?.get(offerId)
    return offer?.to === to && offer.infoHash === infoHash ? offer : undefined
  }

  #add(
    { infoHash, offerId, from, to }: SignalAddress,
    by: SocketKey,
    target: SocketKey,
    now: Millis,
  ): OfferRefusal | undefined {
    const own = this.#byMaker.get(from) ?? new Map<string, Offer>()
    if (own.has(offerId)) return 'duplicate-offer'
    const maker = this.#partyOf(by)
    if (maker.made.size >= MAX_LIVE_OFFERS_PER_SOCKET) return 'too-many-offers'
    const offer: Offer = {
      infoHash,
      offerId,
      from,
      to,
      by: maker,
      target: this.#partyOf(target),
      expiresAt: now + OFFER_TTL_MS,
      answered: false,
      candidates: 0,
      isLive: true,
    }
    own.set(offerId, offer)
    if (own.size === 1) this.#byMaker.set(from, own)
    this.#offers.add(offer)
    maker.made.add(offer)
    offer.target.received.add(offer)
    return undefined
  }

  #partyOf(socket: SocketKey): Party {
    const known = this.#parties.get(socket)
    if (known) return known
    const party = { socket, made: new LiveOffers(), received: new LiveOffers() }
    this.#parties.set(socket, party)
    return party
  }

  #remove(offer: Offer): void {
    const { by, target, from, offerId } = offer
    const own = this.#byMaker.get(from)
    own?.delete(offerId)
    if (own?.size === 0) this.#byMaker.delete(from)
    offer.isLive = false
    this.#offers.hasEnded()
    by.made.hasEnded()
    target.received.hasEnded()
    this.#forgetIdle(by)
    this.#forgetIdle(target)
  }

  #forgetIdle({ socket, made, received }: Party): void {
    if (made.size === 0 && received.size === 0) this.#parties.delete(socket)
  }
}

/** A connection, with its live offers. */
interface Party {
  readonly socket: SocketKey
  readonly made: LiveOffers
  readonly received: LiveOffers
}

/** A list is tidied once it holds this many ended offers more than live ones. */
const MIN_ENDED = 16

/** In the order of adding. A list, as a set costs more than all else that the server does for an offer. */
class LiveOffers {
  #list: Offer[] = []
  /** Those before have ended. */
  #first = 0
  size = 0

  add(offer: Offer): void {
    this.#list.push(offer)
    this.size++
  }

  get first(): Offer | undefined {
    while (this.#list[this.#first]?.isLive === false) this.#first++
    return this.#list[this.#first]
  }

  /** One of them is not live any more. At most half of the list, and a few, are like that. */
  hasEnded(): void {
    this.size--
    if (this.#list.length <= 2 * this.size + MIN_ENDED) return
    this.#list = this.all()
    this.#first = 0
  }

  all(): Offer[] {
    return this.#list.filter(({ isLive }) => isLive)
  }
}

function countCandidate(offer: Offer | undefined): OfferRefusal | undefined {
  if (!offer) return 'unknown-offer'
  if (offer.candidates >= MAX_CANDIDATES_PER_OFFER) return 'too-many-candidates'
  offer.candidates++
  return undefined
}
