/**
 * One client's connection, by either door, written and read byte by byte: a library would cost the load more
 * than the server, and the load would be what is measured.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export type Door = 'stock' | 'tabs'

const PATHS: Record<Door, string> = {
  stock: '/announce',
  tabs: '/socket.io/?EIO=4&transport=websocket',
}

const TEXT = 0x81
const PING = 0x89
const PONG = 0x8a
const CLOSE = 0x88
const MASKED = 0x80
const MASK_BYTES = 4
const UINT16_FOLLOWS = 126
const UINT64_FOLLOWS = 127

/** As a browser frames it (RFC 6455), with a mask that has to be taken off. */
export function clientFrame(text: string, opcode = TEXT): Buffer {
  const payload = Buffer.from(text)
  const { length } = payload
  const extra = length < UINT16_FOLLOWS ? 0 : 2
  const frame = Buffer.alloc(2 + extra + MASK_BYTES + length)
  frame[0] = opcode
  frame[1] = MASKED | (extra === 0 ? length : UINT16_FOLLOWS)
  if (extra > 0) frame.writeUInt16BE(length, 2)
  const mask = randomBytes(MASK_BYTES)
  mask.copy(frame, 2 + extra)
  for (let i = 0; i < length; i++)
    frame[2 + extra + MASK_BYTES + i] = (payload[i] as number) ^ (mask[i % MASK_BYTES] as number)
  return frame
}

interface Options {
  readonly port: number
  readonly door: Door
  /** As a proxy tells it. */
  readonly forwardedFor?: string | undefined
  /** A message of the server, without what the two protocols need for themselves. */
  onMessage(payload: Buffer): void
  onClose?(): void
}

export class Line {
  readonly #socket: Socket
  readonly #options: Options
  #unread: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket, options: Options) {
    this.#socket = socket
    this.#options = options
  }

  /** Resolves when the server hears it; rejects if it is not let in. */
  static open(options: Options): Promise<Line> {
    const { port, door, forwardedFor } = options
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    const line = new Line(socket, options)
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', () => {
        reject(new Error('The server hung up.'))
        options.onClose?.()
      })
      const forwarded = forwardedFor ? `X-Forwarded-For: ${forwardedFor}\r\n` : ''
      socket.write(
        `GET ${PATHS[door]} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${forwarded}\r\n`,
      )
      let head = ''
      const onHead = (data: Buffer) => {
        head += data.toString('latin1')
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        socket.off('data', onHead)
        if (!head.startsWith('HTTP/1.1 101')) return void socket.destroy()
        line.#onOpen = () => resolve(line)
        socket.on('data', (data: Buffer) => line.#read(data))
        if (door === 'tabs') line.write(ENTER)
        else line.#onOpen()
        line.#read(Buffer.from(head.slice(end + 4), 'latin1'))
      }
      socket.on('data', onHead)
    })
  }

  #onOpen = () => {}

  write(frames: Buffer): void {
    this.#socket.write(frames)
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(data: Buffer): void {
    const bytes = this.#unread.length > 0 ? Buffer.concat([this.#unread, data]) : data
    let at = 0
    while (at + 2 <= bytes.length) {
      const short = bytes[at + 1] as number
      const extra = short < UINT16_FOLLOWS ? 0 : short === UINT64_FOLLOWS ? 8 : 2
      if (at + 2 + extra > bytes.length) break
      const length =
        extra === 0
          ? short
          : extra === 2
            ? bytes.readUInt16BE(at + 2)
            : Number(bytes.readBigUInt64BE(at + 2))
      const end = at + 2 + extra + length
      if (end > bytes.length) break
      this.#hear(bytes[at] as number, bytes.subarray(at + 2 + extra, end))
      at = end
    }
    this.#unread = bytes.subarray(at)
  }

  #hear(opcode: number, payload: Buffer): void {
    if (opcode === PING) return this.write(clientFrame(payload.toString('latin1'), PONG))
    if (opcode === CLOSE) return void this.#socket.destroy()
    if (this.#options.door === 'stock') return this.#options.onMessage(payload)
    if (payload[0] === ENGINE_PING) return this.write(ENGINE_PONG)
    if (payload[0] !== ENGINE_MESSAGE) return
    if (payload[1] === ENTERED) return this.#onOpen()
    this.#options.onMessage(payload)
  }
}

/** Engine.IO 4 and Socket.IO 5: the first character of a packet, and the second of a message. */
const ENTER = clientFrame('40')
const ENGINE_PING = '2'.charCodeAt(0)
const ENGINE_PONG = clientFrame('3')
const ENGINE_MESSAGE = '4'.charCodeAt(0)
const ENTERED = '0'.charCodeAt(0)
