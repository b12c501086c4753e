/** For tests: connections between two hosts of which each has a rate of its own, below the line's, as a congestion window gives it. */
import type { Random } from '../../shared/base/random.ts'
import { nameIn, sdpOf } from '../../shared/testing/descriptions.ts'
import { BLOCK_BYTES } from '../../shared/wire/message.ts'
import {
  type Channel,
  type Connect,
  type ConnectionHandlers,
  LowWaterMark,
  type Role,
} from '../host/channel/channel.ts'
import type { ManualClock } from './manual-clock.ts'

const STEP_MS = 5
const PACKET_BYTES = 1_200

export interface LineOptions {
  readonly clock: ManualClock
  readonly roundTripMs: number
  /** Of one connection, each way. */
  readonly connectionBytesPerSec: number
  /** Of all together. */
  readonly lineBytesPerSec: number
  /** Each connection stands still for this time, and then goes on for three times this: packets are lost. */
  readonly stallMs?: number
  readonly random?: Random
}

export class WindowedLine {
  readonly #options: LineOptions
  readonly #offers = new Map<string, End>()
  readonly #ends = new Set<End>()
  #names = 0
  #credit = 0

  constructor(options: LineOptions) {
    this.#options = options
    this.#step()
  }

  get open(): number {
    return this.#ends.size / 2
  }

  /** Every second connection, the newest first, breaks. */
  breakSome(): void {
    for (const end of [...this.#ends].filter(({ isLane }, i) => isLane && i % 4 === 0)) end.broken()
  }

  /** Of some lanes the end that answered notices that they break; the other goes on putting blocks on them. */
  breakAtOneEnd(lanes: number): void {
    const answerers = [...this.#ends].filter(({ isLane, isOfferer }) => isLane && !isOfferer)
    for (const end of answerers.slice(0, lanes)) end.brokenHere()
  }

  readonly connect: Connect = (role, handlers, kind) => {
    const end = new End(this.#options, handlers, role, kind === 'lane', () =>
      this.#ends.delete(end),
    )
    if (role === 'offerer') {
      const name = `${++this.#names}`
      this.#offers.set(name, end)
      this.#later(0, () => handlers.onSignal({ kind: 'offer', sdp: sdpOf(name) }))
    }
    return {
      signal: signal => {
        if (signal.kind === 'candidate') return
        const other = this.#offers.get(nameIn(signal.sdp))
        if (signal.kind === 'offer' && other) {
          end.other = other
          other.other = end
          const answer = sdpOf(nameIn(signal.sdp), 'answer')
          this.#later(0, () => handlers.onSignal({ kind: 'answer', sdp: answer }))
        } else
          this.#later(this.#options.roundTripMs, () => {
            for (const each of [end, end.other]) if (each) this.#opened(each)
          })
      },
      close: () => end.close(),
    }
  }

  #opened(end: End): void {
    this.#ends.add(end)
    end.open()
  }

  #later(ms: number, what: () => void): void {
    this.#options.clock.after(ms, what)
  }

  #step(): void {
    const perStep = (this.#options.lineBytesPerSec * STEP_MS) / 1000
    this.#credit = Math.min(this.#credit, PACKET_BYTES) + perStep
    // Each has the first turn in turn.
    for (const end of this.#ends) this.#credit -= end.step(this.#credit)
    const [first] = this.#ends
    if (first) {
      this.#ends.delete(first)
      this.#ends.add(first)
    }
    this.#later(STEP_MS, () => this.#step())
  }
}

class End implements Channel {
  readonly maxMessageBytes = 4 * (BLOCK_BYTES + 13)
  readonly isLane: boolean
  readonly isOfferer: boolean
  other: End | undefined
  readonly #options: LineOptions
  readonly #handlers: ConnectionHandlers
  readonly #ended: () => void
  readonly #mark = new LowWaterMark()
  readonly #queue: { readonly bytes: Uint8Array<ArrayBuffer>; left: number }[] = []
  #credit = 0
  #isClosed = false
  #stallsAt = 0
  bufferedBytes = 0

  constructor(
    options: LineOptions,
    handlers: ConnectionHandlers,
    role: Role,
    isLane: boolean,
    ended: () => void,
  ) {
    this.#options = options
    this.#handlers = handlers
    this.isLane = isLane
    this.isOfferer = role === 'offerer'
    this.#ended = ended
  }

  open(): void {
    if (this.#isClosed) return
    this.#handlers.onOpen(this)
    this.#handlers.onReach?.('direct')
    this.#handlers.onRoundTrip?.(this.#options.roundTripMs, 3)
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#queue.push({ bytes: bytes.slice(), left: bytes.length })
    this.bufferedBytes += bytes.length
    this.#mark.rose(this.bufferedBytes)
  }

  /** Returns what has left. */
  step(most: number): number {
    if (this.#isStalled()) return 0
    const perStep = (this.#options.connectionBytesPerSec * STEP_MS) / 1000
    this.#credit = Math.min(this.#credit + perStep, PACKET_BYTES + perStep)
    let went = 0
    while (this.#queue[0] && this.#credit >= PACKET_BYTES && went + PACKET_BYTES <= most) {
      const first = this.#queue[0]
      const bytes = Math.min(PACKET_BYTES, first.left)
      first.left -= bytes
      went += bytes
      this.#credit -= bytes
      if (first.left > 0) continue
      this.#queue.shift()
      this.#options.clock.after(this.#options.roundTripMs / 2, () =>
        this.other?.receive(first.bytes),
      )
    }
    this.bufferedBytes -= went
    if (went > 0 && this.#mark.fell(this.bufferedBytes))
      this.#handlers.onDrained(this.bufferedBytes)
    return went
  }

  #isStalled(): boolean {
    const { clock, stallMs, random } = this.#options
    if (stallMs === undefined || random === undefined) return false
    const now = clock.now()
    // Retransmission timers run out after random times, and double.
    if (now >= this.#stallsAt + stallMs) this.#stallsAt = now + 6 * stallMs * random()
    return now >= this.#stallsAt
  }

  receive(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#isClosed) this.#handlers.onBytes(bytes)
  }

  broken(): void {
    for (const end of [this, this.other]) {
      if (end === undefined || end.#isClosed) continue
      end.close()
      end.#handlers.onClose('it broke')
    }
  }

  brokenHere(): void {
    this.#isClosed = true
    this.#ended()
    this.#handlers.onClose('it broke')
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#ended()
    const { other } = this
    if (other && !other.#isClosed)
      this.#options.clock.after(this.#options.roundTripMs / 2, () => {
        if (other.#isClosed) return
        other.close()
        other.#handlers.onClose('the remote closed')
      })
  }
}
