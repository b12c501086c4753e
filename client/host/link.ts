/** One open connection of a torrent: messages out through an outbox, bytes in through a decoder. */
import type { LinkId } from '../../shared/base/ids.ts'
import type { Input } from '../../shared/peer/input.ts'
import { Decoder } from '../../shared/wire/decode.ts'
import { ProtocolError } from '../../shared/wire/message.ts'
import type { Channel } from './channel/channel.ts'
import { Outbox } from './channel/outbox.ts'

export class Link {
  readonly id: LinkId
  readonly outbox: Outbox
  readonly #decoder = new Decoder()

  constructor(id: LinkId, channel: Channel) {
    this.id = id
    this.outbox = new Outbox(channel)
  }

  decode(bytes: Uint8Array): Input[] {
    try {
      const messages = this.#decoder.push(bytes)
      return messages.map(message => ({ type: 'message', link: this.id, message }))
    } catch (error) {
      if (error instanceof ProtocolError) return [{ type: 'garbled', link: this.id, error }]
      throw error
    }
  }
}
