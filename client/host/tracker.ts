/**
 * The line to the server. Reconnects for ever; remembers nothing meanwhile: while it is down an
 * announce rejects and a signal is dropped, and the peer announces again on `onUp`.
 */
import { io, type Socket } from 'socket.io-client'
import {
  type AnnounceReply,
  type AnnounceRequest,
  type ClientToServerEvents,
  type IncomingSignal,
  type OutgoingSignal,
  parseAnnounceReply,
  parseGroup,
  parseIncomingSignal,
  type ServerToClientEvents,
} from '../../shared/events.ts'

export interface TrackerHandlers {
  /** Connected, for the first time or again: the server knows nothing of us. */
  onUp(): void
  /** Lost, or not reached in the first place; once until the next `onUp`. */
  onDown(reason: string): void
  onSignal(signal: IncomingSignal, group: number | undefined): void
}

export interface TrackerClient {
  readonly online: boolean
  /** Rejects with a `TrackerError` if no valid reply comes. A refusal is a reply. */
  announce(request: AnnounceRequest): Promise<AnnounceReply>
  signal(signal: OutgoingSignal): void
  /** No handler is called afterwards. */
  close(): void
}

export type ServerSocket = Socket<ServerToClientEvents, ClientToServerEvents>

/** The server could not be asked. The message is a sentence for a person. */
export class TrackerError extends Error {
  override readonly name = 'TrackerError'
}

/** A reply takes a round trip; a server that needs longer is as good as gone. */
const REPLY_TIMEOUT_MS = 10_000

/** Soon after a blip, and again soon after a restart; each with jitter, so tabs do not all come at once. */
const FIRST_RECONNECT_MS = 300
const MAX_RECONNECT_MS = 5_000

/** An address that swallows packets must not hold up the next try for long. */
const CONNECT_TIMEOUT_MS = 5_000

const UNREACHABLE = 'The server cannot be reached. Trying again until it is back.'

/** A line that nobody else shares. */
export const connectServer = (url: string): ServerSocket =>
  io(url, {
    transports: ['websocket'],
    forceNew: true,
    timeout: CONNECT_TIMEOUT_MS,
    reconnectionDelay: FIRST_RECONNECT_MS,
    reconnectionDelayMax: MAX_RECONNECT_MS,
    randomizationFactor: 0.5,
  })

export function connectTracker(handlers: TrackerHandlers, url: string): TrackerClient {
  const socket = connectServer(url)
  let down = false
  const setDown = () => {
    if (down) return
    down = true
    handlers.onDown(UNREACHABLE)
  }
  socket.on('connect', () => {
    down = false
    handlers.onUp()
  })
  socket.on('connect_error', setDown)
  socket.on('disconnect', setDown)
  socket.on('signal', (input: unknown, group: unknown) => {
    const signal = parseIncomingSignal(input)
    if (signal.ok) handlers.onSignal(signal.value, parseGroup(group))
  })

  return {
    get online() {
      return socket.connected
    },
    async announce(request) {
      if (!socket.connected) throw new TrackerError(UNREACHABLE)
      const input: unknown = await socket
        .timeout(REPLY_TIMEOUT_MS)
        .emitWithAck('announce', request)
        .catch(cause => {
          throw new TrackerError('The server did not answer. Trying again.', { cause })
        })
      const reply = parseAnnounceReply(input)
      if (reply.ok) return reply.value
      throw new TrackerError('The server gave an answer this page does not know. Reload the page.')
    },
    signal(signal) {
      if (socket.connected) socket.emit('signal', signal)
    },
    close() {
      socket.removeAllListeners()
      socket.close()
    },
  }
}
