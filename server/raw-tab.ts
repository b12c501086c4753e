/** For tests: a connection to the door of the tabs, whose every packet is written by hand. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

const ID = (digit: string) => digit.repeat(40)

export interface From {
  /** On this machine: 127.0.0.2 is another visitor than 127.0.0.3. */
  readonly address?: string
  readonly headers?: Record<string, string>
}

export class RawTab {
  readonly socket: WebSocket
  readonly heard: string[] = []
  #wake = () => {}

  constructor(port: number, { address, headers = {} }: From = {}, query = '') {
    const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket${query}`
    this.socket = new WebSocket(url, { headers, ...(address && { localAddress: address }) })
    this.socket.on('message', data => {
      const text = data.toString()
      if (text === '2') return this.socket.send('3')
      this.heard.push(text)
      this.#wake()
    })
    for (const event of ['error', 'close']) this.socket.on(event, () => this.#wake())
  }

  /** Has said hello, and been welcomed. */
  static async enter(port: number, from?: From): Promise<RawTab> {
    const tab = new RawTab(port, from)
    await tab.until('0{')
    tab.send('40')
    await tab.until('40')
    return tab
  }

  get isClosed(): boolean {
    return this.socket.readyState > WebSocket.OPEN
  }

  get tcp(): Socket {
    return (this.socket as unknown as { _socket: Socket })._socket
  }

  send(...packets: (string | Buffer)[]): void {
    for (const packet of packets) this.socket.send(packet)
  }

  /** All in one write, so that the server reads them as one chunk. */
  sendAtOnce(packets: readonly string[]): void {
    this.tcp.write(Buffer.concat(packets.map(frameOf)))
  }

  /** The reply to an announce, as text. */
  async announce(digit: string, change: object = {}, ack = 7): Promise<string> {
    this.send(announceOf(digit, change, ack))
    return this.until(`43${ack}`)
  }

  /** The next packet that begins so. Rejects if the server hangs up first. */
  async until(beginning: string): Promise<string> {
    for (;;) {
      const found = this.heard.findIndex(text => text.startsWith(beginning))
      if (found >= 0) return this.heard.splice(found, 1)[0] as string
      if (this.isClosed) throw new Error('the server hung up')
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }

  async closed(): Promise<void> {
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close')
  }
}

export function announceOf(digit: string, change: object = {}, ack = 7): string {
  const counters = { uploaded: 0, downloaded: 0, left: 1, numwant: 0 }
  const request = { infoHash: ID('a'), peerId: ID(digit), ...counters, ...change }
  return `42${ack}${JSON.stringify(['announce', request])}`
}

/** A whole text frame of a client (RFC 6455, 5.2), with a mask that changes nothing. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text)
  if (payload.length > 125) throw new Error('for short packets')
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}
