import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { exchange } from '../../server/raw-http.ts'
import { Balancer } from './balancer.ts'

/** What a node has been asked for, by the name of the node. */
class FakeNode {
  isReady = true
  readonly seen: IncomingMessage[] = []
  readonly sockets = new WebSocketServer({ noServer: true })
  readonly http: Server = createServer((request, response) => {
    if (request.url === '/readyz') return response.writeHead(this.isReady ? 200 : 503).end()
    this.seen.push(request)
    response.end(this.name)
  })
  readonly name: string

  constructor(name: string) {
    this.name = name
    this.http.on('upgrade', (request, socket, head) => {
      this.seen.push(request)
      this.sockets.handleUpgrade(request, socket, head, opened => {
        opened.on('message', data => opened.send(`${name}: ${data}`))
      })
    })
    this.http.listen(0)
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port
  }

  die(): void {
    this.http.close()
    this.http.closeAllConnections()
    for (const socket of this.sockets.clients) socket.terminate()
  }
}

let nodes: [FakeNode, FakeNode]
let balancer: Balancer
beforeEach(async () => {
  nodes = [new FakeNode('a'), new FakeNode('b')]
  balancer = await Balancer.listen(0)
  await balancer.use(nodes.map(({ port }) => port))
})
afterEach(async () => {
  await balancer.close()
  for (const node of nodes) node.die()
})

const ask = async (path = '/') => (await fetch(`http://localhost:${balancer.port}${path}`)).text()

async function open(): Promise<string> {
  const socket = new WebSocket(`ws://localhost:${balancer.port}/`)
  await once(socket, 'open')
  socket.send('hello')
  const [said] = await once(socket, 'message')
  return String(said)
}

test('sockets go in turn to the nodes, and both ways', async () => {
  expect(new Set([await open(), await open()])).toEqual(new Set(['a: hello', 'b: hello']))
})

test('it says where a visitor comes from, whatever the visitor says', async () => {
  const forged =
    'X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Host: evil.example\r\nForwarded: for=203.0.113.7\r\nX-Request-Id: forged\r\n'
  await exchange(
    balancer.port,
    `GET / HTTP/1.1\r\nHost: localhost\r\n${forged}Connection: close\r\n\r\n`,
  )
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bad\r\n'
  await exchange(balancer.port, `GET / HTTP/1.1\r\nHost: localhost\r\n${forged}${upgrade}\r\n`)
  const seen = nodes.flatMap(node => node.seen)
  expect(seen).toHaveLength(2)
  for (const { headers } of seen) {
    expect(headers['x-forwarded-for']).toMatch(/^(::ffff:)?127\.0\.0\.2$/)
    expect(headers.host).toBe('localhost')
    for (const name of ['x-forwarded-host', 'forwarded', 'x-request-id'])
      expect(headers).not.toHaveProperty(name)
  }
})

test('a node that dies, or says that it is not ready, is asked no more', async () => {
  nodes[0].die()
  for (let i = 0; i < 4; i++) expect(await ask()).toBe('b')
  expect([await open(), await open()]).toEqual(['b: hello', 'b: hello'])
  nodes[1].isReady = false
  await balancer.use([nodes[1].port])
  expect(await ask()).toBe('No server is ready. Try again soon.')
})

test('who is refused a socket and breaks the connection off ends nothing else', async () => {
  for (const node of nodes) node.isReady = false
  await balancer.use(nodes.map(({ port }) => port))
  const closed = Array.from({ length: 20 }, async () => {
    const socket = connect(balancer.port, '127.0.0.1').on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n')
    socket.write('Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    await once(socket, 'data')
    socket.resetAndDestroy()
  })
  await Promise.all(closed)
  expect(await ask()).toBe('No server is ready. Try again soon.')
})
