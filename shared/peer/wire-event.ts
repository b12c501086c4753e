/** What crosses a link, as events for the log. Skips what the peer's own events tell (chokes, requests). */
import type { PeerId } from '../base/ids.ts'
import { gossipBlockOf } from '../wire/gossip-block.ts'
import type { Message } from '../wire/message.ts'

export type WireEvent = {
  readonly remote: PeerId
  readonly by: 'me' | 'remote'
} & (
  | { readonly event: 'handshake' | 'interested' | 'notInterested' | 'haveAll' | 'haveNone' }
  | { readonly event: 'bitfield'; readonly bytes: number }
  | { readonly event: 'have' | 'suggest' | 'allowedFast'; readonly piece: number }
  /** From a remote: our own requests are logged as `requested`. */
  | ({ readonly event: 'request' | 'block' | 'cancel' | 'reject'; readonly piece: number } & {
      readonly begin: number
      readonly length: number
    })
  | { readonly event: 'extended'; readonly id: number; readonly bytes: number }
)

/** Undefined for what is not worth a line. Keeps nothing of the message's bytes alive. */
export function wireEvent(
  remote: PeerId,
  by: 'me' | 'remote',
  message: Message,
): WireEvent | undefined {
  switch (message.type) {
    case 'handshake':
    case 'interested':
    case 'notInterested':
    case 'haveAll':
    case 'haveNone':
      return { event: message.type, remote, by }
    case 'bitfield':
      return { event: 'bitfield', remote, by, bytes: message.bytes.length }
    case 'have':
    case 'suggest':
    case 'allowedFast':
      return { event: message.type, remote, by, piece: message.piece }
    case 'piece': {
      const { piece, begin, block } = message
      return { event: 'block', remote, by, piece, begin, length: block.length }
    }
    case 'request':
      return by === 'me' ? undefined : rangeEvent(remote, by, message)
    case 'cancel':
    case 'reject':
      return rangeEvent(remote, by, message)
    case 'extended': {
      const block = gossipBlockOf(message.payload)
      if (block) return { event: 'block', remote, by, ...block }
      return { event: 'extended', remote, by, id: message.id, bytes: message.payload.length }
    }
    default:
      return undefined
  }
}

type RangeMessage = Extract<Message, { readonly type: 'request' | 'cancel' | 'reject' }>

const rangeEvent = (
  remote: PeerId,
  by: 'me' | 'remote',
  { type, piece, begin, length }: RangeMessage,
): WireEvent => ({ event: type, remote, by, piece, begin, length })
