/**
 * One direction of an SCTP association over the lanes of a route: packets pass lane by lane, where queues
 * fill and drop and lines lose; SACKs come back. It has no clock: a `Schedule` calls it.
 *
 * Not an event for each packet: a stage of the way (a lane, the receiver, the way back) has one event
 * pending at most, and handles with it all packets that come within a small part of the round trip. Each
 * packet keeps its own time; only packets of different associations may pass a lane in another order.
 *
 * SACKs take room on the first lane back, their sender's own; on others they wait and may be lost,
 * but take no room.
 */
import type { Millis } from '../../base/ids.ts'
import type { Lane } from '../lane.ts'
import type { Chunk, Packet, Sack } from './chunk.ts'
import { Fifo } from './fifo.ts'
import { SctpReceiver } from './receiver.ts'
import { COMMON_HEADER_BYTES, SctpSender } from './sender.ts'

/** `none`: a flow has at once what the queues leave it. `sctp`: congestion windows as browsers have them. */
export const CONGESTIONS = ['none', 'sctp'] as const
export type Congestion = (typeof CONGESTIONS)[number]

export interface Schedule {
  readonly now: Millis
  at(time: Millis, happening: { happen(): void }): void
}

export interface AssociationPorts<Message> {
  readonly schedule: Schedule
  /** The last of it was sent for the first time: back-pressure waits for this. */
  onSent(message: Message): void
  /** Its first and last packet arrive then: said in the order of sending, as soon as it is decided. */
  onDelivered(message: Message, lastMs: Millis, firstMs: Millis): void
}

/** What carries SCTP: IPv4 (RFC 791), UDP (RFC 768), DTLS 1.2 with AES-GCM (RFC 6347, RFC 5288). */
const CARRIER_BYTES = 20 + 8 + 13 + 8 + 16
/** RFC 9260, section 3.3.4, with one block in four. */
const SACK_BYTES = CARRIER_BYTES + COMMON_HEADER_BYTES + 16
/** Of a round trip, what one event may handle ahead of its time. */
const AHEAD_SHARE = 1 / 32

export class Association<Message> {
  readonly sender: SctpSender<Message>
  readonly #receiver = new SctpReceiver<Message>()
  readonly #ports: AssociationPorts<Message>
  readonly #stages: readonly Stage<Packet<Message>>[]
  readonly #back: readonly Lane[]
  /** From the first of which it is not decided when it arrives on, in the order of their numbers. */
  readonly #undecided = new Fifo<Chunk<Message>>()
  /** Of the message that the first of them is of: when its first packet arrives. */
  #firstMs: Millis | undefined
  readonly #sacks: Stage<Sack<Message>>
  readonly #timer: Alarm
  readonly #sackTimer: Alarm
  #isClosed = false

  constructor(there: readonly Lane[], back: readonly Lane[], ports: AssociationPorts<Message>) {
    const { schedule } = ports
    this.#ports = ports
    this.#back = back
    const aheadMs = () => (this.sender.timeout.roundTripMs ?? 0) * AHEAD_SHARE
    this.#stages = [
      ...there.map(
        (lane, hop) =>
          new Stage<Packet<Message>>(schedule, aheadMs, packet => this.#pass(lane, packet, hop)),
      ),
      new Stage<Packet<Message>>(schedule, aheadMs, packet => this.#arrive(packet)),
    ]
    this.#sacks = new Stage<Sack<Message>>(schedule, aheadMs, sack => {
      if (this.#isClosed) return
      this.sender.sacked(sack, sack.atMs)
      this.#timer.set(this.sender.expiresMs)
    })
    this.#timer = new Alarm(schedule, at => {
      this.sender.expire(at)
      this.#timer.set(this.sender.expiresMs)
    })
    this.#sackTimer = new Alarm(schedule, at => this.#sack(at))
    this.sender = new SctpSender({
      transmit: packet => {
        for (const chunk of packet.chunks) if (!chunk.isResent) this.#undecided.push(chunk)
        this.#stages[0]?.enter(packet)
      },
      onSent: message => ports.onSent(message),
    })
  }

  send(bytes: number, message: Message): void {
    if (this.#isClosed) return
    this.sender.send(bytes, message, this.#ports.schedule.now)
    this.#timer.set(this.sender.expiresMs)
  }

  /** Nothing is sent any more; what is on its way still arrives. */
  close(): void {
    this.#isClosed = true
    this.#timer.set(undefined)
  }

  #pass(lane: Lane, packet: Packet<Message>, hop: number): void {
    const arriveMs = lane.transmit(sizeOf(packet), packet.atMs)
    if (arriveMs === undefined) return
    packet.atMs = arriveMs
    this.#stages[hop + 1]?.enter(packet)
    if (hop + 2 === this.#stages.length) this.#decide(packet)
  }

  /** It will arrive, after those before it. */
  #decide({ chunks, atMs }: Packet<Message>): void {
    for (const chunk of chunks) chunk.decidedMs ??= atMs
    for (let next = this.#undecided.first; next?.decidedMs !== undefined; ) {
      this.#undecided.shift()
      const firstMs = Math.min(this.#firstMs ?? next.decidedMs, atMs)
      this.#firstMs = next.ends ? undefined : firstMs
      if (next.ends) this.#ports.onDelivered(next.ends.message, atMs, firstMs)
      next = this.#undecided.first
    }
  }

  #arrive(packet: Packet<Message>): void {
    if (this.#receiver.arrived(packet)) this.#sack(packet.atMs)
    this.#sackTimer.set(this.#receiver.sackDueMs)
  }

  #sack(at: Millis): void {
    const arriveMs = this.#wayBack(at)
    const sack = this.#receiver.sack(arriveMs ?? at, arriveMs === undefined)
    if (arriveMs !== undefined) this.#sacks.enter(sack)
  }

  /** When a SACK that is sent now arrives; undefined if it is lost. */
  #wayBack(at: Millis): Millis | undefined {
    let arriveMs: Millis | undefined = at
    for (const [hop, lane] of this.#back.entries()) {
      if (arriveMs === undefined) return undefined
      arriveMs = hop === 0 ? lane.transmit(SACK_BYTES, arriveMs) : lane.slip(SACK_BYTES, arriveMs)
    }
    return arriveMs
  }
}

function sizeOf<Message>({ chunks }: Packet<Message>): number {
  let bytes = CARRIER_BYTES + COMMON_HEADER_BYTES
  for (const chunk of chunks) bytes += chunk.bytes
  return bytes
}

/** One part of the way: what comes to it, in order, each at its time. */
class Stage<Item extends { atMs: Millis }> {
  readonly #schedule: Schedule
  readonly #aheadMs: () => Millis
  readonly #handle: (item: Item) => void
  readonly #waiting = new Fifo<Item>()

  constructor(schedule: Schedule, aheadMs: () => Millis, handle: (item: Item) => void) {
    this.#schedule = schedule
    this.#aheadMs = aheadMs
    this.#handle = handle
  }

  enter(item: Item): void {
    const { last } = this.#waiting
    if (last && last.atMs > item.atMs) item.atMs = last.atMs
    this.#waiting.push(item)
    if (last === undefined) this.#schedule.at(item.atMs, this)
  }

  happen(): void {
    const until = this.#schedule.now + this.#aheadMs()
    for (let next = this.#waiting.first; next; next = this.#waiting.first) {
      if (next.atMs > until) {
        this.#schedule.at(next.atMs, this)
        return
      }
      this.#handle(next)
      this.#waiting.shift()
    }
  }
}

/** A time that is set anew much more often than it comes: it is looked at only when an earlier one would have come. */
class Alarm {
  readonly #schedule: Schedule
  readonly #ring: (at: Millis) => void
  #at: Millis | undefined
  #looksAt: Millis | undefined

  constructor(schedule: Schedule, ring: (at: Millis) => void) {
    this.#schedule = schedule
    this.#ring = ring
  }

  set(at: Millis | undefined): void {
    this.#at = at
    if (at === undefined || (this.#looksAt !== undefined && this.#looksAt <= at)) return
    this.#looksAt = at
    this.#schedule.at(at, this)
  }

  happen(): void {
    const { now } = this.#schedule
    if (this.#looksAt === undefined || now < this.#looksAt) return
    this.#looksAt = undefined
    const at = this.#at
    if (at === undefined) return
    if (at > now) {
      this.set(at)
      return
    }
    this.#at = undefined
    this.#ring(at)
  }
}
