/**
 * The pcapng format, as much of it as a trace needs (draft-ietf-opsawg-pcapng): one section, one
 * interface of bare IPv4 packets, times in nanoseconds, names for addresses.
 */

const SECTION_HEADER = 0x0a0d0d0a
const INTERFACE_DESCRIPTION = 1
const NAME_RESOLUTION = 4
const ENHANCED_PACKET = 6

const BYTE_ORDER_MAGIC = 0x1a2b3c4d
/** LINKTYPE_RAW: packets begin with their IP header. */
const RAW_IP = 101
const IF_TSRESOL = 9
const NANOSECONDS = 9
const IPV4_RECORD = 1
const LENGTH_UNKNOWN = 0xffffffff

/** What every file begins with. */
export function fileHeader(): Uint8Array {
  const section = new Fields(16)
  section.u32(BYTE_ORDER_MAGIC)
  section.u16(1) // version 1.0
  section.u16(0)
  section.u32(LENGTH_UNKNOWN)
  section.u32(LENGTH_UNKNOWN)
  const description = new Fields(20)
  description.u16(RAW_IP)
  description.u16(0)
  description.u32(0) // no limit to a packet's length
  description.u16(IF_TSRESOL)
  description.u16(1)
  description.u32(NANOSECONDS)
  description.u32(0) // the end of the options
  return concat([
    block(SECTION_HEADER, section.bytes),
    block(INTERFACE_DESCRIPTION, description.bytes),
  ])
}

/** Names for IPv4 addresses, to be shown in their place. */
export function nameBlock(names: readonly { readonly address: number; readonly name: string }[]) {
  const records = names.map(({ address, name }) => {
    const text = new TextEncoder().encode(`${name}\0`)
    const record = new Fields(8 + padded(text.length))
    record.u16(IPV4_RECORD)
    record.u16(4 + text.length)
    record.u32be(address)
    record.put(text)
    return record.bytes
  })
  return block(NAME_RESOLUTION, concat([...records, new Uint8Array(4)]))
}

export function packetBlock(atMs: number, packet: Uint8Array): Uint8Array {
  const nanoseconds = BigInt(Math.round(atMs * 1e6))
  const body = new Fields(20 + padded(packet.length))
  body.u32(0) // the one interface
  body.u32(Number(nanoseconds >> 32n))
  body.u32(Number(nanoseconds & 0xffffffffn))
  body.u32(packet.length)
  body.u32(packet.length)
  body.put(packet)
  return block(ENHANCED_PACKET, body.bytes)
}

/** Type, length, body, length again. */
function block(type: number, body: Uint8Array): Uint8Array {
  const whole = new Fields(12 + body.length)
  whole.u32(type)
  whole.u32(12 + body.length)
  whole.put(body)
  whole.u32(12 + body.length)
  return whole.bytes
}

/** Bodies are filled up to words of 32 bits. */
const padded = (length: number): number => (length + 3) & ~3

/** Little-endian, but where said otherwise, one after the other. */
class Fields {
  readonly bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(length: number) {
    this.bytes = new Uint8Array(length)
    this.#view = new DataView(this.bytes.buffer)
  }

  u16(value: number): void {
    this.#view.setUint16(this.#at, value, true)
    this.#at += 2
  }

  u32(value: number): void {
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
  }

  u32be(value: number): void {
    this.#view.setUint32(this.#at, value)
    this.#at += 4
  }

  put(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
