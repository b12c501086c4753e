/** lt_donthave (BEP 54): a piece that was announced, and that storage no longer gives. */
import type { LinkId, Millis } from '../base/ids.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { encodeDontHave, parseDontHave } from '../wire/dont-have.ts'
import type { Extension } from './extensions.ts'
import type { Link } from './link.ts'
import type { Outbox } from './outbox.ts'

export class DontHaveExtension implements Extension {
  readonly name = 'lt_donthave'
  readonly kindOf = () => 'lt_donthave' as const
  readonly #links: ReadonlyMap<LinkId, Link>
  readonly #outbox: Outbox
  readonly #exchange: () => Exchange | undefined

  constructor(
    links: ReadonlyMap<LinkId, Link>,
    outbox: Outbox,
    exchange: () => Exchange | undefined,
  ) {
    this.#links = links
    this.#outbox = outbox
    this.#exchange = exchange
  }

  receive(link: Link, payload: Uint8Array, now: Millis): void {
    const piece = parseDontHave(payload)
    if (link.isExchanging) this.#exchange()?.dontHave(link.id, piece, now)
    else link.keep({ type: 'dontHave', piece })
  }

  isHeardBy(link: Link): boolean {
    return link.speaks(this.name)
  }

  /** Tells remotes that speak it; others find out when a request is rejected (BEP 6). */
  tell(pieces: readonly number[]): void {
    for (const piece of pieces) {
      const payload = encodeDontHave(piece)
      for (const link of this.#links.values())
        if (this.isHeardBy(link)) this.#outbox.sendExtended(link, this.name, payload)
    }
  }
}
