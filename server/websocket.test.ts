import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { joined, TextFrame } from './websocket.ts'

test('a client reads each frame as the text that it was made of, whatever its length', async () => {
  const texts = ['', 'x', 'é', '"\u0000\u00ff😀"']
  for (const bytes of [125, 126, 0xffff, 0x1_0000]) {
    texts.push('x'.repeat(bytes), `é${'x'.repeat(bytes - 2)}`)
  }
  const server = new WebSocketServer({ port: 0 })
  const frames = texts.map(text => new TextFrame(text))
  const bytes = frames.reduce((sum, frame) => sum + frame.bytes, 0)
  server.on('connection', (_, { socket }) => socket.write(joined(frames, bytes)))
  const client = new WebSocket(`ws://localhost:${(server.address() as AddressInfo).port}`)
  const read: string[] = []
  client.on('message', (data, isBinary) => {
    if (!isBinary) read.push(data.toString())
    if (read.length === texts.length) client.close()
  })
  await once(client, 'close')
  server.close()
  expect(read).toEqual(texts)
})
