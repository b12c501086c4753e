/** The WebSocket server of both doors. */
import { type ServerOptions, WebSocketServer } from 'ws'
import { MAX_MESSAGE_BYTES } from '../shared/tracker/limits.ts'

/** Browsers send a message as one frame; a proxy may cut it. */
const MAX_FRAGMENTS = 64

/** A message of the largest size in TCP segments of the smallest that hosts use, 536 bytes (RFC 9293). */
const MAX_CHUNKS = 128

export class LimitedWebSocketServer extends WebSocketServer {
  /** `options`: those of Engine.IO are what is set here already. */
  constructor(options: ServerOptions = {}) {
    super({
      ...options,
      noServer: true,
      clientTracking: false,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      // See `Visitor`.
      autoPong: false,
      // Not in the types of ws yet.
      ...{ maxFragments: MAX_FRAGMENTS, maxBufferedChunks: MAX_CHUNKS },
    })
  }
}
