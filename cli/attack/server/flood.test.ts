import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { frame, stockClient } from './doors.ts'
import { Flood } from './flood.ts'

const FROM = ['127.0.0.1']

const opened: { close(): unknown }[] = []
afterEach(() => {
  for (const server of opened.splice(0)) server.close()
})

async function listen(server: Server): Promise<number> {
  opened.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

test('a WebSocket server reads the frames that are written by hand', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/announce' })
  opened.push(server)
  await once(server, 'listening')
  const texts = ['', 'short', 'ü'.repeat(500), 'x'.repeat(70_000)]
  const read = new Promise<string[]>(resolve => {
    server.on('connection', client => {
      const got: string[] = []
      client.on('message', data => got.push(String(data)) === texts.length && resolve(got))
    })
  })
  const flood = new Flood({
    port: (server.address() as AddressInfo).port,
    from: FROM,
    durationMs: 10_000,
  })
  const socket = await stockClient(flood)
  if (!socket) throw new Error('it was not let in')
  for (const text of texts) await flood.send(socket, frame(text))
  expect(await read).toEqual(texts)
  flood.end()
})

test('beside a sink it sends no more than it is told, and ends though nobody reads', async () => {
  const server = createServer(socket => socket.pause())
  const port = await listen(server)
  const chunk = Buffer.alloc(10_000)
  const window = { port, from: FROM, durationMs: 1_000 }
  const run = async (flood: Flood) => {
    await flood.many(5, async () => {
      const socket = await flood.open()
      while (socket && (await flood.send(socket, chunk)));
    })
    return flood.totals.bytes
  }
  const paced = await run(new Flood({ ...window, bytesPerSec: 100_000 }))
  // Each of the five may begin a chunk while the others' are on their way.
  expect(paced).toBeLessThanOrEqual(100_000 + 5 * chunk.length)
  expect(paced).toBeGreaterThan(20_000)
  expect(await run(new Flood(window))).toBeGreaterThan(paced)
})

test('who is refused is told so, and what is waited for ends with the window', async () => {
  const server = createServer(socket => socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n'))
  const port = await listen(server)
  expect(await stockClient(new Flood({ port, from: FROM, durationMs: 10_000 }))).toBeUndefined()
  const silent = await listen(createServer(() => undefined))
  const flood = new Flood({ port: silent, from: FROM, durationMs: 100 })
  expect(await stockClient(flood)).toBeUndefined()
  expect(flood.isOver).toBe(true)
})
