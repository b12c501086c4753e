/**
 * The sender of an SCTP association, chunk by chunk, as dcSCTP's `RetransmissionQueue` and
 * `OutstandingData` are: what may be sent, what a SACK tells of what was lost, fast retransmit and fast
 * recovery, and the T3 timer. It decides nothing of when packets arrive.
 */
import type { Millis } from '../../base/ids.ts'
import {
  CHUNK_HEADER_BYTES,
  type Chunk,
  cutTo4,
  type Packet,
  paddedTo4,
  type Sack,
} from './chunk.ts'
import { Fifo } from './fifo.ts'
import { RetransmissionTimeout } from './timeout.ts'
import { CongestionWindow, INITIAL_MTUS, MTU_BYTES, RECEIVER_WINDOW_BYTES } from './window.ts'

/** SACKs that tell of later chunks until one counts as lost. */
const MISSES_UNTIL_LOST = 3
/** `max_burst`: packets that one SACK, one message or one timeout lets go. */
const MAX_BURST = 4
/** Of SCTP alone: source, destination, tag, checksum. */
export const COMMON_HEADER_BYTES = 12
const ROOM_BYTES = cutTo4(MTU_BYTES) - COMMON_HEADER_BYTES
/** `immediate_sack_under_cwnd_mtus` */
const IMMEDIATE_SACK_BYTES = INITIAL_MTUS * MTU_BYTES

interface Unsent<Message> {
  readonly message: Message
  leftBytes: number
}

export interface SenderPorts<Message> {
  transmit(packet: Packet<Message>): void
  /** The last of it was sent for the first time. */
  onSent(message: Message): void
}

export class SctpSender<Message> {
  readonly window = new CongestionWindow()
  readonly timeout = new RetransmissionTimeout()
  readonly #ports: SenderPorts<Message>
  readonly #unsent = new Fifo<Unsent<Message>>()
  /** From the first that is not acknowledged on, in the order of their numbers. */
  readonly #outstanding = new Fifo<Chunk<Message>>()
  /** Not acknowledged, though a later one was, or the timer has run out since. In the order of their numbers. */
  #holes: Chunk<Message>[] = []
  /** All that are not acknowledged below this number are holes. */
  #holesEnd = 0
  #lost = 0
  #nextTsn = 0
  #unackedBytes = 0
  /** Fast recovery ends when this number is acknowledged. */
  #recoveryEnd: number | undefined
  #expiresMs: Millis | undefined
  #expiries = 0
  /** How often the timer has run out, and packets that carried chunks again. */
  timeouts = 0
  resentPackets = 0

  constructor(ports: SenderPorts<Message>) {
    this.#ports = ports
  }

  /** When to call `expire`; undefined while the timer rests. */
  get expiresMs(): Millis | undefined {
    return this.#expiresMs
  }

  send(bytes: number, message: Message, now: Millis): void {
    this.#unsent.push({ message, leftBytes: bytes })
    this.#sendWhatFits(now)
  }

  sacked({ chunks, hasGaps }: Sack<Message>, now: Millis): void {
    const unackedBytes = this.#unackedBytes
    let ackedBytes = 0
    let highest = -1
    for (const chunk of chunks) {
      ackedBytes += chunk.bytes
      if (chunk.state === 'flying') this.#unackedBytes -= chunk.bytes
      if (chunk.state === 'lost') this.#lost--
      chunk.state = 'acked'
      highest = Math.max(highest, chunk.tsn)
    }
    const last = this.#removeAcked()
    if (last && !hasGaps && !last.isResent) this.timeout.observe(now - last.sentMs)
    if (this.#recoveryEnd !== undefined && this.#firstTsn > this.#recoveryEnd)
      this.#recoveryEnd = undefined
    const isRecovering = this.#recoveryEnd !== undefined
    const newlyLost = this.#countMisses(highest)
    if (last) {
      this.#expiresMs = undefined
      this.window.grow(ackedBytes, unackedBytes, isRecovering)
    }
    if (newlyLost.length > 0 && !isRecovering) {
      this.window.halve()
      this.#recoveryEnd = this.#nextTsn - 1
    }
    if (this.#outstanding.size > 0) this.#startTimer(now)
    if (newlyLost.length > 0 && !isRecovering) this.#fastRetransmit(newlyLost, now)
    this.#sendWhatFits(now)
  }

  /** The timer has run out. */
  expire(now: Millis): void {
    this.timeouts++
    this.#expiries++
    this.#expiresMs = now + this.timeout.afterMs(this.#expiries)
    this.window.collapse()
    this.#holes = []
    this.#lost = 0
    for (const chunk of this.#outstanding) {
      if (chunk.state === 'acked') continue
      chunk.state = 'lost'
      this.#lost++
      this.#holes.push(chunk)
    }
    this.#holesEnd = this.#nextTsn
    this.#unackedBytes = 0
    this.#sendWhatFits(now)
  }

  get #firstTsn(): number {
    return this.#outstanding.first?.tsn ?? this.#nextTsn
  }

  /** The last chunk below which all is acknowledged, if that has moved on. */
  #removeAcked(): Chunk<Message> | undefined {
    let last: Chunk<Message> | undefined
    while (this.#outstanding.first?.state === 'acked') last = this.#outstanding.shift()
    return last
  }

  /** Chunks before the highest one that was newly acknowledged are missed once more. Returns those now lost. */
  #countMisses(highest: number): Chunk<Message>[] {
    if (highest >= this.#holesEnd) {
      for (let tsn = Math.max(this.#holesEnd, this.#firstTsn); tsn < highest; tsn++) {
        const chunk = this.#outstanding.at(tsn - this.#firstTsn)
        if (chunk && chunk.state !== 'acked') this.#holes.push(chunk)
      }
      this.#holesEnd = highest + 1
    }
    const lost: Chunk<Message>[] = []
    if (this.#holes.length === 0) return lost
    this.#holes = this.#holes.filter(({ state }) => state !== 'acked')
    for (const chunk of this.#holes) {
      if (chunk.tsn >= highest) break
      if (chunk.state === 'flying') {
        this.#unackedBytes -= chunk.bytes
        chunk.state = 'missing'
      }
      chunk.misses++
      if (chunk.state === 'lost' || chunk.misses < MISSES_UNTIL_LOST) continue
      chunk.state = 'lost'
      this.#lost++
      lost.push(chunk)
    }
    return lost
  }

  /** One packet, whatever the window. */
  #fastRetransmit(lost: readonly Chunk<Message>[], now: Millis): void {
    const chunks = this.#thatFit(lost, ROOM_BYTES)
    if (chunks[0]?.tsn === this.#firstTsn) this.#expiresMs = undefined
    this.resentPackets++
    this.#transmit(chunks, now, false)
  }

  #sendWhatFits(now: Millis): void {
    for (let packets = 0; packets < MAX_BURST; packets++) {
      const windowBytes = Math.min(this.window.bytes, RECEIVER_WINDOW_BYTES)
      let roomBytes = cutTo4(Math.min(ROOM_BYTES, windowBytes - this.#unackedBytes))
      const chunks = this.#lost > 0 ? this.#thatFit(this.#holes, roomBytes) : []
      if (chunks.length > 0) this.resentPackets++
      for (const { bytes } of chunks) roomBytes -= bytes
      this.#fill(chunks, roomBytes, now)
      if (chunks.length === 0) return
      this.#transmit(chunks, now, this.window.bytes < IMMEDIATE_SACK_BYTES)
    }
  }

  #thatFit(candidates: readonly Chunk<Message>[], roomBytes: number): Chunk<Message>[] {
    const chunks: Chunk<Message>[] = []
    let leftBytes = roomBytes
    for (const chunk of candidates) {
      if (leftBytes <= CHUNK_HEADER_BYTES) break
      if (chunk.state !== 'lost' || chunk.bytes > leftBytes) continue
      leftBytes -= chunk.bytes
      chunk.state = 'flying'
      chunk.isResent = true
      chunk.misses = 0
      this.#lost--
      this.#unackedBytes += chunk.bytes
      chunks.push(chunk)
    }
    return chunks
  }

  #fill(chunks: Chunk<Message>[], roomBytes: number, now: Millis): void {
    let leftBytes = roomBytes
    for (let next = this.#unsent.first; next && leftBytes > CHUNK_HEADER_BYTES; ) {
      const payloadBytes = Math.min(next.leftBytes, leftBytes - CHUNK_HEADER_BYTES)
      next.leftBytes -= payloadBytes
      const isEnd = next.leftBytes === 0
      const chunk: Chunk<Message> = {
        tsn: this.#nextTsn++,
        bytes: paddedTo4(CHUNK_HEADER_BYTES + payloadBytes),
        ends: isEnd ? { message: next.message } : undefined,
        sentMs: now,
        state: 'flying',
        misses: 0,
        isResent: false,
        decidedMs: undefined,
        hasArrived: false,
      }
      leftBytes -= chunk.bytes
      this.#unackedBytes += chunk.bytes
      this.#outstanding.push(chunk)
      chunks.push(chunk)
      if (!isEnd) return
      this.#unsent.shift()
      this.#ports.onSent(next.message)
      next = this.#unsent.first
    }
  }

  #transmit(chunks: readonly Chunk<Message>[], now: Millis, wantsSack: boolean): void {
    this.#startTimer(now)
    this.#ports.transmit({ chunks, atMs: now, wantsSack })
  }

  /** Unless it runs. */
  #startTimer(now: Millis): void {
    if (this.#expiresMs !== undefined) return
    this.#expiries = 0
    this.#expiresMs = now + this.timeout.afterMs(0)
  }
}
