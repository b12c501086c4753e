/** For tests: requests written by hand, each on a TCP connection of its own. */
import { connect } from 'node:net'

/** What one TCP connection gets for these bytes, until the server ends it. */
export function exchange(port: number, bytes: string, address = '127.0.0.2'): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: address })
  let text = ''
  socket.on('data', data => {
    text += data
  })
  socket.on('error', () => socket.destroy())
  socket.write(bytes)
  return new Promise(resolve => socket.on('close', () => resolve(text)))
}

export const get = (port: number, path: string, address?: string) =>
  exchange(port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, address)

/** With a key that is none. */
export const upgradeOf = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bad`
