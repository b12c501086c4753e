/**
 * How two peers get a link by way of a third, in virtual time: as in a tab, the offer, its answer or
 * its refusal travel as signals over links that are up, and what is lost on the way times out.
 */
import { assert } from '../base/assert.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { RelayedSignal } from '../peer/effect.ts'
import type { Owner } from './link-end.ts'
import type { Timeline } from './timeline.ts'

/** A connection in the making that has not come about by then is given up, as in a tab. */
const DIAL_TIMEOUT_MS = 20_000

/** The length of what tabs say: the SDP of a data channel with its candidates. */
const SIGNAL_BYTES = 1_500
const KIND = { offer: 0, answer: 1, refusal: 2 } as const

export interface RelayedSignallingParts {
  readonly peers: ReadonlyMap<PeerId, Owner>
  readonly timeline: Timeline
  /** What ICE and DTLS take once both know of each other. */
  readonly connectMs: Millis
  open(answerer: Owner, dialler: Owner): void
}

export class RelayedSignalling {
  readonly #parts: RelayedSignallingParts
  /** Offers made, and offers that came and were accepted, by owner, remote and id: their link. */
  readonly #making = new Map<string, LinkId>()
  /** Offers that came and wait for the peer's verdict. */
  readonly #proposed = new Map<string, LinkId>()
  #offers = 0

  constructor(parts: RelayedSignallingParts) {
    this.#parts = parts
  }

  offer(dialler: Owner, remote: PeerId, via: LinkId): void {
    const offerId = (++this.#offers).toString(16).padStart(40, '0')
    this.#begin(dialler, remote, offerId, via)
    this.#say(dialler, { via, remote, offerId }, KIND.offer)
  }

  /** True if the offer came by relay. */
  accept(answerer: Owner, remote: PeerId, offerId: string): boolean {
    const via = this.#takeProposal(answerer, remote, offerId)
    if (via === undefined) return false
    this.#begin(answerer, remote, offerId, via)
    this.#say(answerer, { via, remote, offerId }, KIND.answer)
    return true
  }

  /** True if the offer came by relay. */
  refuse(answerer: Owner, remote: PeerId, offerId: string): boolean {
    const via = this.#takeProposal(answerer, remote, offerId)
    if (via !== undefined) this.#say(answerer, { via, remote, offerId }, KIND.refusal)
    return via !== undefined
  }

  /** Another offer won: what is in the making is worth nothing any more. */
  abandon(owner: Owner, remote: PeerId): void {
    for (const key of this.#making.keys())
      if (key.startsWith(`${owner.id} ${remote} `)) this.#making.delete(key)
  }

  onSignal(owner: Owner, { via, remote, offerId, data }: RelayedSignal): void {
    const isMaking = this.#making.get(keyOf(owner, remote, offerId)) === via
    if (data[0] === KIND.offer) {
      this.#proposed.set(keyOf(owner, remote, offerId), via)
      owner.tell({ type: 'offered', remote, offerId, via })
    } else if (data[0] === KIND.refusal && isMaking)
      this.onRefused(owner, remote, offerId, 'refused')
    else if (data[0] === KIND.answer && isMaking) this.#answered(owner, remote, offerId)
  }

  onRefused(owner: Owner, remote: PeerId, offerId: string, reason: string): void {
    if (this.#end(owner, remote, offerId) !== undefined)
      owner.tell({ type: 'linkFailed', remote, reason })
  }

  #answered(dialler: Owner, remote: PeerId, offerId: string): void {
    const { timeline, peers, connectMs } = this.#parts
    timeline.call(timeline.now + connectMs, () => {
      const answerer = peers.get(remote)
      assert(answerer, 'answered by nobody')
      const mine = this.#end(dialler, remote, offerId)
      const theirs = this.#end(answerer, dialler.id, offerId)
      const both = mine !== undefined && theirs !== undefined
      if (both && answerer.isAlive && dialler.isAlive) this.#parts.open(answerer, dialler)
      else {
        if (mine !== undefined) dialler.tell({ type: 'linkFailed', remote, reason: 'gone' })
        if (theirs !== undefined)
          answerer.tell({ type: 'linkFailed', remote: dialler.id, reason: 'gone' })
      }
    })
  }

  #begin(owner: Owner, remote: PeerId, offerId: string, via: LinkId): void {
    const { timeline } = this.#parts
    this.#making.set(keyOf(owner, remote, offerId), via)
    timeline.call(timeline.now + DIAL_TIMEOUT_MS, () =>
      this.onRefused(owner, remote, offerId, 'no connection within 20 s'),
    )
  }

  #takeProposal(owner: Owner, remote: PeerId, offerId: string): LinkId | undefined {
    const key = keyOf(owner, remote, offerId)
    const via = this.#proposed.get(key)
    this.#proposed.delete(key)
    return via
  }

  #end(owner: Owner, remote: PeerId, offerId: string): LinkId | undefined {
    const key = keyOf(owner, remote, offerId)
    const via = this.#making.get(key)
    this.#making.delete(key)
    return via
  }

  #say(owner: Owner, address: Omit<RelayedSignal, 'data'>, kind: number): void {
    const data = new Uint8Array(SIGNAL_BYTES)
    data[0] = kind
    owner.tell({ type: 'signal', ...address, data })
  }
}

const keyOf = (owner: Owner, remote: PeerId, offerId: string): string =>
  `${owner.id} ${remote} ${offerId}`
