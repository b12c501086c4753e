/** Connections that are no sockets, or not yet: a visitor with an address of its own asks, half asks, and goes. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { frame } from '../cli/attack/server/doors.ts'
import type { ServerLimits } from './limits.ts'
import { TrustedProxies } from './proxies.ts'
import { exchange, get, upgradeOf } from './raw-http.ts'
import { RawTab } from './raw-tab.ts'
import { type RunningServer, startServer } from './start.ts'

const FLOODER = '127.0.0.2'

let server: RunningServer
let log: unknown[]
const tabs: RawTab[] = []

async function serve(limits: Partial<ServerLimits> = {}, proxies = TrustedProxies.NONE) {
  log = []
  server = await startServer({
    port: 0,
    limits,
    proxies,
    log: (_event, fields) => log.push(fields?.reason),
  })
}

async function restart(...options: Parameters<typeof serve>) {
  await server.close()
  await serve(...options)
}

const reasons = () => log

beforeEach(() => serve())
afterEach(async () => {
  const answer = await get(server.port, '/healthz', '127.0.0.9')
  for (const tab of tabs.splice(0)) tab.socket.terminate()
  await server.close()
  expect(answer).toContain('200 OK')
})

test('connecting and going, again and again, is limited for the address', async () => {
  await restart({ connectsPerAddress: { burst: 20, perSecond: 0 } })
  let answered = 0
  for (let i = 0; i < 30; i++) if (await get(server.port, '/healthz')) answered++
  expect(answered).toBe(20)
  expect(reasons()).toEqual(Array(10).fill('connects too often'))
})

test('connections that ask for nothing are limited for the address, and end soon', async () => {
  await restart({ maxConnectionsPerAddress: 10, headersMs: 2_500 })
  const ends = Array.from({ length: 30 }, () => exchange(server.port, 'GET / HTTP/1.1\r\nX: '))
  const answers = await Promise.all(ends)
  expect(answers.filter(text => text.includes('408 Request Timeout'))).toHaveLength(10)
  expect(reasons()).toEqual(Array(20).fill('connections: own share taken'))
})

test('all connections taken: who holds the most gives way to whoever comes', async () => {
  await restart({ maxConnections: 10 })
  const idle = Array.from({ length: 10 }, () => exchange(server.port, 'GET / HTTP/1.1\r\nX: '))
  const ended = Promise.race(idle)
  // They are accepted in the order of their coming.
  expect(await get(server.port, '/healthz', '127.0.0.3')).toContain('200 OK')
  expect(await ended).toBe('')
})

test('an upgrade that fails takes no place, also if its other end stays open', async () => {
  await restart({ maxSocketsPerAddress: 2, maxConnectionsPerAddress: 8, silenceMs: 1_500 })
  const paths = ['/socket.io/?EIO=4&transport=websocket', '/announce', '/nowhere']
  const headers = ['', '\r\nOrigin: http://evil.example']
  const upgrades = paths.flatMap(path =>
    headers.map(header => `${upgradeOf(path)}${header}\r\n\r\n`),
  )
  const open = upgrades.map(bytes => {
    const where = { port: server.port, host: '127.0.0.1', localAddress: FLOODER }
    const socket = connect({ ...where, allowHalfOpen: true })
    socket.on('error', () => socket.destroy())
    socket.resume().write(bytes)
    return socket
  })
  await Promise.all(
    open.map(socket => new Promise(over => socket.once('end', over).once('close', over))),
  )
  for (let i = 0; i < 2; i++) tabs.push(await RawTab.enter(server.port, { address: FLOODER }))
  // Their connections are gone, too: of eight there are six more.
  const more = () => Promise.all(Array.from({ length: 6 }, () => get(server.port, '/healthz')))
  await expect.poll(async () => (await more()).filter(text => text !== '').length).toBe(6)
  for (const socket of open) socket.destroy()
})

test.each([
  ['', 'at the server itself'],
  ['loopback', 'behind a trusted proxy'],
])(
  'who is refused a socket and breaks the connection off ends nothing else %s %s',
  async trusted => {
    await restart({ maxSocketsPerAddress: 0 }, TrustedProxies.parse(trusted))
    const errors: unknown[] = []
    const onError = (error: unknown) => errors.push(error)
    process.on('uncaughtException', onError)
    const paths = ['/socket.io/?EIO=4&transport=websocket', '/announce', '/nowhere']
    const headers = ['', '\r\nOrigin: http://evil.example', '\r\nSec-WebSocket-Version: 99']
    const upgrades = paths.flatMap(path => headers.map(header => upgradeOf(path) + header))
    const resets = ['sent', 'answered'].flatMap(when =>
      upgrades.map(async head => {
        const socket = connect({ port: server.port, host: '127.0.0.1', localAddress: FLOODER })
        socket.on('error', () => socket.destroy())
        await new Promise<void>(sent => socket.write(`${head}\r\n\r\n`, () => sent()))
        if (when === 'answered') await Promise.race([once(socket, 'data'), once(socket, 'close')])
        socket.resetAndDestroy()
      }),
    )
    await Promise.all(resets)
    await get(server.port, '/healthz', '127.0.0.9')
    process.off('uncaughtException', onError)
    expect(errors).toEqual([])
  },
)

test('the server closes at once, whoever keeps an end open', async () => {
  const where = { port: server.port, host: '127.0.0.1', allowHalfOpen: true }
  const heads = ['GET / HTTP/1.1\r\nX: ', `${upgradeOf('/nowhere')}\r\n\r\n`]
  const open = heads.map(head => {
    const socket = connect(where).resume()
    socket.on('error', () => socket.destroy()).write(head)
    return socket
  })
  await Promise.all(open.map(socket => once(socket, 'connect')))
  await get(server.port, '/healthz')
  await server.close()
  for (const socket of open) socket.destroy()
  await serve()
}, 5_000)

test('a thousand requests in one packet open no thousand files', async () => {
  const request = 'GET /stats HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const text = await exchange(server.port, request.repeat(1_000))
  expect(text.split('HTTP/1.1 200').length - 1).toBeLessThanOrEqual(1)
  expect(reasons()).toContain('asks before it is answered')
})

test('a packet of requests is parsed no further than some after the one that closes it', async () => {
  let parsed = 0
  const count = () => parsed++
  subscribe('http.server.request.start', count)
  await exchange(server.port, 'GET /stats HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1_000))
  unsubscribe('http.server.request.start', count)
  expect(parsed).toBeGreaterThan(1)
  expect(parsed).toBeLessThan(20)
})

test('what comes in one packet with an upgrade reaches the socket whole and in order', async () => {
  const hashes = Array.from({ length: 40 }, (_, i) => String(i).padStart(20, '0'))
  const asked = hashes.map(hash => frame(JSON.stringify({ action: 'scrape', info_hash: [hash] })))
  const key = Buffer.alloc(16).toString('base64')
  const upgrade = Buffer.from(`${upgradeOf('/announce').replace('bad', key)}\r\n\r\n`)
  const socket = connect({ port: server.port, host: '127.0.0.1' })
  let text = ''
  socket.on('data', data => {
    text += data
  })
  socket.write(Buffer.concat([upgrade, ...asked]))
  await expect.poll(() => text.match(/\b0\d{19}\b/g)).toEqual(hashes)
  socket.destroy()
})

test('an address that has used up its time waits, and is answered all the same', async () => {
  await restart({ workMsPerAddress: { burst: 1, perSecond: 500 } })
  const asked = Array.from({ length: 60 }, () => get(server.port, '/healthz'))
  expect(await get(server.port, '/healthz', '127.0.0.3')).toContain('200 OK')
  for (const answer of await Promise.all(asked)) expect(answer).toContain('200 OK')
})

test('requests are limited for the address', async () => {
  await restart({ requestsPerAddress: { burst: 5, perSecond: 0 } })
  const ask = async (path: string) => /^HTTP\/1.1 (\d+)/.exec(await get(server.port, path))?.[1]
  const paths = ['/healthz', '/socket.io/', '/nothing', '/scrape', '/socket.io/?sid=x', '/healthz']
  const statuses: unknown[] = []
  for (const path of paths) statuses.push(await ask(path))
  expect(statuses).toEqual(['200', '400', '404', '400', '400', undefined])
  expect(reasons()).toEqual(['asks too often'])
})
