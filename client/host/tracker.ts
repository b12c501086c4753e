/**
 * The line to the server. Reconnects for ever; remembers nothing meanwhile: while it is down an
 * announce rejects and a signal is dropped, and the peer announces again on `onUp`.
 */
import { io, type Socket } from 'socket.io-client'
import type { InfoHash } from '../../shared/base/ids.ts'
import { parseStunServers } from '../../shared/events/ice.ts'
import {
  type AnnounceReply,
  type AnnounceRequest,
  type ClientToServerEvents,
  type IncomingSignal,
  type OutgoingSignal,
  parseAnnounceReply,
  parseGroup,
  parseIncomingSignal,
  parseRefusal,
  type ServerReply,
  type ServerToClientEvents,
} from '../../shared/events.ts'
import { type Identity, type Proof, serverNameOf } from '../../shared/tracker/proof.ts'
import type { IceList } from './channel/ice-list.ts'
import { LINE_SENTENCES } from './sentences.ts'

/** Who is told by which servers other networks are reached. */
export type IceListener = Pick<IceList, 'setStun' | 'setTurn'>

export interface TrackerHandlers {
  /** Connected, for the first time or again: the server knows nothing of us. */
  onUp(): void
  /** Lost, or not reached in the first place; once until the next `onUp`. */
  onDown(reason: string): void
  onSignal(signal: IncomingSignal, group: number | undefined): void
  /** This tab is not in the swarm any more. */
  onRefused?(infoHash: InfoHash, reason: string): void
}

export interface TrackerClient {
  readonly online: boolean
  /** Rejects with a `TrackerError` if no valid reply comes. A refusal is a reply. */
  announce(request: AnnounceRequest): Promise<AnnounceReply>
  signal(signal: OutgoingSignal): void
  /** Something has changed in the network: a line that is dead, and does not know it, is made anew. */
  check(): void
  /** No handler is called afterwards. */
  close(): void
}

export type ServerSocket = Socket<ServerToClientEvents, ClientToServerEvents>

/** The server could not be asked. The message is a sentence for a person. */
export class TrackerError extends Error {
  override readonly name = 'TrackerError'
}

/** A reply takes a round trip; a server that needs longer is as good as gone. */
export const REPLY_TIMEOUT_MS = 10_000

/** The same where the network is under suspicion: the server's own pings find a dead line in 20 s. */
const CHECK_TIMEOUT_MS = 2_000

/** Soon after a blip, and again soon after a restart; each with jitter, so tabs do not all come at once. */
const FIRST_RECONNECT_MS = 300
const MAX_RECONNECT_MS = 5_000

/** An address that swallows packets must not hold up the next try for long. */
const CONNECT_TIMEOUT_MS = 5_000

/** A line that nobody else shares. */
export const CONNECTION = {
  transports: ['websocket'],
  forceNew: true,
  timeout: CONNECT_TIMEOUT_MS,
  reconnectionDelay: FIRST_RECONNECT_MS,
  reconnectionDelayMax: MAX_RECONNECT_MS,
  randomizationFactor: 0.5,
}

export const connectServer = (url: string): ServerSocket => io(url, CONNECTION)

/** `identity`: of the peer id that announces on it; without one the id must be of a kind that needs no proof. */
export function connectTracker(
  handlers: TrackerHandlers,
  url: string,
  identity?: Identity,
  ice?: IceListener,
): TrackerClient {
  const socket = connectServer(url)
  const server = serverNameOf(new URL(url).host)
  /** For the connection that is there now. */
  let proof: Proof | undefined
  let line: 'new' | 'up' | 'down' = 'new'
  const setDown = (reason: string = LINE_SENTENCES.unreachable) => {
    if (line === 'down') return
    line = 'down'
    handlers.onDown(reason)
  }
  const onConnect = async () => {
    const connection = socket.id ?? ''
    proof = await identity?.prove({ door: 'socket.io', server, connection })
    if (socket.id !== connection) return // It is gone again.
    line = 'up'
    handlers.onUp()
  }
  socket.on('connect', () => {
    ice?.setStun(undefined)
    void onConnect()
  })
  socket.on('stun', (input: unknown) => {
    const servers = parseStunServers(input)
    if (servers.ok) ice?.setStun(servers.value)
  })
  socket.on('connect_error', () => setDown())
  socket.on('disconnect', reason => {
    // The only disconnect that is not undone, because the server has asked for it.
    setDown(LINE_SENTENCES[reason === 'io server disconnect' ? 'taken over' : 'unreachable'])
  })
  socket.on('signal', (input: unknown, group: unknown) => {
    const signal = parseIncomingSignal(input)
    if (signal.ok) handlers.onSignal(signal.value, parseGroup(group))
  })
  socket.on('refused', (input: unknown) => {
    const refusal = parseRefusal(input)
    if (!refusal.ok) return
    const { reason, infoHash } = refusal.value
    if (infoHash) handlers.onRefused?.(infoHash, reason)
    // The connection ends, and is tried again.
    else setDown(reason)
  })

  const renew = () => {
    setDown()
    socket.disconnect().connect()
  }
  let isChecking = false
  const check = async () => {
    if (line === 'new' || isChecking) return
    // It is waiting for its next try, perhaps for seconds yet.
    if (line === 'down') return socket.active ? renew() : undefined
    isChecking = true
    const { id } = socket
    const isAlive = await socket
      .timeout(CHECK_TIMEOUT_MS)
      .emitWithAck('alive')
      .then(
        () => true,
        () => false,
      )
    isChecking = false
    if (!isAlive && line === 'up' && socket.id === id) renew()
  }

  const withoutTurn = (reply: ServerReply): AnnounceReply => {
    if ('failure' in reply) return reply
    const { turn, ...rest } = reply
    ice?.setTurn(turn)
    return rest
  }

  return {
    get online() {
      return line === 'up'
    },
    async announce(request) {
      if (line !== 'up') throw new TrackerError(LINE_SENTENCES.unreachable)
      const input: unknown = await socket
        .timeout(REPLY_TIMEOUT_MS)
        .emitWithAck('announce', { ...request, ...(proof && { proof }) })
        .catch(cause => {
          throw new TrackerError(LINE_SENTENCES['no answer'], { cause })
        })
      const reply = parseAnnounceReply(input)
      if (reply.ok) return withoutTurn(reply.value)
      throw new TrackerError(LINE_SENTENCES['strange answer'])
    },
    signal(signal) {
      if (line === 'up') socket.emit('signal', signal)
    },
    check: () => void check(),
    close() {
      line = 'down'
      socket.removeAllListeners()
      socket.close()
    },
  }
}
