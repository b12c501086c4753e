/**
 * Bytes -> messages (BEP 3, 6, 10), for one link. Knows the framing and the lawful length of each message;
 * the peer decides what a message means and whether it is allowed now.
 */
import { ID_BYTES, type InfoHash, type PeerId, toHex } from '../base/ids.ts'
import {
  EXTENDED_BIT,
  EXTENDED_BYTE,
  FAST_BIT,
  FAST_BYTE,
  HANDSHAKE_BYTES,
  HANDSHAKE_PREFIX,
  RESERVED_BYTES,
} from './encode.ts'
import { BODY_BYTES } from './lengths.ts'
import {
  MAX_MESSAGE_BYTES,
  MAX_REQUEST_BYTES,
  MESSAGE_ID,
  type Message,
  ProtocolError,
  type ProtocolFault,
} from './message.ts'

const LENGTH_BYTES = 4
const KEEP_ALIVE: Message = { type: 'keepAlive' }
/** A view keeps its whole buffer alive: messages from longer pushes are copied. */
const MAX_VIEWED_BYTES = 4 + 9 + MAX_REQUEST_BYTES

/**
 * A byte stream, cut anywhere: first the handshake, then messages. Takes time linear in the bytes,
 * however they are cut. A length is checked as soon as the id is there, so at most one message of
 * allowed length is ever held.
 *
 * The bytes inside a message (block, bitfield, payload) are views: into the pushed bytes if the message
 * lay whole in them and they are at most `MAX_VIEWED_BYTES`, else into a buffer of its own.
 */
export class Decoder {
  #fault: ProtocolError | undefined
  #handshake: Uint8Array | undefined
  /** Bytes of the handshake, the length prefix or the body that have come. */
  #filled = 0
  #length = 0
  /** A body that spans pushes. */
  #body: Uint8Array | undefined

  /** `isGreeted`: no handshake comes, as on the further connections of a link. */
  constructor({ isGreeted = false } = {}) {
    this.#handshake = isGreeted ? undefined : new Uint8Array(HANDSHAKE_BYTES)
  }

  /** Throws `ProtocolError`, also at every later push. Earlier messages of the same push are lost. */
  push(bytes: Uint8Array): Message[] {
    if (this.#fault) throw this.#fault
    const messages: Message[] = []
    let at = 0
    while (at < bytes.length) {
      if (this.#handshake) at = this.#takeHandshake(this.#handshake, bytes, messages)
      else if (this.#body) at = this.#takeBody(this.#body, bytes, at, messages)
      else at = this.#takeMessage(bytes, at, messages)
    }
    return messages
  }

  /** Checks every byte of the prefix as it comes: another protocol is refused at its first byte. */
  #takeHandshake(handshake: Uint8Array, bytes: Uint8Array, messages: Message[]): number {
    let at = 0
    while (at < bytes.length && this.#filled < HANDSHAKE_BYTES) {
      const byte = bytes[at++] as number
      if (this.#filled < HANDSHAKE_PREFIX.length && byte !== HANDSHAKE_PREFIX[this.#filled])
        this.#fail('bad-handshake', 'the first bytes are not a BitTorrent handshake')
      handshake[this.#filled++] = byte
    }
    if (this.#filled === HANDSHAKE_BYTES) {
      messages.push(readHandshake(handshake))
      this.#handshake = undefined
      this.#filled = 0
    }
    return at
  }

  #takeMessage(bytes: Uint8Array, offset: number, messages: Message[]): number {
    let at = offset
    while (this.#filled < LENGTH_BYTES && at < bytes.length) {
      this.#length = this.#length * 256 + (bytes[at++] as number)
      this.#filled++
    }
    if (this.#filled < LENGTH_BYTES) return at
    if (this.#length === 0) {
      this.#filled = 0
      messages.push(KEEP_ALIVE)
      return at
    }
    if (this.#length > MAX_MESSAGE_BYTES)
      this.#fail('bad-length', `a message claims ${this.#length} bytes`)
    if (at === bytes.length) return at
    this.#checkLength(bytes[at] as number)

    const end = at + this.#length
    this.#filled = 0
    if (end <= bytes.length && bytes.length <= MAX_VIEWED_BYTES) {
      this.#length = 0
      messages.push(readMessage(bytes, at, end))
      return end
    }
    this.#body = new Uint8Array(this.#length)
    this.#length = 0
    return at
  }

  #takeBody(body: Uint8Array, bytes: Uint8Array, offset: number, messages: Message[]): number {
    const end = Math.min(bytes.length, offset + body.length - this.#filled)
    body.set(bytes.subarray(offset, end), this.#filled)
    this.#filled += end - offset
    if (this.#filled === body.length) {
      messages.push(readMessage(body, 0, body.length))
      this.#body = undefined
      this.#filled = 0
    }
    return end
  }

  #checkLength(id: number): void {
    const lawful = BODY_BYTES[id]
    if (!lawful) this.#fail('unknown-message', `message id ${id} is unknown`)
    if (this.#length < lawful.min || this.#length > lawful.max)
      this.#fail('bad-length', `a message with id ${id} claims ${this.#length} bytes`)
  }

  #fail(code: ProtocolFault, detail: string): never {
    this.#fault = new ProtocolError(code, detail)
    throw this.#fault
  }
}

function readHandshake(bytes: Uint8Array): Message {
  const ids = HANDSHAKE_PREFIX.length + RESERVED_BYTES
  return {
    type: 'handshake',
    infoHash: toHex(bytes.subarray(ids, ids + ID_BYTES)) as InfoHash,
    peerId: toHex(bytes.subarray(ids + ID_BYTES, ids + 2 * ID_BYTES)) as PeerId,
    fast: ((bytes[FAST_BYTE] as number) & FAST_BIT) !== 0,
    extended: ((bytes[EXTENDED_BYTE] as number) & EXTENDED_BIT) !== 0,
  }
}

/** One body, its id at `start`, of an allowed length. */
function readMessage(bytes: Uint8Array, start: number, end: number): Message {
  const at = start + 1
  switch (bytes[start]) {
    case MESSAGE_ID.choke:
      return { type: 'choke' }
    case MESSAGE_ID.unchoke:
      return { type: 'unchoke' }
    case MESSAGE_ID.interested:
      return { type: 'interested' }
    case MESSAGE_ID.notInterested:
      return { type: 'notInterested' }
    case MESSAGE_ID.have:
      return { type: 'have', piece: readUint32(bytes, at) }
    case MESSAGE_ID.bitfield:
      return { type: 'bitfield', bytes: bytes.subarray(at, end) }
    case MESSAGE_ID.request:
      return { type: 'request', ...readRange(bytes, at) }
    case MESSAGE_ID.piece:
      return {
        type: 'piece',
        piece: readUint32(bytes, at),
        begin: readUint32(bytes, at + 4),
        block: bytes.subarray(at + 8, end),
      }
    case MESSAGE_ID.cancel:
      return { type: 'cancel', ...readRange(bytes, at) }
    case MESSAGE_ID.suggest:
      return { type: 'suggest', piece: readUint32(bytes, at) }
    case MESSAGE_ID.haveAll:
      return { type: 'haveAll' }
    case MESSAGE_ID.haveNone:
      return { type: 'haveNone' }
    case MESSAGE_ID.reject:
      return { type: 'reject', ...readRange(bytes, at) }
    case MESSAGE_ID.allowedFast:
      return { type: 'allowedFast', piece: readUint32(bytes, at) }
    case MESSAGE_ID.extended:
      return { type: 'extended', id: bytes[at] as number, payload: bytes.subarray(at + 1, end) }
    default:
      throw new Error(`bug: id ${bytes[start]} is in the length table only`)
  }
}

const readRange = (bytes: Uint8Array, at: number) => ({
  piece: readUint32(bytes, at),
  begin: readUint32(bytes, at + 4),
  length: readUint32(bytes, at + 8),
})

const readUint32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0
