/**
 * How two peers get a link, in virtual time: an offer goes through the server, its answer comes back
 * the same way, and after the time that ICE and DTLS take both have their end.
 */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Network } from '../network/network.ts'
import { LinkEnd, type Owner } from './link-end.ts'
import type { ServerRoutes } from './server-routes.ts'
import type { Timeline } from './timeline.ts'
import type { Wiring } from './wire.ts'

export interface SignallingParts {
  readonly peers: ReadonlyMap<PeerId, Owner>
  readonly timeline: Timeline
  readonly network: Network
  readonly routes: ServerRoutes
  readonly wiring: Wiring
  readonly connectMs: Millis
}

export class Signalling {
  readonly #parts: SignallingParts
  #links: LinkId = 0
  #offers = 0

  constructor(parts: SignallingParts) {
    this.#parts = parts
  }

  offer(dialler: Owner, to: PeerId): void {
    const offerId = `offer ${++this.#offers}`
    const remote = this.#living(to)
    if (remote === undefined) {
      const { there, back } = this.#parts.routes.of(dialler.name)
      this.#later(there + back, () => fail(dialler, to, 'gone'))
      return
    }
    this.#later(this.#delayMs(dialler, remote), () => {
      if (remote.isAlive) remote.tell({ type: 'offered', remote: dialler.id, offerId })
      else this.#later(this.#delayMs(remote, dialler), () => fail(dialler, to, 'gone'))
    })
  }

  refuse(peer: Owner, to: PeerId, reason: string): void {
    const dialler = this.#living(to)
    // Whoever wins a glare is told nothing: the other side's abandoned dial is not its concern.
    if (dialler === undefined || reason === 'glare') return
    this.#later(this.#delayMs(peer, dialler), () => fail(dialler, peer.id, reason))
  }

  accept(peer: Owner, to: PeerId): void {
    const dialler = this.#living(to)
    const answerMs = dialler ? this.#delayMs(peer, dialler) : 0
    this.#later(answerMs + this.#parts.connectMs, () => {
      if (dialler?.isAlive && peer.isAlive) this.open(peer, dialler)
      else {
        fail(peer, to, 'gone')
        if (dialler) fail(dialler, peer.id, 'gone')
      }
    })
  }

  /** The one who closes is not told; the other is, one way later. */
  close(end: LinkEnd, reason: string): void {
    end.close()
    const { owner, other } = end
    const delayMs = this.#parts.network.delayMs(owner.name, other.owner.name)
    this.#later(delayMs, () => this.tellClosed(other, reason))
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
    const near = new LinkEnd(++this.#links, answerer, dialler, wiring)
    const far = new LinkEnd(++this.#links, dialler, answerer, wiring)
    LinkEnd.join(near, far)
    answerer.tell({ type: 'linkOpened', link: near.id, remote: dialler.id })
    dialler.tell({ type: 'linkOpened', link: far.id, remote: answerer.id })
  }

  #living(id: PeerId): Owner | undefined {
    const peer = this.#parts.peers.get(id)
    return peer?.isAlive ? peer : undefined
  }

  #delayMs(from: Owner, to: Owner): Millis {
    return this.#parts.routes.of(from.name).there + this.#parts.routes.of(to.name).back
  }

  #later(delayMs: Millis, happen: () => void): void {
    this.#parts.timeline.call(this.#parts.timeline.now + delayMs, happen)
  }
}

const fail = (peer: Owner, remote: PeerId, reason: string): void =>
  peer.tell({ type: 'linkFailed', remote, reason })
