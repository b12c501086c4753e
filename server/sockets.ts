/**
 * The boundary to the tabs. Nothing that a tab sends can throw past here: every event is parsed by
 * schema in its handler, and any other error is a bug of ours, which is logged while the server goes on.
 */
import { type Server as HttpServer, type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket as NetSocket } from 'node:net'
import { Server, type Socket } from 'socket.io'
import {
  type ClientToServerEvents,
  parseAnnounceRequest,
  type ServerReply,
  type ServerToClientEvents,
} from '../shared/events.ts'
import { MAX_MESSAGE_BYTES } from '../shared/tracker/limits.ts'
import { OfferBook } from '../shared/tracker/offers.ts'
import { invalidAnnounce, REFUSALS, type RefusalSentence } from '../shared/tracker/refusals.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { type Awaitable, after } from './awaitable.ts'
import { Client, type ClientDeps, Clients } from './clients.ts'
import { attachCoordinator } from './coordinator.ts'
import type { Counts, Door } from './counts.ts'
import type { Doors } from './doors.ts'
import type { Gate } from './gate.ts'
import type { IceServers } from './ice/ice-servers.ts'
import { logBug } from './log.ts'
import { type AddressShares, isForCoordinator, isStock, type Nodes } from './nodes.ts'
import { guardTab } from './one-tab.ts'
import { refusePeerId } from './peer-ids.ts'
import { receive, relaySignal, type SignallingDeps } from './signalling.ts'
import { attachStock } from './stock.ts'
import { LimitedWebSocketServer } from './websocket.ts'

/** A connection that died without a word is noticed, and its peer id free again, within 20 s. */
const PING_INTERVAL_MS = 10_000
const PING_TIMEOUT_MS = 10_000

/** Expired members and offers are removed this often; gossip counts on a second. */
const SWEEP_INTERVAL_MS = 1_000

/** While they are moved on, some of them each time. */
const DRAIN_STEP_MS = 200

interface SocketDeps extends ClientDeps {
  readonly doors: Doors
  readonly gate: Gate
  readonly registry: SwarmRegistry
  readonly nodes: Nodes
  /** Undefined: this server is alone. */
  readonly shares?: AddressShares | undefined
  readonly counts: Counts
  readonly iceServers: IceServers
}

export interface AttachedSockets {
  open(door: Door): number
  /** Lets no new ones in, and asks those that are open to come again: all of them evenly over this time. */
  drain(ms: number): Promise<void>
  /** Closes every socket, then the http server. */
  close(): Promise<void>
}

export function attachSockets(http: HttpServer, deps: SocketDeps): AttachedSockets {
  const { doors, gate, registry, nodes, shares, counts, iceServers, limits, log, now } = deps
  const offers = new OfferBook()
  const clients = new Clients(registry, offers, nodes)
  const signalling = { registry, offers, clients, nodes, counts }
  const announcing = { ...signalling, iceServers }
  const io = new Server<ClientToServerEvents, ServerToClientEvents>(http, {
    transports: ['websocket'],
    serveClient: false,
    httpCompression: false,
    perMessageDeflate: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    wsEngine: LimitedWebSocketServer,
    allowRequest: (request, decide) => {
      const admitted = gate.admit(request)
      if (typeof admitted === 'string') decide(admitted, false)
      else decide(undefined, true)
    },
  })
  const connections = new Set<NetSocket>()
  http.on('connection', socket => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  // Before anything else of Engine.IO: also where a request names a session that there is.
  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (doors.refuses(request, request.socket, false)) return
    // A session is one connection from its beginning: there is no second way into it, and none by requests.
    if (response instanceof ServerResponse)
      return gate.ask(request, response, () => response.writeHead(400).end(UPGRADE_ONLY))
    const { searchParams } = new URL(request.url ?? '', 'http://localhost')
    if (searchParams.has('sid')) request.socket.destroy()
    else next()
  })
  io.engine.on('connection', (connection: Socket['conn']) => {
    const visitor = gate.visitorOf(connection.request)
    if (visitor) guardTab(connection, visitor, limits.tabHelloMs)
    else connection.close(true)
  })
  io.on('connection', socket => {
    const visitor = gate.visitorOf(socket.request)
    if (!visitor) return
    visitor.onEvict = reason => socket.emit('refused', { reason })
    const client = new Client(
      {
        key: nodes.keyOf(socket.id),
        visitor,
        scope: { door: 'socket.io', servers: doors.namesOf(socket.request), connection: socket.id },
        send: (signal, group) =>
          group === undefined
            ? socket.emit('signal', signal)
            : socket.emit('signal', signal, group),
        refuse: (reason, infoHash) => socket.emit('refused', { reason, infoHash }),
        // The packet of a disconnect tells socket.io-client to stay away.
        end: () => socket.disconnect(true),
      },
      deps,
    )
    clients.add(client)
    const stun = iceServers.stun(doors.hostFor(socket.request))
    if (stun) socket.emit('stun', stun)
    socket.on('announce', (input: unknown, reply: unknown) => {
      if (typeof reply !== 'function') return
      client.inOrder(() =>
        after(answerAnnounce(input, client, announcing, now()), answer => {
          counts.add('failure' in answer ? 'refused announces' : 'announces', 'socket.io')
          visitor.resumesWork()
          reply(answer)
        }),
      )
    })
    socket.on('signal', (input: unknown) => {
      client.inOrder(() => relaySignal(input, client, signalling, now()))
    })
    socket.on('alive', (reply: unknown) => {
      if (typeof reply === 'function') visitor.work(() => reply())
    })
    socket.on('disconnect', () => {
      client.inOrder(() => clients.leave(client))
    })
  })

  const coordinator = attachCoordinator(io, {
    limits,
    nodes,
    log,
    now,
    addressOf: ({ request }) => gate.visitorOf(request)?.address.name ?? 'unknown',
  })
  nodes.onMessage = message => {
    if (isForCoordinator(message)) coordinator.receive(message)
    else receive(message, signalling, now()).catch(error => logBug(log, error))
  }
  const closeStock = attachStock(http, { ...signalling, doors, gate, limits, log, now })

  const sweeper = setInterval(() => {
    offers.expire(now())
    gate.sweep()
    nodes.beat().catch(error => logBug(log, error))
    shares?.share(gate).catch(error => logBug(log, error))
    Promise.resolve(registry.expire(now())).catch(error => logBug(log, error))
  }, SWEEP_INTERVAL_MS)

  return {
    open: door =>
      [...clients.all].filter(({ key }) => isStock(key) === (door === 'webtorrent')).length,
    drain: ms => {
      gate.close()
      return moveOn(clients, ms)
    },
    close: async () => {
      clearInterval(sweeper)
      coordinator.close()
      closeStock()
      const closed = io.close()
      // Node's own way leaves out those that were upgraded, of which some were refused and are half open.
      for (const connection of connections) connection.destroy()
      await closed
    },
  }
}

/** The other servers are not met by all of them at once. */
async function moveOn(clients: Clients, ms: number): Promise<void> {
  const visitors = [...clients.all].map(({ visitor }) => visitor)
  const steps = Math.max(1, Math.floor(ms / DRAIN_STEP_MS))
  for (let step = 0; step < steps && visitors.length > 0; step++) {
    const share = Math.ceil(visitors.length / (steps - step))
    for (const visitor of visitors.splice(-share)) visitor.moveOn()
    await new Promise(resolve => setTimeout(resolve, DRAIN_STEP_MS))
  }
}

const UPGRADE_ONLY = 'Tabs speak to the server by WebSocket only.'

type Answer = Exclude<ServerReply, { failure: string }> | { readonly failure: RefusalSentence }

function answerAnnounce(
  input: unknown,
  client: Client,
  deps: SignallingDeps & Pick<SocketDeps, 'iceServers'>,
  now: number,
): Awaitable<Answer> {
  if (!client.visitor.announces.take(now)) return { failure: REFUSALS['too often'] }
  const parsed = parseAnnounceRequest(input)
  if (!parsed.ok) return { failure: invalidAnnounce(parsed.problem) }
  const { proof, ...request } = parsed.value
  const { peerId, event } = request
  return after(refusePeerId({ peerId, proof }, client, deps, now), failure => {
    if (failure) return { failure }
    return after(deps.registry.announce(request, client.announcer, now), reply => {
      if ('failure' in reply || event === 'stopped') return reply
      const turn = deps.iceServers.turn(peerId, client.visitor.address.name)
      return turn ? { ...reply, turn } : reply
    })
  })
}
