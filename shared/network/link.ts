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
function decide(way: Direction, freeAtMs: Millis, now: Millis, bytes: number): Decision {
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

/** Four numbers a lane. */
const FREE_AT_MS = 0
const BYTES_PER_MS = 1
const DELAY_MS = 2
const SENT_BYTES = 3

/**
 * What passing a lane needs and changes, of all lanes of a network side by side: a large simulation
 * goes from lane to lane in random order, and this is one line of the processor's cache for each.
 */
export class LaneTable {
  readonly #cells: Float64Array

  constructor(lanes: number) {
    this.#cells = new Float64Array(4 * lanes)
  }

  set(lane: number, way: Direction): void {
    this.#cells[4 * lane + BYTES_PER_MS] = bytesPerMs(way)
    this.#cells[4 * lane + DELAY_MS] = way.delayMs
  }

  freeAtMs(lane: number): Millis {
    return this.#cells[4 * lane + FREE_AT_MS] as number
  }

  sentBytes(lane: number): number {
    return this.#cells[4 * lane + SENT_BYTES] as number
  }

  /** The lane has work until then, with so many bytes more. */
  carry(lane: number, freeAtMs: Millis, bytes: number): void {
    this.#cells[4 * lane + FREE_AT_MS] = freeAtMs
    this.#cells[4 * lane + SENT_BYTES] = this.sentBytes(lane) + bytes
  }

  /** `decide` for a lane without limit, and kept: the time of arrival. */
  pass(lane: number, now: Millis, bytes: number): Millis {
    const cells = this.#cells
    const at = 4 * lane
    const freeAtMs = cells[at + FREE_AT_MS] as number
    const departMs = Math.max(now, freeAtMs) + bytes / (cells[at + BYTES_PER_MS] as number)
    cells[at + FREE_AT_MS] = departMs
    cells[at + SENT_BYTES] = (cells[at + SENT_BYTES] as number) + bytes
    return departMs + (cells[at + DELAY_MS] as number)
  }
}

export class Lane {
  readonly name: string
  /** Its place in the table. */
  readonly number: number
  #way: Direction
  readonly #random: Random
  #loss: LossProcess | undefined
  readonly #table: LaneTable
  droppedBytes = 0
  lostBytes = 0

  /** `random` is drawn from only where the lane loses packets. */
  constructor(name: string, way: Direction, random: Random, table = new LaneTable(1), number = 0) {
    this.name = name
    this.number = number
    this.#way = way
    this.#random = random
    this.#loss = way.loss && new LossProcess(way.loss, random)
    this.#table = table
    table.set(number, way)
  }

  get way(): Direction {
    return this.#way
  }

  /** The last departure. */
  get freeAtMs(): Millis {
    return this.#table.freeAtMs(this.number)
  }

  /** What has left so far; dropped and lost bytes are counted apart. */
  get sentBytes(): number {
    return this.#table.sentBytes(this.number)
  }

  /** It neither drops nor loses anything. */
  get isClear(): boolean {
    return this.#loss === undefined && this.#way.queueBytes === Number.POSITIVE_INFINITY
  }

  /** Holds for what is sent from now on; what was decided keeps its times. A burst of losses ends. */
  change(way: Direction): void {
    this.#way = way
    this.#table.set(this.number, way)
    this.#loss = way.loss && new LossProcess(way.loss, this.#random)
  }

  waitingBytes(now: Millis): number {
    return Math.max(this.freeAtMs - now, 0) * bytesPerMs(this.#way)
  }

  /** `decide`, kept: the next message queues behind this one. */
  send(now: Millis, bytes: number): Decision {
    const decision = decide(this.#way, this.freeAtMs, now, bytes)
    if (decision.dropped) this.droppedBytes += bytes
    else this.#table.carry(this.number, decision.departMs, bytes)
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
    const startMs = Math.max(this.freeAtMs, train.firstMs)
    const { delayMs } = this.#way
    const rate = bytesPerMs(this.#way)
    const firstBytes = Math.min(packetBytes, bytes)
    const workDoneMs = startMs + bytes / rate
    const beforeLastMs = Math.max(
      workDoneMs - lastBytes / rate,
      train.lastButOneMs + (lastBytes === bytes ? 0 : firstBytes / rate),
    )
    const lastMs = Math.max(beforeLastMs, train.lastMs) + lastBytes / rate
    this.#table.carry(this.number, workDoneMs, bytes)
    train.firstMs = startMs + firstBytes / rate + delayMs
    train.lastButOneMs = beforeLastMs + delayMs
    train.lastMs = lastMs + delayMs
  }

  /** Bytes of the train that find no room: all of a message that is one packet, or its last packets. */
  overflow(train: Train): number {
    const { queueBytes } = this.#way
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
