/**
 * Lanes, ts_lanes: further connections of a link, for pieces. Says how many, and carries what makes them by
 * the link itself; the host makes them, and puts each piece on the lane that has room.
 *
 *   offer, ours   describing -> offered -> connecting -> open -> ending
 *   theirs                     describing -> connecting -> open -> ending
 *   any: failed, out of time, the link is over -> gone
 */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { CandidateFilter } from '../wire/candidate.ts'
import { encodeLanes, type LaneMessage, type LostBlock, parseLanes } from '../wire/lanes.ts'
import { ProtocolError } from '../wire/message.ts'
import { checkSdp } from '../wire/sdp.ts'
import type { Extension } from './extensions.ts'
import type { LaneBudget } from './lane-budget.ts'
import { LOOK_MS } from './lane-count.ts'
import type { LaneInput } from './lane-effect.ts'
import type { Link } from './link.ts'
import { type Lane, LinkLanes } from './link-lanes.ts'
import type { Outbox } from './outbox.ts'

/** Between the end of a lane's use and its closing: what it carries arrives first. */
const LINGER_MS = 5_000
export class LanesExtension implements Extension {
  readonly name = 'ts_lanes'
  readonly kindOf = () => 'ts_lanes' as const
  readonly #self: PeerId
  readonly #links: ReadonlyMap<LinkId, Link>
  readonly #outbox: Outbox
  readonly #budget: LaneBudget
  readonly #exchange: () => Exchange | undefined
  readonly #byLink = new Map<LinkId, LinkLanes>()
  #lookAt: Millis | undefined

  constructor(
    self: PeerId,
    links: ReadonlyMap<LinkId, Link>,
    outbox: Outbox,
    budget: LaneBudget,
    exchange: () => Exchange | undefined,
  ) {
    this.#self = self
    this.#links = links
    this.#outbox = outbox
    this.#budget = budget
    this.#exchange = exchange
  }

  introduced(link: Link, _: unknown, now: Millis): void {
    // Without the fast extension a choke drops requests whose answers come by other lanes.
    if (!link.speaks(this.name) || !link.speaksFast || this.#byLink.has(link.id)) return
    this.#byLink.set(link.id, new LinkLanes(link, this.#self < link.remote, now))
    this.#lookAt ??= now + LOOK_MS
  }

  /** Open ones, the first included. */
  countOf(link: LinkId): number {
    return 1 + (this.#byLink.get(link)?.openCount ?? 0)
  }

  // --- what the host tells

  handle(input: LaneInput, now: Millis): void {
    const of = this.#byLink.get(input.link)
    if (of === undefined) return
    if (input.type === 'laneLost') return this.#tellLost(of, input.lane, input.lost)
    const lane = of.get(input.lane)
    if (lane === undefined) return
    switch (input.type) {
      case 'laneDescribed':
        return this.#described(of, lane, input.sdp)
      case 'laneOpened':
        lane.state = 'open'
        lane.until = Number.POSITIVE_INFINITY
        return this.#changed(of, now)
      case 'laneClosed':
        if (lane.state === 'open' || lane.state === 'ending') {
          if (lane.state === 'open') of.count.broken(now)
          this.#tellLost(of, lane.number, input.lost)
        } else {
          of.hasFailed = true
          this.#say(of, { type: 'end', lane: lane.number })
        }
        return this.#forget(of, lane, now)
    }
  }

  /** Of nothing too: the remote, which may not have noticed, then tells what it has lost. */
  #tellLost(of: LinkLanes, lane: number, blocks: readonly LostBlock[]): void {
    this.#say(of, { type: 'lost', lane, blocks })
  }

  /** It is interested, or its way is known: the first lanes are made before much is under way. */
  mayBegin(id: LinkId, now: Millis): void {
    if (this.#byLink.get(id)?.count.hasBegun === false) this.#lookAt = now
  }

  reached(id: LinkId, isRelayed: boolean, now: Millis): void {
    const of = this.#byLink.get(id)
    if (of === undefined) return
    of.count.reached(isRelayed)
    if (!isRelayed) return
    for (const lane of of.all) this.#end(of, lane, now)
    this.#changed(of, now)
  }

  // --- what the remote tells

  receive(link: Link, payload: Uint8Array, now: Millis): void {
    const message = parseLanes(payload)
    const of = this.#byLink.get(link.id)
    if (of === undefined) throw new ProtocolError('not-agreed', 'ts_lanes without BEP 6')
    if (message.type === 'offer') return this.#offered(of, message.lane, message.sdp, now)
    const lane = of.get(message.lane)
    switch (message.type) {
      case 'answer':
        if (lane?.isOurs && lane.state === 'offered') this.#answered(of, lane, message.sdp, now)
        return
      case 'end':
        if (lane) this.#ended(of, lane, now, true)
        return
      case 'lost':
        if (lane?.state === 'open') of.count.broken(now)
        if (lane) this.#close(of, lane, now)
        if (of.mayHaveLost(message.lane)) this.#lost(link, message.blocks, now)
        return
    }
  }

  leave(id: LinkId): void {
    const of = this.#byLink.get(id)
    if (of === undefined) return
    // The host closes them with the link.
    for (const { isOurs } of of.all) this.#budget.giveBack(isOurs)
    this.#byLink.delete(id)
  }

  // --- time

  get nextDeadline(): Millis | undefined {
    return this.#lookAt
  }

  tick(now: Millis): void {
    if (this.#lookAt === undefined || now < this.#lookAt) return
    const exchange = this.#exchange()
    let allBytes = 0
    // Those of stock clients too, which have but one connection to lose by.
    for (const id of this.#links.keys()) allBytes += exchange?.traffic?.(id)?.departedBytes ?? 0
    let isAnyBusy = false
    for (const of of this.#byLink.values()) {
      const traffic = exchange?.traffic?.(of.link.id)
      const isBusy = traffic?.isBusy ?? false
      const isServing = traffic?.isServing ?? false
      isAnyBusy ||= ((isBusy || isServing) && of.count.mayPay) || of.size > 0
      this.#expire(of, now)
      for (const lane of of.idle(traffic?.arrivedBytes ?? 0, now)) this.#end(of, lane, now)
      const wasBeginning = of.count.isBeginning
      of.count.look(
        {
          bytes: traffic?.departedBytes ?? 0,
          allBytes,
          isBusy,
          isServing,
          open: this.countOf(of.link.id),
          hasFailed: of.hasFailed,
        },
        now,
      )
      of.hasFailed = false
      this.#adjust(of, now)
      if (of.count.isBeginning !== wasBeginning) this.#changed(of, now)
    }
    this.#lookAt = now + (isAnyBusy ? LOOK_MS : 4 * LOOK_MS)
  }

  #expire(of: LinkLanes, now: Millis): void {
    for (const lane of of.all) {
      if (now < lane.until) continue
      if (lane.state !== 'ending') {
        of.hasFailed = true
        this.#say(of, { type: 'end', lane: lane.number })
      }
      this.#close(of, lane, now)
    }
  }

  /** Makes or ends lanes of ours, until there are as many as should be. */
  #adjust(of: LinkLanes, now: Millis): void {
    const used = of.all.filter(({ state }) => state !== 'ending')
    const wanted = of.count.wanted - 1
    for (let i = used.length; i < wanted; i++) if (!this.#offer(of, now)) break
    // Both may be making some: what is not open yet is not too many.
    const open = used.filter(({ state }) => state === 'open')
    const ours = open.filter(({ isOurs }) => isOurs)
    for (const lane of ours.slice(0, Math.max(0, open.length - wanted)).reverse())
      this.#end(of, lane, now)
  }

  #offer(of: LinkLanes, now: Millis): boolean {
    if (!this.#budget.take(true)) {
      of.hasFailed = true
      return false
    }
    const number = of.nextNumber()
    of.begin(number, true, new CandidateFilter(), now)
    this.#outbox.emit({ type: 'openLane', link: of.link.id, lane: number })
    return true
  }

  #described(of: LinkLanes, lane: Lane, sdp: string): void {
    if (lane.state !== 'describing') return
    lane.state = lane.isOurs ? 'offered' : 'connecting'
    this.#say(of, { type: lane.isOurs ? 'offer' : 'answer', lane: lane.number, sdp })
  }

  #offered(of: LinkLanes, number: number, sdp: string, now: Millis): void {
    if (!of.isTheirs(number) || of.get(number))
      throw new ProtocolError('bad-extension', 'ts_lanes offers a lane that is not its own')
    const candidates = new CandidateFilter()
    const checked = checkSdp('offer', sdp, candidates)
    if (!checked.ok || !of.takesOffer(now) || !this.#budget.take(false))
      return this.#say(of, { type: 'end', lane: number })
    of.begin(number, false, candidates, now)
    this.#outbox.emit({ type: 'openLane', link: of.link.id, lane: number, offer: checked.sdp })
  }

  #answered(of: LinkLanes, lane: Lane, sdp: string, now: Millis): void {
    const checked = checkSdp('answer', sdp, lane.candidates)
    if (!checked.ok) {
      of.hasFailed = true
      return this.#close(of, lane, now)
    }
    lane.state = 'connecting'
    const { id } = of.link
    this.#outbox.emit({ type: 'laneAnswer', link: id, lane: lane.number, sdp: checked.sdp })
  }

  /** Ours to end: both stop using it, and what is under way arrives before it is closed. */
  #end(of: LinkLanes, lane: Lane, now: Millis): void {
    this.#say(of, { type: 'end', lane: lane.number })
    this.#ended(of, lane, now)
  }

  #ended(of: LinkLanes, lane: Lane, now: Millis, isTold = false): void {
    if (lane.state === 'ending') return
    if (lane.state !== 'open') {
      of.hasFailed = true
      return this.#close(of, lane, now)
    }
    if (isTold) of.count.ended()
    lane.state = 'ending'
    lane.until = now + LINGER_MS
    this.#outbox.emit({ type: 'restLane', link: of.link.id, lane: lane.number })
    this.#changed(of, now)
  }

  #close(of: LinkLanes, lane: Lane, now: Millis): void {
    this.#outbox.emit({ type: 'closeLane', link: of.link.id, lane: lane.number })
    this.#forget(of, lane, now)
  }

  #forget(of: LinkLanes, lane: Lane, now: Millis): void {
    of.forget(lane)
    this.#budget.giveBack(lane.isOurs)
    this.#changed(of, now)
  }

  #changed({ link, count }: LinkLanes, now: Millis): void {
    this.#exchange()?.lanes?.(link.id, this.countOf(link.id), count.isBeginning, now)
  }

  #lost({ id }: Link, blocks: readonly LostBlock[], now: Millis): void {
    this.#exchange()?.lost?.(id, blocks, now)
  }

  #say({ link }: LinkLanes, message: LaneMessage): void {
    if (this.#links.has(link.id)) this.#outbox.sendExtended(link, this.name, encodeLanes(message))
  }
}
