/**
 * One window of a flood: sockets from one address to one port, counted and, beside a sink, paced.
 * Everything is closed when the window is over, and every wait ends with it.
 */
import { setMaxListeners } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface FloodWindow {
  readonly port: number
  /** Local addresses to connect from, in turn. */
  readonly from: readonly string[]
  readonly durationMs: number
  /** Undefined: as fast as the other end takes it. */
  readonly bytesPerSec?: number | undefined
}

export interface Flooded {
  readonly bytes: number
  readonly opened: number
  readonly count: number
}

/** The server, by IPv4: the addresses of loopback are then as many as one likes. */
const HOST = '127.0.0.1'
/** Answers of an honest server take less, and a window is not longer than a minute. */
const ANSWER_LIMIT_MS = 5_000
/** Sockets at once: below what a process may open, with those of the server beside them. */
const MAX_OPEN = 3_000
/** Between two tries of who was refused. */
const RETRY_MS = 2
/** Of those who want to hold a place and not to knock: a thousand knock in a second at first, then fewer. */
const HOLDER_EVERY_MS = 1
const HOLDER_RETRY_MS = 1_000
const PACE_MS = 5
const LONGEST_HELLO = 4_096

export class Flood {
  readonly #window: FloodWindow
  readonly #sockets = new Set<Socket>()
  readonly #startedAt = performance.now()
  readonly #over = new AbortController()
  #bytes = 0
  #opened = 0
  /** Of what the attack itself counts. */
  count = 0
  #numbers = 0

  constructor(window: FloodWindow) {
    this.#window = window
    setMaxListeners(0, this.#over.signal) // every wait of every socket
    setTimeout(() => this.end(), window.durationMs)
  }

  get isOver(): boolean {
    return this.#over.signal.aborted
  }

  /** As a browser writes it. */
  get host(): string {
    return `localhost:${this.#window.port}`
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAt
  }

  get totals(): Flooded {
    return { bytes: this.#bytes, opened: this.#opened, count: this.count }
  }

  end(): void {
    this.#over.abort()
    for (const socket of this.#sockets) socket.destroy()
  }

  /** 40 hex digits, others each time: an info hash, an offer id or a peer id that is none of ours. */
  newId(): string {
    return `a77ac4${process.pid.toString(16).padStart(8, '0')}${(++this.#numbers).toString(16).padStart(26, '0')}`
  }

  /** Resolves at the end at the latest. */
  pause(ms: number): Promise<void> {
    if (this.isOver) return Promise.resolve()
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.#over.signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#over.signal.addEventListener('abort', done)
    })
  }

  /** `count` of them side by side, each again and again until the flood is over. */
  many(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
    return this.#sideBySide(count, work, { everyMs: 0, retryMs: RETRY_MS })
  }

  /** As `many`, for work that holds what it has opened until it is cut off. */
  holding(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
    const pace = { everyMs: HOLDER_EVERY_MS, retryMs: HOLDER_RETRY_MS }
    return this.#sideBySide(count, work, pace)
  }

  async #sideBySide(
    count: number,
    work: (index: number) => Promise<unknown>,
    { everyMs, retryMs }: { readonly everyMs: number; readonly retryMs: number },
  ): Promise<void> {
    const one = async (index: number) => {
      await this.pause(index * everyMs)
      while (!this.isOver) {
        await work(index)
        await this.pause(retryMs)
      }
    }
    await Promise.all(Array.from({ length: count }, (_, index) => one(index)))
  }

  /** Until it is cut off, or the flood is over. */
  async held(socket: Socket): Promise<void> {
    while (!socket.destroyed && !this.isOver) await this.pause(HOLDER_RETRY_MS)
  }

  /** Undefined if it is refused, or too many are open. What comes in is read and thrown away. */
  open(): Promise<Socket | undefined> {
    if (this.isOver || this.#sockets.size >= MAX_OPEN) return Promise.resolve(undefined)
    const { port, from } = this.#window
    const localAddress = from[this.#opened++ % from.length] as string
    const socket = connect({ host: HOST, port, localAddress, noDelay: true })
    this.#sockets.add(socket)
    return new Promise(resolve => {
      socket.on('connect', () => resolve(socket.resume()))
      socket.on('error', () => resolve(undefined)) // refused or reset: what a flood expects
      socket.on('close', () => {
        this.#sockets.delete(socket)
        resolve(undefined)
      })
    })
  }

  /** True once it is handed to the system; false if the socket is closed. */
  async send(socket: Socket, bytes: Buffer | string): Promise<boolean> {
    await this.#paced()
    if (socket.destroyed || this.isOver) return false
    this.#bytes += Buffer.byteLength(bytes)
    if (!socket.write(bytes)) await drained(socket)
    return !socket.destroyed
  }

  /** What it is told first, until `isWhole`; undefined if it closes or says nothing. */
  hear(socket: Socket, isWhole: (heard: string) => boolean): Promise<string | undefined> {
    let heard = ''
    return new Promise(resolve => {
      const settle = (said: string | undefined) => {
        clearTimeout(timer)
        socket.off('data', listen)
        socket.off('close', fail)
        resolve(said)
      }
      const listen = (data: Buffer) => {
        heard += data.toString('latin1')
        if (isWhole(heard) || heard.length > LONGEST_HELLO) settle(heard)
      }
      const fail = () => settle(undefined)
      const timer = setTimeout(fail, ANSWER_LIMIT_MS)
      socket.on('data', listen)
      socket.on('close', fail)
      if (socket.destroyed) fail()
    })
  }

  async #paced(): Promise<void> {
    const { bytesPerSec } = this.#window
    if (bytesPerSec === undefined) return
    const isAhead = () => this.#bytes > (bytesPerSec * this.elapsedMs) / 1000
    while (!this.isOver && isAhead()) await this.pause(PACE_MS)
  }
}

/** Or closed. */
const drained = (socket: Socket): Promise<void> =>
  new Promise(resolve => {
    const settle = () => {
      socket.off('drain', settle)
      socket.off('close', settle)
      resolve()
    }
    socket.on('drain', settle)
    socket.on('close', settle)
    if (socket.destroyed) settle()
  })
