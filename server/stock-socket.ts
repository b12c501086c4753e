/**
 * One stock client's connection. Nothing that it sends can throw past here: every message is parsed by
 * schema, and any other error is a bug of ours, which is logged while the server goes on.
 */
import type { RawData, WebSocket } from 'ws'
import { TokenBucket } from '../shared/base/bucket.ts'
import type { SocketKey } from '../shared/tracker/registry.ts'
import { encodeTrackerReply } from '../shared/tracker/webtorrent-reply.ts'
import { parseTrackerRequest } from '../shared/tracker/webtorrent-request.ts'
import { Client, type ClientDeps } from './clients.ts'
import type { SignallingDeps } from './signalling.ts'
import { answerStock, toStock } from './stock-tracker.ts'

export interface StockDeps extends SignallingDeps, ClientDeps {}

export class StockSocket {
  readonly #socket: WebSocket
  readonly #deps: StockDeps
  readonly #client: Client
  readonly #packets: TokenBucket
  #heardSincePing = true

  constructor(socket: WebSocket, key: SocketKey, address: string, deps: StockDeps) {
    const { limits, now, clients } = deps
    this.#socket = socket
    this.#deps = deps
    this.#packets = new TokenBucket(limits.packets, now())
    this.#client = new Client(key, address, deps, signal => {
      const message = toStock(signal)
      if (message) this.#send(encodeTrackerReply(message))
    })
    clients.add(this.#client)
    socket.on('message', data => this.#onMessage(data))
    socket.on('ping', () => this.#count())
    socket.on('pong', () => this.#count())
    // Not WebSocket, or too long a message: the library closes the connection, and 'close' follows.
    socket.on('error', error => deps.log('kicked', { reason: error.message }))
    socket.on('close', () => this.#client.inOrder(() => clients.leave(this.#client)))
  }

  ping(): void {
    if (!this.#heardSincePing) return this.close()
    this.#heardSincePing = false
    this.#socket.ping()
  }

  close(): void {
    this.#socket.terminate()
  }

  #onMessage(data: RawData): void {
    this.#count()
    this.#client.inOrder(async () => {
      const { now } = this.#deps
      const message = parseTrackerRequest(textOf(data))
      const reply = await answerStock(message, this.#client, this.#deps, now())
      if (reply !== undefined) this.#send(reply)
    })
  }

  /** Every packet counts, also pings and pongs. */
  #count(): void {
    this.#heardSincePing = true
    if (!this.#packets.take(this.#deps.now())) this.#kick('flood')
  }

  #send(text: string): void {
    this.#socket.send(text)
    if (this.#socket.bufferedAmount > this.#deps.limits.maxUnsentLength)
      this.#kick('reads too slowly')
  }

  #kick(reason: string): void {
    this.#deps.log('kicked', { reason })
    this.close()
  }
}

/** Some clients send their text as bytes. */
const textOf = (data: RawData): string =>
  Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString()
