/**
 * One stock client's connection. Nothing that it sends can throw past here: every message is parsed by
 * schema, and any other error is a bug of ours, which is logged while the server goes on.
 */
import type { RawData, WebSocket } from 'ws'
import type { SocketKey } from '../shared/tracker/registry.ts'
import { encodeTrackerReply } from '../shared/tracker/webtorrent-reply.ts'
import { parseTrackerRequest } from '../shared/tracker/webtorrent-request.ts'
import { Client, type ClientDeps } from './clients.ts'
import { answerStock, failure, type StockTrackerDeps, toStock } from './stock-tracker.ts'
import { TRY_AGAIN_LATER, type Visitor } from './visitor.ts'

export interface StockDeps extends StockTrackerDeps, ClientDeps {}

/** How a stock client has come. */
interface Arrived {
  readonly key: SocketKey
  readonly visitor: Visitor
  /** The names under which it may have reached us. */
  readonly servers: readonly string[]
}

export class StockSocket {
  readonly #socket: WebSocket
  readonly #deps: StockDeps
  readonly #client: Client
  readonly #visitor: Visitor
  #heardSincePing = true

  constructor(socket: WebSocket, { key, visitor, servers }: Arrived, deps: StockDeps) {
    const { limits, clients } = deps
    this.#socket = socket
    this.#deps = deps
    this.#visitor = visitor
    this.#client = new Client(
      {
        key,
        visitor,
        scope: { door: 'webtorrent', servers, connection: '' },
        send: signal => {
          const message = toStock(signal)
          if (message) visitor.send(encodeTrackerReply(message, deps.ids))
        },
        refuse: (reason, infoHash) => visitor.send(failure(reason, infoHash)),
        end: reason => {
          visitor.send(failure(`This connection is closed: ${reason}.`))
          visitor.flush()
          socket.close()
        },
      },
      deps,
    )
    clients.add(this.#client)
    visitor.onEvict = reason => visitor.send(failure(reason))
    visitor.open({
      websocket: socket,
      helloMs: limits.stockHelloMs,
      goodbye: () => socket.close(TRY_AGAIN_LATER),
    })
    socket.on('message', data => this.#onMessage(data))
    for (const event of ['ping', 'pong']) socket.on(event, () => this.#heard())
    // Not WebSocket, or too long a message: the library closes the connection, and 'close' follows.
    socket.on('error', error => {
      deps.log('kicked', { reason: error.message, request: visitor.requestId })
      visitor.part()
    })
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
    this.#heard()
    this.#visitor.hello()
    if (this.#visitor.isEnded) return
    this.#client.inOrder(() => {
      const message = parseTrackerRequest(textOf(data), this.#deps.ids)
      const reply = answerStock(message, this.#client, this.#deps, this.#deps.now())
      if (!(reply instanceof Promise)) return this.#answer(reply)
      return reply.then(text => this.#visitor.work(() => this.#answer(text)))
    })
  }

  #answer(text: string | undefined): void {
    if (text !== undefined) this.#visitor.send(text)
  }

  #heard(): void {
    this.#heardSincePing = true
  }
}

/** Some clients send their text as bytes. ws hands either over as one buffer, its default. */
const textOf = (data: RawData): string => (data as Buffer).toString()
