/** IPv4 packets with TCP in them (RFC 791, RFC 9293), as large as they may be. No options. */

const HEADER_BYTES = 20 // of either
/** An IPv4 packet's length is a number of 16 bits. Captures on a sender show such large ones too. */
export const MAX_PAYLOAD_BYTES = 0xffff - 2 * HEADER_BYTES

export const FLAGS = { syn: 0x02, psh: 0x08, ack: 0x10 } as const

const DONT_FRAGMENT = 0x4000
const TIME_TO_LIVE = 64
const TCP = 6
const FIVE_WORDS_OF_HEADER = 5 << 12
/** It never closes here. */
const WINDOW = 0xffff

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
  const tcpBytes = HEADER_BYTES + payload.length
  const addresses = [...halves(from.address), ...halves(to.address)]
  const ip = [0x4500, HEADER_BYTES + tcpBytes, 0, DONT_FRAGMENT, (TIME_TO_LIVE << 8) | TCP]
  const tcp = [from.port, to.port, ...halves(sequence), ...halves(acknowledged)]
  tcp.push(FIVE_WORDS_OF_HEADER | flags, WINDOW)
  // TCP's covers a header of its own, too: both addresses, the protocol and the length.
  const ipChecksum = checksum([...ip, ...addresses])
  const tcpChecksum = checksum([...addresses, TCP, tcpBytes, ...tcp], payload)
  const headers = Uint16Array.from([...ip, ipChecksum, ...addresses, ...tcp, tcpChecksum, 0])
  return Buffer.concat([Buffer.from(headers.buffer).swap16(), payload])
}

const halves = (word: number): [number, number] => [word >>> 16, word & 0xffff]

/** The ones' complement sum of words of 16 bits (RFC 1071). */
function checksum(words: readonly number[], bytes: Uint8Array = Buffer.of()): number {
  let sum = words.reduce((a, b) => a + b, 0)
  for (let i = 0; i < bytes.length; i += 2) {
    sum += ((bytes[i] as number) << 8) | (bytes[i + 1] ?? 0)
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}
