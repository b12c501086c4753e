/**
 * Offers that name nobody: WebTorrent trackers hand each to a member of their choice, and who that was
 * is known by the answer. Until then it is a connection in the making that is nobody's.
 */
import type { OpenOffer } from '../../shared/tracker/webtorrent-request.ts'
import type { Connect, Connection, ConnectionHandlers } from './channel/channel.ts'
import type { Clock } from './clock.ts'

/** WebTorrent's 50 s: by then there will be another announce, with fresh ones. */
export const OPEN_OFFER_TTL_MS = 50_000

/** Of one torrent, at all trackers: each is a connection to the browser, which has room for 500. */
export const MAX_OPEN_OFFERS = 15

export interface OpenOffersPorts {
  readonly connect: Connect
  readonly clock: Clock
  readonly newOfferId: () => string
}

export class OpenOffers {
  readonly #ports: OpenOffersPorts
  readonly #held = new Map<string, HeldOffer>()

  constructor(ports: OpenOffersPorts) {
    this.#ports = ports
  }

  /** As many as there is room for, once their candidates are gathered. */
  async make(count: number): Promise<OpenOffer[]> {
    const room = Math.min(count, MAX_OPEN_OFFERS - this.#held.size)
    const offers = await Promise.all(Array.from({ length: room }, () => this.#make()))
    return offers.filter(offer => offer !== undefined)
  }

  /** It is answered: the caller's from now on. */
  take(offerId: string): HeldOffer | undefined {
    const offer = this.#held.get(offerId)
    this.#held.delete(offerId)
    offer?.cancelExpiry()
    return offer
  }

  close(): void {
    for (const offerId of [...this.#held.keys()]) this.take(offerId)?.connection.close()
  }

  /** Undefined: the browser makes no more connections. */
  #make(): Promise<OpenOffer | undefined> {
    const { connect, clock, newOfferId } = this.#ports
    const offerId = newOfferId()
    return new Promise(resolve => {
      const offer = new HeldOffer(connect, sdp => {
        if (sdp === undefined) this.take(offerId)
        resolve(sdp === undefined ? undefined : { offerId, sdp })
      })
      offer.cancelExpiry = clock.after(OPEN_OFFER_TTL_MS, () => {
        this.take(offerId)?.connection.close()
        resolve(undefined)
      })
      this.#held.set(offerId, offer)
    })
  }
}

/** What happens to its connection is told to whoever adopts it. */
export class HeldOffer {
  readonly connection: Connection
  cancelExpiry: () => void = () => {}
  #handlers: ConnectionHandlers | undefined

  /** `settled`: with the offer; or with undefined if nothing will come of it, at any time. */
  constructor(connect: Connect, settled: (sdp: string | undefined) => void) {
    const handlers: ConnectionHandlers = {
      onSignal: signal => {
        if (signal.kind === 'offer') settled(signal.sdp)
      },
      onOpen: channel => this.#handlers?.onOpen(channel),
      onBytes: bytes => this.#handlers?.onBytes(bytes),
      onDrained: queuedBytes => this.#handlers?.onDrained(queuedBytes),
      onClose: reason => {
        if (this.#handlers) this.#handlers.onClose(reason)
        else settled(undefined)
      },
    }
    this.connection = connect('offerer', handlers, true)
  }

  adopt(handlers: ConnectionHandlers): Connection {
    this.#handlers = handlers
    return this.connection
  }
}
