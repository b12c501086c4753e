/**
 * One lane: when does this message leave, when does it arrive, is it dropped. Departure-time shaping:
 *
 *     depart = max(now, lastDeparture) + size / rate        arrive = depart + delay
 *
 * Each departure is computed from the one before, not from when a timer fired, so lateness never adds
 * up. No timers here: the caller says what time it is.
 */
import type { Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { LossProcess } from './loss.ts'
import type { Direction } from './topology.ts'

/** The packet of granularity `packet`, and what is lost at once in every granularity. */
export const PACKET_BYTES = 1200

export interface Decision {
  /** When its last bit is on the wire, and the lane free again. */
  readonly departMs: Millis
  readonly arriveMs: Millis
  /** It found the queue full: it takes no time, and the rest means nothing. */
  readonly dropped: boolean
}

/**
 * The rule itself. `freeAtMs` is the last departure. What waits is reckoned from the time it still
 * takes, the message in transmission included; an idle lane takes a message of any size.
 */
export function decide(way: Direction, freeAtMs: Millis, now: Millis, bytes: number): Decision {
  const rate = bytesPerMs(way)
  const waitingBytes = Math.max(freeAtMs - now, 0) * rate
  const dropped = waitingBytes > 0 && waitingBytes + bytes > way.queueBytes
  const departMs = Math.max(now, freeAtMs) + bytes / rate
  return { departMs, arriveMs: departMs + way.delayMs, dropped }
}

const bytesPerMs = (way: Direction): number => way.rateBitsPerSec / 8000

/**
 * Packets of one message on their way: when the first, the last but one and the last of them has
 * wholly arrived where they are. A message that is stored and forwarded whole is one packet.
 */
export interface Train {
  bytes: number
  packetBytes: number
  firstMs: Millis
  lastButOneMs: Millis
  lastMs: Millis
}

export class Lane {
  readonly name: string
  way: Direction
  readonly #random: Random
  #loss: LossProcess | undefined
  #freeAtMs: Millis = 0
  /** What has left so far, dropped and lost bytes counted apart: for utilisation and conservation. */
  sentBytes = 0
  droppedBytes = 0
  lostBytes = 0

  /** `random` is drawn from only where the lane loses packets. */
  constructor(name: string, way: Direction, random: Random) {
    this.name = name
    this.way = way
    this.#random = random
    this.#loss = way.loss && new LossProcess(way.loss, random)
  }

  get freeAtMs(): Millis {
    return this.#freeAtMs
  }

  /** Holds for what is sent from now on; what was decided keeps its times. A burst of losses ends. */
  change(way: Direction): void {
    this.way = way
    this.#loss = way.loss && new LossProcess(way.loss, this.#random)
  }

  waitingBytes(now: Millis): number {
    return Math.max(this.#freeAtMs - now, 0) * bytesPerMs(this.way)
  }

  /** `decide`, kept: the next message queues behind this one. */
  send(now: Millis, bytes: number): Decision {
    const decision = decide(this.way, this.#freeAtMs, now, bytes)
    if (decision.dropped) {
      this.droppedBytes += bytes
    } else {
      this.#freeAtMs = decision.departMs
      this.sentBytes += bytes
    }
    return decision
  }

  /**
   * Moves a train to the far end. Exact for a lane that it has for itself: packets of equal size that
   * arrive at an even or slowing pace finish by the time of all their work, or right after the last
   * of them came. Packets of trains that cross each other are not interleaved one by one: the work
   * of each is done in the order of the first packets, so each lane carries the right bytes by the
   * right time, and a train may be early by less than the length of one that it crossed.
   */
  carry(train: Train): void {
    const { bytes, packetBytes } = train
    const lastBytes = bytes - (Math.ceil(bytes / packetBytes) - 1) * packetBytes
    const startMs = Math.max(this.#freeAtMs, train.firstMs)
    const rate = bytesPerMs(this.way)
    const firstBytes = Math.min(packetBytes, bytes)
    const workDoneMs = startMs + bytes / rate
    const beforeLastMs = Math.max(
      workDoneMs - lastBytes / rate,
      train.lastButOneMs + (lastBytes === bytes ? 0 : firstBytes / rate),
    )
    const lastMs = Math.max(beforeLastMs, train.lastMs) + lastBytes / rate
    this.#freeAtMs = workDoneMs
    this.sentBytes += bytes
    train.firstMs = startMs + firstBytes / rate + this.way.delayMs
    train.lastButOneMs = beforeLastMs + this.way.delayMs
    train.lastMs = lastMs + this.way.delayMs
  }

  /** Bytes of the train that find no room: all of a message that is one packet, or its last packets. */
  overflow(train: Train): number {
    const { queueBytes } = this.way
    if (queueBytes === Number.POSITIVE_INFINITY) return 0
    const waiting = this.waitingBytes(train.firstMs)
    if (waiting === 0 || waiting + train.bytes <= queueBytes) return 0
    const packets = Math.max(Math.floor((queueBytes - waiting) / train.packetBytes), 0)
    const dropped = train.bytes - Math.min(packets * train.packetBytes, train.bytes)
    this.droppedBytes += dropped
    return dropped
  }

  /** Is the next packet to leave this lane lost on the wire? */
  get loses(): boolean {
    return this.#loss !== undefined
  }

  losesNext(bytes: number): boolean {
    if (!this.#loss?.next()) return false
    this.lostBytes += bytes
    return true
  }
}
