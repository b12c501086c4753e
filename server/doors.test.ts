/** The doors of a real server, as browsers, proxies and rebinding pages come to them. */
import { type IncomingMessage, request } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { addressesOf } from './own-networks.ts'
import { type RunningServer, startServer } from './start.ts'

const SOCKETS = '/socket.io/?EIO=4&transport=websocket'
const STOCK = '/announce'

let server: RunningServer
let log: unknown[]

async function serve(publicUrl?: string, logAddresses = false) {
  log = []
  server = await startServer({
    port: 0,
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    logAddresses,
    log: (event, { reason, address } = {}) =>
      log.push(address === undefined ? [event, reason] : [event, reason, address]),
  })
}

beforeEach(() => serve())
afterEach(() => server.close())

const own = () => `localhost:${server.port}`

interface Answer {
  readonly status: number | undefined
  readonly text: string
  readonly headers: IncomingMessage['headers']
}

/** `fetch` lets nobody choose a Host. */
function get(path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ port: server.port, host: '127.0.0.1', path, headers }, answer => {
      answerOf(answer).then(resolve, reject)
    })
    asking.on('error', reject).end()
  })
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return { status: response.statusCode, text, headers: response.headers }
}

/** 101 if it was let in. */
function upgrade(path: string, headers: Record<string, string>): Promise<Answer> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => {
      socket.close()
      resolve({ status: 101, text: '', headers: {} })
    })
    socket.on('unexpected-response', (_request, response) =>
      answerOf(response).then(resolve, reject),
    )
  })
}

const PUBLIC_URL_NAMED = /does not answer to the name "evil\.example:80".*setting PUBLIC_URL/

test.each(['/', '/healthz', '/lan', '/stats', '/nothing', '/socket.io/?EIO=4&transport=polling'])(
  'a rebinding page, whose name is no name of this server, gets nothing of %s',
  async path => {
    const { status, text, headers } = await get(path, { host: 'evil.example:80' })
    expect([status, text]).toEqual([421, expect.stringMatching(PUBLIC_URL_NAMED)])
    expect(headers['content-type']).toMatch('text/plain')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(log).toEqual([['refused', 'foreign host']])
  },
)

test.each([SOCKETS, STOCK, `${SOCKETS}&sid=x`])(
  'a rebinding page opens no socket at %s, though its Origin is its Host',
  async path => {
    const headers = { host: 'evil.example:80', origin: 'http://evil.example' }
    const { status, text } = await upgrade(path, headers)
    expect([status, text]).toEqual([421, expect.stringMatching(PUBLIC_URL_NAMED)])
    expect(log).toEqual([['refused', 'foreign host']])
  },
)

test('where the log is to name addresses, it names that of who was refused', async () => {
  await server.close()
  await serve(undefined, true)
  await get('/', { host: 'evil.example' })
  await upgrade(STOCK, { host: 'evil.example' })
  await upgrade(SOCKETS, { host: own(), origin: 'http://evil.example' })
  expect(log).toEqual([
    ['refused', 'foreign host', '127.0.0.1'],
    ['refused', 'foreign host', '127.0.0.1'],
    ['refused', 'foreign origin', '127.0.0.1'],
  ])
})

test('by every name of this machine the server is reached, with a socket of the page there', async () => {
  const [address] = addressesOf(networkInterfaces()).filter(each => !each.includes(':'))
  const short = hostname().split('.')[0]
  for (const name of ['localhost', '127.0.0.1', '[::1]', address, `${short}.local`]) {
    const host = `${name}:${server.port}`
    expect((await get('/healthz', { host })).status, host).toBe(200)
    expect((await upgrade(SOCKETS, { host, origin: `http://${host}` })).status, host).toBe(101)
    expect((await upgrade(STOCK, { host })).status, host).toBe(101)
  }
})

test.each(['http://evil.example', 'null', 'file://', 'chrome-extension://abcdefgh'])(
  'pages of %s open no socket of ours, nor take over one that there is; as stock clients they may announce',
  async origin => {
    const headers = { host: own(), origin }
    for (const path of [SOCKETS, `${SOCKETS}&sid=x`]) {
      const { status, text } = await upgrade(path, headers)
      expect([status, text]).toEqual([403, expect.stringContaining('PUBLIC_URL')])
    }
    expect((await upgrade(STOCK, headers)).status).toBe(101)
  },
)

test.each(['share.example.org', 'share.example.org:443', '127.0.0.1:8080'])(
  'behind a proxy that ends TLS and writes Host %s, pages of PUBLIC_URL open sockets, others none',
  async host => {
    await server.close()
    await serve('https://share.example.org')
    expect((await upgrade(SOCKETS, { host, origin: 'https://share.example.org' })).status).toBe(101)
    expect((await upgrade(SOCKETS, { host, origin: 'https://evil.example' })).status).toBe(403)
  },
)

test('the address in the network is told to this machine, not to whom a proxy speaks for', async () => {
  const { status, text } = await get('/lan', { host: own() })
  const { address } = JSON.parse(text)
  expect(status).toBe(200)
  expect(address === null || /^\d+(\.\d+){3}$/.test(address)).toBe(true)
  expect(String(address)).not.toMatch(/^127\./)
  for (const header of ['x-forwarded-for', 'forwarded', 'via'])
    expect((await get('/lan', { host: own(), [header]: 'x' })).status, header).toBe(404)
})

test('the headers let a page load, call and be no more than it needs, on plain http', async () => {
  await server.close()
  await serve('http://share.example.org')
  const { headers } = await get('/', { host: 'share.example.org' })
  expect(String(headers['content-security-policy']).split(';')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "script-src-attr 'none'",
    "style-src 'self'",
    "worker-src 'self'",
    // The WebSocket trackers of strangers' magnets.
    "connect-src 'self' ws: wss:",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types tabswarm-worker',
  ])
  expect(headers['permissions-policy']).toMatch(/(^|, )camera=\(\)/)
  expect(headers['permissions-policy']).toMatch(/(^|, )clipboard-write=\(self\)/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['referrer-policy']).toBe('no-referrer')
  expect(headers['cross-origin-resource-policy']).toBe('same-origin')
  expect(headers['x-frame-options']).toBe('DENY')
  // Ignored there, or deadly to a site that is also served by plain http.
  for (const absent of ['strict-transport-security', 'cross-origin-opener-policy', 'x-powered-by'])
    expect(headers[absent], absent).toBeUndefined()
})

test('where browsers trust the page it has a group of its own, and by https secured sockets only', async () => {
  await server.close()
  await serve('https://share.example.org')
  const local = (await get('/', { host: own() })).headers
  const secure = (await get('/', { host: 'share.example.org' })).headers
  for (const headers of [local, secure])
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
  expect(local['content-security-policy']).toContain("connect-src 'self' ws: wss:;")
  expect(secure['content-security-policy']).toContain("connect-src 'self' wss:;")
})
