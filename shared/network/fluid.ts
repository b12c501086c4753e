/**
 * Granularity `fluid`: a message flows at its flow's max-min fair share over all lanes at once, and
 * its last byte arrives the route's delay later. Rates change whenever a flow begins or ends to
 * have something to send. Not modelled: queues, losses, and the time that whole messages take at each
 * lane.
 *
 * Small messages (requests, haves) of a flow that has nothing else to send do not change the shares:
 * they arrive after the delay and their own time on the narrowest lane. They are a hundredth of the
 * bytes, and would cause most of the changes of rates.
 */
import { EventQueue } from '../base/event-queue.ts'
import type { Millis } from '../base/ids.ts'
import { FairShares } from './fair-share.ts'
import { type Lane, PACKET_BYTES } from './lane.ts'
import type { Network } from './network.ts'
import { bytesOnWire, type Overhead } from './overhead.ts'

export interface Arrival<Message> {
  readonly flow: FluidFlow<Message>
  readonly message: Message
  /** When its last byte left the sender, and when it arrives. */
  readonly departedMs: Millis
  readonly arriveMs: Millis
}

/** One direction between two peers, one message after the other. */
export class FluidFlow<Message> {
  readonly lanes: readonly number[]
  readonly delayMs: Millis
  readonly bottleneckBytesPerMs: number
  /** The first is flowing. The sender's window limits the queue. */
  readonly waiting: { readonly message: Message; bytes: number }[] = []
  bytesPerMs = 0
  updatedMs: Millis = 0
  /** Raised at each change of rate: an end predicted before is then wrong. */
  epoch = 0
  lastArrivalMs: Millis = 0

  constructor(lanes: readonly number[], crossed: readonly Lane[]) {
    this.lanes = lanes
    this.delayMs = crossed.reduce((sum, { way }) => sum + way.delayMs, 0)
    this.bottleneckBytesPerMs = Math.min(...crossed.map(({ way }) => way.rateBitsPerSec)) / 8000
  }
}

export class FluidTraffic<Message> {
  readonly #network: Network
  readonly #overhead: Overhead
  readonly #shares: FairShares<FluidFlow<Message>>
  readonly #ends = new EventQueue<{ flow: FluidFlow<Message>; epoch: number }>()

  constructor(network: Network, overhead: Overhead) {
    this.#network = network
    this.#overhead = overhead
    this.#shares = new FairShares(network.lanes.map(({ way }) => way.rateBitsPerSec / 8000))
  }

  flow(from: string, to: string): FluidFlow<Message> {
    const lanes = this.#network.routes.lanesBetween(from, to)
    return new FluidFlow(
      lanes,
      lanes.map(number => this.#network.lane(number)),
    )
  }

  /** The arrival, if it is known at once; else `take` returns it once its last byte has left. */
  send(
    flow: FluidFlow<Message>,
    message: Message,
    messageBytes: number,
    now: Millis,
  ): Arrival<Message> | undefined {
    const bytes = bytesOnWire(this.#overhead, messageBytes)
    if (flow.waiting.length === 0 && bytes <= PACKET_BYTES) {
      return this.#arrival(flow, message, now + bytes / flow.bottleneckBytesPerMs)
    }
    flow.waiting.push({ message, bytes })
    if (flow.waiting.length > 1) return undefined
    flow.updatedMs = now
    this.#shares.add(flow, { lanes: flow.lanes })
    this.#settle(now)
    return undefined
  }

  /** When to call `take` next. It may be too early: then `take` returns nothing. */
  get nextAtMs(): Millis | undefined {
    return this.#ends.nextAt
  }

  /** A message whose last byte has left by `now`. Call until undefined. */
  take(now: Millis): Arrival<Message> | undefined {
    for (;;) {
      const at = this.#ends.nextAt
      if (at === undefined || at > now) return undefined
      const end = this.#ends.take()
      if (end === undefined || end.event.epoch !== end.event.flow.epoch) continue
      return this.#finish(end.event.flow, at)
    }
  }

  close(flow: FluidFlow<Message>, now: Millis): void {
    flow.waiting.length = 0
    flow.epoch++
    this.#shares.remove(flow)
    this.#settle(now)
  }

  #finish(flow: FluidFlow<Message>, now: Millis): Arrival<Message> | undefined {
    const done = flow.waiting.shift()
    if (done === undefined) return undefined
    if (flow.waiting.length === 0) {
      flow.epoch++
      flow.bytesPerMs = 0
      this.#shares.remove(flow)
      this.#settle(now)
    } else {
      flow.updatedMs = now
      this.#foresee(flow)
    }
    return this.#arrival(flow, done.message, now)
  }

  /** In order: a small message does not overtake a large one before it. */
  #arrival(flow: FluidFlow<Message>, message: Message, departedMs: Millis): Arrival<Message> {
    flow.lastArrivalMs = Math.max(flow.lastArrivalMs, departedMs + flow.delayMs)
    return { flow, message, departedMs, arriveMs: flow.lastArrivalMs }
  }

  #settle(now: Millis): void {
    for (const flow of this.#shares.settle()) {
      const first = flow.waiting[0]
      if (first) first.bytes = Math.max(first.bytes - (now - flow.updatedMs) * flow.bytesPerMs, 0)
      flow.updatedMs = now
      flow.bytesPerMs = this.#shares.rate(flow)
      this.#foresee(flow)
    }
  }

  #foresee(flow: FluidFlow<Message>): void {
    const first = flow.waiting[0]
    if (first === undefined) return
    flow.epoch++
    this.#ends.add(flow.updatedMs + first.bytes / flow.bytesPerMs, { flow, epoch: flow.epoch })
  }
}
