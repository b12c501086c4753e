/**
 * A connection through an emulated network. Inside is the real one, as fast as it can be: it carries
 * messages with their emulated times, and the receiver keeps them until then.
 */

import type { Receiver, Sender } from '../shaper/emulated-flow.ts'
import type { EmulatedNetwork } from '../shaper/emulated-network.ts'
import { hello, readHello, readStamped, STAMP_BYTES, withStamp } from '../shaper/stamp.ts'
import {
  type Channel,
  type Connect,
  type Connection,
  type ConnectionHandlers,
  LowWaterMark,
  MAX_HELD_BYTES,
  type RtcSignal,
} from './channel.ts'

/** Control messages (haves, requests, bitfields) are not counted: a socket's own buffer takes them. */
const SMALL_BYTES = 1024

type Bytes = Uint8Array<ArrayBuffer>

export const stamped =
  (network: EmulatedNetwork, connect: Connect): Connect =>
  (role, handlers, kind) =>
    new StampedConnection(network, handlers, inside => connect(role, inside, kind))

class StampedConnection implements Connection {
  readonly #network: EmulatedNetwork
  readonly #handlers: ConnectionHandlers
  readonly #inner: Connection
  readonly #mark = new LowWaterMark()
  #channel: Channel | undefined
  #sender: Pick<Sender, 'send' | 'stop'> | undefined
  #receiver: Receiver | undefined
  #queuedBytes = 0
  #isClosed = false

  constructor(
    network: EmulatedNetwork,
    handlers: ConnectionHandlers,
    connect: (handlers: ConnectionHandlers) => Connection,
  ) {
    this.#network = network
    this.#handlers = handlers
    this.#inner = connect({
      onSignal: signal => handlers.onSignal(signal),
      onReach: reach => handlers.onReach?.(reach),
      onRoundTrip: (ms, readings) => handlers.onRoundTrip?.(ms, readings),
      onReached: () => handlers.onReached?.(),
      onWayLost: () => handlers.onWayLost?.(),
      onOpen: channel => this.#opened(channel),
      onBytes: bytes => this.#received(bytes),
      // Back-pressure follows the emulated queue, not the real one.
      onDrained: () => {},
      onClose: reason => this.#end(reason),
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
    channel.send(hello(this.#network.node))
  }

  /** Open once the remote has named its place in the network. */
  #greeted(channel: Channel, node: string): void {
    this.#sender = this.#network.sender(node, {
      onDeparted: bytes => this.#departed(bytes),
      onStamped: (stamp, bytes) => channel.send(withStamp(stamp, bytes)),
    })
    this.#receiver = this.#network.receiver(node, bytes => this.#handlers.onBytes(bytes))
    const queuedBytes = () => this.#queuedBytes
    this.#handlers.onOpen({
      maxMessageBytes: channel.maxMessageBytes - STAMP_BYTES,
      isApart: true,
      get bufferedBytes() {
        return queuedBytes()
      },
      send: bytes => this.#send(bytes),
    })
  }

  #send(bytes: Bytes): void {
    if (this.#queuedBytes + bytes.length > MAX_HELD_BYTES) {
      this.#fail('the send queue is full')
      return
    }
    if (bytes.length > SMALL_BYTES) {
      this.#queuedBytes += bytes.length
      this.#mark.rose(this.#queuedBytes)
    }
    this.#sender?.send(bytes.slice())
  }

  #departed({ length }: Bytes): void {
    if (length <= SMALL_BYTES) return
    this.#queuedBytes -= length
    if (this.#mark.fell(this.#queuedBytes)) this.#handlers.onDrained(this.#queuedBytes)
  }

  #received(bytes: Bytes): void {
    if (this.#isClosed) return
    if (!this.#receiver) {
      const node = readHello(bytes)
      if (this.#channel && node !== undefined && this.#network.has(node))
        this.#greeted(this.#channel, node)
      else this.#fail('the remote has no place in this network')
      return
    }
    const message = readStamped(bytes, this.#network.clock.now())
    if (!message) this.#fail('not a message of an emulated network')
    else if (this.#receiver.heldBytes + bytes.length > MAX_HELD_BYTES)
      this.#fail('the remote sends more than this line carries')
    else this.#receiver.accept(message.stamp, message.payload)
  }

  #fail(reason: string): void {
    this.#inner.close()
    this.#end(reason)
  }

  #end(reason: string): void {
    if (this.#isClosed) return
    this.#stop()
    this.#handlers.onClose(reason)
  }

  #stop(): void {
    this.#isClosed = true
    this.#sender?.stop()
    this.#receiver?.stop()
  }
}
