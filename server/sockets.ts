/**
 * The boundary to the tabs. Nothing a tab sends can throw past here: every event is parsed by
 * schema in its handler, and what still goes wrong is our bug, logged, with the server going on.
 */
import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import type { ClientToServerEvents, ServerToClientEvents } from '../shared/events.ts'
import { MAX_MESSAGE_BYTES } from '../shared/tracker/limits.ts'
import { OfferBook } from '../shared/tracker/offers.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { Admission, isOwnOrigin } from './admission.ts'
import { attachCoordinator } from './coordinator.ts'
import { type Connection, guardConnection } from './guard.ts'
import type { ServerLimits } from './limits.ts'
import { type Log, logBug } from './log.ts'
import { relaySignal } from './signalling.ts'
import { attachStock } from './stock.ts'
import { Tab } from './tab.ts'
import { Tabs } from './tabs.ts'
import { answerAnnounce } from './tracker.ts'

/** A connection that died without a word is noticed, and its peer id free again, within 20 s. */
const PING_INTERVAL_MS = 10_000
const PING_TIMEOUT_MS = 10_000

/** To say hello in, after the upgrade. */
const CONNECT_TIMEOUT_MS = 10_000

/** How late the silent and the expired may be swept out; gossip reckons with a second. */
const SWEEP_INTERVAL_MS = 1_000

export interface SocketDeps {
  readonly registry: SwarmRegistry
  readonly limits: ServerLimits
  readonly log: Log
  readonly now: () => number
}

/** Returns what ends it: closes every socket, then the http server. */
export function attachSockets(http: HttpServer, deps: SocketDeps): () => Promise<void> {
  const { registry, limits, log, now } = deps
  const admission = new Admission(limits)
  const offers = new OfferBook()
  const tabs = new Tabs(registry, offers)
  const signalling = { registry, offers, tabs }
  const io = new Server<ClientToServerEvents, ServerToClientEvents>(http, {
    transports: ['websocket'],
    serveClient: false,
    httpCompression: false,
    perMessageDeflate: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    allowRequest: (request, decide) => {
      const { origin, host } = request.headers
      const refusal = isOwnOrigin(origin, host) ? admission.admit(request) : 'foreign origin'
      if (refusal) log('refused', { reason: refusal })
      decide(refusal, refusal === undefined)
    },
  })
  const kick = (connection: Connection, reason: string) => {
    log('kicked', { reason })
    // Discards what is unsent, and says no goodbye: after one, socket.io-client never comes back.
    connection.close(true)
  }
  io.engine.on('connection', (connection: Connection) => {
    guardConnection(connection, limits, now, kick)
  })
  io.on('connection', socket => {
    const tab = new Tab(socket.id, limits, now(), signal => socket.emit('signal', signal))
    tabs.add(tab)
    const inOrder = (work: () => Promise<void>) =>
      tab.inOrder(() => work().catch(error => logBug(log, error)))

    socket.on('announce', (input: unknown, reply: unknown) => {
      if (typeof reply !== 'function') return
      inOrder(async () => reply(await answerAnnounce(input, tab, registry, now())))
    })
    socket.on('signal', (input: unknown) => {
      inOrder(() => relaySignal(input, tab, signalling, now()))
    })
    socket.on('disconnect', () => {
      inOrder(() => tabs.leave(tab))
    })
  })

  const closeCoordinator = attachCoordinator(io, { limits, log, now })
  const closeStock = attachStock(http, admission, { ...signalling, limits, log, now })

  const sweeper = setInterval(() => {
    offers.expire(now())
    Promise.resolve(registry.expire(now())).catch(error => logBug(log, error))
  }, SWEEP_INTERVAL_MS)

  return async () => {
    clearInterval(sweeper)
    closeCoordinator()
    closeStock()
    const closed = io.close()
    http.closeAllConnections()
    await closed
  }
}
