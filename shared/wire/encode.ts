/**
 * Messages -> bytes (BEP 3, 6, 10). The caller owns the buffer, so that many small messages and one block
 * go out in a single send without an allocation each.
 */
import { fromHex, ID_BYTES } from '../base/ids.ts'
import { MESSAGE_ID, type Message } from './message.ts'

/** pstrlen and pstr: how every handshake begins. */
export const HANDSHAKE_PREFIX: Uint8Array = new TextEncoder().encode('\x13BitTorrent protocol')
export const RESERVED_BYTES = 8
export const HANDSHAKE_BYTES = HANDSHAKE_PREFIX.length + RESERVED_BYTES + 2 * ID_BYTES
/** BEP 10: bit 20 of the reserved ones, from the right. */
export const EXTENDED_BYTE = HANDSHAKE_PREFIX.length + 5
export const EXTENDED_BIT = 0x10
/** BEP 6: bit 2. */
export const FAST_BYTE = HANDSHAKE_PREFIX.length + 7
export const FAST_BIT = 0x04

const LENGTH_BYTES = 4

export function encodedLength(message: Message): number {
  return message.type === 'handshake' ? HANDSHAKE_BYTES : LENGTH_BYTES + bodyLength(message)
}

/** Writes at `offset` and returns where the message ends. `target` must have `encodedLength` room. */
export function encodeInto(message: Message, target: Uint8Array, offset: number): number {
  if (message.type === 'handshake') return writeHandshake(message, target, offset)
  let at = writeUint32(target, offset, bodyLength(message))
  if (message.type === 'keepAlive') return at
  target[at++] = MESSAGE_ID[message.type]
  switch (message.type) {
    case 'have':
    case 'suggest':
    case 'allowedFast':
      return writeUint32(target, at, message.piece)
    case 'bitfield':
      return writeBytes(target, at, message.bytes)
    case 'request':
    case 'cancel':
    case 'reject':
      at = writeUint32(target, at, message.piece)
      at = writeUint32(target, at, message.begin)
      return writeUint32(target, at, message.length)
    case 'piece':
      at = writeUint32(target, at, message.piece)
      at = writeUint32(target, at, message.begin)
      return writeBytes(target, at, message.block)
    case 'extended':
      target[at++] = message.id
      return writeBytes(target, at, message.payload)
    default:
      return at
  }
}

export function encode(message: Message): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(encodedLength(message))
  encodeInto(message, bytes, 0)
  return bytes
}

type Framed = Exclude<Message, { readonly type: 'handshake' }>

/** What the length prefix says: the id and what follows it. */
function bodyLength(message: Framed): number {
  switch (message.type) {
    case 'keepAlive':
      return 0
    case 'have':
    case 'suggest':
    case 'allowedFast':
      return 5
    case 'bitfield':
      return 1 + message.bytes.length
    case 'request':
    case 'cancel':
    case 'reject':
      return 13
    case 'piece':
      return 9 + message.block.length
    case 'extended':
      return 2 + message.payload.length
    default:
      return 1
  }
}

function writeHandshake(
  message: Extract<Message, { readonly type: 'handshake' }>,
  target: Uint8Array,
  offset: number,
): number {
  target.set(HANDSHAKE_PREFIX, offset)
  let at = offset + HANDSHAKE_PREFIX.length
  target.fill(0, at, at + RESERVED_BYTES)
  if (message.extended) target[offset + EXTENDED_BYTE] = EXTENDED_BIT
  if (message.fast) target[offset + FAST_BYTE] = FAST_BIT
  at = writeBytes(target, at + RESERVED_BYTES, fromHex(message.infoHash))
  return writeBytes(target, at, fromHex(message.peerId))
}

function writeBytes(target: Uint8Array, offset: number, bytes: Uint8Array): number {
  target.set(bytes, offset)
  return offset + bytes.length
}

function writeUint32(target: Uint8Array, offset: number, value: number): number {
  target[offset] = value >>> 24
  target[offset + 1] = value >>> 16
  target[offset + 2] = value >>> 8
  target[offset + 3] = value
  return offset + 4
}
