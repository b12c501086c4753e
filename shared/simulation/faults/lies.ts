/** Peers that break the rules: how each changes the messages that it sends. */
import { Bitfield } from '../../base/bitfield.ts'
import { type InfoHash, type PeerId, toHex } from '../../base/ids.ts'
import { type PieceLayout, pieceLengthAt } from '../../base/pieces.ts'
import { pickOne, type Random, randomInt } from '../../base/random.ts'
import { parseExtendedHandshake } from '../../wire/extended.ts'
import { gossipBlockOf } from '../../wire/gossip-block.ts'
import { BLOCK_BYTES, type Message } from '../../wire/message.ts'
import { encodeRelay, parseRelay } from '../../wire/relay.ts'
import { encodeSignal } from '../../wire/signal.ts'
import { offerOfNobody } from '../description.ts'
import type { Lie } from './fault.ts'

/** A little more than anybody may send at once. */
const FLOOD_MESSAGES = 1_200
const FLOODS: Partial<Record<Spam, number>> = {
  handshake: 2,
  extended: 50,
  keepAlive: 400,
  reject: 6_000,
  have: 10_500,
  request: 10_500,
  cancel: 10_500,
}

type Spam = Extract<Lie, { kind: 'spammer' }>['message']

type Tamper = (message: Message) => Message | readonly Message[]

interface LieParts {
  readonly self: PeerId
  readonly layout: PieceLayout
  /** Every peer that was ever here. */
  members(): readonly PeerId[]
  readonly random: Random
  /** Called each time the lie changes a message. */
  told(): void
}

/** The bytes of a block in a gossip message; 0 if it has none. */
const gossipBytes = (message: Message): number =>
  message.type === 'extended' ? (gossipBlockOf(message.payload)?.length ?? 0) : 0

const hasBlock = (message: Message): boolean => message.type === 'piece' || gossipBytes(message) > 0

/** Flips a bit of each byte of a block. */
export function spoilBlocks(message: Message): Message {
  if (message.type === 'piece') return { ...message, block: message.block.map(spoil) }
  const bytes = gossipBytes(message)
  if (message.type !== 'extended' || bytes === 0) return message
  const payload = message.payload.slice()
  payload.set(payload.subarray(-bytes).map(spoil), payload.length - bytes)
  return { ...message, payload }
}

const spoil = (byte: number): number => byte ^ 1

export function tamperOf(lie: Lie, parts: LieParts): Tamper {
  const tell = <T>(messages: T): T => {
    parts.told()
    return messages
  }
  switch (lie.kind) {
    case 'liar':
      return message =>
        hasBlock(message) && parts.random() < lie.share ? tell(spoilBlocks(message)) : message
    case 'boaster':
      return message => {
        const claim = boast(message, parts.layout.pieceCount)
        return claim === message ? message : tell(claim)
      }
    case 'staller':
      // A reject would be an answer as well.
      return message => (hasBlock(message) || message.type === 'reject' ? tell([]) : message)
    case 'stutterer':
      return message => (hasBlock(message) ? tell([message, message]) : message)
    case 'babbler':
      return message =>
        message.type === 'request' && parts.random() < lie.share
          ? tell([message, nonsense(parts.layout.pieceCount)])
          : message
    case 'withholder': // No message: see `SimulatedPeer.withholdAnswer`.
      return message => message
    case 'hoarder':
      return message => (isHoarded(message, lie.block, parts) ? tell([]) : message)
    case 'spammer':
      // Once on each link, after its greeting.
      return message =>
        message.type === 'extended' && message.id === 0
          ? tell([message, ...flood(lie.message, message)])
          : message
    case 'flooder':
      return forging(lie.share, parts, () => randomId(parts.random))
    case 'impostor':
      return forging(lie.share, parts, () => {
        const others = parts.members().filter(id => id !== parts.self)
        return pickOne(parts.random, others) ?? randomId(parts.random)
      })
  }
}

function isHoarded(
  message: Message,
  which: 'first' | 'last' | 'any',
  { layout, random }: LieParts,
): boolean {
  if (message.type !== 'piece') return false
  if (which === 'first') return message.begin === 0
  if (which === 'any') return random() < 0.2
  return message.begin + message.block.length >= pieceLengthAt(layout, message.piece)
}

function flood(type: Spam, greeting: Message): Message[] {
  const message: Message = type === 'extended' ? greeting : spam(type)
  return Array.from({ length: FLOODS[type] ?? FLOOD_MESSAGES }, () => message)
}

function spam(type: Exclude<Spam, 'extended'>): Message {
  switch (type) {
    case 'have':
    case 'suggest':
    case 'allowedFast':
      return { type, piece: 0 }
    case 'request':
    case 'cancel':
    case 'reject':
      return { type, piece: 0, begin: 0, length: 1 }
    case 'handshake': {
      const nobody = '0'.repeat(40)
      const [infoHash, peerId] = [nobody as InfoHash, nobody as PeerId]
      return { type, infoHash, peerId, fast: true, extended: true }
    }
    default:
      return { type }
  }
}

/** Brings offers that nobody made, and swallows what comes of them, so that they are waited for. */
function forging(share: number, { random, told }: LieParts, nameOf: () => PeerId): Tamper {
  /** All simulated peers use the same id for relayed signals. */
  let relayId: number | undefined
  return message => {
    if (message.type === 'extended' && message.id === 0)
      relayId = parseExtendedHandshake(message.payload).extensions.get('ts_relay')
    else if (message.type === 'extended' && message.id === relayId) {
      return parseRelay(message.payload).type === 'refused' ? [] : message
    } else if (relayId !== undefined && message.type !== 'handshake' && random() < share) {
      told()
      const remote = nameOf()
      const signal = encodeSignal({ kind: 'offer', sdp: offerOfNobody(remote) })
      const forged = { remote, offerId: randomId(random), signal }
      const payload = encodeRelay({ type: 'forwarded', ...forged })
      return [message, { type: 'extended', id: relayId, payload }]
    }
    return message
  }
}

export const randomId = (random: Random): PeerId =>
  toHex(Uint8Array.from({ length: 20 }, () => randomInt(random, 256))) as PeerId

/** The first message about its pieces claims all of them; later `have`s are dropped. */
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

export const together = (tampers: readonly Tamper[]): Tamper => {
  return message =>
    tampers.reduce<readonly Message[]>((messages, tamper) => messages.flatMap(tamper), [message])
}

/** A free rider sends every message but those that would let somebody request from it. */
export const unchokeNobody: Tamper = message =>
  message.type === 'unchoke' || message.type === 'allowedFast' ? [] : message
