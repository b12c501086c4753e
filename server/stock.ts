/**
 * Serves stock clients: the WebTorrent tracker protocol on a plain WebSocket, at `/announce`, over
 * the same swarms as the tabs.
 *
 * Each kind of member is spoken to in its own protocol. A tab dials a stock client by its peer id, as it
 * dials anybody, and the server turns the signal into a WebTorrent offer. A stock client sends its offers
 * along with its announce, and each goes to one random member: to another stock client as it is, to a tab
 * as a signal. All that a tab needs to know is that these offers and their answers hold all candidates.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { KnownIds } from '../shared/tracker/known-ids.ts'
import type { Doors } from './doors.ts'
import type { Gate } from './gate.ts'
import { stockConnection } from './nodes.ts'
import { type StockDeps, StockSocket } from './stock-socket.ts'
import { LimitedWebSocketServer } from './websocket.ts'

const ANNOUNCE_PATH = '/announce'

/** A client that has not answered by the next ping is closed: its peer id is free again within 20 s. */
const PING_INTERVAL_MS = 10_000

/** Returns what ends it: closes every socket. */
export function attachStock(
  http: HttpServer,
  deps: Omit<StockDeps, 'ids'> & { readonly doors: Doors; readonly gate: Gate },
): () => void {
  const server = new LimitedWebSocketServer()
  const sockets = new Set<StockSocket>()
  // One for all sockets: V8 reads the fields of copies that each has for itself at many times the cost.
  const socketDeps = { ...deps, ids: new KnownIds() }
  let met = 0
  // Socket.IO takes its own path, and closes connections to any other.
  http.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== ANNOUNCE_PATH) return
    // From any site: a tracker has no logged-in visitors that another page could speak for.
    if (deps.doors.refuses(request, connection, true)) return
    const visitor = deps.gate.admit(request)
    if (typeof visitor === 'string') {
      connection.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
      // Who keeps its half open is not waited for.
      connection.once('finish', () => connection.destroy())
      return
    }
    server.handleUpgrade(request, connection, head, raw => {
      const line = {
        key: deps.nodes.keyOf(stockConnection(++met)),
        visitor,
        servers: deps.doors.namesOf(request),
      }
      const socket = new StockSocket(raw, line, socketDeps)
      sockets.add(socket)
      raw.on('close', () => sockets.delete(socket))
    })
  })
  const pinger = setInterval(() => {
    for (const socket of sockets) socket.ping()
  }, PING_INTERVAL_MS)

  return () => {
    clearInterval(pinger)
    for (const socket of sockets) socket.close()
  }
}
