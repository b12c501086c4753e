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

/** A whole text message, to be one frame (RFC 6455, 5.2): ws would write its head by itself, and look at the text twice. */
export class TextFrame {
  readonly #text: string
  readonly #textBytes: number
  readonly #headBytes: 2 | 4 | 10

  constructor(text: string) {
    this.#text = text
    this.#textBytes = Buffer.byteLength(text)
    this.#headBytes = this.#textBytes < UINT16_FOLLOWS ? 2 : this.#textBytes <= MAX_UINT16 ? 4 : 10
  }

  get bytes(): number {
    return this.#headBytes + this.#textBytes
  }

  write(to: Buffer, at: number): void {
    to[at] = FINAL_TEXT
    if (this.#headBytes === 2) to[at + 1] = this.#textBytes
    else if (this.#headBytes === 4) {
      to[at + 1] = UINT16_FOLLOWS
      to.writeUInt16BE(this.#textBytes, at + 2)
    } else {
      to[at + 1] = UINT64_FOLLOWS
      to.writeBigUInt64BE(BigInt(this.#textBytes), at + 2)
    }
    // As many bytes as characters: it is ASCII, which is only copied.
    const isAscii = this.#textBytes === this.#text.length
    to.write(this.#text, at + this.#headBytes, isAscii ? 'latin1' : 'utf8')
  }
}

export function joined(frames: readonly TextFrame[], bytes: number): Buffer {
  const all = Buffer.allocUnsafe(bytes)
  let at = 0
  for (const frame of frames) {
    frame.write(all, at)
    at += frame.bytes
  }
  return all
}
