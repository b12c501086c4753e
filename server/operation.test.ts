/** What whoever runs the server asks it, and how it stops. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InfoHash } from '../shared/base/ids.ts'
import { exchange, get } from './raw-http.ts'
import { RawTab } from './raw-tab.ts'
import { type RunningServer, type ServerOptions, startServer } from './start.ts'
import { StockClient } from './stock-stage.ts'

const SWARM = 'a'.repeat(40) as InfoHash

let dir: string
let server: RunningServer
const sockets: { close(): void }[] = []
const serve = async (options: Partial<ServerOptions> = {}) => {
  server = await startServer({ port: 0, clientDir: dir, log: () => {}, ...options })
}
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tabswarm-operation-'))
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close()
  await server.close()
  await rm(dir, { recursive: true })
})

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://localhost:${server.port}${path}`, { headers })

async function tab(): Promise<RawTab> {
  const entered = await RawTab.enter(server.port)
  sockets.push({ close: () => entered.socket.terminate() })
  return entered
}

async function stock(digit: string): Promise<StockClient> {
  const client = await StockClient.connect(server.port, digit)
  sockets.push(client)
  return client
}

test('it is ready once the pages are built', async () => {
  await serve()
  const early = await ask('/readyz')
  expect([early.status, await early.json()]).toEqual([
    503,
    { ready: false, reason: 'The pages are not built.' },
  ])
  await writeFile(join(dir, 'index.html'), '<!doctype html>')
  const ready = await ask('/readyz')
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true }])
})

test('without its Redis it is ready, and says what it lacks', async () => {
  await writeFile(join(dir, 'index.html'), '<!doctype html>')
  await serve({ redisUrl: `unix:${join(dir, 'nobody.sock')}` })
  const response = await ask('/readyz')
  expect([response.status, await response.json()]).toEqual([
    200,
    { ready: true, degraded: expect.stringMatching(/^Redis is away.*\.$/) },
  ])
  expect(await (await ask('/metrics')).text()).toMatch(/^tabswarm_redis_up 0$/m)
  // It serves what it knows.
  expect(await (await stock('7')).announce(SWARM)).toMatchObject({ type: 'announced', leechers: 1 })
})

test('the metrics tell what it does', async () => {
  await serve()
  const ann = await tab()
  await ann.announce('1')
  const old = await stock('7')
  await old.announce(SWARM, ['1'.repeat(40)])
  await old.announce(SWARM, ['1'.repeat(40)])
  await (await stock('7')).announce(SWARM)
  await ann.until('42["signal"')
  const text = await (await ask('/metrics')).text()
  for (const line of [
    'tabswarm_swarms 1',
    'tabswarm_members 2',
    'tabswarm_sockets{door="socket.io"} 1',
    'tabswarm_sockets{door="webtorrent"} 2',
    'tabswarm_announces_total{door="socket.io"} 1',
    'tabswarm_announces_total{door="webtorrent"} 2',
    'tabswarm_announces_refused_total{door="webtorrent"} 1',
    'tabswarm_offers_total{outcome="relayed"} 1',
    'tabswarm_offers_total{outcome="duplicate-offer"} 1',
  ])
    expect(text.split('\n')).toContain(line)
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m)
})

test('the metrics are for this machine, or for who has the token', async () => {
  await serve()
  expect((await ask('/metrics')).status).toBe(200)
  expect((await ask('/metrics', { 'x-forwarded-for': '203.0.113.7' })).status).toBe(404)
  await server.close()
  await serve({ metricsToken: 'secret' })
  expect((await ask('/metrics')).status).toBe(401)
  expect((await ask('/metrics', { authorization: 'Bearer secre' })).status).toBe(401)
  expect((await ask('/metrics', { authorization: 'Bearer secret' })).status).toBe(200)
})

test('a proxy on this machine that passes on the Host, and nothing else, is no program on this machine', async () => {
  await serve({ publicUrl: new URL('https://share.example.org') })
  const statusOf = async (path: string, host: string) => {
    const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
    return (await exchange(server.port, request)).split(' ')[1]
  }
  expect(await statusOf('/healthz', 'share.example.org')).toBe('200')
  for (const path of ['/metrics', '/lan']) {
    expect(await statusOf(path, 'share.example.org'), path).toBe('404')
    expect(await statusOf(path, 'localhost'), path).toBe('200')
  }
})

test('drained, it moves its visitors on one after the other, lets nobody new in, and says so', async () => {
  await writeFile(join(dir, 'index.html'), '<!doctype html>')
  await serve()
  const tabs = await Promise.all(Array.from({ length: 6 }, tab))
  const old = await stock('7')
  await old.announce(SWARM)
  const moved = Promise.all(tabs.map(one => one.closed().then(() => performance.now())))
  const drained = server.drain(1_000)
  expect((await ask('/readyz')).status).toBe(503)
  await expect(StockClient.connect(server.port, '8')).rejects.toThrow()
  await drained
  const movedAt = await moved
  expect(Math.max(...movedAt) - Math.min(...movedAt)).toBeGreaterThan(300)
  // After the packet of a disconnect, socket.io-client would not come back.
  expect(tabs.flatMap(({ heard }) => heard)).not.toContain('41')
  await expect.poll(() => old.socket.readyState).toBe(3)
  expect(await get(server.port, '/healthz')).toContain('200 OK')
})
