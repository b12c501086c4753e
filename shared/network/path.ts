/**
 * Messages over the lanes of a route, as a reliable, ordered transport delivers them.
 *
 * A message is carried lane by lane, `message` whole and `packet` in packets that follow each
 * other.
 * - Exact: `advance` at each time it asks for, an event for each lane. Every lane then serves what
 *   comes to it in the order of arrival.
 * - At once: `reserve`, no event on the way. Exact while the route's lanes meet messages in the
 *   order they were reserved: one flow alone, or a first lane that all share. Otherwise a lane may
 *   hold a place for a message still on its way while another, reserved later, arrives and waits
 *   for it. Reserve late (when the message leaves its sender's own lane), and the error stays below
 *   the difference of two paths' delays.
 *
 * Loss. A lane loses packets, the rest go on. The sender notices as TCP and SCTP do: when three
 * later packets of the message arrived, their acknowledgement makes it send the lost ones again
 * (fast retransmit, RFC 5681 and RFC 9260 section 7.2.4: the delay of the way back later); with
 * fewer, a timer does, which doubles with each try. Until then nothing later of this flow is
 * delivered. Not modelled: the congestion window, which would slow a lossy flow further
 * (`sctp/` has it), acknowledgements' own bytes and losses, and later messages acting as the three packets.
 */
import { assert } from '../base/assert.ts'
import type { Millis } from '../base/ids.ts'
import { type Lane, PACKET_BYTES, type Train } from './lane.ts'
import { bytesOnWire, type Overhead } from './overhead.ts'

export type Stepwise = 'message' | 'packet'

/** Later packets that must arrive before the sender believes one lost (RFC 5681, RFC 9260). */
const FAST_RETRANSMIT_PACKETS = 3
/** dcSCTP's `rto_min`: what Chromium's data channels use. */
const MIN_TIMEOUT_MS = 400
/** dcSCTP's `rto_max`, RFC 9260 RTO.Max. */
const MAX_TIMEOUT_MS = 60_000

/** A message on its way. Its fields are set one by one, which is fast. */
export class Parcel<Message = void> implements Train {
  readonly flow: Flow<Message>
  readonly message: Message
  /** Place in the flow, from 0. */
  readonly order: number
  bytes: number
  packetBytes: number
  firstMs: Millis
  lastButOneMs: Millis
  lastMs: Millis
  /** When its last byte left the sender's own lane: back-pressure waits for this. */
  departedMs: Millis
  sentMs: Millis
  /** The next lane to cross. */
  hop = 0
  /** Bytes lost in this try, and the number of packets that came after the last lost one. */
  missingBytes = 0
  packetsAfterLoss = FAST_RETRANSMIT_PACKETS
  timeouts = 0
  isComplete = false

  constructor(
    flow: Flow<Message>,
    message: Message,
    order: number,
    bytes: number,
    packetBytes: number,
    now: Millis,
  ) {
    this.flow = flow
    this.message = message
    this.order = order
    this.bytes = bytes
    this.packetBytes = packetBytes
    this.firstMs = now
    this.lastButOneMs = now
    this.lastMs = now
    this.departedMs = now
    this.sentMs = now
  }
}

/** One direction between two peers. */
export class Flow<Message = void> {
  readonly lanes: readonly Lane[]
  readonly #backMs: Millis
  readonly #overhead: Overhead
  readonly #granularity: Stepwise
  /** In order; all that was sent and not delivered. The sender's window limits it. */
  readonly #undelivered: Parcel<Message>[] = []
  #sent = 0

  /** `backMs`: the time of an acknowledgement. */
  constructor(lanes: readonly Lane[], backMs: Millis, overhead: Overhead, granularity: Stepwise) {
    this.lanes = lanes
    this.#backMs = backMs
    this.#overhead = overhead
    this.#granularity = granularity
  }

  /** Hands a message to the flow. `advance` or `reserve` then moves it, first at `now`. */
  send(messageBytes: number, now: Millis, message: Message): Parcel<Message> {
    const bytes = bytesOnWire(this.#overhead, messageBytes)
    const order = this.#sent++
    const parcel = new Parcel(this, message, order, bytes, this.#packetBytes(bytes), now)
    this.#undelivered.push(parcel)
    return parcel
  }

  /** Crosses one lane. When to call again; undefined once all of it has arrived. */
  advance(parcel: Parcel<Message>, now: Millis): Millis | undefined {
    const lane = this.lanes[parcel.hop]
    if (lane === undefined) return this.#arrived(parcel, now)
    const dropped = lane.overflow(parcel)
    if (dropped > 0) this.#lose(parcel, dropped, 0)
    if (parcel.bytes === 0) return this.#afterTimeout(parcel, now)
    lane.carry(parcel)
    if (parcel.hop === 0) parcel.departedMs = parcel.lastMs - lane.way.delayMs
    if (lane.loses) this.#loseOn(lane, parcel)
    if (parcel.bytes === 0) return this.#afterTimeout(parcel, parcel.lastMs)
    parcel.hop++
    return parcel.hop < this.lanes.length ? parcel.firstMs : parcel.lastMs
  }

  /** Crosses all lanes at once: the time of arrival. */
  reserve(parcel: Parcel<Message>, now: Millis): Millis {
    let at = now
    for (;;) {
      const next = this.advance(parcel, at)
      if (next === undefined) return at
      at = next
    }
  }

  /** The next message in order, if it has wholly arrived. Call after each arrival until undefined. */
  takeDelivered(): Parcel<Message> | undefined {
    return this.#undelivered[0]?.isComplete ? this.#undelivered.shift() : undefined
  }

  #arrived(parcel: Parcel<Message>, now: Millis): Millis | undefined {
    assert(!parcel.isComplete, 'a message arrives once')
    if (parcel.missingBytes === 0) {
      parcel.isComplete = true
      return undefined
    }
    if (parcel.packetsAfterLoss < FAST_RETRANSMIT_PACKETS) return this.#afterTimeout(parcel, now)
    return this.#sendAgain(parcel, now + this.#backMs)
  }

  #afterTimeout(parcel: Parcel<Message>, now: Millis): Millis {
    const timeoutMs = Math.min(MIN_TIMEOUT_MS * 2 ** parcel.timeouts++, MAX_TIMEOUT_MS)
    const startedMs = Math.max(parcel.sentMs, parcel.departedMs)
    return this.#sendAgain(parcel, Math.max(now, startedMs + timeoutMs))
  }

  /** The sender sends the lost bytes again; those that arrived are kept. */
  #sendAgain(parcel: Parcel<Message>, at: Millis): Millis {
    parcel.bytes = parcel.missingBytes
    parcel.packetBytes = this.#packetBytes(parcel.bytes)
    parcel.firstMs = parcel.lastButOneMs = parcel.lastMs = parcel.sentMs = at
    parcel.hop = 0
    parcel.missingBytes = 0
    parcel.packetsAfterLoss = FAST_RETRANSMIT_PACKETS
    return at
  }

  #loseOn(lane: Lane, parcel: Parcel<Message>): void {
    for (let left = parcel.bytes; left > 0; left -= PACKET_BYTES) {
      const bytes = Math.min(left, PACKET_BYTES)
      const after = Math.ceil((left - bytes) / PACKET_BYTES)
      if (lane.losesNext(bytes)) this.#lose(parcel, bytes, after)
    }
  }

  #lose(parcel: Parcel<Message>, bytes: number, packetsAfter: number): void {
    parcel.bytes -= bytes
    parcel.missingBytes += bytes
    parcel.packetsAfterLoss = Math.min(parcel.packetsAfterLoss, packetsAfter)
    // The rest of the message is stored and forwarded whole.
    if (this.#granularity === 'message') parcel.packetBytes = parcel.bytes
  }

  #packetBytes(bytes: number): number {
    return this.#granularity === 'message' ? bytes : PACKET_BYTES
  }
}
