/**
 * What headers add to a message. Each message has packets of its own: small messages, which a
 * transport would bundle, are overestimated; acknowledgements are not counted.
 */

export interface Overhead {
  /** Bytes of the message in a full packet. */
  readonly payloadBytes: number
  /** Added to every packet, full or not. */
  readonly headerBytes: number
}

const IPV4 = 20 // RFC 791, no options
const TCP = 20 // RFC 9293, no options
const UDP = 8 // RFC 768
/** DTLS 1.2 with AES-GCM: record header 13 (RFC 6347), explicit nonce 8 and tag 16 (RFC 5288). */
const DTLS = 13 + 8 + 16
const SCTP_COMMON = 12 // RFC 9260, section 3.1
const SCTP_DATA = 16 // RFC 9260, section 3.3.1

export const OVERHEADS = {
  none: { payloadBytes: Number.POSITIVE_INFINITY, headerBytes: 0 },
  /** Segments of 1460 bytes in Ethernet's 1500. The thesis does not state how it counts headers. */
  tcp: { payloadBytes: 1500 - IPV4 - TCP, headerBytes: IPV4 + TCP },
  /**
   * Chromium's SCTP packets have at most 1191 bytes (dcSCTP, `kMaxSafeMTUSize`: what 1280, IPv6's
   * least, leaves), 1188 in whole words: 1160 of them payload. RFC 8831, RFC 8261.
   */
  webrtc: {
    payloadBytes: 1188 - SCTP_COMMON - SCTP_DATA,
    headerBytes: IPV4 + UDP + DTLS + SCTP_COMMON + SCTP_DATA,
  },
} as const satisfies Record<string, Overhead>

export type OverheadName = keyof typeof OVERHEADS
export const OVERHEAD_NAMES = Object.keys(OVERHEADS) as OverheadName[]

export function bytesOnWire(overhead: Overhead, messageBytes: number): number {
  const packets = Math.max(Math.ceil(messageBytes / overhead.payloadBytes), 1)
  return messageBytes + packets * overhead.headerBytes
}
