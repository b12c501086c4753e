/** Makes lanes between simulated peers, which carry the descriptions by the link that the lane is of. */
import type { LinkId, Millis } from '../base/ids.ts'
import type { LaneEffect, LaneEffectOf } from '../peer/lane-effect.ts'
import { MAX_LANE_NUMBER } from '../wire/lanes.ts'
import { describe, nameIn, nameOf } from './description.ts'
import { LaneEnd } from './lane-end.ts'
import type { LinkEnd, Owner } from './link-end.ts'
import type { SignallingParts } from './signalling.ts'

interface Making {
  readonly owner: Owner
  readonly link: LinkId
  readonly lane: number
  /** The name of the description that it answers. */
  readonly answers: string | undefined
}

export class LaneSignalling {
  readonly #parts: SignallingParts
  /** By the name of its description. */
  readonly #making = new Map<string, Making>()

  constructor(parts: SignallingParts) {
    this.#parts = parts
  }

  perform(owner: Owner, effect: LaneEffect): void {
    const end = owner.ends.get(effect.link)
    switch (effect.type) {
      case 'openLane':
        return this.#open(owner, effect)
      case 'laneAnswer':
        return this.#answered(owner, effect)
      case 'restLane':
        return end?.restLane(effect.lane)
      case 'closeLane':
        this.#making.delete(nameOfLane(owner, effect.link, effect.lane))
        if (end) this.#close(end, effect.lane)
    }
  }

  #open(owner: Owner, { link, lane, offer }: LaneEffectOf<'openLane'>): void {
    const name = nameOfLane(owner, link, lane)
    this.#making.set(name, { owner, link, lane, answers: offer && nameIn(offer) })
    const kind = offer === undefined ? 'offer' : 'answer'
    const sdp = describe(kind, name)
    owner.tellIn(this.#parts.connectMs, { type: 'laneDescribed', link, lane, sdp })
  }

  #answered(owner: Owner, { link, lane, sdp }: LaneEffectOf<'laneAnswer'>): void {
    const offered = nameOfLane(owner, link, lane)
    this.#later(this.#parts.connectMs, () => this.#join(offered, nameIn(sdp)))
  }

  #join(offered: string, answered: string): void {
    const [offerer, answerer] = [this.#making.get(offered), this.#making.get(answered)]
    if (!offerer || answerer?.answers !== offered) return
    this.#making.delete(offered)
    this.#making.delete(answered)
    const ends = [answerer, offerer].map(({ owner, link }) => owner.ends.get(link))
    const [near, far] = ends
    if (near === undefined || far === undefined || near.other !== far) return
    const { ways, wiring } = this.#parts
    if (ways.areBlocked(near.owner.name, far.owner.name)) return
    for (const end of [near, far]) end.addLane(new LaneEnd(offerer.lane, end, wiring))
    for (const { owner, id } of [near, far])
      owner.tell({ type: 'laneOpened', link: id, lane: offerer.lane })
  }

  /** The other end is told one way later. */
  #close(end: LinkEnd, lane: number): void {
    const blocks = end.closeLane(lane)
    if (blocks === undefined) return
    const { owner, id, other } = end
    if (blocks.length > 0) owner.tellIn(0, { type: 'laneLost', link: id, lane, lost: blocks })
    this.#later(this.#parts.network.delayMs(owner.name, other.owner.name), () => {
      const lost = other.closeLane(lane)
      if (lost) other.owner.tell({ type: 'laneClosed', link: other.id, lane, lost })
    })
  }

  #later(delayMs: Millis, happen: () => void): void {
    this.#parts.timeline.call(this.#parts.timeline.now + delayMs, happen)
  }
}

/** No two links of a peer have the same number, nor two lanes of a link. */
const nameOfLane = (owner: Owner, link: LinkId, lane: number): string =>
  nameOf(owner.id, (link * (MAX_LANE_NUMBER + 1) + lane) as LinkId)
