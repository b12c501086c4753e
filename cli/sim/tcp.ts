/** IPv4 packets with TCP in them (RFC 791, RFC 9293), as large as they may be. No options. */

const IP_HEADER_BYTES = 20
const TCP_HEADER_BYTES = 20
/** An IPv4 packet's length is a number of 16 bits. Captures on a sender show such large ones too. */
export const MAX_PAYLOAD_BYTES = 0xffff - IP_HEADER_BYTES - TCP_HEADER_BYTES

export const FLAGS = { syn: 0x02, psh: 0x08, ack: 0x10 } as const

const DONT_FRAGMENT = 0x4000
const TIME_TO_LIVE = 64
const TCP = 6

export interface Endpoint {
  readonly address: number
  readonly port: number
}

export interface Segment {
  readonly from: Endpoint
  readonly to: Endpoint
  readonly sequence: number
  readonly acknowledged: number
  readonly flags: number
  readonly payload: Uint8Array
}

export function packet({ from, to, sequence, acknowledged, flags, payload }: Segment): Uint8Array {
  const tcpBytes = TCP_HEADER_BYTES + payload.length
  const bytes = new Uint8Array(IP_HEADER_BYTES + tcpBytes)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, 0x45) // version 4, five words of header
  view.setUint16(2, bytes.length)
  view.setUint16(6, DONT_FRAGMENT)
  view.setUint8(8, TIME_TO_LIVE)
  view.setUint8(9, TCP)
  view.setUint32(12, from.address)
  view.setUint32(16, to.address)
  view.setUint16(10, checksum(bytes.subarray(0, IP_HEADER_BYTES), 0))
  view.setUint16(20, from.port)
  view.setUint16(22, to.port)
  view.setUint32(24, sequence >>> 0)
  view.setUint32(28, acknowledged >>> 0)
  view.setUint8(32, 0x50) // five words of header
  view.setUint8(33, flags)
  view.setUint16(34, 0xffff) // the window: it never closes here
  bytes.set(payload, IP_HEADER_BYTES + TCP_HEADER_BYTES)
  // Over a header of its own too: both addresses, the protocol and the length.
  const pseudo = sumOf(bytes.subarray(12, 20)) + TCP + tcpBytes
  view.setUint16(36, checksum(bytes.subarray(IP_HEADER_BYTES), pseudo))
  return bytes
}

/** The ones' complement sum of words of 16 bits (RFC 1071). */
function checksum(bytes: Uint8Array, start: number): number {
  let sum = start + sumOf(bytes)
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

function sumOf(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) {
    sum += ((bytes[i] as number) << 8) | (bytes[i + 1] ?? 0)
  }
  return sum
}
