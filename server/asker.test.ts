/** A connection that waits, whoever else resumes its socket. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { Addresses } from './addresses.ts'
import { Asker } from './asker.ts'
import { SERVER_LIMITS } from './limits.ts'

test('what comes while it waits is read once it goes on, though Node has resumed the socket', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const client = connect(port, '127.0.0.1')
  const [socket] = (await once(server, 'connection')) as [Socket]
  let read = ''
  socket.on('data', piece => {
    read += piece
  })
  const addresses = new Addresses(SERVER_LIMITS)
  const asker = new Asker(addresses.enter('a', 0), socket, addresses.meter, () => 0)
  asker.setPaused(true)
  socket.resume()

  client.write('x'.repeat(2_000))
  // Resumed, it has taken up what came, and given it back.
  await expect.poll(() => socket.readableLength).toBe(2_000)
  expect(read).toBe('')
  asker.setPaused(false)
  await expect.poll(() => read.length).toBe(2_000)

  client.destroy()
  server.close()
})
