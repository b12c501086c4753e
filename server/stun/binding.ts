/**
 * STUN's one question and its answer, as bytes (RFC 8489): a Binding request asks "from which address
 * do you see me?". All else that STUN has, authentication and alternate servers, is not offered here.
 */
import { isIPv4 } from 'node:net'
import { crc32 } from 'node:zlib'

const HEADER_BYTES = 20
const ATTRIBUTE_HEADER_BYTES = 4
const MAGIC_COOKIE = 0x2112_a442
const FINGERPRINT_XOR = 0x5354_554e
/** A browser's request has 20 bytes; with every attribute of RFC 8489, still less than this. */
export const MAX_REQUEST_BYTES = 548
/** Named in a refusal; a request with more of them hears of these. */
const MAX_UNKNOWN_ATTRIBUTES = 4

const BINDING_REQUEST = 0x0001
const BINDING_SUCCESS = 0x0101
const BINDING_ERROR = 0x0111

const USERNAME = 0x0006
const MESSAGE_INTEGRITY = 0x0008
const ERROR_CODE = 0x0009
const UNKNOWN_ATTRIBUTES = 0x000a
const MESSAGE_INTEGRITY_SHA256 = 0x001c
const XOR_MAPPED_ADDRESS = 0x0020
const FINGERPRINT = 0x8028
/** From here on, an attribute that is not understood is ignored (RFC 8489, section 14). */
const FIRST_OPTIONAL = 0x8000
/** Credentials, which a server that asks for none does not check. */
const IGNORED = new Set([USERNAME, MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_SHA256])

const UNKNOWN_ATTRIBUTE_ERROR = 420

export interface BindingRequest {
  /** 12 bytes. */
  readonly transactionId: Buffer
  /** It ends with a FINGERPRINT; so does its answer. */
  readonly hasFingerprint: boolean
  /** Attributes that must be understood, and are not. */
  readonly unknown: readonly number[]
}

/** A datagram -> a Binding request, or undefined if it is anything else or malformed. */
export function parseBindingRequest(datagram: Buffer): BindingRequest | undefined {
  const { length } = datagram
  if (length < HEADER_BYTES || length > MAX_REQUEST_BYTES || length % 4 !== 0) return undefined
  if (datagram.readUInt16BE(0) !== BINDING_REQUEST) return undefined
  if (datagram.readUInt16BE(2) !== length - HEADER_BYTES) return undefined
  if (datagram.readUInt32BE(4) !== MAGIC_COOKIE) return undefined
  const unknown: number[] = []
  let hasFingerprint = false
  for (let at = HEADER_BYTES; at < length; ) {
    if (hasFingerprint) return undefined // It must be the last (section 14.7).
    const type = datagram.readUInt16BE(at)
    const valueBytes = datagram.readUInt16BE(at + 2)
    const next = at + ATTRIBUTE_HEADER_BYTES + padded(valueBytes)
    if (next > length) return undefined
    if (type === FINGERPRINT) {
      if (valueBytes !== 4) return undefined
      if (datagram.readUInt32BE(at + 4) !== fingerprintOf(datagram.subarray(0, at)))
        return undefined
      hasFingerprint = true
    } else if (type < FIRST_OPTIONAL && !IGNORED.has(type)) unknown.push(type)
    at = next
  }
  return { transactionId: datagram.subarray(8, HEADER_BYTES), hasFingerprint, unknown }
}

/** The answer: where the request came from, or which of its attributes nobody here understands. */
export function encodeBindingResponse(
  request: BindingRequest,
  { address, port }: { readonly address: string; readonly port: number },
): Buffer {
  const { transactionId, hasFingerprint, unknown } = request
  if (unknown.length > 0) {
    const named = unknown.slice(0, MAX_UNKNOWN_ATTRIBUTES)
    const error = attribute(ERROR_CODE, [0, 0, UNKNOWN_ATTRIBUTE_ERROR / 100, 20])
    const list = attribute(
      UNKNOWN_ATTRIBUTES,
      named.flatMap(type => [type >> 8, type & 0xff]),
    )
    return message(BINDING_ERROR, transactionId, [error, list], hasFingerprint)
  }
  const mapped = attribute(XOR_MAPPED_ADDRESS, xorAddress(address, port, transactionId))
  return message(BINDING_SUCCESS, transactionId, [mapped], hasFingerprint)
}

/** Section 14.2: xor, because some routers rewrite any address that they see in a packet. */
function xorAddress(address: string, port: number, transactionId: Buffer): number[] {
  const mask = Buffer.alloc(16)
  mask.writeUInt32BE(MAGIC_COOKIE)
  transactionId.copy(mask, 4)
  const family = isIPv4(address) ? 1 : 2
  const bytes = family === 1 ? bytesOfIPv4(address) : bytesOfIPv6(address)
  const xorPort = port ^ (MAGIC_COOKIE >>> 16)
  const masked = bytes.map((byte, i) => byte ^ (mask[i] as number))
  return [0, family, xorPort >> 8, xorPort & 0xff, ...masked]
}

const bytesOfIPv4 = (address: string): number[] => address.split('.').map(Number)

/** The system's own spelling of an address, such as fe80::1%eth0 or 2001:db8::192.0.2.1. */
function bytesOfIPv6(address: string): number[] {
  const [plain = ''] = address.split('%')
  const [head = [], tail] = plain.split('::').map(part => (part === '' ? [] : groupsOf(part)))
  if (tail === undefined) return head
  const zeros = new Array<number>(16 - head.length - tail.length).fill(0)
  return [...head, ...zeros, ...tail]
}

const groupsOf = (part: string): number[] =>
  part.split(':').flatMap(group => {
    if (group.includes('.')) return bytesOfIPv4(group)
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })

function message(
  type: number,
  transactionId: Buffer,
  attributes: readonly Buffer[],
  hasFingerprint: boolean,
): Buffer {
  const bodyBytes = attributes.reduce((sum, { length }) => sum + length, 0)
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt16BE(type)
  header.writeUInt16BE(bodyBytes + (hasFingerprint ? 8 : 0), 2)
  header.writeUInt32BE(MAGIC_COOKIE, 4)
  transactionId.copy(header, 8)
  const unsigned = Buffer.concat([header, ...attributes])
  if (!hasFingerprint) return unsigned
  const fingerprint = Buffer.alloc(4)
  fingerprint.writeUInt32BE(fingerprintOf(unsigned))
  return Buffer.concat([unsigned, attribute(FINGERPRINT, [...fingerprint])])
}

function attribute(type: number, value: readonly number[]): Buffer {
  const bytes = Buffer.alloc(ATTRIBUTE_HEADER_BYTES + padded(value.length))
  bytes.writeUInt16BE(type)
  bytes.writeUInt16BE(value.length, 2)
  bytes.set(value, ATTRIBUTE_HEADER_BYTES)
  return bytes
}

const padded = (bytes: number): number => (bytes + 3) & ~3

/** Section 14.7: over all that comes before it, with its own length already in the header. */
const fingerprintOf = (before: Buffer): number => (crc32(before) ^ FINGERPRINT_XOR) >>> 0
