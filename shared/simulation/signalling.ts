/**
 * How two peers get a link, in virtual time: an offer goes through the server, its answer comes back
 * the same way, and after the time that ICE and DTLS take both have their end. What gets lost on the
 * way ends by a timeout.
 */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Network } from '../network/network.ts'
import { LinkEnd, type Owner } from './link-end.ts'
import type { ServerRoutes } from './server-routes.ts'
import type { Timeline } from './timeline.ts'
import type { Ways } from './ways.ts'
import type { Wiring } from './wires/wire.ts'

/** A connection in the making that has not come about by then is given up, as in a tab. */
const DIAL_TIMEOUT_MS = 20_000
/** ICE ends a connection whose other end has not been heard for so long (RFC 7675, section 5.1). */
export const CONSENT_MS = 30_000

export interface SignallingParts {
  readonly peers: ReadonlyMap<PeerId, Owner>
  readonly timeline: Timeline
  readonly network: Network
  readonly routes: ServerRoutes
  readonly ways: Ways
  readonly wiring: Wiring
  readonly connectMs: Millis
}

/** A connection in the making, as one of its two sides has it. */
interface Attempt {
  readonly offerId: string
  readonly beganMs: Millis
}

export class Signalling {
  readonly #parts: SignallingParts
  /** By whose it is, and with whom. */
  readonly #attempts = new Map<string, Attempt>()
  #links: LinkId = 0
  #offers = 0

  constructor(parts: SignallingParts) {
    this.#parts = parts
  }

  offer(dialler: Owner, to: PeerId): void {
    const { routes } = this.#parts
    const offerId = `offer ${++this.#offers}`
    this.#begin(dialler, to, offerId)
    const lost = () => this.#giveUp(dialler, to, offerId)
    const remote = this.#living(to)
    if (remote === undefined) {
      const { there, back } = routes.of(dialler.name)
      const gone = () => this.#fail(dialler, to, offerId, 'gone')
      routes.carry(dialler.name, there + back, gone, lost)
      return
    }
    const arrive = () => {
      if (!remote.isAlive) this.#refused(remote, dialler, offerId, 'gone')
      else {
        // It will answer too late, if it ever does.
        if (remote.isFrozen) lost()
        remote.tell({ type: 'offered', remote: dialler.id, offerId })
      }
    }
    routes.carry(remote.name, this.#delayMs(dialler, remote), arrive, lost)
  }

  refuse(peer: Owner, to: PeerId, offerId: string, reason: string): void {
    const dialler = this.#living(to)
    if (dialler === undefined) return
    // Whose offer loses is not told: it will abandon that, unless the one that won gets lost.
    if (reason === 'glare') this.#giveUp(dialler, peer.id, offerId)
    else this.#refused(peer, dialler, offerId, reason)
  }

  accept(peer: Owner, to: PeerId, offerId: string): void {
    const { routes, connectMs } = this.#parts
    const dialler = this.#living(to)
    this.#begin(peer, to, offerId)
    const answerMs = dialler ? this.#delayMs(peer, dialler) : 0
    const lost = () => {
      this.#giveUp(peer, to, offerId)
      if (dialler) this.#giveUp(dialler, peer.id, offerId)
    }
    const connect = () => {
      const isWaitedFor = dialler && this.#attempt(dialler, peer.id, offerId)
      if (!dialler?.isAlive || !peer.isAlive) {
        this.#fail(peer, to, offerId, 'gone')
        if (dialler) this.#fail(dialler, peer.id, offerId, 'gone')
      } else if (isWaitedFor && this.#reach(dialler, peer)) this.open(peer, dialler)
      else lost()
    }
    routes.carry(peer.name, answerMs + connectMs, connect, lost)
  }

  /** The peer's own dial: whatever comes of it is of no interest any more. */
  abandon(dialler: Owner, to: PeerId): void {
    this.#attempts.delete(keyOf(dialler, to))
  }

  /** The one who closes is not told; the other is, one way later, or by the silence. */
  close(end: LinkEnd, reason: string): void {
    const { network, ways } = this.#parts
    const from = end.owner.name
    const to = end.other.owner.name
    if (ways.areBlocked(from, to)) this.vanish(end)
    else this.#end(end, network.delayMs(from, to), reason)
  }

  /** Without a word to the other, which hears nothing any more. */
  vanish(end: LinkEnd): void {
    this.#end(end, CONSENT_MS, 'the remote was not heard any more')
  }

  /** The link is gone, as this end sees it. */
  tellClosed(end: LinkEnd, reason: string): void {
    if (!end.isOpen) return
    end.close()
    end.owner.tell({ type: 'linkClosed', link: end.id, reason })
  }

  /** Both have their end of a new link. */
  open(answerer: Owner, dialler: Owner): void {
    const { wiring } = this.#parts
    this.abandon(answerer, dialler.id)
    this.abandon(dialler, answerer.id)
    const near = new LinkEnd(++this.#links, answerer, dialler, wiring)
    const far = new LinkEnd(++this.#links, dialler, answerer, wiring)
    LinkEnd.join(near, far)
    answerer.tell({ type: 'linkOpened', link: near.id, remote: dialler.id })
    dialler.tell({ type: 'linkOpened', link: far.id, remote: answerer.id })
  }

  #end(end: LinkEnd, noticedMs: Millis, reason: string): void {
    end.close()
    this.#later(noticedMs, () => this.tellClosed(end.other, reason))
  }

  #refused(by: Owner, dialler: Owner, offerId: string, reason: string): void {
    this.#parts.routes.carry(
      dialler.name,
      this.#delayMs(by, dialler),
      () => this.#fail(dialler, by.id, offerId, reason),
      () => this.#giveUp(dialler, by.id, offerId),
    )
  }

  #begin(owner: Owner, remote: PeerId, offerId: string): void {
    const beganMs = this.#parts.timeline.now
    this.#attempts.set(keyOf(owner, remote), { offerId, beganMs })
  }

  #attempt(owner: Owner, remote: PeerId, offerId: string): Attempt | undefined {
    const attempt = this.#attempts.get(keyOf(owner, remote))
    return attempt?.offerId === offerId ? attempt : undefined
  }

  /** Nothing more will come of it: the owner finds out when its time is up. */
  #giveUp(owner: Owner, remote: PeerId, offerId: string): void {
    const attempt = this.#attempt(owner, remote, offerId)
    if (attempt === undefined) return
    this.#parts.timeline.call(attempt.beganMs + DIAL_TIMEOUT_MS, () =>
      this.#fail(owner, remote, offerId, 'no connection within 20 s'),
    )
  }

  #fail(owner: Owner, remote: PeerId, offerId: string, reason: string): void {
    if (this.#attempt(owner, remote, offerId) === undefined) return
    this.#attempts.delete(keyOf(owner, remote))
    owner.tell({ type: 'linkFailed', remote, reason })
  }

  #living(id: PeerId): Owner | undefined {
    const peer = this.#parts.peers.get(id)
    return peer?.isAlive ? peer : undefined
  }

  #reach(a: Owner, b: Owner): boolean {
    const { ways } = this.#parts
    return !ways.areBlocked(a.name, b.name)
  }

  #delayMs(from: Owner, to: Owner): Millis {
    return this.#parts.routes.of(from.name).there + this.#parts.routes.of(to.name).back
  }

  #later(delayMs: Millis, happen: () => void): void {
    this.#parts.timeline.call(this.#parts.timeline.now + delayMs, happen)
  }
}

const keyOf = (owner: Owner, remote: PeerId): string => `${owner.id} ${remote}`
