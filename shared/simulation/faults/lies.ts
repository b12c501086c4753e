/** Peers that break the rules: what they send in the place of what a good peer would. */
import { Bitfield } from '../../base/bitfield.ts'
import type { Random } from '../../base/random.ts'
import { BLOCK_BYTES, type Message } from '../../wire/message.ts'
import type { Lie } from './fault.ts'

/** One message or several, or none, in the place of each. */
export type Tamper = (message: Message) => Message | readonly Message[]

export interface LieParts {
  readonly pieceCount: number
  readonly random: Random
  /** It has just been told. */
  told(): void
}

/** One wrong bit in each byte. */
export const spoilBlocks = (message: Message): Message =>
  message.type === 'piece' ? { ...message, block: message.block.map(byte => byte ^ 1) } : message

export function tamperOf(lie: Lie, parts: LieParts): Tamper {
  const tell = <T>(messages: T): T => {
    parts.told()
    return messages
  }
  switch (lie.kind) {
    case 'liar':
      return message =>
        message.type === 'piece' && parts.random() < lie.share
          ? tell(spoilBlocks(message))
          : message
    case 'boaster':
      return message => {
        const claim = boast(message, parts.pieceCount)
        return claim === message ? message : tell(claim)
      }
    case 'staller':
      // A reject would be an answer, too.
      return message => (message.type === 'piece' || message.type === 'reject' ? tell([]) : message)
    case 'stutterer':
      return message => (message.type === 'piece' ? tell([message, message]) : message)
    case 'babbler':
      return message =>
        message.type === 'request' && parts.random() < lie.share
          ? tell([message, nonsense(parts.pieceCount)])
          : message
  }
}

/** What the first word about its pieces becomes; later haves say nothing new. */
function boast(message: Message, pieceCount: number): Message | readonly Message[] {
  switch (message.type) {
    case 'haveNone':
      return { type: 'haveAll' }
    case 'bitfield':
      return { type: 'bitfield', bytes: Bitfield.full(pieceCount).bytes.slice() }
    case 'have':
      return []
    default:
      return message
  }
}

const nonsense = (pieceCount: number): Message => ({
  type: 'request',
  piece: pieceCount,
  begin: 0,
  length: BLOCK_BYTES,
})

/** One lie after the other: what one makes of a message, the next may change again. */
export const together = (tampers: readonly Tamper[]): Tamper => {
  return message =>
    tampers.reduce<readonly Message[]>((messages, tamper) => messages.flatMap(tamper), [message])
}
