/** The server as it is deployed: behind Caddy, which ends TLS and tells where visitors come from. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, createSecureContext, type SecureContext } from 'node:tls'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'
import { caddyObstacle, freePort, type RunningCaddy, startCaddy } from '../cli/caddy.ts'
import type { InfoHash } from '../shared/base/ids.ts'
import { SERVER_LIMITS } from './limits.ts'
import { TrustedProxies } from './proxies.ts'
import { type RunningServer, startServer } from './start.ts'
import { StockClient } from './stock-stage.ts'

const obstacle = caddyObstacle()
const isFull = process.env.TABSWARM_FULL !== undefined
/** More than one address may have. `npm run test:full` has time for as many as it really is: a minute and more. */
const VISITORS = isFull ? 1_200 : 120
const ADDRESS_SHARE = isFull ? SERVER_LIMITS.maxSocketsPerAddress : 100
const CROWD_LIMIT_MS = 300_000
/** Handshakes at a time: as many browsers begin at once, each with its own. */
const AT_ONCE = 60

/** Caddy asks nobody who has none. */
const pages = mkdtempSync(join(tmpdir(), 'tabswarm-caddy-pages-'))
let server: RunningServer
let caddy: RunningCaddy
let port: number
/** One for all: reading the certificate anew takes longer than a handshake. */
let secureContext: SecureContext
const refused: unknown[] = []

beforeAll(async () => {
  if (obstacle) return
  writeFileSync(join(pages, 'index.html'), '<!doctype html>')
  port = await freePort()
  server = await startServer({
    port: 0,
    clientDir: pages,
    publicUrl: new URL(`https://localhost:${port}`),
    proxies: TrustedProxies.parse('1'),
    logAddresses: true,
    limits: { maxSocketsPerAddress: ADDRESS_SHARE },
    log: (event, fields) => event === 'refused' && refused.push(fields?.address),
  })
  caddy = await startCaddy(port, server.port)
  secureContext = createSecureContext({ ca: caddy.ca })
})
afterAll(async () => {
  await caddy?.close()
  await server?.close()
  rmSync(pages, { recursive: true })
})

const trust = () => ({ secureContext, servername: 'localhost' })

async function get(path: string, headers = {}, localAddress = '127.0.0.1') {
  const options: RequestOptions & ConnectionOptions = {
    ...trust(),
    ...{ host: '127.0.0.1', port, path, localAddress, agent: false },
    headers: { host: `localhost:${port}`, ...headers },
  }
  const asked = request(options)
  asked.end()
  const [response] = await once(asked, 'response')
  let text = ''
  for await (const data of response) text += data
  return { status: response.statusCode as number, headers: response.headers, text }
}

/** Who comes from this address and enters as a tab. Undefined: it is not let in. */
async function enter(localAddress: string): Promise<WebSocket | undefined> {
  const headers = { host: `localhost:${port}`, origin: caddy.origin }
  const options: ClientOptions & ConnectionOptions = { ...trust(), localAddress, headers }
  const url = `wss://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
  const socket = new WebSocket(url, options)
  return new Promise(resolve => {
    socket.on('message', data => {
      const text = String(data)
      if (text === '2') socket.send('3')
      else if (text.startsWith('0')) socket.send('40')
      else if (text.startsWith('40')) resolve(socket)
    })
    socket.on('error', () => resolve(undefined)).on('close', () => resolve(undefined))
  })
}

async function enterAll(addressOf: (i: number) => string): Promise<WebSocket[]> {
  const entered: WebSocket[] = []
  for (let first = 0; first < VISITORS; first += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, i) => enter(addressOf(first + i)))
    for (const socket of await Promise.all(some)) if (socket) entered.push(socket)
  }
  return entered
}

async function leave(sockets: readonly WebSocket[]): Promise<void> {
  for (const socket of sockets) socket.terminate()
  await Promise.all(
    sockets.map(socket => socket.readyState === WebSocket.CLOSED || once(socket, 'close')),
  )
}

describe.skipIf(obstacle)('behind Caddy', () => {
  test('pages know that they came by https, and what their address is', async () => {
    const { status, headers } = await get('/healthz')
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toContain("connect-src 'self' wss:;")
    expect(headers['set-cookie']).toBeUndefined()
    const forged = await get('/healthz', { 'X-Request-Id': 'forged' })
    expect(forged.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-/)
    const { publicUrl } = JSON.parse((await get('/public-url')).text)
    expect(publicUrl).toBe(`https://localhost:${port}`)
  })

  test('of several servers those are asked that are ready', async () => {
    const at = await freePort()
    const events: string[] = []
    const start = () =>
      startServer({
        port: 0,
        clientDir: pages,
        publicUrl: new URL(`https://localhost:${at}`),
        log: event => events.push(event),
      })
    const [first, second] = [await start(), await start()]
    const both = await startCaddy(at, first.port, second.port)
    const statuses = async () => {
      const ca = both.ca
      const asked = Array.from({ length: 10 }, async () => {
        const asking = request({ host: 'localhost', port: at, path: '/healthz', ca, agent: false })
        const [response] = await once(asking.end(), 'response')
        response.resume()
        return response.statusCode
      })
      return new Set(await Promise.all(asked))
    }
    try {
      await expect.poll(statuses).toEqual(new Set([200]))
      await first.close()
      expect(await statuses()).toEqual(new Set([200]))
      // As it says of itself.
      await second.drain(0)
      await expect.poll(statuses, { timeout: 20_000 }).toEqual(new Set([503]))
      // Caddy asks by a name that they answer to.
      expect(events).toEqual([])
    } finally {
      await both.close()
      await second.close()
    }
  }, 60_000)

  test('an upgrade is for our own pages', async () => {
    const outcome = (origin: string) => {
      const socket = io(caddy.origin, {
        transports: ['websocket'],
        ca: caddy.ca,
        extraHeaders: { origin },
        reconnection: false,
      })
      return new Promise(resolve => {
        socket.once('connect', () => resolve('connected'))
        socket.once('connect_error', () => resolve('refused'))
      }).finally(() => socket.close())
    }
    expect(await outcome(caddy.origin)).toBe('connected')
    expect(await outcome(caddy.origin.replace('https', 'http'))).toBe('refused')
    expect(await outcome('https://evil.example')).toBe('refused')
  })

  test('stock clients announce and meet, at the address that links and .torrent files name', async () => {
    const url = `wss://localhost:${port}/announce`
    const options = { ca: caddy.ca, origin: 'https://webtorrent.example' }
    const [a, b] = [
      await StockClient.connect(url, 'a', options),
      await StockClient.connect(url, 'b', options),
    ]
    const infoHash = '1'.repeat(40) as InfoHash
    await a.announce(infoHash)
    await b.announce(infoHash, ['0'.repeat(40)])
    expect(await a.next()).toMatchObject({ from: b.peerId })
    await leave([a.socket, b.socket])
  })

  test('nobody passes for another by a header of its own', async () => {
    refused.length = 0
    const forged = { 'x-forwarded-for': '9.9.9.9', 'x-forwarded-host': 'evil.example' }
    expect((await get('/healthz', forged, '127.0.0.7')).status).toBe(200)
    const upgrade = {
      ...forged,
      connection: 'Upgrade',
      upgrade: 'websocket',
      origin: 'https://evil.example',
    }
    const path = '/socket.io/?EIO=4&transport=websocket'
    expect((await get(path, upgrade, '127.0.0.7')).status).toBe(403)
    expect(refused).toEqual(['127.0.0.7'])
  })

  test(
    `${VISITORS} visitors of as many addresses enter, and of one address no more than its share`,
    async () => {
      refused.length = 0
      const crowd = await enterAll(i => `127.1.${i >> 8}.${i & 255}`)
      expect(crowd).toHaveLength(VISITORS)
      expect(refused).toEqual([])
      const one = await enterAll(() => '127.2.0.1')
      expect(one.length).toBeLessThanOrEqual(ADDRESS_SHARE)
      expect(one.length).toBeGreaterThan(ADDRESS_SHARE / 2)
      expect(new Set(refused)).toEqual(new Set(['127.2.0.1']))
      // None of the crowd had to give way.
      expect(crowd.filter(({ readyState }) => readyState === WebSocket.OPEN)).toHaveLength(VISITORS)
      await leave([...crowd, ...one])
    },
    CROWD_LIMIT_MS,
  )
})
