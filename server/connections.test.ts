/**
 * Who takes more than its share of the server's connections. Each case is one visitor, with an address of
 * its own on this machine, and after it another must be served as before.
 */
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connectTracker } from '../client/host/tracker.ts'
import { seededRandom } from '../shared/base/random.ts'
import { MemoryRegistry } from '../shared/tracker/memory.ts'
import { REGISTRY_LIMITS } from '../shared/tracker/registry.ts'
import type { ServerLimits } from './limits.ts'
import { TrustedProxies } from './proxies.ts'
import { announceOf, type From, RawTab } from './raw-tab.ts'
import { type RunningServer, type ServerOptions, startServer } from './start.ts'

const FLOODER = { address: '127.0.0.2' }

let server: RunningServer
let log: { event: string; reason?: unknown; address?: unknown }[]
let registry: MemoryRegistry
const sockets: WebSocket[] = []

async function serve(limits: Partial<ServerLimits> = {}, options: Partial<ServerOptions> = {}) {
  registry = new MemoryRegistry(seededRandom(1))
  // What a server that was closed says late is not the next one's.
  const entries: typeof log = []
  log = entries
  server = await startServer({
    port: 0,
    registry,
    limits,
    log: (event, fields) => entries.push({ event, ...fields }),
    ...options,
  })
}

const restart = async (...options: Parameters<typeof serve>) => {
  await server.close()
  await serve(...options)
}

beforeEach(() => serve())
afterEach(async () => {
  const honest = await enter({ address: '127.0.0.9' })
  const reply = await honest.announce('9')
  for (const socket of sockets.splice(0)) socket.terminate()
  await server.close()
  expect(reply).toContain('"intervalMs":30000')
  expect(log.filter(({ event }) => event === 'bug')).toEqual([])
})

async function enter(from: From = FLOODER): Promise<RawTab> {
  const tab = await RawTab.enter(server.port, from)
  sockets.push(tab.socket)
  return tab
}

/** Upgraded, and silent. */
async function upgrade(from: From = FLOODER, query = ''): Promise<RawTab> {
  const tab = new RawTab(server.port, from, query)
  sockets.push(tab.socket)
  await tab.until('0{')
  return tab
}

/** A stock client's socket. */
async function stock(from: From = FLOODER): Promise<WebSocket> {
  const options = { ...(from.address && { localAddress: from.address }), headers: from.headers }
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/announce`, options)
  sockets.push(socket)
  await once(socket, 'open')
  return socket
}

const reasons = () => log.map(({ reason }) => reason)

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void
function heapBytes(): number {
  gc()
  return process.memoryUsage().heapUsed
}

test('ten thousand entries in one packet are one tab, whose connection ends', async () => {
  const before = heapBytes()
  for (let i = 0; i < 20; i++) {
    const tab = await upgrade()
    tab.sendAtOnce(Array(10_000).fill('40'))
    await tab.closed()
    expect(tab.heard.filter(text => text.startsWith('40')).length).toBeLessThanOrEqual(1)
  }
  expect(reasons()).toEqual(Array(20).fill('enters twice'))
  // Each of 1,900 entries of one connection has held 5 KB.
  expect(heapBytes() - before).toBeLessThan(10_000_000)
})

test.each([
  ['a second time', ['40', '40'], 'enters twice'],
  ['again after it has left', ['40', '41', '40'], undefined],
  ['another namespace', ['40/admin,'], 'enters oddly'],
  ['the namespace and another', ['40', '40/admin,'], 'enters twice'],
  ['with 60 KB to be kept', [`40{"a":"${'x'.repeat(60_000)}"}`], 'enters oddly'],
  ['after an event', ['42["announce"]', '40'], 'enters oddly'],
  ['and speaks to another namespace', ['40', '42/admin,["announce"]'], 'enters twice'],
  ['and announces attachments', ['40', '4510-["signal"]'], 'enters twice'],
  ['and sends bytes', ['40', Buffer.alloc(60_000)], 'sends bytes'],
])('a connection that enters %s ends', async (_how, packets, reason) => {
  const tab = await upgrade()
  tab.send(...packets)
  await tab.closed()
  expect(reasons()).toEqual(reason ? [reason] : [])
  expect(registry.totals()).toEqual({ swarms: 0, members: 0 })
})

test('a session has no second way in, by an upgrade or by requests', async () => {
  const tab = new RawTab(server.port, FLOODER)
  sockets.push(tab.socket)
  const { sid } = JSON.parse((await tab.until('0{')).slice(1))
  for (const query of [`&sid=${sid}`, '&sid=', '&sid=other'])
    await expect(upgrade(FLOODER, query)).rejects.toThrow('hung up')
  for (const transport of ['polling', 'websocket']) {
    const path = `/socket.io/?EIO=4&transport=${transport}&sid=${sid}`
    const url = `http://127.0.0.1:${server.port}${path}`
    expect((await fetch(url)).status).toBe(400)
    expect((await fetch(url, { method: 'POST', body: '40' })).status).toBe(400)
  }
  tab.send('40')
  await tab.until('40')
})

test('budgets are those of the address: no new connection brings new ones, at either door', async () => {
  const announcesPerAddress = { burst: 10, perSecond: 0 }
  await restart({ announcesPerAddress })
  let done = 0
  for (let i = 0; i < 4; i++) {
    const tab = await enter()
    for (let n = 0; n < 4; n++) if ((await tab.announce('1')).includes('intervalMs')) done++
    tab.socket.close()
    await tab.closed()
    await expect.poll(() => registry.totals().members).toBe(0)
  }
  expect(done).toBe(10)
  const client = await stock()
  client.send('{"action":"scrape","info_hash":"aaaaaaaaaaaaaaaaaaaa"}')
  expect(String(await once(client, 'message'))).toContain('too often')
})

test('the swarm table: who fills it gives way to whoever comes, and is told', async () => {
  const registry = new MemoryRegistry(seededRandom(1), { ...REGISTRY_LIMITS, maxMembers: 100 })
  await restart({}, { registry })
  const tabs = await Promise.all([1, 2].map(() => enter()))
  for (const [i, tab] of tabs.entries())
    for (let n = 0; n < 60; n++)
      await tab.announce(String(i), { infoHash: `${i}${n + 100}`.padStart(40, '0') })
  expect(registry.totals()).toEqual({ swarms: 100, members: 100 })
  const honest = await enter({ address: '127.0.0.3' })
  expect(await honest.announce('5')).toContain('"leechers":1')
  expect(await tabs[1]?.until('42["refused"')).toMatch(/"reason":"The server is full.*"infoHash":/)
  expect(registry.totals()).toEqual({ swarms: 100, members: 100 })
})

test('sockets: who holds the most gives way to whoever comes, at either door, and is told', async () => {
  await restart({ maxSockets: 6 })
  const tabs = [await enter(), await enter(), await enter()]
  const clients = [await stock(), await stock(), await stock()]
  const told = once(clients[2] as WebSocket, 'message')
  const over = once(clients[2] as WebSocket, 'close')
  const honest = [await enter({ address: '127.0.0.3' })]
  expect(String((await told)[0])).toContain('"failure reason":"The server is full')
  expect((await over)[0]).toBe(1013)
  for (const n of [4, 5]) honest.push(await enter({ address: `127.0.0.${n}` }))
  await Promise.all(clients.map(client => client.readyState === 3 || once(client, 'close')))
  honest.push(await enter({ address: '127.0.0.6' }))
  const last = tabs[2] as RawTab
  expect(await last.until('42["refused"')).toContain('The server is full')
  await last.closed()
  // Who has the most of a full server gets no more.
  await expect(upgrade()).rejects.toThrow('hung up')
  await Promise.all(honest.map((tab, i) => tab.announce(String(i))))
  // For the newcomer that comes after each case.
  honest[0]?.socket.terminate()
  await expect.poll(() => registry.totals().members).toBe(3)
})

test('a tab that gives way hears why, and is back when there is room', async () => {
  await restart({ maxSockets: 3 })
  const first = await enter({})
  await enter({})
  const told: string[] = []
  const up = () => void told.push('up')
  const handlers = { onUp: up, onDown: (reason: string) => void told.push(reason) }
  const url = `http://127.0.0.1:${server.port}`
  const tab = connectTracker({ ...handlers, onSignal: () => {} }, url)
  await expect.poll(() => told).toEqual(['up'])
  const honest = await enter({ address: '127.0.0.3' })
  await expect.poll(() => told).toEqual(['up', expect.stringContaining('The server is full')])
  first.socket.close()
  honest.socket.close()
  await expect.poll(() => told, { timeout: 20_000 }).toEqual(['up', told[1], 'up'])
  tab.close()
}, 30_000)

test('behind a trusted proxy each person is an address, and ten thousand sockets of one are one', async () => {
  const limits = { maxSocketsPerAddress: 2, maxConnectionsPerAddress: 50 }
  const perPerson = { ...limits, connectsPerAddress: { burst: 4, perSecond: 0 } }
  await restart(perPerson, { proxies: TrustedProxies.parse('127.0.0.0/8') })
  const person = (n: number) => ({ headers: { 'x-forwarded-for': `10.0.${n >> 8}.${n & 255}` } })
  for (let n = 0; n < 300; n++) await enter(person(n))
  await enter(person(7))
  await expect(upgrade(person(7))).rejects.toThrow('hung up')
  await expect(stock(person(7))).rejects.toThrow('503')
  expect(new Set(reasons())).toEqual(new Set(['sockets: own share taken']))
})

test('nobody is believed about an address who is not a trusted proxy', async () => {
  await restart({ maxSocketsPerAddress: 2 })
  const spoofed = (n: number) => ({ ...FLOODER, headers: { 'x-forwarded-for': `10.0.0.${n}` } })
  for (const n of [1, 2]) await enter(spoofed(n))
  await expect(upgrade(spoofed(3))).rejects.toThrow('hung up')
})

test('a socket that says nothing ends soon, at either door', async () => {
  // Whoever says hello has done so by then, on a busy machine, too.
  await restart({ tabHelloMs: 1_500, stockHelloMs: 1_500 })
  const [tab, client] = [await upgrade(), await stock()]
  await Promise.all([tab.closed(), once(client, 'close')])
  expect(reasons()).toEqual(['no hello', 'no hello'])
})

test('bytes beyond the budget of the address wait, whatever the number of sockets', async () => {
  const bytesPerAddress = { burst: 100_000, perSecond: 1 }
  await restart({ bytesPerAddress })
  const tabs = await Promise.all([1, 2, 3, 4].map(() => enter()))
  const filler = 'x'.repeat(1_000)
  for (const tab of tabs) for (let i = 0; i < 400; i++) tab.send(announceOf('1', { filler }))
  await expect.poll(() => tabs.flatMap(tab => tab.heard).length).toBeGreaterThan(0)
  const honest = await enter({ address: '127.0.0.3' })
  for (let n = 0; n < 5; n++) expect(await honest.announce('5')).toContain('intervalMs')
  // Each socket may have had one read of 64 KiB under way. All 1,600 have come to 1.8 MB.
  expect(tabs.flatMap(tab => tab.heard).length).toBeLessThan((100_000 + 4 * 65_536) / 1_000)
  expect(log).toEqual([])
})

test('work beyond the budget of a connection ends it', async () => {
  await restart({ workMs: { burst: 20, perSecond: 0 }, bytes: { burst: 1e9, perSecond: 1e9 } })
  const tab = await enter()
  const nested = `427["announce",${'['.repeat(30_000)}${']'.repeat(30_000)}]`
  for (let i = 0; i < 400; i++) tab.send(nested)
  await tab.closed()
  expect(reasons()).toEqual(['takes too much work'])
  expect(tab.heard.length).toBeLessThan(400)
})

test('work beyond the budget of an address waits, and all of it is done in the end', async () => {
  await restart({ workMsPerAddress: { burst: 1, perSecond: 500 } })
  const tabs = await Promise.all([1, 2, 3].map(() => enter()))
  for (const tab of tabs) for (let i = 0; i < 100; i++) tab.send(announceOf('1', { left: -1 }))
  await expect.poll(() => tabs.map(tab => tab.heard.length)).toEqual([100, 100, 100])
  expect(log).toEqual([])
})

test('who is refused is named in the log if the operator asks for it, and else is not', async () => {
  for (const logAddresses of [false, true]) {
    await restart({ maxSocketsPerAddress: 1 }, { logAddresses })
    const tab = await enter()
    await expect(upgrade()).rejects.toThrow('hung up')
    tab.send('40')
    await tab.closed()
    const refusals = log.map(({ event, address }) => [event, address])
    const address = logAddresses ? FLOODER.address : undefined
    expect(refusals).toEqual([
      ['refused', address],
      ['kicked', address],
    ])
  }
})
