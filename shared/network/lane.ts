/**
 * One lane: when a message departs and arrives, and whether it is dropped. Departure-time shaping:
 *
 *     depart = max(now, lastDeparture) + size / rate        arrive = depart + delay
 *
 * Each departure is computed from the one before, not from when a timer fired, so late timers do not
 * add up. The caller passes the time.
 */
import type { Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { LossProcess } from './loss.ts'
import type { Direction } from './topology.ts'

/** The packet size of granularity `packet`, and the unit of loss in every granularity. */
export const PACKET_BYTES = 1200

const bytesPerMs = (way: Direction): number => way.rateBitsPerSec / 8000

/**
 * The packets of one message on their way: when the first, the last but one and the last of them have
 * arrived at the current node. A message that is stored and forwarded whole is one packet.
 */
export interface Train {
  bytes: number
  packetBytes: number
  firstMs: Millis
  lastButOneMs: Millis
  lastMs: Millis
}

/** The four cells of each lane. */
const FREE_AT_MS = 0
const BYTES_PER_MS = 1
const DELAY_MS = 2
const SENT_BYTES = 3

/** The numbers of all lanes in one array: simulations visit lanes at random, and each fits a cache line. */
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

  /** Records `bytes` more as sent; the lane is busy until `freeAtMs`. */
  carry(lane: number, freeAtMs: Millis, bytes: number): void {
    this.#cells[4 * lane + FREE_AT_MS] = freeAtMs
    this.#cells[4 * lane + SENT_BYTES] = this.sentBytes(lane) + bytes
  }

  /** A message over a lane without a queue limit. Returns the time of arrival. */
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

  /** `random` is used only if the lane loses packets. */
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

  get freeAtMs(): Millis {
    return this.#table.freeAtMs(this.number)
  }

  /** Lost bytes are included, dropped ones are not. */
  get sentBytes(): number {
    return this.#table.sentBytes(this.number)
  }

  /** It neither drops nor loses anything. */
  get isClear(): boolean {
    return this.#loss === undefined && this.#way.queueBytes === Number.POSITIVE_INFINITY
  }

  /** Applies to what is sent from now on. A burst of losses ends. */
  change(way: Direction): void {
    this.#way = way
    this.#table.set(this.number, way)
    this.#loss = way.loss && new LossProcess(way.loss, this.#random)
  }

  waitingBytes(now: Millis): number {
    return Math.max(this.freeAtMs - now, 0) * bytesPerMs(this.#way)
  }

  /**
   * Moves a train to the far end of the lane. Exact unless trains overlap: each is then sent whole, in
   * the order of their first packets, and may be early by less than the length of the other one. The
   * lane always carries the right number of bytes.
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

  /** Bytes that do not fit into the queue: the last packets, or the whole train if it is one packet. */
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

  get loses(): boolean {
    return this.#loss !== undefined
  }

  /** One packet alone. Returns when it arrives; undefined if the queue is full or the line loses it. */
  transmit(bytes: number, now: Millis): Millis | undefined {
    const { queueBytes } = this.#way
    if (queueBytes !== Number.POSITIVE_INFINITY) {
      const waiting = this.waitingBytes(now)
      if (waiting > 0 && waiting + bytes > queueBytes) {
        this.droppedBytes += bytes
        return undefined
      }
    }
    const arriveMs = this.#table.pass(this.number, now, bytes)
    return this.losesNext(bytes) ? undefined : arriveMs
  }

  /** A packet too small to hold up others: it waits as they do and may be lost, but takes no room. */
  slip(bytes: number, now: Millis): Millis | undefined {
    const waiting = this.waitingBytes(now)
    const isFull = waiting > 0 && waiting + bytes > this.#way.queueBytes
    if (isFull || this.#loss?.next()) return undefined
    return now + (waiting + bytes) / bytesPerMs(this.#way) + this.#way.delayMs
  }

  losesNext(bytes: number): boolean {
    if (!this.#loss?.next()) return false
    this.lostBytes += bytes
    return true
  }
}
