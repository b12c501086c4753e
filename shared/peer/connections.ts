/**
 * The links that are up, and the coming and going of them: whom to dial, whose offer to take, who is
 * dropped and banned for what. What is said on a link is not its business.
 */
import type { InfoHash, LinkId, Millis, PeerId } from '../base/ids.ts'
import { pickOne, type Random } from '../base/random.ts'
import { ProtocolError } from '../wire/message.ts'
import { Link } from './link.ts'
import { type DialCircumstances, Neighbours, type OfferVerdict } from './neighbours.ts'
import type { Outbox } from './outbox.ts'
import type { Referrals } from './referrals.ts'

export interface ConnectionsOptions {
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  readonly maxLinks?: number
  /** We speak the fast extension (BEP 6). */
  readonly fast: boolean
}

export interface ConnectionsPorts {
  /** What whom to dial depends on. */
  circumstances(): DialCircumstances
  /** The remote has something that we want, or, once we have everything, does not. */
  isOfUse(link: Link): boolean
  /** A link is gone, whoever closed it. */
  forgotten(link: Link): void
}

const DEFAULT_MAX_LINKS = 30
/** Who starves tries a new remote in the place of an old one so often. */
const TURNOVER_MS = 60_000

export class Connections {
  readonly #options: ConnectionsOptions
  readonly #links: Map<LinkId, Link>
  readonly #outbox: Outbox
  readonly #neighbours: Neighbours
  readonly #ports: ConnectionsPorts
  readonly #random: Random
  #turnedOverAt: Millis = 0

  constructor(
    options: ConnectionsOptions,
    links: Map<LinkId, Link>,
    random: Random,
    outbox: Outbox,
    referrals: Referrals,
    ports: ConnectionsPorts,
  ) {
    this.#options = options
    this.#links = links
    this.#outbox = outbox
    const maxLinks = options.maxLinks ?? DEFAULT_MAX_LINKS
    this.#neighbours = new Neighbours(options.peerId, maxLinks, random, referrals)
    this.#ports = ports
    this.#random = random
  }

  /** Dials and answers under way. */
  get halfOpen(): number {
    return this.#neighbours.halfOpen
  }

  get none(): boolean {
    return this.#links.size === 0 && this.#neighbours.halfOpen === 0
  }

  /** The tracker's newest list. */
  listed(remotes: readonly PeerId[]): void {
    this.#neighbours.refresh(remotes)
    this.dial()
  }

  dial(): void {
    const { now } = this.#outbox
    for (const { remote, via } of this.#neighbours.dials(now, this.#ports.circumstances())) {
      const between = via === undefined ? undefined : this.#links.get(via)
      this.#outbox.log({ event: 'dialled', remote, ...(between && { via: between.remote }) })
      this.#outbox.emit({ type: 'connect', remote, ...(via !== undefined && { via }) })
    }
  }

  /** By the server, the link of a peer between us, or a tracker that knows nobody. */
  offered(remote: PeerId, offerId: string, via: LinkId | 'tracker' | undefined): void {
    const { now } = this.#outbox
    if (typeof via === 'number' && !this.#links.get(via)?.relayedOffers.take(now)) {
      const reason = 'too many offers by one relay'
      this.#outbox.emit({ type: 'refuse', remote, offerId, reason })
      return
    }
    const answer = this.#answerTo(remote, via !== undefined)
    if (answer.verdict === 'refuse') {
      this.#outbox.emit({ type: 'refuse', remote, offerId, reason: answer.reason })
      return
    }
    if (answer.verdict === 'yield') this.#outbox.emit({ type: 'abandon', remote })
    if (answer.verdict === 'replace') this.#close(answer.link, 'replaced by a new link')
    this.#outbox.emit({ type: 'accept', remote, offerId })
  }

  /** Who has everything makes room by dropping another who has, of whom no pieces come or go. */
  #answerTo(remote: PeerId, relayed: boolean): OfferVerdict {
    const { now } = this.#outbox
    const answer = this.#neighbours.offered(remote, relayed, now)
    const isFull = answer.verdict === 'refuse' && answer.reason === 'full'
    if (!isFull || !this.#ports.circumstances().isSeed) return answer
    this.#dropOne(this.#uselessLinks)
    return this.#neighbours.offered(remote, relayed, now)
  }

  opened(id: LinkId, remote: PeerId): void {
    if (!this.#neighbours.opened(remote, id, this.#outbox.now)) {
      this.#outbox.emit({ type: 'close', link: id, reason: 'one link too many' })
      return
    }
    this.#links.set(id, new Link(id, remote, this.#outbox.now))
    const { infoHash, peerId, fast } = this.#options
    this.#outbox.send(id, { type: 'handshake', infoHash, peerId, fast, extended: true })
    this.dial()
  }

  failed(remote: PeerId, reason: string): void {
    this.#neighbours.failed(remote, this.#outbox.now)
    this.#outbox.log({ event: 'dialFailed', remote, reason })
    this.dial()
  }

  closed(id: LinkId, reason: string): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    this.#forget(link, reason)
    this.#neighbours.closed(link.remote, id, this.#outbox.now)
    this.dial()
  }

  /** What time asks of every link. */
  attend(): void {
    for (const link of [...this.#links.values()]) {
      const due = link.due(this.#outbox.now)
      if (due === 'keepAlive') this.#outbox.send(link.id, { type: 'keepAlive' })
      if (due === 'timeout') this.drop(link.id, new ProtocolError('silent', 'has gone silent'))
    }
    this.#turnOver()
  }

  /**
   * Some who lack the same pieces may be so well linked among each other that none has room for who
   * has them: one link makes room, and by and by one of them finds the way out.
   */
  #turnOver(): void {
    const { now } = this.#outbox
    if (!this.#neighbours.isFull || !this.#ports.circumstances().isStarved) return
    if (now - this.#turnedOverAt < TURNOVER_MS) return
    this.#turnedOverAt = now
    const useless = this.#uselessLinks
    this.#dropOne(useless.length > 0 ? useless : [...this.#links.values()])
  }

  get #uselessLinks(): Link[] {
    return [...this.#links.values()].filter(link => !this.#ports.isOfUse(link))
  }

  #dropOne(links: readonly Link[]): void {
    const link = pickOne(this.#random, links)
    if (link === undefined) return
    this.#close(link.id, 'makes room for others')
    this.#neighbours.closed(link.remote, link.id, this.#outbox.now)
  }

  /** The remote broke the protocol. */
  drop(id: LinkId, error: ProtocolError): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    this.#close(id, `${error.code}: ${error.message}`)
    // What a broken connection can look like is no proof of malice: it may try again, later each time.
    const innocent = error.code === 'silent' || error.code === 'bad-handshake'
    if (innocent) this.#neighbours.closed(link.remote, id, this.#outbox.now)
    else this.ban(link.remote, error.code)
  }

  ban(remote: PeerId, reason: string, forMs = Number.POSITIVE_INFINITY): void {
    if (!this.#neighbours.ban(remote, this.#outbox.now + forMs)) return
    const isForGood = forMs === Number.POSITIVE_INFINITY
    this.#outbox.log({ event: 'banned', remote, reason, ...(!isForGood && { forMs }) })
    for (const link of [...this.#links.values()]) {
      if (link.remote === remote) this.#close(link.id, reason)
    }
  }

  leave(): void {
    for (const link of this.#links.values()) {
      this.#outbox.emit({ type: 'close', link: link.id, reason: 'left the swarm' })
    }
    this.#links.clear()
  }

  #close(id: LinkId, reason: string): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    this.#outbox.emit({ type: 'close', link: id, reason })
    this.#forget(link, reason)
  }

  #forget(link: Link, reason: string): void {
    this.#links.delete(link.id)
    this.#outbox.log({ event: 'unlinked', remote: link.remote, reason })
    this.#ports.forgotten(link)
  }
}
