/** Takes what a flood sends and throws it away: answers so that it goes on, and does nothing else. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { frame } from './doors.ts'

const SWITCHING =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
/** A CONNECT by itself. */
const SHORT_BYTES = 100
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
/** The hello of Engine.IO and the welcome to the namespace. A flood does not look at masks. */
const HELLO = Buffer.concat([frame('0{"sid":"sink"}'), frame('40{"sid":"sink"}')])

const server = createServer(socket => {
  socket.on('error', () => socket.destroy())
  socket.once('data', data => answer(socket, data.toString('latin1')))
})

function answer(socket: Socket, head: string): void {
  if (/upgrade: websocket/i.test(head)) {
    socket.write(SWITCHING)
    socket.write(HELLO)
    // The welcome is waited for after each CONNECT.
    socket.on('data', data => {
      if (data.length < SHORT_BYTES && data.includes('40')) socket.write(HELLO)
    })
  } else if (head.includes('\r\n\r\n')) socket.write(OK)
  socket.resume()
}

export const sink = {
  async listen(_: null): Promise<number> {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  },
}
