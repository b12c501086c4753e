/**
 * What crossed the links of a run, as Wireshark opens it: the messages' own bytes in TCP connections
 * between made-up addresses, each as it arrives. Loss and headers are the network model's, and not
 * shown: every packet here is there once and in order.
 */
import type { LinkId, Millis } from '../../shared/base/ids.ts'
import type { Identity, Observer, Transfer } from '../../shared/simulation/observer.ts'
import { encode } from '../../shared/wire/encode.ts'
import type { FileWriter } from './file-writer.ts'
import { fileHeader, nameBlock, packetBlock } from './pcapng.ts'
import { type Endpoint, FLAGS, MAX_PAYLOAD_BYTES, packet } from './tcp.ts'

/** 10.0.0.0/8 (RFC 1918); room for every peer there can be. */
const FIRST_ADDRESS = 0x0a000001
/** Wireshark takes connections with this port for BitTorrent. */
const PORT = 6881
const FIRST_FREE_PORT = 49_152
const FREE_PORTS = 0x10000 - FIRST_FREE_PORT

/** One direction of a connection. */
interface Stream {
  readonly from: Endpoint
  readonly to: Endpoint
  /** Of the next byte. */
  sequence: number
  back: Stream | undefined
}

export class Trace implements Observer {
  readonly #file: Pick<FileWriter, 'write'>
  readonly #addresses = new Map<string, number>()
  /** By the two ends of a link: whose it is, and its number there. */
  readonly #streams = new Map<string, Stream>()

  constructor(file: Pick<FileWriter, 'write'>, peers: readonly string[]) {
    this.#file = file
    for (const [index, name] of peers.entries()) this.#addresses.set(name, FIRST_ADDRESS + index)
    file.write(fileHeader())
    const names = [...this.#addresses].map(([name, address]) => ({ name, address }))
    file.write(nameBlock(names))
  }

  arrived(atMs: Millis, transfer: Transfer): void {
    const { from, link, message } = transfer
    const stream = this.#streams.get(keyOf(from, link)) ?? this.#open(atMs, transfer)
    const bytes = encode(message)
    for (let at = 0; at < bytes.length; at += MAX_PAYLOAD_BYTES) {
      this.#write(atMs, stream, FLAGS.psh | FLAGS.ack, bytes.subarray(at, at + MAX_PAYLOAD_BYTES))
    }
  }

  /** Whoever is heard first has answered; the three packets before that are made up. */
  #open(atMs: Millis, { from, to, link, backLink }: Transfer): Stream {
    const port = FIRST_FREE_PORT + ((this.#streams.size / 2) % FREE_PORTS)
    const near = { address: this.#addresses.get(from.name) ?? 0, port: PORT }
    const far = { address: this.#addresses.get(to.name) ?? 0, port }
    const forth: Stream = { from: near, to: far, sequence: 0, back: undefined }
    const back: Stream = { from: far, to: near, sequence: 0, back: forth }
    forth.back = back
    this.#streams.set(keyOf(from, link), forth)
    this.#streams.set(keyOf(to, backLink), back)
    this.#write(atMs, back, FLAGS.syn)
    this.#write(atMs, forth, FLAGS.syn | FLAGS.ack)
    this.#write(atMs, back, FLAGS.ack)
    return forth
  }

  #write(atMs: Millis, stream: Stream, flags: number, payload = new Uint8Array()): void {
    const { from, to, sequence, back } = stream
    const acknowledged = flags & FLAGS.ack ? (back?.sequence ?? 0) : 0
    this.#file.write(
      packetBlock(atMs, packet({ from, to, sequence, acknowledged, flags, payload })),
    )
    stream.sequence += payload.length + (flags & FLAGS.syn ? 1 : 0)
  }
}

const keyOf = ({ id }: Identity, link: LinkId): string => `${id} ${link}`
