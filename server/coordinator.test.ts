/** The coordinator over real sockets: what tabs of an emulation are told, and what hostile ones get. */
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_EMULATED_PEERS, MAX_TOPOLOGY_LENGTH } from '../shared/events/emulation.ts'
import { star } from '../shared/network/built-in.ts'
import { LEASE_MS } from '../shared/network/rounds.ts'
import { thesis } from '../shared/network/thesis.ts'
import { writeTopology } from '../shared/network/topology-file.ts'
import { NARROW, NARROW_PLAN } from '../shared/testing/narrow-network.ts'
import { MAX_EMULATIONS } from './emulations.ts'
import type { ServerLimits } from './limits.ts'
import { type RunningServer, startServer } from './start.ts'

const UNLIMITED = { burst: 1e9, perSecond: 1e9 }
const NO_EMULATION = '0'.repeat(40)

let server: RunningServer
let now: number
let bugs: string[]
const sockets: Socket[] = []

async function serve(limits: Partial<ServerLimits> = {}, clock = () => now) {
  now = 1000
  bugs = []
  const rates = {
    packets: UNLIMITED,
    emulationOpenings: UNLIMITED,
    emulationMessages: UNLIMITED,
    // What other tests of this process do meanwhile is counted, too.
    workMsPerAddress: UNLIMITED,
  }
  server = await startServer({
    port: 0,
    limits: { ...rates, ...limits },
    log: (event, fields) => void (event === 'bug' && bugs.push(String(fields?.error))),
    now: clock,
  })
}

beforeEach(() => serve())
afterEach(async () => {
  const { emulation } = await (await connected()).emitWithAck('openEmulation', NARROW_PLAN)
  for (const socket of sockets.splice(0)) socket.close()
  await server.close()
  expect(bugs).toEqual([])
  expect(emulation).toMatch(/^[0-9a-f]{40}$/)
})

async function connected(): Promise<Socket> {
  const socket = io(`http://localhost:${server.port}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  })
  sockets.push(socket)
  await heard(socket, 'connect')
  return socket
}

const heard = (socket: Socket, event: string) =>
  new Promise<unknown>(resolve => socket.once(event, resolve))

/** A new emulation and a tab at each of these places of it. */
async function emulationWith(...nodes: string[]): Promise<{ emulation: string; tabs: Socket[] }> {
  const tabs = await Promise.all(nodes.map(connected))
  const { emulation } = await (tabs[0] as Socket).emitWithAck('openEmulation', NARROW_PLAN)
  for (const [i, tab] of tabs.entries())
    await tab.emitWithAck('enterEmulation', { emulation, node: nodes[i] })
  return { emulation, tabs }
}

/** Routers in a row with less and less between them, and peers all along. */
function chain(routers: number, peers: number): string {
  const names = Array.from({ length: routers }, (_, i) => `r${i}`)
  const nodes = Array.from({ length: peers }, (_, i) => `p${i}`)
  return JSON.stringify({
    name: 'chain',
    routers: names,
    tracker: 't',
    peers: nodes,
    links: [
      { from: 't', to: 'r0', rate: '1Gbps', delay: '0ms' },
      ...names
        .slice(1)
        .map((to, i) => ({ from: `r${i}`, to, rate: `${2_000 - i}kbps`, delay: '0ms' })),
      ...nodes.map((from, i) => ({
        from,
        to: `r${Math.floor((i * routers) / peers)}`,
        access: 'dsl',
      })),
    ],
  })
}

async function chainWith(routers: number, peers: number) {
  const tabs = await Promise.all(Array.from({ length: peers }, connected))
  const topology = chain(routers, peers)
  const { emulation } = await (tabs[0] as Socket).emitWithAck('openEmulation', {
    ...NARROW_PLAN,
    topology,
  })
  for (const [i, tab] of tabs.entries())
    await tab.emitWithAck('enterEmulation', { emulation, node: `p${i}` })
  return tabs
}

/** After this, everything the tab sent before it has been dealt with. */
const settled = (tab: Socket) => tab.emitWithAck('time')

test('a tab opens an emulation, others enter it, each at a place of its own', async () => {
  const opener = await connected()
  const { emulation } = await opener.emitWithAck('openEmulation', NARROW_PLAN)
  now += 500
  const entered = await opener.emitWithAck('enterEmulation', { emulation, node: 'right' })
  expect(entered).toEqual({ ...NARROW_PLAN, node: 'right', epochMs: null })
  const second = await connected()
  expect(await second.emitWithAck('enterEmulation', { emulation })).toMatchObject({ node: 'left' })
  const centre = await connected()
  expect(await centre.emitWithAck('enterEmulation', { emulation })).toMatchObject({
    node: 'centre',
  })
  const third = await connected()
  expect(await third.emitWithAck('enterEmulation', { emulation })).toEqual({
    failure: 'Every peer of this network has its tab already.',
  })
  expect(await third.emitWithAck('enterEmulation', { emulation, node: 'left' })).toEqual({
    failure: 'Another tab stands at this peer.',
  })
  second.close()
  await expect
    .poll(() => third.emitWithAck('enterEmulation', { emulation }))
    .toMatchObject({ node: 'left' })
})

test('emulated time goes when a tab of it says so, for those who are there and those who come', async () => {
  const { emulation, tabs } = await emulationWith('left', 'right')
  const [left, right] = tabs as [Socket, Socket]
  const stranger = await connected()
  stranger.emit('startEmulation')
  await settled(stranger)
  const started = [left, right].map(tab => heard(tab, 'started'))
  now = 5_000
  left.emit('startEmulation')
  expect(await Promise.all(started)).toEqual([{ epochMs: 8_000 }, { epochMs: 8_000 }])
  now = 9_000
  right.emit('startEmulation')
  expect(await stranger.emitWithAck('enterEmulation', { emulation })).toMatchObject({
    node: 'centre',
    epochMs: 8_000,
  })
})

test('what tabs declare is shared out, and a tab that is gone keeps its share for a lease', async () => {
  const { tabs } = await emulationWith('left', 'centre')
  const [left, centre] = tabs as [Socket, Socket]
  const toRight = { number: 1, flows: [{ to: 'right', since: 1 }] }
  const alone = heard(left, 'rates')
  left.emit('declareFlows', toRight)
  expect(await alone).toEqual({ number: 1, declaration: 1, rates: [['right', 1e6]] })
  left.emit('followRates', { number: 1 })
  const less = heard(left, 'rates')
  centre.emit('declareFlows', toRight)
  expect(await less).toEqual({ number: 2, declaration: 1, rates: [['right', 5e5]] })
  const half = heard(centre, 'rates')
  left.emit('beat', { number: 2 })
  expect(await half).toEqual({ number: 3, declaration: 1, rates: [['right', 5e5]] })

  const all = heard(centre, 'rates')
  let isTold = false
  void all.then(() => (isTold = true))
  left.close()
  now += LEASE_MS - 1
  expect(await centre.emitWithAck('beat', { number: 3 })).toBeUndefined()
  expect(isTold).toBe(false)
  now += 1
  expect(await all).toMatchObject({ rates: [['right', 1e6]] })
})

test('the time is told, to whoever asks', async () => {
  const tab = await connected()
  now = 1234.5
  expect(await tab.emitWithAck('time')).toEqual({ nowMs: 1234.5 })
})

test('a bad topology is refused with its line, one that is too large with its limit', async () => {
  const tab = await connected()
  const open = (topology: string) => tab.emitWithAck('openEmulation', { ...NARROW_PLAN, topology })
  expect(await open(NARROW.replace('"1Mbps"', '"1 parsec"'))).toEqual({
    failure: expect.stringMatching(/^This topology cannot be used. Line 1, column .*parsec/),
  })
  expect(await open('{')).toEqual({ failure: expect.stringContaining('Line 1') })
  const many = writeTopology(star({ peers: MAX_EMULATED_PEERS + 1 }))
  expect(many.length).toBeLessThan(MAX_TOPOLOGY_LENGTH)
  expect(await open(many)).toEqual({
    failure: expect.stringContaining(`${MAX_EMULATED_PEERS} peers`),
  })
  expect(await open(`${NARROW}${' '.repeat(MAX_TOPOLOGY_LENGTH)}`)).toEqual({
    failure: 'The emulation is not valid: bad or missing field topology.',
  })
  expect(await open(writeTopology(thesis(46)))).toEqual({ emulation: expect.any(String) })
})

const BAD_VALUES = [null, true, -1, 0.5, 2 ** 53, Number.NaN, '', '5', [], [null], {}, '__proto__']

test('whatever is mistyped is answered by a failure, or let fall', async () => {
  const { emulation, tabs } = await emulationWith('left', 'right')
  const [left] = tabs as [Socket, Socket]
  for (const bad of BAD_VALUES) {
    for (const field of Object.keys(NARROW_PLAN)) {
      const reply = await left.emitWithAck('openEmulation', { ...NARROW_PLAN, [field]: bad })
      expect(reply, `${field}: ${bad}`).toEqual({ failure: expect.stringContaining(field) })
    }
    expect(await left.emitWithAck('openEmulation', bad)).toEqual({ failure: expect.any(String) })
    expect(await left.emitWithAck('enterEmulation', { emulation: bad })).toEqual({
      failure: expect.any(String),
    })
    expect(await left.emitWithAck('enterEmulation', { emulation, node: bad, more: 1 })).toEqual({
      failure: expect.any(String),
    })
    left.emit('openEmulation', NARROW_PLAN, bad)
    left.emit('enterEmulation', { emulation }, bad)
    left.emit('declareFlows', bad)
    left.emit('declareFlows', { number: bad, flows: [] })
    left.emit('declareFlows', { number: 1, flows: [{ to: bad, since: bad }] })
    left.emit('followRates', bad)
    left.emit('beat', bad, bad)
    left.emit('time', bad)
  }
  const flows = Array.from({ length: MAX_EMULATED_PEERS + 1 }, () => ({ to: 'right', since: 1 }))
  left.emit('declareFlows', { number: 5, flows })
  await settled(left)
})

test('flows to nowhere, to oneself, or from before they began count for nothing', async () => {
  const { tabs } = await emulationWith('left', 'right')
  const [left] = tabs as [Socket, Socket]
  const orders: unknown[] = []
  left.on('rates', order => orders.push(order))
  const to = (...nodes: string[]) => nodes.map(node => ({ to: node, since: 9 }))
  left.emit('declareFlows', { number: 1, flows: to('left', 'nobody', '__proto__', 'a') })
  left.emit('declareFlows', { number: 1, flows: to('right') })
  left.emit('followRates', { number: 99 })
  await settled(left)
  expect(orders).toEqual([])
})

test('who is placed nowhere is told nothing and changes nothing', async () => {
  const { emulation } = await emulationWith('left')
  const stranger = await connected()
  stranger.emit('declareFlows', { number: 1, flows: [{ to: 'left', since: 1 }] })
  stranger.emit('followRates', { number: 1 })
  const beat = stranger.timeout(50).emitWithAck('beat', { number: 1 })
  await expect(beat).rejects.toThrow()
  expect(await stranger.emitWithAck('enterEmulation', { emulation: NO_EMULATION })).toEqual({
    failure: expect.stringContaining('no such emulation'),
  })
  expect(await stranger.emitWithAck('enterEmulation', { emulation, node: 'right' })).toHaveProperty(
    'node',
  )
})

test('emulations that nobody is in keep nobody out', async () => {
  const tab = await connected()
  const open = () => tab.emitWithAck('openEmulation', NARROW_PLAN)
  const opened = await Promise.all(Array.from({ length: MAX_EMULATIONS }, open))
  tab.close()
  const next = await connected()
  const newest = await next.emitWithAck('openEmulation', NARROW_PLAN)
  expect(newest).toEqual({ emulation: expect.stringMatching(/^[0-9a-f]{40}$/) })
  const entered = (emulation: string) => next.emitWithAck('enterEmulation', { emulation })
  expect(await entered(opened[0].emulation)).toEqual({
    failure: expect.stringContaining('no such emulation'),
  })
  expect(await entered(opened[1].emulation)).toHaveProperty('node')
})

test('a network whose routes are too long for its peers is refused, before it costs anything', async () => {
  const tab = await connected()
  const open = (topology: string) => tab.emitWithAck('openEmulation', { ...NARROW_PLAN, topology })
  expect(await open(chain(305, 250))).toEqual({
    failure: expect.stringMatching(/more than 1000000 steps\. Use fewer peers, or fewer routers/),
  })
  expect(await open(chain(305, 46))).toHaveProperty('emulation')
})

test('120 members that all send to all: the server answers others as before, whatever they declare', async () => {
  // Budgets refill by the clock: with one that stands still, what is left over would never be shared out.
  await server.close()
  await serve({}, () => performance.now())
  const tabs = await chainWith(30, 120)
  const shared = heard(tabs[0] as Socket, 'rates')
  const other = await connected()
  const flows = Array.from({ length: 120 }, (_, i) => ({ to: `p${i}`, since: 1 }))
  const longest: number[] = []
  for (let number = 1; number <= 3; number++) {
    for (const tab of tabs) tab.emit('declareFlows', { number, flows })
    let longestMs = 0
    for (let asked = 0; asked < 20; asked++) {
      const started = performance.now()
      await other.emitWithAck('enterEmulation', { emulation: NO_EMULATION })
      longestMs = Math.max(longestMs, performance.now() - started)
    }
    longest.push(longestMs)
  }
  expect(await shared).toMatchObject({
    rates: expect.arrayContaining([['p1', expect.any(Number)]]),
  })
  console.info(
    `120 members declared: others waited ${longest.map(Math.round).join(', ')} ms at most`,
  )
  // Far above what it takes, and far below what one computation for each declaration would. A busy machine may
  // make one round wait.
  expect(Math.min(...longest)).toBeLessThan(3_000)
})

test('past its budget a tab is refused new emulations, and then not heard at all', async () => {
  await server.close()
  await serve({
    emulationOpenings: { burst: 2, perSecond: 0 },
    emulationMessages: { burst: 5, perSecond: 0 },
  })
  const tab = await connected()
  const open = () => tab.emitWithAck('openEmulation', NARROW_PLAN)
  await open()
  await open()
  expect(await open()).toEqual({ failure: expect.stringContaining('Too many emulations') })
  await tab.emitWithAck('time')
  await tab.emitWithAck('time')
  await expect(tab.timeout(50).emitWithAck('time')).rejects.toThrow()
  const another = await connected()
  expect(await another.emitWithAck('openEmulation', NARROW_PLAN)).toEqual({
    failure: expect.stringContaining('from this address'),
  })
  await server.close()
  await serve()
})
