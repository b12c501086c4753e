/**
 * Makes connections between simulated peers as WebRTC does: each side has one in the making, and peers
 * carry the descriptions. When an answer has reached the offerer, and both still want it, a link opens.
 */
import type { LinkId, Millis } from '../base/ids.ts'
import type { DiallingEffectOf } from '../dialling/effect.ts'
import type { Network } from '../network/network.ts'
import { describe, nameIn, nameOf } from './description.ts'
import { LinkEnd, type Owner } from './link-end.ts'
import type { Timeline } from './timeline.ts'
import type { Ways } from './ways.ts'
import type { Wiring } from './wires/wire.ts'

/** ICE ends a connection whose other end has not been heard for this long (RFC 7675, section 5.1). */
export const CONSENT_MS = 30_000

export interface SignallingParts {
  readonly timeline: Timeline
  readonly network: Network
  readonly ways: Ways
  readonly wiring: Wiring
  /** The time of ICE and DTLS after signalling; gathering candidates takes the same time. */
  readonly connectMs: Millis
}

interface Making {
  readonly owner: Owner
  readonly link: LinkId
  /** The name of the description that it answers. */
  readonly answers: string | undefined
}

export class Signalling {
  readonly #parts: SignallingParts
  readonly #onOpened: (end: LinkEnd) => void
  /** By the name of its description. */
  readonly #making = new Map<string, Making>()

  constructor(parts: SignallingParts, onOpened: (end: LinkEnd) => void = () => {}) {
    this.#parts = parts
    this.#onOpened = onOpened
  }

  connect(owner: Owner, { link, offer, whole }: DiallingEffectOf<'connect'>): void {
    const name = nameOf(owner.id, link)
    this.#making.set(name, { owner, link, answers: offer && nameIn(offer) })
    const kind = offer === undefined ? 'offer' : 'answer'
    owner.tellIn(whole ? this.#parts.connectMs : 0, {
      type: 'localSignal',
      link,
      signal: { kind, sdp: describe(kind, name) },
    })
  }

  /** The remote's signal has reached a connection in the making: an answer completes the pair. */
  signal(owner: Owner, { link, signal }: DiallingEffectOf<'signal'>): void {
    if (signal.kind !== 'answer') return
    const offered = nameOf(owner.id, link)
    const answered = nameIn(signal.sdp)
    this.#later(this.#parts.connectMs, () => this.#join(offered, answered))
  }

  close(owner: Owner, link: LinkId, reason: string): void {
    const end = owner.ends.get(link)
    if (end) this.closeEnd(end, reason)
    else this.#making.delete(nameOf(owner.id, link))
  }

  /** The closing end is not told. The other is told one way later, or times out. */
  closeEnd(end: LinkEnd, reason: string): void {
    const { network, ways } = this.#parts
    const from = end.owner.name
    const to = end.other.owner.name
    if (ways.areBlocked(from, to)) this.vanish(end)
    else this.#end(end, network.delayMs(from, to), reason)
  }

  /** Closes silently: the other end times out. */
  vanish(end: LinkEnd): void {
    this.#end(end, CONSENT_MS, 'the remote was not heard any more')
  }

  tellClosed(end: LinkEnd, reason: string): void {
    if (!end.isOpen) return
    end.close()
    end.owner.tell({ type: 'linkClosed', link: end.id, reason })
  }

  #join(offered: string, answered: string): void {
    const { ways, wiring } = this.#parts
    const [offerer, answerer] = [this.#making.get(offered), this.#making.get(answered)]
    if (!offerer || answerer?.answers !== offered) return
    if (!offerer.owner.isAlive || !answerer.owner.isAlive) return
    if (ways.areBlocked(offerer.owner.name, answerer.owner.name)) return
    this.#making.delete(offered)
    this.#making.delete(answered)
    const near = new LinkEnd(answerer.link, answerer.owner, offerer.owner, wiring)
    const far = new LinkEnd(offerer.link, offerer.owner, answerer.owner, wiring)
    LinkEnd.join(near, far)
    for (const { owner, id } of [near, far]) owner.tell({ type: 'linkOpened', link: id })
    for (const end of [near, far]) this.#onOpened(end)
  }

  #end(end: LinkEnd, noticedMs: Millis, reason: string): void {
    end.close()
    this.#later(noticedMs, () => this.tellClosed(end.other, reason))
  }

  #later(delayMs: Millis, happen: () => void): void {
    this.#parts.timeline.call(this.#parts.timeline.now + delayMs, happen)
  }
}
