/** The line to the server: against the real one, and against one that talks nonsense. */
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { Server } from 'socket.io'
import { afterEach, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../server/start.ts'
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import type { AnnounceRequest, IncomingSignal, OutgoingSignal } from '../../shared/events.ts'
import { connectTracker, type TrackerClient, TrackerError } from './tracker.ts'

const ID = 'a'.repeat(40)
const REQUEST: AnnounceRequest = {
  infoHash: ID as InfoHash,
  peerId: ID as PeerId,
  uploaded: 0,
  downloaded: 0,
  left: 1,
  numwant: 5,
  event: 'started',
}
const SIGNAL: IncomingSignal = {
  kind: 'refuse',
  infoHash: ID as InfoHash,
  offerId: ID,
  from: ID as PeerId,
  reason: 'full',
}

const TO_SOMEBODY: OutgoingSignal = {
  kind: 'refuse',
  infoHash: ID as InfoHash,
  offerId: ID,
  to: ID as PeerId,
  reason: 'full',
}

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const SENTENCE = expect.stringMatching(/^[A-Z].*\.$/)

/** Everything the handlers were told, in order. */
function connect(port: number): { client: TrackerClient; told: unknown[] } {
  const told: unknown[] = []
  const client = connectTracker(
    {
      onUp: () => told.push('up'),
      onDown: reason => told.push(['down', reason]),
      onSignal: signal => told.push(signal),
    },
    `http://localhost:${port}`,
  )
  cleanups.push(() => client.close())
  return { client, told }
}

async function serve(port = 0): Promise<RunningServer> {
  const server = await startServer({ port, log: () => {} })
  cleanups.push(() => server.close())
  return server
}

/** A Socket.IO server of the test's own making. */
async function serveNonsense(answer: unknown, signals: unknown[] = []): Promise<number> {
  const http = createServer()
  const io = new Server(http)
  io.on('connection', socket => {
    socket.on('announce', (_request: unknown, reply: (value: unknown) => void) => {
      for (const signal of signals) socket.emit('signal', signal)
      reply(answer)
    })
  })
  await new Promise<void>(resolve => http.listen(0, resolve))
  cleanups.push(() => io.close())
  return (http.address() as AddressInfo).port
}

test('announces, and hears of a restart of the server, coming back by itself', async () => {
  const server = await serve()
  const { client, told } = connect(server.port)
  await expect.poll(() => told).toEqual(['up'])
  expect(client.online).toBe(true)
  expect(await client.announce(REQUEST)).toMatchObject({ leechers: 1 })

  await server.close()
  await expect.poll(() => told).toEqual(['up', ['down', SENTENCE]])
  expect(client.online).toBe(false)
  await expect(client.announce(REQUEST)).rejects.toThrow(TrackerError)

  await serve(server.port)
  await expect.poll(() => told, { timeout: 8_000 }).toEqual(['up', ['down', SENTENCE], 'up'])
  // Nothing was kept for later: the new server knows nobody until the peer announces again.
  const onlooker = { ...REQUEST, peerId: 'b'.repeat(40) as PeerId, event: 'stopped' } as const
  expect(await client.announce(onlooker)).toMatchObject({ leechers: 0 })
  expect(await client.announce(REQUEST)).toMatchObject({ leechers: 1 })
}, 15_000)

test('a server that is not there is told once, however often it is tried', async () => {
  let tries = 0
  const hangUp = createTcpServer(socket => {
    tries++
    socket.destroy()
  })
  await new Promise<void>(resolve => hangUp.listen(0, resolve))
  cleanups.push(() => hangUp.close())
  const { told } = connect((hangUp.address() as AddressInfo).port)
  await expect.poll(() => tries, { timeout: 8_000 }).toBeGreaterThan(2)
  expect(told).toEqual([['down', SENTENCE]])
}, 15_000)

test('a line that is checked and dead is made anew; one that lives stays', async () => {
  const alive: boolean[] = []
  const http = createServer()
  const io = new Server(http)
  io.on('connection', socket => {
    const isDead = alive.push(false) === 1
    socket.on('alive', reply => {
      alive[alive.length - 1] = true
      if (!isDead) reply()
    })
  })
  await new Promise<void>(resolve => http.listen(0, resolve))
  cleanups.push(() => io.close())
  const { client, told } = connect((http.address() as AddressInfo).port)
  await expect.poll(() => told).toEqual(['up'])
  client.check()
  client.check()
  await expect.poll(() => told, { timeout: 5_000 }).toEqual(['up', ['down', SENTENCE], 'up'])
  client.check()
  await expect.poll(() => alive).toEqual([true, true])
  await client.announce(REQUEST).catch(() => undefined)
  expect(told).toHaveLength(3)
}, 20_000)

test('what is said while the line is down is not said later', async () => {
  const http = createServer()
  const io = new Server(http)
  const heard: unknown[] = []
  io.on('connection', socket => {
    socket.on('signal', signal => heard.push(signal))
    socket.on('announce', (_request: unknown, reply: (value: unknown) => void) =>
      reply({ failure: 'No.' }),
    )
  })
  await new Promise<void>(resolve => http.listen(0, resolve))
  cleanups.push(() => io.close())
  const { client, told } = connect((http.address() as AddressInfo).port)
  client.signal({ ...TO_SOMEBODY, reason: 'too early' })
  await expect.poll(() => told).toEqual(['up'])
  client.signal({ ...TO_SOMEBODY, reason: 'now' })
  await client.announce(REQUEST)
  expect(heard).toEqual([{ ...TO_SOMEBODY, reason: 'now' }])
})

test('an announce under way when the line breaks rejects at once', async () => {
  const http = createServer()
  const io = new Server(http)
  await new Promise<void>(resolve => http.listen(0, resolve))
  cleanups.push(() => io.close())
  io.on('connection', socket => socket.on('announce', () => socket.conn.close()))
  const { client, told } = connect((http.address() as AddressInfo).port)
  await expect.poll(() => told).toEqual(['up'])
  await expect(client.announce(REQUEST)).rejects.toThrow(TrackerError)
})

test.each([
  null,
  'ok',
  {},
  { failure: 5 },
  { intervalMs: 0, peers: [], seeders: 0, leechers: 0 },
  { intervalMs: 1000, peers: ['<img>'], seeders: 0, leechers: 0 },
  { intervalMs: 1000, peers: [], seeders: -1, leechers: 0 },
])('a reply that is none is an error, not an answer: %j', async answer => {
  const { client, told } = connect(await serveNonsense(answer))
  await expect.poll(() => told).toEqual(['up'])
  await expect(client.announce(REQUEST)).rejects.toThrow(TrackerError)
})

test('a signal that is none is let fall', async () => {
  const { from, ...anonymous } = SIGNAL
  const bad = [null, 5, [], anonymous, { ...SIGNAL, extra: 1 }, { ...SIGNAL, from: '<img>' }]
  const port = await serveNonsense({ failure: 'No.' }, [...bad, SIGNAL])
  const { client, told } = connect(port)
  await expect.poll(() => told).toEqual(['up'])
  expect(await client.announce(REQUEST)).toEqual({ failure: 'No.' })
  expect(told).toEqual(['up', { ...SIGNAL, from }])
})

test('a closed client tells nothing any more', async () => {
  const server = await serve()
  const { client, told } = connect(server.port)
  await expect.poll(() => told).toEqual(['up'])
  client.close()
  expect(client.online).toBe(false)
  await expect(client.announce(REQUEST)).rejects.toThrow(TrackerError)
  expect(told).toEqual(['up'])
})
