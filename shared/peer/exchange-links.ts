/**
 * The links as remotes of the exchange: when each begins to take part in it, and what it is worth by
 * what passes on it. Its other remotes are in `web-seed-links.ts`.
 */
import { assert } from '../base/assert.ts'
import type { LinkId } from '../base/ids.ts'
import type { ExchangeMessage } from '../exchange/exchange.ts'
import type { ExchangeLinkView } from '../exchange/view.ts'
import type { Content } from './content.ts'
import type { Link } from './link.ts'
import type { Outbox } from './outbox.ts'
import type { Reach } from './reach.ts'

export class ExchangeLinks {
  readonly #content: Content
  readonly #outbox: Outbox

  constructor(content: Content, outbox: Outbox) {
    this.#content = content
    this.#outbox = outbox
  }

  /** Both handshakes are done. */
  greeted(link: Link): void {
    if (this.#content.exchange !== undefined) this.begin(link, true)
    else if (link.speaksFast) this.#outbox.send(link.id, { type: 'haveNone' })
  }

  /** What the remote has said meanwhile is heard first. Throws ProtocolError. */
  begin(link: Link, isFirstMessage: boolean): void {
    const { exchange, info } = this.#content
    assert(exchange !== undefined && info !== undefined, 'a link begins before the store is open')
    const { now } = this.#outbox
    exchange.join(link.id, link.remote, { isFirstMessage, speaksFast: link.speaksFast }, now)
    exchange.reached?.(link.id, link.reach === 'relayed', now)
    const { shortestMs } = link.roundTrips
    if (shortestMs !== undefined) exchange.roundTrip?.(link.id, shortestMs)
    this.introduced(link)
    for (const message of link.startExchange(info.pieceCount)) {
      if (message.type === 'dontHave') exchange.dontHave(link.id, message.piece, now)
      else exchange.receive(link.id, message, now)
    }
  }

  /** Its extended handshake has come, unless it has none. Throws ProtocolError. */
  introduced({ id, extended }: Link): void {
    if (extended !== undefined) this.#content.exchange?.introduced(id, extended, this.#outbox.now)
  }

  /** Before the link takes part, its messages are kept. Throws ProtocolError. */
  receive(link: Link, message: ExchangeMessage): void {
    link.admit(message)
    if (link.isExchanging) this.#content.exchange?.receive(link.id, message, this.#outbox.now)
    else link.keep(message)
  }

  reached(id: LinkId, reach: Reach): void {
    this.#content.exchange?.reached?.(id, reach === 'relayed', this.#outbox.now)
  }

  roundTrip({ id, roundTrips: { shortestMs } }: Link): void {
    if (shortestMs !== undefined) this.#content.exchange?.roundTrip?.(id, shortestMs)
  }

  drained(id: LinkId, queuedBytes: number, laneRoomBytes?: number): void {
    this.#content.exchange?.drained(id, queuedBytes, this.#outbox.now, laneRoomBytes)
  }

  leave({ id }: Link): void {
    this.#content.exchange?.leave(id, this.#outbox.now)
  }

  /** The remote has something that we want, or, once we have everything, does not have all of it. */
  isOfUse(link: Link): boolean {
    if (this.#content.isSeed) return !this.holdsEverything(link.id)
    return this.#inspect(link.id)?.amInterested ?? false
  }

  /** The remote wants pieces of ours, or has told us nothing yet. */
  isWanted(link: Link): boolean {
    return this.#inspect(link.id)?.peerInterested ?? true
  }

  holdsEverything(id: LinkId): boolean {
    return this.#inspect(id)?.heldCount === (this.#content.info?.pieceCount ?? -1)
  }

  #inspect(id: LinkId): ExchangeLinkView | undefined {
    return this.#content.exchange?.inspectLink(id, this.#outbox.now)
  }
}
