/**
 * Web seeds (BEP 19), as the peer sees them: remotes of the exchange that no tracker lists and no
 * connection leads to. `shared/webseed` speaks for them in the messages of BitTorrent.
 */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, PeerId } from '../base/ids.ts'
import type { Exchange, ExchangeMessage } from '../exchange/exchange.ts'
import { type Message, ProtocolError } from '../wire/message.ts'
import type { Outbox } from './outbox.ts'

interface WebSeed {
  readonly link: LinkId
  readonly remote: PeerId
  readonly pieces: Bitfield
}

/** It has heard nothing of us, and is told nothing. */
const TERMS = { isFirstMessage: true, speaksFast: false, isWebSeed: true }

export class WebSeedLinks {
  readonly #outbox: Outbox
  readonly #exchange: () => Exchange | undefined
  readonly #open = new Map<LinkId, WebSeed>()
  /** Open or not: a piece may fail its check when its sender has gone. */
  readonly #linkOf = new Map<PeerId, LinkId>()

  constructor(outbox: Outbox, exchange: () => Exchange | undefined) {
    this.#outbox = outbox
    this.#exchange = exchange
  }

  /** Before the store is open too. */
  opened({ link, remote, pieces }: WebSeed): void {
    const seed = { link, remote, pieces }
    this.#open.set(link, seed)
    this.#linkOf.set(remote, link)
    this.#join(seed)
  }

  /** The store is open. */
  begin(): void {
    for (const seed of this.#open.values()) this.#join(seed)
  }

  #join({ link, remote, pieces }: WebSeed): void {
    const { now } = this.#outbox
    const exchange = this.#exchange()
    exchange?.join(link, remote, TERMS, now)
    exchange?.receive(link, { type: 'bitfield', bytes: pieces.bytes.slice() }, now)
    exchange?.receive(link, { type: 'unchoke' }, now)
  }

  receive(link: LinkId, message: Message): void {
    if (!this.#open.has(link)) return
    try {
      this.#exchange()?.receive(link, message as ExchangeMessage, this.#outbox.now)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.drop(link)
    }
  }

  lacks(link: LinkId, pieces: readonly number[]): void {
    const exchange = this.#exchange()
    if (!this.#open.has(link) || exchange === undefined) return
    const { now } = this.#outbox
    const isPaused = exchange.inspectLink(link, now)?.peerChoking ?? false
    // Choked meanwhile, or at each piece it would be asked for the next that it lacks.
    exchange.receive(link, { type: 'choke' }, now)
    for (const piece of pieces) exchange.dontHave(link, piece, now)
    if (!isPaused) exchange.receive(link, { type: 'unchoke' }, now)
  }

  closed(link: LinkId): void {
    if (this.#open.delete(link)) this.#exchange()?.leave(link, this.#outbox.now)
  }

  /** False if the remote is none of these. */
  blame(remote: PeerId, piece: number): boolean {
    const link = this.#linkOf.get(remote)
    if (link === undefined) return false
    this.#outbox.emit({ type: 'webSeedBlamed', link, piece })
    return true
  }

  /** It breaks the rules. False if it is none of these. */
  drop(link: LinkId): boolean {
    if (!this.#open.has(link)) return false
    this.closed(link)
    this.#outbox.emit({ type: 'close', link, reason: 'breaks the rules of the exchange' })
    return true
  }
}
