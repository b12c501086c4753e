/**
 * The pcapng format, as much of it as a trace needs (draft-ietf-opsawg-pcapng): one section, one
 * interface of bare IPv4 packets, times in nanoseconds, names for addresses. Little-endian.
 */

const SECTION_HEADER = 0x0a0d0d0a
const INTERFACE_DESCRIPTION = 1
const NAME_RESOLUTION = 4
const ENHANCED_PACKET = 6

const BYTE_ORDER_MAGIC = 0x1a2b3c4d
const VERSION = [1, 0] as const
const LENGTH_UNKNOWN = 0xffffffff
/** LINKTYPE_RAW: packets begin with their IP header. */
const RAW_IP = 101
const IF_TSRESOL = 9
const NANOSECONDS = 9
const IPV4_RECORD = 1

export const fileHeader = (): Uint8Array =>
  Buffer.concat([
    block(
      SECTION_HEADER,
      u32(BYTE_ORDER_MAGIC),
      u16(...VERSION),
      u32(LENGTH_UNKNOWN, LENGTH_UNKNOWN),
    ),
    // No limit to a packet's length; one option, and the end of the options.
    block(INTERFACE_DESCRIPTION, u16(RAW_IP, 0), u32(0), u16(IF_TSRESOL, 1), u32(NANOSECONDS, 0)),
  ])

/** Names for IPv4 addresses, to be shown in their place. */
export function nameBlock(names: readonly { readonly address: number; readonly name: string }[]) {
  const records = names.flatMap(({ address, name }) => {
    const text = Buffer.from(`${name}\0`)
    const networkOrder = u32(address).swap32()
    return [u16(IPV4_RECORD, 4 + text.length), networkOrder, padded(text)]
  })
  return block(NAME_RESOLUTION, ...records, u32(0))
}

export function packetBlock(atMs: number, packet: Uint8Array): Uint8Array {
  const nanoseconds = BigInt(Math.round(atMs * 1e6))
  const time = u32(Number(nanoseconds >> 32n), Number(nanoseconds & 0xffffffffn))
  const lengths = u32(packet.length, packet.length)
  return block(ENHANCED_PACKET, u32(0), time, lengths, padded(packet))
}

function block(type: number, ...body: Uint8Array[]): Uint8Array {
  const length = 12 + body.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([u32(type, length), ...body, u32(length)])
}

const u16 = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer)
const u32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer)

/** Filled up to words of 32 bits. */
const padded = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes], (bytes.length + 3) & ~3)
