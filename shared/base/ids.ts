/**
 * The identifiers that travel. Both are 20 bytes on the wire and 40 lower-case hex digits
 * everywhere else, so that they can be map keys, JSON and log fields without conversion.
 */
export type InfoHash = string & { readonly brand: 'InfoHash' }
export type PeerId = string & { readonly brand: 'PeerId' }

/** Milliseconds of the host's clock, which never goes back. */
export type Millis = number

/** The earlier of two deadlines, each of which may be undefined. */
export const earliest = (a: Millis | undefined, b: Millis | undefined): Millis | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

/** A connection to one remote, numbered by the peer that has it; it uses no number twice. */
export type LinkId = number

export const ID_BYTES = 20
const HEX_ID = /^[0-9a-f]{40}$/

export const isHexId = (text: string): boolean => HEX_ID.test(text)

/** Text -> InfoHash, or undefined if it is not 40 lower-case hex digits. */
export const parseInfoHash = (text: string): InfoHash | undefined =>
  isHexId(text) ? (text as InfoHash) : undefined

const HEX_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** `join` makes a flat string; `+=` would make a tree of its parts, ten times as large. */
export function toHex(bytes: Uint8Array): string {
  const digits = new Array<string>(bytes.length)
  for (let i = 0; i < bytes.length; i++) digits[i] = HEX_BYTE[bytes[i] as number] as string
  return digits.join('')
}

/** Hex text -> bytes. The caller has checked the digits. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length >> 1)
  for (let i = 0; i < bytes.length; i++) bytes[i] = byteAt(hex, i)
  return bytes
}

/** The caller has checked the digits. */
export const byteAt = (hex: string, index: number): number =>
  (digitAt(hex, 2 * index) << 4) | digitAt(hex, 2 * index + 1)

/** '0' is 48, 'a' is 97; capitals differ from small letters in one bit. */
function digitAt(hex: string, at: number): number {
  const code = hex.charCodeAt(at)
  return code < 58 ? code - 48 : (code | 32) - 87
}
