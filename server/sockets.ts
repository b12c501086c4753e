/**
 * The boundary to the tabs. Nothing that a tab sends can throw past here: every event is parsed by
 * schema in its handler, and any other error is a bug of ours, which is logged while the server goes on.
 */
import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { TokenBucket } from '../shared/base/bucket.ts'
import {
  type AnnounceReply,
  type ClientToServerEvents,
  parseAnnounceRequest,
  type ServerToClientEvents,
} from '../shared/events.ts'
import { MAX_MESSAGE_BYTES } from '../shared/tracker/limits.ts'
import { OfferBook } from '../shared/tracker/offers.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { Admission, addressOf, isOwnOrigin } from './admission.ts'
import { Client, type ClientDeps, Clients } from './clients.ts'
import { attachCoordinator } from './coordinator.ts'
import type { ServerLimits } from './limits.ts'
import { logBug } from './log.ts'
import { relaySignal } from './signalling.ts'
import { attachStock } from './stock.ts'

/** A connection that died without a word is noticed, and its peer id free again, within 20 s. */
const PING_INTERVAL_MS = 10_000
const PING_TIMEOUT_MS = 10_000

/** From the upgrade to Socket.IO's own handshake. */
const CONNECT_TIMEOUT_MS = 10_000

/** Expired members and offers are removed this often; gossip counts on a second. */
const SWEEP_INTERVAL_MS = 1_000

interface SocketDeps extends ClientDeps {
  readonly registry: SwarmRegistry
}

/** Returns what ends it: closes every socket, then the http server. */
export function attachSockets(http: HttpServer, deps: SocketDeps): () => Promise<void> {
  const { registry, limits, log, now } = deps
  const admission = new Admission(limits)
  const offers = new OfferBook()
  const clients = new Clients(registry, offers)
  const signalling = { registry, offers, clients }
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
    // Discards what is unsent and sends no disconnect packet: after one, socket.io-client never comes back.
    connection.close(true)
  }
  io.engine.on('connection', (connection: Connection) => {
    guardConnection(connection, limits, now, kick)
  })
  io.on('connection', socket => {
    const client = new Client(socket.id, addressOf(socket.request), deps, (signal, group) =>
      group === undefined ? socket.emit('signal', signal) : socket.emit('signal', signal, group),
    )
    clients.add(client)
    socket.on('announce', (input: unknown, reply: unknown) => {
      if (typeof reply !== 'function') return
      client.inOrder(async () => reply(await answerAnnounce(input, client, registry, now())))
    })
    socket.on('signal', (input: unknown) => {
      client.inOrder(() => relaySignal(input, client, signalling, now()))
    })
    socket.on('disconnect', () => {
      client.inOrder(() => clients.leave(client))
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

type Connection = Socket['conn']

/**
 * Watches one connection below the events, where every packet is counted: heartbeats, attachments and
 * unknown events as they come in, replies of every kind as they go out.
 */
function guardConnection(
  connection: Connection,
  limits: ServerLimits,
  now: () => number,
  kick: (connection: Connection, reason: string) => void,
): void {
  const packets = new TokenBucket(limits.packets, now())
  connection.on('packet', () => {
    if (!packets.take(now())) kick(connection, 'flood')
  })
  let unsentLength = 0
  connection.on('packetCreate', ({ data }: { data?: unknown }) => {
    if (typeof data === 'string') unsentLength += data.length
    if (unsentLength > limits.maxUnsentLength) kick(connection, 'reads too slowly')
  })
  // Engine.IO flushes only when the operating system has taken everything that was sent before.
  connection.on('flush', () => {
    unsentLength = 0
  })
}

async function answerAnnounce(
  input: unknown,
  client: Client,
  registry: SwarmRegistry,
  now: number,
): Promise<AnnounceReply> {
  if (!client.announces.take(now))
    return { failure: 'This tab announces too often. It may again in a few seconds.' }
  const request = parseAnnounceRequest(input)
  if (!request.ok) return { failure: `The announce is not valid: ${request.problem}.` }
  return registry.announce(request.value, client.key, now)
}
