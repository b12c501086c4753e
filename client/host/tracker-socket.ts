/** The line to one WebTorrent tracker. Reconnects after growing delays; queues nothing meanwhile. */
import { type Rate, TokenBucket } from '../../shared/base/bucket.ts'
import type { InfoHash } from '../../shared/base/ids.ts'
import { parseTrackerReply, type TrackerReply } from '../../shared/tracker/webtorrent-reply.ts'
import type { Clock } from './clock.ts'

/** Strangers' trackers come and go: many magnets name one that is gone for good. */
const FIRST_RECONNECT_MS = 5_000
const MAX_RECONNECT_MS = 10 * 60_000

const CONNECT_TIMEOUT_MS = 10_000

/** 64 torrents' replies at once, and 5 offers each; past it the tracker floods us. */
const MESSAGES: Rate = { burst: 500, perSecond: 20 }

export interface TrackerListener {
  /** Connected: the tracker knows nothing of us. */
  onUp(): void
  onDown(): void
  onReply(reply: TrackerReply): void
}

export type OpenSocket = (url: string) => WebSocket

export class TrackerSocket {
  readonly #url: string
  readonly #clock: Clock
  readonly #openSocket: OpenSocket
  readonly #listeners = new Map<InfoHash, TrackerListener>()
  #socket: WebSocket | undefined
  #isUp = false
  #failures = 0
  #cancelTimer = () => {}

  constructor(url: string, clock: Clock, openSocket: OpenSocket) {
    this.#url = url
    this.#clock = clock
    this.#openSocket = openSocket
  }

  get isUp(): boolean {
    return this.#isUp
  }

  get isUsed(): boolean {
    return this.#listeners.size > 0
  }

  /** `onUp` is called when the line comes up; it may be up already. */
  join(infoHash: InfoHash, listener: TrackerListener): void {
    this.#listeners.set(infoHash, listener)
    if (this.#listeners.size === 1) this.#connect()
  }

  leave(infoHash: InfoHash): void {
    this.#listeners.delete(infoHash)
    if (!this.isUsed) this.#hangUp()
  }

  /** Dropped if the line is down. */
  send(text: string): void {
    if (this.#isUp) this.#socket?.send(text)
  }

  #connect(): void {
    const messages = new TokenBucket(MESSAGES, this.#clock.now())
    const socket = this.#open()
    if (!socket) return
    this.#socket = socket
    this.#cancelTimer = this.#clock.after(CONNECT_TIMEOUT_MS, () => this.#lost())
    socket.onopen = () => {
      this.#cancelTimer()
      this.#isUp = true
      for (const listener of this.#listeners.values()) listener.onUp()
    }
    socket.onmessage = ({ data }) => {
      if (!messages.take(this.#clock.now())) this.#lost()
      else if (typeof data === 'string') this.#receive(data)
    }
    socket.onclose = () => this.#lost()
  }

  #open(): WebSocket | undefined {
    try {
      return this.#openSocket(this.#url)
    } catch {
      return undefined // An address that this page may not open: it stays so.
    }
  }

  #receive(text: string): void {
    const parsed = parseTrackerReply(text)
    if (!parsed.ok) return // Whatever it means, nothing waits for it.
    this.#failures = 0
    const reply = parsed.value
    if (reply.infoHash) this.#listeners.get(reply.infoHash)?.onReply(reply)
  }

  #lost(): void {
    const wasUp = this.#isUp
    this.#hangUp()
    const waitMs = Math.min(FIRST_RECONNECT_MS * 2 ** this.#failures++, MAX_RECONNECT_MS)
    const jitter = 0.5 + Math.random()
    this.#cancelTimer = this.#clock.after(waitMs * jitter, () => this.#connect())
    if (wasUp) for (const listener of this.#listeners.values()) listener.onDown()
  }

  #hangUp(): void {
    this.#cancelTimer()
    const socket = this.#socket
    if (!socket) return
    this.#socket = undefined
    this.#isUp = false
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }
}

/** One line for each address. */
export class TrackerSockets {
  readonly #clock: Clock
  readonly #openSocket: OpenSocket
  readonly #byUrl = new Map<string, TrackerSocket>()

  constructor(clock: Clock, openSocket: OpenSocket = url => new WebSocket(url)) {
    this.#clock = clock
    this.#openSocket = openSocket
  }

  join(url: string, infoHash: InfoHash, listener: TrackerListener): TrackerSocket {
    const socket = this.#byUrl.get(url) ?? new TrackerSocket(url, this.#clock, this.#openSocket)
    this.#byUrl.set(url, socket)
    socket.join(infoHash, listener)
    return socket
  }

  leave(url: string, infoHash: InfoHash): void {
    const socket = this.#byUrl.get(url)
    socket?.leave(infoHash)
    if (!socket?.isUsed) this.#byUrl.delete(url)
  }
}
