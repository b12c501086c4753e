/**
 * The door for stock clients: the WebTorrent tracker protocol on a plain WebSocket, at `/announce`, over
 * the same swarms as the tabs.
 *
 * Both kinds of member meet because each hears its own dialect. A tab dials a stock client by name, as
 * it dials anybody, and the server makes a WebTorrent offer of it. A stock client sends its offers up
 * front, and each goes to one random member: to another stock client as it is, to a tab as a signal.
 * All that a tab need know is that these offers, and their answers, hold all their candidates.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { MAX_MESSAGE_BYTES } from '../shared/tracker/limits.ts'
import type { Admission } from './admission.ts'
import { type StockDeps, StockSocket } from './stock-socket.ts'

const ANNOUNCE_PATH = '/announce'

/** Who has not answered by the next one is gone: its peer id is free again within 20 s. */
const PING_INTERVAL_MS = 10_000

/** Returns what ends it: closes every socket. */
export function attachStock(http: HttpServer, admission: Admission, deps: StockDeps): () => void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  })
  const sockets = new Set<StockSocket>()
  let met = 0
  // Other paths are Socket.IO's, which also closes what is neither's.
  http.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== ANNOUNCE_PATH) return
    // From whichever site: a tracker knows no visitors whom another page could speak for.
    const refusal = admission.admit(request)
    if (refusal) {
      deps.log('refused', { reason: refusal })
      connection.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
      return
    }
    server.handleUpgrade(request, connection, head, raw => {
      const socket = new StockSocket(raw, `stock ${++met}`, deps)
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
