/**
 * The links that are up, and the coming and going of them: who is dropped and banned for what, and who
 * makes room for others. What is said on a link is not its business.
 */
import type { InfoHash, LinkId, Millis, PeerId } from '../base/ids.ts'
import { pickOne, type Random } from '../base/random.ts'
import type { AnswerBudget } from '../dialling/answer-budget.ts'
import { Dialler } from '../dialling/dialler.ts'
import type { DialCircumstances } from '../dialling/neighbours.ts'
import type { Referrals } from '../dialling/referrals.ts'
import type { Way } from '../dialling/way.ts'
import { ProtocolError } from '../wire/message.ts'
import type { Signal } from '../wire/signal.ts'
import { Strikes } from './blame.ts'
import { Link } from './link.ts'
import type { Outbox } from './outbox.ts'
import type { Reach } from './reach.ts'

export interface ConnectionsOptions {
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  readonly maxLinks?: number
  readonly answers?: AnswerBudget
  /** We speak the fast extension (BEP 6). */
  readonly fast: boolean
}

export interface ConnectionsPorts {
  circumstances(): DialCircumstances
  /** To be carried by the peer at the other end of a link. */
  relay(via: LinkId, to: PeerId, offerId: string, signal: Signal): void
  /** The remote has something that we want, or, once we have everything, does not. */
  isOfUse(link: Link): boolean
  /** The remote has something to get from us. */
  isWanted(link: Link): boolean
  forgotten(link: Link): void
}

const DEFAULT_MAX_LINKS = 30
/** A starving peer gives up an old link for a new remote at most once in this time. */
const TURNOVER_MS = 60_000
/** With as many useful remotes that need no relay, one that does is not worth what it costs. */
const ENOUGH_DIRECT = 4

export class Connections {
  readonly dialler: Dialler
  readonly #options: ConnectionsOptions
  readonly #links: Map<LinkId, Link>
  readonly #outbox: Outbox
  readonly #ports: ConnectionsPorts
  readonly #random: Random
  readonly #strikes = new Strikes()
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
    this.#ports = ports
    this.#random = random
    const maxLinks = options.maxLinks ?? DEFAULT_MAX_LINKS
    this.dialler = new Dialler(
      options.peerId,
      maxLinks,
      random,
      referrals,
      outbox,
      {
        circumstances: () => ports.circumstances(),
        relay: (...signal) => ports.relay(...signal),
        dialled: (remote, way) => this.#dialled(remote, way),
        makeRoom: () => this.#makeRoom(),
        replace: link => this.#close(link, 'replaced by a new link'),
      },
      options.answers,
    )
  }

  get none(): boolean {
    return this.dialler.neighbours.size === 0
  }

  opened(id: LinkId): void {
    const remote = this.dialler.opened(id)
    if (remote === undefined) return
    this.#links.set(id, new Link(id, remote, this.#outbox.now))
    const { infoHash, peerId, fast } = this.#options
    this.#outbox.send(id, { type: 'handshake', infoHash, peerId, fast, extended: true })
    this.dialler.dial()
  }

  /** Who we are linked with has said its name: a second link with it takes the place of the first. */
  greeted({ remote, id }: Link): void {
    this.dialler.greeted(remote, id)
  }

  reached(id: LinkId, reach: Reach): void {
    const link = this.#links.get(id)
    if (link === undefined || link.reach === reach) return
    link.reach = reach
    this.#outbox.log({ event: 'reached', remote: link.remote, reach })
  }

  closed(id: LinkId, reason: string): void {
    const link = this.#links.get(id)
    if (link === undefined) {
      this.dialler.failed(id, reason)
      return
    }
    this.#forget(link, reason)
    this.#rest(link)
    this.dialler.dial()
  }

  /** A new link to the same remote needs no rest: it was there a moment ago. */
  wayLost(id: LinkId): void {
    this.part(id, 'no way leads to it any more')
    this.dialler.dial()
  }

  attend(): void {
    for (const link of [...this.#links.values()]) {
      const due = link.due(this.#outbox.now)
      if (due === 'keepAlive') this.#outbox.send(link.id, { type: 'keepAlive' })
      if (due === 'timeout') this.drop(link.id, new ProtocolError('silent', 'has gone silent'))
    }
    this.#turnOver()
    this.#spareRelays()
    this.dialler.expire()
    this.dialler.dial()
  }

  /** A cluster of peers that lack the same pieces may be full: a freed place lets a source connect. */
  #turnOver(): void {
    const { now } = this.#outbox
    if (!this.dialler.neighbours.isFull || !this.#ports.circumstances().isStarved) return
    if (now - this.#turnedOverAt < TURNOVER_MS) return
    this.#turnedOverAt = now
    const useless = this.#uselessLinks
    this.#dropOne(useless.length > 0 ? useless : [...this.#links.values()])
  }

  /** Whoever needs a relay to reach anybody keeps its link as long as it gets something by it. */
  #spareRelays(): void {
    const links = [...this.#links.values()]
    const relayed = links.filter(link => link.reach === 'relayed' && !this.#ports.isWanted(link))
    if (relayed.length === 0) return
    const isDirect = (link: Link) => link.reach !== undefined && link.reach !== 'relayed'
    const direct = links.filter(link => isDirect(link) && this.#ports.isOfUse(link))
    if (direct.length >= ENOUGH_DIRECT) this.#dropOne(relayed, 'needs a relay, and others do not')
  }

  get #uselessLinks(): Link[] {
    return [...this.#links.values()].filter(link => !this.#ports.isOfUse(link))
  }

  #dropOne(links: readonly Link[], reason = 'makes room for others'): void {
    const link = pickOne(this.#random, links)
    if (link === undefined) return
    this.#close(link.id, reason)
    this.#rest(link)
  }

  /** Nobody is to blame: the remote may come back at once. */
  part(id: LinkId, reason: string): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    this.#close(id, reason)
    this.dialler.neighbours.parted(link.remote, id, this.#outbox.now)
  }

  drop(id: LinkId, error: ProtocolError): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    // A broken connection can look like this: the remote may try again, later each time.
    const isBroken = error.code === 'silent' || error.code === 'bad-handshake'
    // Or it is not the remote that we are linked with, and somebody else has used its name.
    const innocent = isBroken || this.dialler.neighbours.isRival(link.remote, id)
    this.#close(id, `${error.code}: ${error.message}`)
    if (innocent) this.#rest(link)
    else if (isExcess(error)) this.ban(link.remote, error.code, this.#strikes.strike(link.remote))
    else this.ban(link.remote, error.code)
  }

  ban(remote: PeerId, reason: string, forMs = Number.POSITIVE_INFINITY): void {
    if (!this.dialler.ban(remote, this.#outbox.now + forMs, reason)) return
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
    this.dialler.leave('left the swarm')
  }

  #dialled(remote: PeerId, way: Way): void {
    const between = typeof way === 'number' ? this.#links.get(way) : undefined
    this.#outbox.log({ event: 'dialled', remote, ...(between && { via: between.remote }) })
  }

  /** A seed drops another seed: no pieces pass between them. */
  #makeRoom(): void {
    if (this.#ports.circumstances().isSeed) this.#dropOne(this.#uselessLinks)
  }

  #rest({ remote, id }: Link): void {
    this.dialler.neighbours.closed(remote, id, this.#outbox.now)
  }

  #close(id: LinkId, reason: string): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    this.#outbox.emit({ type: 'close', link: id, reason })
    this.#forget(link, reason)
  }

  #forget(link: Link, reason: string): void {
    this.#links.delete(link.id)
    const isRival = this.dialler.neighbours.isRival(link.remote, link.id)
    const event = isRival ? 'dialFailed' : 'unlinked'
    this.dialler.closed(link.id)
    this.#outbox.log({ event, remote: link.remote, reason })
    this.#ports.forgotten(link)
  }
}

/** Lawful one by one: a bug or a bad moment may be behind it, so the remote may come back. */
const isExcess = ({ code }: ProtocolError): boolean => code === 'flood' || code === 'withheld'
