/**
 * TCP on a line, from Node to Node: `count PORT` says each second how many bytes have come, `send HOST PORT`
 * sends without end.
 */
import { connect, createServer } from 'node:net'

const [what, ...rest] = process.argv.slice(2)
const MESSAGE_BYTES = 64 * 1024

if (what === 'count') {
  let bytes = 0
  const server = createServer(socket => {
    socket.on('data', data => {
      bytes += data.length
    })
    socket.on('error', () => undefined)
  })
  server.listen(Number(rest[0]), '0.0.0.0', () => console.log('listening'))
  process.stdin.on('data', () => console.log(`${bytes}`))
} else {
  const message = Buffer.alloc(MESSAGE_BYTES, 1)
  const socket = connect(Number(rest[1]), rest[0] as string)
  const fill = () => {
    while (socket.write(message));
  }
  socket.on('connect', fill)
  socket.on('drain', fill)
  socket.on('error', () => undefined)
}
