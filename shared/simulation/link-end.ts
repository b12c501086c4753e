/**
 * One end of a link between two peers: sends, with back-pressure as a data channel has it, and hands
 * what arrives to its peer. What was under way when a link closed is lost.
 */

import { assert } from '../base/assert.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { roomOn } from '../bittorrent/remote.ts'
import type { Input } from '../peer/input.ts'
import { encodedLength } from '../wire/encode.ts'
import type { LostBlock } from '../wire/lanes.ts'
import type { Message } from '../wire/message.ts'
import type { LaneEnd } from './lane-end.ts'
import { SendQueue } from './send-queue.ts'
import type { Bundle, Wire, WireEnds, Wiring } from './wires/wire.ts'

/** The owner of the link end: a simulated peer. */
export interface Owner {
  readonly id: PeerId
  readonly name: string
  readonly isAlive: boolean
  readonly ends: Map<LinkId, LinkEnd>
  tell(input: Input): void
  /** A delay of 0 tells it within the turn that runs. */
  tellIn(delayMs: Millis, input: Input): void
  sent(end: LinkEnd, message: Message): void
  received(end: LinkEnd, message: Message): void
}

/** Haves, requests and bitfields fit a socket's own buffer and do not count as queued. */
const SMALL_BYTES = 1024

export class LinkEnd implements WireEnds {
  readonly id: LinkId
  readonly owner: Owner
  readonly #wire: Wire
  #other: LinkEnd | undefined
  #isOpen = true
  #bundle: Message[] | undefined
  #bundleBytes = 0
  #hasBlock = false
  /** What has not left the sender. */
  readonly #queue = new SendQueue()
  /** Further connections, for pieces, by their numbers. Most links have none. */
  #lanes: Map<number, LaneEnd> | undefined

  constructor(id: LinkId, owner: Owner, remote: Owner, wiring: Wiring) {
    this.id = id
    this.owner = owner
    this.#wire = wiring.wire(owner.name, remote.name, this)
  }

  static join(a: LinkEnd, b: LinkEnd): void {
    a.#other = b
    b.#other = a
    a.owner.ends.set(a.id, a)
    b.owner.ends.set(b.id, b)
  }

  get other(): LinkEnd {
    assert(this.#other, 'a link has two ends')
    return this.#other
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  close(): void {
    this.flush()
    this.#isOpen = false
    this.owner.ends.delete(this.id)
    this.#wire.close()
    for (const lane of this.#lanes?.values() ?? []) lane.close()
  }

  addLane(lane: LaneEnd): void {
    this.#lanes ??= new Map()
    this.#lanes.set(lane.number, lane)
  }

  restLane(number: number): void {
    const lane = this.#lanes?.get(number)
    if (lane) lane.isResting = true
  }

  /** What of its blocks may not have arrived; undefined if it was not there. */
  closeLane(number: number): readonly LostBlock[] | undefined {
    const lane = this.#lanes?.get(number)
    this.#lanes?.delete(number)
    return lane?.close()
  }

  /** Gathers messages until `flush`, as a tab's outbox does in one turn. True for the first of them. */
  send(message: Message): boolean {
    this.owner.sent(this, message)
    const lane = message.type === 'piece' ? this.#laneWithRoom() : undefined
    if (lane && message.type === 'piece') {
      lane.send(message)
      return false
    }
    const isFirst = this.#bundle === undefined
    if (this.#bundle === undefined) this.#bundle = [message]
    else this.#bundle.push(message)
    this.#bundleBytes += encodedLength(message)
    if (message.type === 'piece') this.#hasBlock = true
    if (this.#bundleBytes <= SMALL_BYTES) return isFirst
    // A second block in a bundle would delay the messages before it.
    this.flush()
    return false
  }

  flush(): void {
    const bundle = this.#bundle
    const bytes = this.#bundleBytes
    if (bundle === undefined) return
    this.#bundle = undefined
    this.#bundleBytes = 0
    // A short last block counts as large too: its sender waits to hear that it left.
    const large = bytes > SMALL_BYTES || this.#hasBlock
    this.#hasBlock = false
    if (large) {
      this.#queue.add(bytes)
    }
    this.#wire.send(bundle, bytes, large)
  }

  departed(bytes: number): void {
    if (this.#queue.took(bytes) && this.#isOpen) this.tellDrained()
  }

  /** A queue of the link is half empty. */
  tellDrained(): void {
    let queuedBytes = this.#queue.bytes
    if (this.#lanes === undefined || this.#lanes.size === 0)
      return this.owner.tell({ type: 'drained', link: this.id, queuedBytes })
    let laneRoomBytes = roomOn(this.#queue.bytes)
    for (const { queue, isResting } of this.#lanes.values()) {
      queuedBytes += queue.bytes
      if (!isResting) laneRoomBytes += roomOn(queue.bytes)
    }
    this.owner.tell({ type: 'drained', link: this.id, queuedBytes, laneRoomBytes })
  }

  arrived(bundle: Bundle): void {
    const { other } = this
    for (const message of bundle) if (other.#isOpen) other.owner.received(other, message)
  }

  /** Undefined if the first connection has the most. Where all are empty it is for words alone. */
  #laneWithRoom(): LaneEnd | undefined {
    if (this.#lanes === undefined) return undefined
    let best: LaneEnd | undefined
    for (const lane of this.#lanes.values()) {
      const { bytes } = lane.queue
      const isBetter = best ? bytes < best.queue.bytes : bytes <= this.#queue.bytes
      if (isBetter && !lane.isResting) best = lane
    }
    return best
  }
}
