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

const FINAL_TEXT = 0x81
const UINT16_FOLLOWS = 126
const UINT64_FOLLOWS = 127
const MAX_UINT16 = 0xffff

/** A whole text message as one frame (RFC 6455, 5.2): ws would write its head by itself, and look at the text twice. */
export function textFrame(text: string): Buffer {
  const bytes = Buffer.byteLength(text)
  const headBytes = bytes < UINT16_FOLLOWS ? 2 : bytes <= MAX_UINT16 ? 4 : 10
  const frame = Buffer.allocUnsafe(headBytes + bytes)
  frame[0] = FINAL_TEXT
  if (headBytes === 2) frame[1] = bytes
  else if (headBytes === 4) {
    frame[1] = UINT16_FOLLOWS
    frame.writeUInt16BE(bytes, 2)
  } else {
    frame[1] = UINT64_FOLLOWS
    frame.writeBigUInt64BE(BigInt(bytes), 2)
  }
  // As many bytes as characters: it is ASCII, which is only copied.
  frame.write(text, headBytes, bytes === text.length ? 'latin1' : 'utf8')
  return frame
}
