/**
 * A connection over this tab's own line (see `own-line.ts`): the same as the one inside it, later.
 * Back-pressure is that of the slower line: bytes count as buffered until they have departed.
 */
import { BLOCK_BYTES } from '../../../shared/wire/message.ts'
import type { OwnLine, ShapedFlow } from '../shaper/own-line.ts'
import {
  type Channel,
  type Connect,
  type Connection,
  type ConnectionHandlers,
  LowWaterMark,
  MAX_HELD_BYTES,
  type Reach,
  type RtcSignal,
} from './channel.ts'

/** A block with its header: on a slow line longer messages would arrive seconds apart. */
const MAX_SHAPED_MESSAGE_BYTES = BLOCK_BYTES + 13

type Bytes = Uint8Array<ArrayBuffer>

/** `only`: what reaches its remote otherwise goes past the line. */
export const shaped =
  (line: OwnLine, connect: Connect, only?: Reach): Connect =>
  (role, handlers, kind) =>
    new ShapedConnection(line, handlers, inside => connect(role, inside, kind), only)

class ShapedConnection implements Connection {
  readonly #line: OwnLine
  readonly #handlers: ConnectionHandlers
  readonly #inner: Connection
  readonly #up: ShapedFlow<Bytes>
  readonly #down: ShapedFlow<Bytes | { readonly closed: string }>
  readonly #mark = new LowWaterMark()
  #channel: Channel | undefined
  #isPast: boolean
  #upBytes = 0
  #downBytes = 0

  constructor(
    line: OwnLine,
    handlers: ConnectionHandlers,
    connect: (handlers: ConnectionHandlers) => Connection,
    only: Reach | undefined,
  ) {
    this.#line = line
    this.#isPast = only !== undefined
    this.#handlers = handlers
    this.#up = line.flow('up', {
      onDeparted: bytes => this.#departed(bytes),
      onArrived: bytes => this.#channel?.send(bytes),
    })
    this.#down = line.flow('down', {
      onArrived: item => this.#arrived(item),
    })
    this.#inner = connect({
      onSignal: signal => handlers.onSignal(signal),
      onReach: reach => {
        this.#isPast = only !== undefined && reach !== only
        handlers.onReach?.(reach)
      },
      onRoundTrip: (ms, readings) => handlers.onRoundTrip?.(ms, readings),
      onReached: () => handlers.onReached?.(),
      onWayLost: () => handlers.onWayLost?.(),
      onOpen: channel => this.#opened(channel),
      onBytes: bytes => this.#received(bytes),
      onDrained: () => this.#drained(),
      onClose: reason => this.#ended(reason),
    })
  }

  signal(signal: RtcSignal): void {
    this.#inner.signal(signal)
  }

  close(): void {
    this.#stop()
    this.#inner.close()
  }

  #opened(channel: Channel): void {
    this.#channel = channel
    const bufferedBytes = () => this.#bufferedBytes
    this.#handlers.onOpen({
      maxMessageBytes: channel.maxMessageBytes,
      get bufferedBytes() {
        return bufferedBytes()
      },
      send: bytes => this.#send(channel, bytes),
    })
  }

  get #isPlain(): boolean {
    return this.#isPast || this.#line.isPlain
  }

  get #bufferedBytes(): number {
    return this.#upBytes + (this.#channel?.bufferedBytes ?? 0)
  }

  #send(channel: Channel, bytes: Bytes): void {
    if (this.#isPlain && this.#up.isEmpty) channel.send(bytes)
    else if (this.#upBytes + bytes.length > MAX_HELD_BYTES) this.#fail('the send queue is full')
    else {
      this.#upBytes += bytes.length
      // Cut from a copy: the sender's buffer serves again.
      for (const part of cut(bytes.slice())) this.#up.send(part, part.length)
    }
    this.#mark.rose(this.#bufferedBytes)
  }

  #departed(bytes: Bytes): void {
    this.#upBytes -= bytes.length
    this.#drained()
  }

  #drained(): void {
    if (this.#mark.fell(this.#bufferedBytes)) this.#handlers.onDrained(this.#bufferedBytes)
  }

  #received(bytes: Bytes): void {
    if (this.#isPlain && this.#down.isEmpty) this.#handlers.onBytes(bytes)
    else if (this.#downBytes + bytes.length > MAX_HELD_BYTES)
      this.#fail('the remote sends more than this line carries')
    else {
      this.#downBytes += bytes.length
      for (const part of cut(bytes)) this.#down.send(part, part.length)
    }
  }

  #arrived(item: Bytes | { readonly closed: string }): void {
    if ('closed' in item) {
      this.#handlers.onClose(item.closed)
      return
    }
    this.#downBytes -= item.length
    this.#handlers.onBytes(item)
  }

  /** The end is told after what the remote sent before it. */
  #ended(closed: string): void {
    this.#up.stop()
    this.#channel = undefined
    if (this.#down.isEmpty) this.#handlers.onClose(closed)
    else this.#down.send({ closed }, 0)
  }

  #fail(reason: string): void {
    this.close()
    this.#handlers.onClose(reason)
  }

  #stop(): void {
    this.#up.stop()
    this.#down.stop()
    this.#channel = undefined
  }
}

function* cut(bytes: Bytes): Generator<Bytes> {
  for (let from = 0; from < bytes.length; from += MAX_SHAPED_MESSAGE_BYTES)
    yield bytes.subarray(from, from + MAX_SHAPED_MESSAGE_BYTES)
}
