/** The server by TLS: what it serves, and whose connections count from before their handshake. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { connect as connectTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { ServerLimits } from '../limits.ts'
import { type RunningServer, startServer } from '../start.ts'
import { Authority } from './authority.ts'
import { type Certificates, ownCertificates } from './certificates.ts'

const FLOODER = '127.0.0.2'
const OTHER = '127.0.0.3'
/** For a handshake and a request: others have them done by then on a busy machine, too. */
const HEADERS_MS = 2_500

let folder: string
let ca: string
let certificates: Certificates
let server: RunningServer
let log: unknown[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tabswarm-tls-'))
  const authority = await Authority.at(join(folder, 'authority.pem'), 'study', Date.now())
  ca = authority.certificate
  certificates = await ownCertificates(authority, () => ['localhost', '127.0.0.1'], Date.now())
  await serve()
})
afterEach(async () => {
  const { status } = await get('/healthz', '127.0.0.9')
  await server.close()
  rmSync(folder, { recursive: true })
  expect(status).toBe(200)
})

async function serve(limits: Partial<ServerLimits> = {}) {
  await server?.close()
  log = []
  server = await startServer({
    port: 0,
    limits,
    certificates,
    log: (event, fields) => log.push(fields?.reason ?? event),
  })
}

/** On a connection of its own. Rejects if the certificate does not hold. */
async function get(path: string, localAddress = FLOODER, headers = {}) {
  const where = { host: '127.0.0.1', port: server.port, path, ca, localAddress, agent: false }
  const asked = request({ ...where, headers: { host: `localhost:${server.port}`, ...headers } })
  asked.end()
  const [response] = await once(asked, 'response')
  let text = ''
  for await (const data of response) text += data
  return { status: response.statusCode as number, headers: response.headers, text }
}

function tcp(localAddress = FLOODER, allowHalfOpen = false): Socket {
  const socket = connectTcp({ port: server.port, host: '127.0.0.1', localAddress, allowHalfOpen })
  return socket.on('error', () => socket.destroy()).resume()
}

async function secured(localAddress = FLOODER, options = {}): Promise<TLSSocket> {
  const socket = connect({ socket: tcp(localAddress), ca, servername: 'localhost', ...options })
  socket.on('error', () => socket.destroy()).resume()
  await new Promise(resolve => socket.once('secureConnect', resolve).once('close', resolve))
  return socket
}

const closed = async (socket: Socket) => void (socket.closed || (await once(socket, 'close')))

/** The server has ended it: to be asked before it may have. */
const ended = (socket: Socket) =>
  new Promise<void>(resolve => socket.once('end', resolve).once('close', () => resolve()))

test('pages come by https alone: their policy has no plain sockets, and no header demands https', async () => {
  const { status, headers } = await get('/healthz')
  expect(status).toBe(200)
  expect(headers['content-security-policy']).toContain("connect-src 'self' wss:;")
  // The next server at this name may have no certificate that this browser trusts.
  expect(headers['strict-transport-security']).toBeUndefined()
  expect(headers['cross-origin-opener-policy']).toBe('same-origin')
})

test('whoever is to trust the authority finds it, and not its key', async () => {
  const { headers, text } = await get('/authority.crt')
  expect(headers['content-type']).toBe('application/x-x509-ca-cert')
  expect(text).toBe(ca)
  expect(text).not.toContain('PRIVATE')
})

test('tabs connect by wss, those of our own pages alone', async () => {
  const url = `https://localhost:${server.port}`
  const enter = async (origin: string) => {
    const extraHeaders = { origin }
    const socket = io(url, { transports: ['websocket'], ca, extraHeaders, reconnection: false })
    const outcome = await Promise.race([
      new Promise(resolve => socket.once('connect', () => resolve('connected'))),
      new Promise(resolve => socket.once('connect_error', () => resolve('refused'))),
    ])
    socket.close()
    return outcome
  }
  expect(await enter(url)).toBe('connected')
  expect(await enter(url.replace('https', 'http'))).toBe('refused')
  expect(await enter('https://evil.example')).toBe('refused')
})

test('stock clients announce by wss', async () => {
  const socket = new WebSocket(`wss://localhost:${server.port}/announce`, { ca })
  await once(socket, 'open')
  socket.send('{"action":"scrape","info_hash":"aaaaaaaaaaaaaaaaaaaa"}')
  expect(String(await once(socket, 'message'))).toContain('"action":"scrape"')
  socket.close()
  await once(socket, 'close')
})

test('who connects and begins no handshake, or never ends it, is limited and ends soon', async () => {
  await serve({ maxConnectionsPerAddress: 10, headersMs: HEADERS_MS })
  const beginnings = ['', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '\x16\x03\x01']
  const open = Array.from({ length: 30 }, (_, i) => {
    const socket = tcp(FLOODER, true)
    socket.write(beginnings[i % 3] as string, 'latin1')
    return socket
  })
  const ends = open.map(ended)
  expect((await get('/healthz', OTHER)).status).toBe(200)
  await Promise.all(ends)
  expect(log.filter(reason => reason === 'connections: own share taken')).toHaveLength(20)
  for (const socket of open) socket.destroy()
  // Their places are free again.
  const entered = async () => {
    const more = await Promise.all(Array.from({ length: 10 }, () => secured()))
    const alive = more.filter(socket => socket.authorized && !socket.destroyed)
    for (const socket of more) socket.destroy()
    return alive.length
  }
  await expect.poll(entered).toBe(10)
})

test('a connection counts once, from TCP to its end, whichever side ends it and how', async () => {
  await serve({ maxConnectionsPerAddress: 2, keepAliveMs: 200 })
  const ends: ((socket: TLSSocket) => void)[] = [
    socket => socket.destroy(),
    socket => socket.end(),
    socket => socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
    socket => socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    socket => socket.write('nonsense\r\n\r\n'),
  ]
  for (const end of ends) {
    for (let i = 0; i < 2; i++) {
      let socket = await secured()
      const again = async () => {
        if (!socket.authorized) socket = await secured()
        return socket.authorized
      }
      await expect.poll(again).toBe(true)
      end(socket)
      await closed(socket)
    }
  }
})

test('what comes that is no TLS ends its connection, and nothing else', async () => {
  await serve({ headersMs: HEADERS_MS })
  const ends = [
    '\x00',
    'SSH-2.0-x\r\n',
    '\x16\x03\x01\x00\x00',
    '\x80\x2e\x01\x00\x02',
    '\xff'.repeat(70_000),
  ].map(async bytes => {
    const socket = tcp()
    socket.write(bytes, 'latin1')
    await ended(socket)
    socket.destroy()
  })
  await Promise.all(ends)
  expect((await get('/healthz')).status).toBe(200)
})

test('a client gets no further handshake on its connection', async () => {
  const socket = await secured(FLOODER, { maxVersion: 'TLSv1.2' })
  expect(socket.getProtocol()).toBe('TLSv1.2')
  const refusal = ended(socket)
  socket.renegotiate({}, error => expect(error).toBeTruthy())
  await refusal
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }
  expect((await secured(FLOODER, old)).authorized).toBe(false)
})

test('requests are counted for the address, by TLS as without', async () => {
  await serve({ requestsPerAddress: { burst: 3, perSecond: 0 } })
  for (let i = 0; i < 3; i++) expect((await get('/healthz')).status).toBe(200)
  await expect(get('/healthz')).rejects.toThrow()
  expect(log).toEqual(['asks too often'])
  expect((await get('/healthz', OTHER)).status).toBe(200)
})

test('a thousand requests in one record are parsed no further than the one that closes it', async () => {
  const socket = await secured()
  let text = ''
  socket.on('data', data => {
    text += data
  })
  socket.write('GET /stats HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1_000))
  await closed(socket)
  expect(text.split('HTTP/1.1 200').length - 1).toBeLessThanOrEqual(1)
  expect(log).toContain('asks before it is answered')
})

test('the server closes at once, whatever its connections are at', async () => {
  const open = [tcp(FLOODER, true), tcp(FLOODER, true), await secured()]
  open[1]?.write('\x16\x03\x01', 'latin1')
  await get('/healthz')
  await server.close()
  for (const socket of open) socket.destroy()
  await serve()
}, 5_000)
