/** Messages of any length over a channel that carries bytes: their length, then JSON. */
import type { Channel } from '../../host/channel/channel.ts'
import type { LinkSink } from '../../host/connection-table.ts'

/** The longest is a command with a scenario's file. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024
const HEADER_BYTES = 4

export function sendFrame(channel: Channel, message: unknown): void {
  const body = new TextEncoder().encode(JSON.stringify(message))
  const frame = new Uint8Array(HEADER_BYTES + body.length)
  new DataView(frame.buffer).setUint32(0, body.length)
  frame.set(body, HEADER_BYTES)
  for (let from = 0; from < frame.length; from += channel.maxMessageBytes)
    channel.send(frame.subarray(from, from + channel.maxMessageBytes))
}

interface Hearing<Message> {
  readonly parse: (input: unknown) => Message | undefined
  readonly hear: (message: Message) => void
  /** What came is no message of this version. */
  readonly onStrange: () => void
  readonly onClose: () => void
}

export function hearing<Message>(handlers: Hearing<Message>): LinkSink {
  const { parse, hear, onStrange, onClose } = handlers
  const reader = new FrameReader()
  const onBytes = (bytes: Uint8Array) => {
    try {
      for (const input of reader.push(bytes)) {
        const message = parse(input)
        if (!message) throw new FrameError('a message that this page does not know')
        hear(message)
      }
    } catch (error) {
      console.warn(error)
      onStrange()
    }
  }
  return { onBytes, onDrained: () => {}, onClose }
}

/** The other end sent something that is not a frame. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

export class FrameReader {
  #bytes = new Uint8Array(0)
  /** Received since `#bytes` was joined; joined again only when a whole message is there. */
  #parts: Uint8Array[] = []
  #waiting = 0
  /** The number of bytes that complete the header or the message. */
  #needed = HEADER_BYTES

  /** Returns the messages that are complete now. Throws FrameError. */
  push(bytes: Uint8Array): unknown[] {
    this.#parts.push(bytes)
    this.#waiting += bytes.length
    if (this.#bytes.length + this.#waiting < this.#needed) return []
    this.#join()
    const messages: unknown[] = []
    for (let end = this.#end(); end <= this.#bytes.length; end = this.#end()) {
      messages.push(read(this.#bytes.subarray(HEADER_BYTES, end)))
      this.#bytes = this.#bytes.slice(end)
    }
    return messages
  }

  /** Where the first message ends; infinity before its header is there. */
  #end(): number {
    this.#needed = HEADER_BYTES
    if (this.#bytes.length < HEADER_BYTES) return Number.POSITIVE_INFINITY
    const length = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getUint32(0)
    if (length > MAX_FRAME_BYTES) throw new FrameError('a message is too long')
    this.#needed += length
    return this.#needed
  }

  #join(): void {
    const all = new Uint8Array(this.#bytes.length + this.#waiting)
    let at = 0
    for (const part of [this.#bytes, ...this.#parts]) {
      all.set(part, at)
      at += part.length
    }
    this.#bytes = all
    this.#parts = []
    this.#waiting = 0
  }
}

function read(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch (cause) {
    throw new FrameError('a message is no JSON', { cause })
  }
}
