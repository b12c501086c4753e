/**
 * One socket of a visitor, at either door, watched below its protocol: what it sends and causes, what is
 * held in memory for it, and how it ends.
 */
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { TokenBucket } from '../shared/base/bucket.ts'
import type { RefusalSentence } from '../shared/tracker/refusals.ts'
import { Budget } from './address-budgets.ts'
import { type Address, type Addresses, MAX_PAUSE_MS, type Source } from './addresses.ts'
import type { ServerLimits } from './limits.ts'
import { joined, TextFrame } from './websocket.ts'
import type { Speaker } from './write-batch.ts'

/** Who is told why it has to go has this long to read it. */
const LAST_WORDS_MS = 1_000

/** Each chunk or packet that waits takes about this much memory besides its bytes. */
export const OVERHEAD_BYTES = 256

/** "Try again later", of the registry of WebSocket close codes. */
export const TRY_AGAIN_LATER = 1013

export interface VisitorDeps {
  readonly addresses: Addresses
  readonly limits: ServerLimits
  readonly now: () => number
  /** Of its upgrade. */
  readonly requestId: string
  readonly onEnd: (reason: string) => void
}

/** What is known of it once it is upgraded. */
export interface Opened {
  readonly websocket: WebSocket
  readonly helloMs: number
  /** Bytes that wait above the WebSocket. */
  queuedBytes?(): number
  /** Nothing that it has sent is handled any more. */
  stop?(): void
  /** Closes it in the way of its protocol. */
  goodbye(): void
}

export class Visitor implements Source, Speaker {
  readonly address: Address
  readonly announces: Budget
  readonly signals: Budget
  /** Tells it why it has to go, in words of its protocol. */
  onEvict: ((reason: RefusalSentence) => void) | undefined
  readonly #deps: VisitorDeps
  readonly #socket: Socket
  readonly #packets: TokenBucket
  readonly #bytes: TokenBucket
  readonly #work: TokenBucket
  #opened: Opened | undefined
  #hello: NodeJS.Timeout | undefined
  #isEnded = false
  #isPaused = false
  #pause: NodeJS.Timeout | undefined
  /** To be written together, and their bytes. */
  #frames: TextFrame[] = []
  #frameBytes = 0
  #unfinishedBytes = 0
  #unsentWrites = 0
  #heldBytes = 0

  constructor(address: Address, socket: Socket, deps: VisitorDeps) {
    const { limits, now } = deps
    this.address = address
    this.#socket = socket
    this.#deps = deps
    this.announces = new Budget(limits.announces, address.budgets.announces, now())
    this.signals = new Budget(limits.signals, address.budgets.signals, now())
    this.#packets = new TokenBucket(limits.packets, now())
    this.#bytes = new TokenBucket(limits.bytes, now())
    this.#work = new TokenBucket(limits.workMs, performance.now())
    address.add(this)
    socket.once('close', () => this.#leave())
  }

  get requestId(): string {
    return this.#deps.requestId
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  get heldBytes(): number {
    return this.#heldBytes
  }

  /** It is upgraded: from now on everything counts. */
  open(opened: Opened): void {
    const { websocket } = opened
    this.#opened = opened
    if (this.#isEnded) return this.#stop()
    this.#hello = setTimeout(() => this.end('no hello'), opened.helloMs)
    // Around the listener of ws, which reads, parses and handles all that a chunk holds.
    let isWhole = false
    this.#socket.prependListener('data', () => {
      this.#deps.addresses.meter.begin(this)
      isWhole = false
    })
    this.#socket.on('data', chunk => {
      const bytes = chunk.length + OVERHEAD_BYTES
      this.#unfinishedBytes = isWhole ? bytes : this.#unfinishedBytes + bytes
      this.#received(chunk.length)
    })
    const count = () => {
      isWhole = true
      if (!this.#packets.take(this.#deps.now())) this.end('flood')
    }
    for (const event of ['message', 'ping', 'pong']) websocket.on(event, count)
    // The last ping is enough to answer (RFC 6455, 5.5.3); no browser sends any.
    websocket.on('ping', data => {
      if (websocket.bufferedAmount === 0) websocket.pong(data)
    })
    this.#socket.on('drain', () => this.recount())
    this.#applyPause()
  }

  /** It has said what it came for. */
  hello(): void {
    clearTimeout(this.#hello)
  }

  /** Does work for it, which counts as its own, with what it leaves to promises. */
  work<T>(work: () => T): T {
    this.#deps.addresses.meter.begin(this)
    return work()
  }

  /** What follows is its work again: it has waited for Redis, and others have been read meanwhile. */
  resumesWork(): void {
    this.#deps.addresses.meter.resume(this)
  }

  /** Also after its end: what it has sent before is still read. */
  worked(ms: number): void {
    const now = performance.now()
    this.#work.spend(now, ms)
    if (this.#work.debtMs(now) > 0) this.end('takes too much work')
    this.address.worked(ms)
  }

  /** Past Engine.IO. */
  send(message: string): void {
    if (this.#opened?.websocket.readyState !== WebSocket.OPEN) return
    const frame = new TextFrame(message)
    if (this.#frames.length === 0) this.#deps.addresses.writes.add(this)
    this.#frames.push(frame)
    this.#frameBytes += frame.bytes
    this.recount()
  }

  /** Before anything else is written that must not come first, such as the end of the WebSocket. */
  flush(): void {
    if (this.#frames.length === 0) return
    const [frames, bytes] = [this.#frames, this.#frameBytes]
    this.#frames = []
    this.#frameBytes = 0
    if (this.#opened?.websocket.readyState === WebSocket.OPEN) {
      this.#socket.write(joined(frames, bytes))
      this.#unsentWrites++
    }
    this.recount()
  }

  recount(): void {
    if (this.#isEnded) return
    const { limits } = this.#deps
    const bufferedBytes = this.#opened?.websocket.bufferedAmount ?? 0
    if (bufferedBytes === 0) this.#unsentWrites = 0
    const writes = this.#unsentWrites + this.#frames.length
    const writeBytes = bufferedBytes + this.#frameBytes + writes * OVERHEAD_BYTES
    const unsent = writeBytes + this.#queuedBytes()
    if (unsent > limits.maxHeldBytes) return this.end('reads too slowly')
    this.#setHeld(unsent + this.#unfinishedBytes)
  }

  setPaused(paused: boolean): void {
    this.#isPaused = paused
    this.#applyPause()
  }

  /** Closes it at once. */
  end(reason: string): void {
    if (this.#isEnded) return
    this.#settle(reason)
    this.#stop()
  }

  /** Closes it for somebody else's sake, and says so. */
  evict(reason: RefusalSentence): void {
    if (this.#isEnded) return
    if (!this.#opened) return this.end(reason)
    this.#settle(reason)
    this.onEvict?.(reason)
    this.#sayGoodbye(this.#opened)
  }

  /** Another server has room for it: it comes back by itself, and finds that one. */
  moveOn(): void {
    if (!this.#isEnded && this.#opened) this.#sayGoodbye(this.#opened)
  }

  /** It was told goodbye. Who does not hang up then is cut off. */
  part(): void {
    setTimeout(() => this.#stop(), LAST_WORDS_MS).unref()
  }

  /** It has left by itself. */
  leave(): void {
    this.#leave()
    this.#stop()
  }

  #sayGoodbye(opened: Opened): void {
    this.flush()
    opened.goodbye()
    this.part()
  }

  #received(bytes: number): void {
    if (this.#isEnded) return
    const now = this.#deps.now()
    this.address.received(bytes, now)
    this.#bytes.spend(now, bytes)
    const debtMs = this.#bytes.debtMs(now)
    if (debtMs > 0 && !this.#pause) {
      this.#pause = setTimeout(
        () => {
          this.#pause = undefined
          this.#applyPause()
        },
        Math.min(debtMs, MAX_PAUSE_MS),
      ).unref()
      this.#applyPause()
    }
    this.recount()
  }

  #applyPause(): void {
    const websocket = this.#opened?.websocket
    if (this.#isPaused || this.#pause) websocket?.pause()
    else if (websocket?.isPaused) websocket.resume()
  }

  #queuedBytes(): number {
    return this.#opened?.queuedBytes?.() ?? 0
  }

  #setHeld(bytes: number): void {
    const change = bytes - this.#heldBytes
    this.#heldBytes = bytes
    this.#deps.addresses.held(this.address, change)
  }

  #settle(reason: string): void {
    this.#leave()
    this.#deps.onEnd(reason)
  }

  #stop(): void {
    this.#opened?.stop?.()
    // The rest of a chunk is still parsed.
    this.#opened?.websocket.removeAllListeners('message')
    this.#opened?.websocket.terminate()
    this.#socket.destroy()
  }

  #leave(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    clearTimeout(this.#hello)
    clearTimeout(this.#pause)
    this.#setHeld(0)
    this.address.delete(this)
  }
}
