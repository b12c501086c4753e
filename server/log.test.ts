/** What the server logs of a request is found by the id that its answer carries. */
import { afterEach, expect, test } from 'vitest'
import { MemoryRegistry } from '../shared/tracker/memory.ts'
import { logLine } from './log.ts'
import { TrustedProxies } from './proxies.ts'
import { exchange, upgradeOf } from './raw-http.ts'
import { RawTab } from './raw-tab.ts'
import { type RunningServer, type ServerOptions, startServer } from './start.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const BEHIND_PROXY = { proxies: TrustedProxies.parse('loopback') }

let server: RunningServer
let lines: Record<string, unknown>[]
async function serve(options: Partial<ServerOptions> = {}) {
  lines = []
  const log = (event: string, fields = {}) => void lines.push({ event, ...fields })
  server = await startServer({ port: 0, log, ...options })
}
afterEach(() => server.close())

const idOf = async (path: string, headers: Record<string, string> = {}) =>
  (await fetch(`http://localhost:${server.port}${path}`, { headers })).headers.get('x-request-id')

test('each request has an id of its own, which only a trusted proxy may choose', async () => {
  await serve()
  const ids = [await idOf('/healthz'), await idOf('/nothing', { 'x-request-id': 'forged' })]
  for (const id of ids) expect(id).toMatch(UUID)
  expect(new Set(ids).size).toBe(2)
  await server.close()
  await serve(BEHIND_PROXY)
  expect(await idOf('/healthz', { 'x-request-id': 'f00-1:2.3' })).toBe('f00-1:2.3')
  for (const odd of ['two words', 'x'.repeat(129), '"', ''])
    expect(await idOf('/healthz', { 'x-request-id': odd })).toMatch(UUID)
})

test('the lines about a request, and about its socket as long as it is open, have its id', async () => {
  await serve({ ...BEHIND_PROXY, limits: { maxSocketsPerAddress: 1 } })
  const foreign =
    'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nX-Request-Id: page\r\n\r\n'
  expect(await exchange(server.port, foreign)).toMatch(/^X-Request-Id: page$/im)
  const origin = 'Origin: http://evil.example\r\nX-Request-Id: upgrade'
  await exchange(
    server.port,
    `${upgradeOf('/socket.io/?EIO=4&transport=websocket')}\r\n${origin}\r\n\r\n`,
  )
  const tab = await RawTab.enter(server.port, { headers: { 'x-request-id': 'tab' } })
  const second = { headers: { 'x-request-id': 'second' } }
  await expect(RawTab.enter(server.port, second)).rejects.toThrow('hung up')
  tab.send('40')
  await tab.closed()
  expect(lines).toEqual([
    { event: 'refused', reason: 'foreign host', request: 'page' },
    { event: 'refused', reason: 'foreign origin', request: 'upgrade' },
    { event: 'refused', reason: 'sockets: own share taken', request: 'second' },
    { event: 'kicked', reason: 'enters twice', request: 'tab' },
  ])
})

test('a bug of ours is logged with the id, and told to nobody else', async () => {
  class Broken extends MemoryRegistry {
    override totals(): never {
      throw new Error('secret detail')
    }
  }
  await serve({ registry: new Broken(Math.random) })
  const response = await fetch(`http://localhost:${server.port}/stats`)
  expect([response.status, await response.text()]).toEqual([
    500,
    expect.not.stringContaining('secret'),
  ])
  const request = response.headers.get('x-request-id')
  expect(lines).toEqual([
    { event: 'bug', error: expect.stringContaining('secret detail'), request },
  ])
})

test('a stranger’s words stay within their line and are no orders to a terminal', () => {
  const words = 'a\nb\r\u001b[2J\u009b31m\u2028c\u202egnp.exe\u2066"}{"event":"listening"'
  const line = logLine(new Date(0), 'refused', { reason: words })
  expect(line).toMatch(/^[\x20-\x7e]*$/)
  expect(JSON.parse(line)).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    event: 'refused',
    reason: words,
  })
})
