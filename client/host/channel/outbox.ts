/** Gathers a link's protocol messages of one turn into as few channel messages as they fit. */
import { encodedLength, encodeInto } from '../../../shared/wire/encode.ts'
import type { Message } from '../../../shared/wire/message.ts'
import type { Channel } from './channel.ts'

export class Outbox {
  readonly #channel: Channel
  #buffer: Uint8Array<ArrayBuffer>
  #filled = 0

  constructor(channel: Channel) {
    this.#channel = channel
    this.#buffer = new Uint8Array(channel.maxMessageBytes)
  }

  /** Here and in the channel's own queue. */
  get waitingBytes(): number {
    return this.#filled + this.#channel.bufferedBytes
  }

  push(message: Message): void {
    const length = encodedLength(message)
    if (length > this.#buffer.length - this.#filled) this.flush()
    if (length > this.#buffer.length) this.#sendLong(message, length)
    else this.#filled = encodeInto(message, this.#buffer, this.#filled)
    if (this.#channel.isApart) this.flush()
  }

  /** Sends what is gathered. The channel copies it, so the buffer serves again. */
  flush(): void {
    if (this.#filled === 0) return
    const { buffer, byteOffset } = this.#buffer
    this.#channel.send(new Uint8Array(buffer, byteOffset, this.#filled))
    this.#filled = 0
  }

  /** Longer than a channel message (a large bitfield or block): the stream may be cut anywhere. */
  #sendLong(message: Message, length: number): void {
    const bytes = new Uint8Array(length)
    encodeInto(message, bytes, 0)
    const limit = this.#buffer.length
    for (let from = 0; from < length; from += limit)
      this.#channel.send(bytes.subarray(from, from + limit))
  }
}
