/**
 * Hosts one `Peer` in virtual time: performs its effects in order and feeds it the answers, as
 * `client/host/driver.ts` does in a tab. Hashing and storage take the time they are said to take.
 */
import { assert, unreachable } from '../base/assert.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { TrackerName } from '../dialling/way.ts'
import type { Effect } from '../peer/effect.ts'
import type { PeerEvent } from '../peer/event.ts'
import type { Input } from '../peer/input.ts'
import type { Peer } from '../peer/peer.ts'
import type { BlockRange, Message } from '../wire/message.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { LaneSignalling } from './lane-signalling.ts'
import type { LinkEnd, Owner } from './link-end.ts'
import type { Observer } from './observer.ts'
import type { HostDelays } from './scenarios/scenario.ts'
import type { Signalling } from './signalling.ts'
import type { SimulatedStorage } from './storage.ts'
import type { Happening, Timeline } from './timeline.ts'
import type { SimulatedTorrent } from './torrent.ts'
import type { SimulatedTracker } from './tracker.ts'

export interface Surroundings {
  readonly timeline: Timeline
  readonly torrent: SimulatedTorrent
  readonly delays: HostDelays
  readonly trackers: ReadonlyMap<TrackerName, SimulatedTracker>
  readonly signalling: Signalling
  /** Undefined where a link is one connection. */
  readonly lanes: LaneSignalling | undefined
  readonly fingerprint: Fingerprint
  readonly observer: Observer
  finished(peer: SimulatedPeer): void
}

/** The methods of a peer that a host uses: tests wrap them. */
export type HostedPeer = Pick<Peer, 'handle' | 'nextDeadline' | 'inspect' | 'stateOf'>

type EffectOf<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>

export class SimulatedPeer implements Owner, Happening {
  readonly id: PeerId
  readonly name: string
  /** Place in the order of coming. */
  readonly index: number
  readonly peer: HostedPeer
  readonly storage: SimulatedStorage
  readonly ends = new Map<LinkId, LinkEnd>()
  readonly joinedMs: Millis
  finishedMs: Millis | undefined
  isAlive = true
  /** Changes what it sends, for liars: one or several messages in the place of each. */
  tamper: ((message: Message) => Message | readonly Message[]) | undefined
  /** Called instead of making a connection that answers an offer, for peers that withhold answers. */
  withholdAnswer: (() => void) | undefined
  readonly #around: Surroundings
  readonly #inputs: Input[] = []
  /** Ends for which a turn has gathered something; the first `#unsentCount` are of this turn. */
  readonly #unsent: LinkEnd[] = []
  #unsentCount = 0
  #isRunning = false
  #isFrozen = false
  /** How far its clock is ahead of the world's. */
  #aheadMs: Millis = 0
  #wakeAt: Millis | undefined

  constructor(
    identity: { readonly id: PeerId; readonly name: string; readonly index: number },
    peer: HostedPeer,
    storage: SimulatedStorage,
    around: Surroundings,
  ) {
    this.id = identity.id
    this.name = identity.name
    this.index = identity.index
    this.peer = peer
    this.storage = storage
    this.joinedMs = around.timeline.now
    this.#around = around
  }

  /** Handled before it returns, unless a turn is running or the peer is frozen. */
  tell(input: Input): void {
    if (this.#isRunning || this.#isFrozen) {
      this.#inputs.push(input)
      return
    }
    this.#isRunning = true
    this.#handle(input)
    this.#handleWaiting()
  }

  get isFrozen(): boolean {
    return this.#isFrozen
  }

  /** Inputs wait, as in a tab whose thread is stopped. */
  freeze(): void {
    this.#isFrozen = true
  }

  thaw(): void {
    this.#isFrozen = false
    this.#handleWaiting()
  }

  /** Its clock goes on from a later time, as after a machine's sleep. */
  jumpClock(byMs: Millis): void {
    this.#aheadMs += byMs
    this.#wakeAt = undefined
    if (!this.#isFrozen) this.#armWake()
  }

  /** Its deadline has come, unless it has been put off since. */
  happen(): void {
    if (this.#wakeAt === undefined || this.#around.timeline.now < this.#wakeAt) return
    this.#wakeAt = undefined
    this.tell({ type: 'tick' })
  }

  sent({ id, other }: LinkEnd, message: Message): void {
    const { observer, timeline } = this.#around
    observer.sent?.(timeline.now, {
      from: this,
      to: other.owner,
      link: id,
      backLink: other.id,
      message,
    })
  }

  received(end: LinkEnd, message: Message): void {
    const { observer, timeline } = this.#around
    const { id: link, owner: from } = end.other
    observer.arrived?.(timeline.now, { from, to: this, link, backLink: end.id, message })
    this.tell({ type: 'message', link: end.id, message })
  }

  #handleWaiting(): void {
    this.#isRunning = true
    for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) this.#handle(next)
    this.#isRunning = false
    for (let i = 0; i < this.#unsentCount; i++) this.#unsent[i]?.flush()
    this.#unsentCount = 0
    this.#armWake()
  }

  #handle(input: Input): void {
    if (!this.isAlive) return
    const { fingerprint, observer, timeline } = this.#around
    fingerprint.number(timeline.now)
    fingerprint.whole(this.index)
    fingerprint.text(input.type)
    if (input.type === 'message') fingerprint.text(input.message.type)
    if (input.type === 'written') this.storage.confirm(input.piece)
    const clockMs = timeline.now + this.#aheadMs
    const effects = this.peer.handle(input, clockMs)
    observer.turn?.(timeline.now, this, { input, effects, clockMs })
    for (const effect of effects) this.#perform(effect)
  }

  #armWake(): void {
    if (!this.isAlive) return
    const clockDeadline = this.peer.nextDeadline()
    if (clockDeadline === undefined) return
    const deadline = clockDeadline - this.#aheadMs
    if (this.#wakeAt !== undefined && this.#wakeAt <= deadline) return
    this.#wakeAt = Math.max(deadline, this.#around.timeline.now)
    this.#around.timeline.at(deadline, this)
  }

  #perform(effect: Effect): void {
    const { trackers, signalling } = this.#around
    switch (effect.type) {
      case 'announce':
        return trackers.get(effect.tracker)?.announce(this, effect)
      case 'connect':
        if (effect.offer !== undefined && this.withholdAnswer) return this.withholdAnswer()
        return signalling.connect(this, effect)
      case 'signal':
        return signalling.signal(this, effect)
      case 'carry':
        return trackers.get(effect.tracker)?.carry(this, effect)
      case 'close':
        return signalling.close(this, effect.link, effect.reason)
      case 'send':
        return this.#send(effect)
      case 'openLane':
      case 'laneAnswer':
      case 'restLane':
      case 'closeLane':
        assert(this.#around.lanes, 'a link of this run is one connection')
        return this.#around.lanes.perform(this, effect)
      case 'webSeedBlamed':
        throw new Error('bug: the simulation has no web seeds')
      case 'verify':
        return this.#verify(effect)
      case 'open':
        return this.#open()
      case 'write':
        return this.#write(effect)
      case 'read':
        return this.#read(effect)
      case 'readAhead':
        return
      case 'log':
        return this.#record(effect.event)
      default:
        return unreachable(effect)
    }
  }

  #send({ link, message }: EffectOf<'send'>): void {
    const end = this.ends.get(link)
    if (end === undefined) return
    if (this.tamper === undefined) this.#gather(end, message)
    else for (const lie of [this.tamper(message)].flat()) this.#gather(end, lie)
  }

  #gather(end: LinkEnd, message: Message): void {
    if (end.send(message)) this.#unsent[this.#unsentCount++] = end
  }

  #verify({ subject, bytes }: EffectOf<'verify'>): void {
    const ok =
      subject.kind === 'metadata'
        ? this.#around.torrent.isMetadata(bytes)
        : this.storage.check(subject.piece, bytes)
    this.#answer(this.#around.delays.hashMs, { type: 'verified', subject, ok })
  }

  #open(): void {
    const { held, isReadOnly: readOnly } = this.storage
    this.#answer(this.#around.delays.readMs, { type: 'opened', held, readOnly })
  }

  #write({ piece, bytes }: EffectOf<'write'>): void {
    const isWritten = this.storage.write(piece, bytes)
    this.#answer(
      this.#around.delays.writeMs,
      isWritten
        ? { type: 'written', piece }
        : { type: 'writeFailed', piece, reason: 'There is no room left on this disk.' },
    )
  }

  #read({ link, range }: EffectOf<'read'>): void {
    const block = this.storage.read(range)
    if (block !== undefined)
      return this.#answer(this.#around.delays.readMs, { type: 'block', link, range, block })
    const { timeline, delays } = this.#around
    const refuse = () => this.tell(this.#refusalOf(link, range))
    timeline.call(timeline.now + delays.readMs + this.storage.delayMs, refuse)
  }

  /** What has been found again meanwhile is read anew, as the tab's store does. */
  #refusalOf(link: LinkId, range: BlockRange): Input {
    const block = this.storage.read(range)
    return block === undefined
      ? { type: 'readFailed', link, range, reason: 'not stored' }
      : { type: 'block', link, range, block }
  }

  tellIn(delayMs: Millis, input: Input): void {
    const { timeline } = this.#around
    if (delayMs === 0) this.#inputs.push(input)
    else timeline.at(timeline.now + delayMs, new Answer(this, input))
  }

  /** Answers for hashes and the disk. */
  #answer(delayMs: Millis, input: Input): void {
    this.tellIn(delayMs + this.storage.delayMs, input)
  }

  #record(event: PeerEvent): void {
    const { fingerprint, observer, timeline } = this.#around
    fingerprint.fields(event)
    observer.event?.(timeline.now, this, event)
    if (event.event !== 'finished') return
    this.finishedMs = timeline.now
    this.#around.finished(this)
  }
}

class Answer implements Happening {
  readonly #peer: SimulatedPeer
  readonly #input: Input

  constructor(peer: SimulatedPeer, input: Input) {
    this.#peer = peer
    this.#input = input
  }

  happen(): void {
    this.#peer.tell(this.#input)
  }
}
