/** The payload of an extension (BEP 10): mostly one bencoded dictionary of a few fields. */
import {
  type BencodeDict,
  BencodeError,
  type BencodeLimits,
  decodeBencodePrefix,
} from './bencode.ts'
import { checkPayloadLength, type ExtensionName } from './lengths.ts'
import { ProtocolError } from './message.ts'

/** A flat dictionary of a few fields, and room for those that other clients add. */
const FLAT = { depth: 4, tokens: 64 }

/** Throws `ProtocolError`. */
export function readFields(name: ExtensionName, payload: Uint8Array, limits?: BencodeLimits) {
  const { fields, rest } = readFieldsBeforeBytes(name, payload, limits)
  if (rest.length > 0) refuse(name, 'goes on behind its end')
  return fields
}

/** Reads a dictionary that other bytes follow (BEP 9). Throws `ProtocolError`. */
export function readFieldsBeforeBytes(
  name: ExtensionName,
  payload: Uint8Array,
  limits: BencodeLimits = FLAT,
): { fields: BencodeDict; rest: Uint8Array } {
  checkPayloadLength(name, payload)
  try {
    const { value, end } = decodeBencodePrefix(payload, limits)
    if (value instanceof Map) return { fields: value, rest: payload.subarray(end) }
  } catch (error) {
    if (!(error instanceof BencodeError)) throw error
    refuse(name, `is not bencode: ${error.message}`)
  }
  return refuse(name, 'is not a dictionary')
}

export function refuse(name: ExtensionName, detail: string): never {
  throw new ProtocolError('bad-extension', `${name} ${detail}`)
}

/** A dictionary, or another head, and the bytes that follow it (BEP 9). */
export function joinBytes(head: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(head.length + bytes.length)
  payload.set(head)
  payload.set(bytes, head.length)
  return payload
}
