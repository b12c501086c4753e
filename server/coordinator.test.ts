/** The coordinator over real sockets: what tabs of a run are told, and what hostile ones get. */
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_RUN_PEERS, MAX_TOPOLOGY_LENGTH } from '../shared/events/runs.ts'
import { LEASE_MS } from '../shared/network/rounds.ts'
import { star } from '../shared/network/shapes.ts'
import { thesis } from '../shared/network/thesis.ts'
import { writeTopology } from '../shared/network/topology-file.ts'
import { EMPTY_RUN_MS, MAX_RUNS } from './coordinator.ts'
import type { ServerLimits } from './limits.ts'
import { type RunningServer, startServer } from './start.ts'

const UNLIMITED = { burst: 1e9, perSecond: 1e9 }
/** `left` and `centre` share the narrow link to `right`. */
const NARROW = JSON.stringify({
  name: 'narrow',
  routers: ['a', 'b'],
  tracker: 't',
  peers: ['left', 'centre', 'right'],
  links: [
    { from: 't', to: 'a', rate: '1Gbps', delay: '0ms' },
    { from: 'a', to: 'b', rate: '1Mbps', delay: '1ms' },
    { from: 'left', to: 'a', rate: '10Mbps', delay: '1ms' },
    { from: 'centre', to: 'a', rate: '10Mbps', delay: '1ms' },
    { from: 'right', to: 'b', rate: '10Mbps', delay: '1ms' },
  ],
})
const PLAN = { topology: NARROW, granularity: 'message', overhead: 'tcp', dilation: 4 }
const NO_RUN = '0'.repeat(40)

let server: RunningServer
let now: number
let bugs: string[]
const sockets: Socket[] = []

async function serve(limits: Partial<ServerLimits> = {}) {
  now = 1000
  bugs = []
  const rates = { packets: UNLIMITED, runOpenings: UNLIMITED, runMessages: UNLIMITED }
  server = await startServer({
    port: 0,
    limits: { ...rates, ...limits },
    log: (event, fields) => void (event === 'bug' && bugs.push(String(fields?.error))),
    now: () => now,
  })
}

beforeEach(() => serve())
afterEach(async () => {
  const { run } = await (await connected()).emitWithAck('openRun', PLAN)
  for (const socket of sockets.splice(0)) socket.close()
  await server.close()
  expect(bugs).toEqual([])
  expect(run).toMatch(/^[0-9a-f]{40}$/)
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

/** A new run and a tab at each of these places of it. */
async function runWith(...nodes: string[]): Promise<{ run: string; tabs: Socket[] }> {
  const tabs = await Promise.all(nodes.map(connected))
  const { run } = await (tabs[0] as Socket).emitWithAck('openRun', PLAN)
  for (const [i, tab] of tabs.entries()) await tab.emitWithAck('enterRun', { run, node: nodes[i] })
  return { run, tabs }
}

/** After this, everything the tab sent before it has been dealt with. */
const settled = (tab: Socket) => tab.emitWithAck('time')

test('a tab opens a run, others enter it, each at a place of its own', async () => {
  const opener = await connected()
  const { run } = await opener.emitWithAck('openRun', PLAN)
  now += 500
  const entered = await opener.emitWithAck('enterRun', { run, node: 'right' })
  expect(entered).toEqual({ ...PLAN, node: 'right', epochMs: 1000 })
  const second = await connected()
  expect(await second.emitWithAck('enterRun', { run })).toMatchObject({ node: 'left' })
  const centre = await connected()
  expect(await centre.emitWithAck('enterRun', { run })).toMatchObject({ node: 'centre' })
  const third = await connected()
  expect(await third.emitWithAck('enterRun', { run })).toEqual({
    failure: 'Every peer of this network has its tab already.',
  })
  expect(await third.emitWithAck('enterRun', { run, node: 'left' })).toEqual({
    failure: 'Another tab stands at this peer.',
  })
  second.close()
  await expect.poll(() => third.emitWithAck('enterRun', { run })).toMatchObject({ node: 'left' })
})

test('what tabs declare is shared out, and a tab that is gone keeps its share for a lease', async () => {
  const { tabs } = await runWith('left', 'centre')
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
  all.then(() => (isTold = true))
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
  const open = (topology: string) => tab.emitWithAck('openRun', { ...PLAN, topology })
  expect(await open(NARROW.replace('"1Mbps"', '"1 parsec"'))).toEqual({
    failure: expect.stringMatching(/^This topology cannot be used. Line 1: .*parsec/),
  })
  expect(await open('{')).toEqual({ failure: expect.stringContaining('Line 1') })
  const many = writeTopology(star({ peers: MAX_RUN_PEERS + 1 }))
  expect(many.length).toBeLessThan(MAX_TOPOLOGY_LENGTH)
  expect(await open(many)).toEqual({ failure: expect.stringContaining(`${MAX_RUN_PEERS} peers`) })
  expect(await open(`${NARROW}${' '.repeat(MAX_TOPOLOGY_LENGTH)}`)).toEqual({
    failure: 'The run is not valid: bad or missing field topology.',
  })
  expect(await open(writeTopology(thesis(46)))).toEqual({ run: expect.any(String) })
})

const BAD_VALUES = [null, true, -1, 0.5, 2 ** 53, Number.NaN, '', '5', [], [null], {}, '__proto__']

test('whatever is mistyped is answered by a failure, or let fall', async () => {
  const { run, tabs } = await runWith('left', 'right')
  const [left] = tabs as [Socket, Socket]
  for (const bad of BAD_VALUES) {
    for (const field of Object.keys(PLAN)) {
      const reply = await left.emitWithAck('openRun', { ...PLAN, [field]: bad })
      expect(reply, `${field}: ${bad}`).toEqual({ failure: expect.stringContaining(field) })
    }
    expect(await left.emitWithAck('openRun', bad)).toEqual({ failure: expect.any(String) })
    expect(await left.emitWithAck('enterRun', { run: bad })).toEqual({
      failure: expect.any(String),
    })
    expect(await left.emitWithAck('enterRun', { run, node: bad, more: 1 })).toEqual({
      failure: expect.any(String),
    })
    left.emit('openRun', PLAN, bad)
    left.emit('enterRun', { run }, bad)
    left.emit('declareFlows', bad)
    left.emit('declareFlows', { number: bad, flows: [] })
    left.emit('declareFlows', { number: 1, flows: [{ to: bad, since: bad }] })
    left.emit('followRates', bad)
    left.emit('beat', bad, bad)
    left.emit('time', bad)
  }
  const flows = Array.from({ length: MAX_RUN_PEERS + 1 }, () => ({ to: 'right', since: 1 }))
  left.emit('declareFlows', { number: 5, flows })
  await settled(left)
})

test('flows to nowhere, to oneself, or from before they began count for nothing', async () => {
  const { tabs } = await runWith('left', 'right')
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
  const { run } = await runWith('left')
  const stranger = await connected()
  stranger.emit('declareFlows', { number: 1, flows: [{ to: 'left', since: 1 }] })
  stranger.emit('followRates', { number: 1 })
  const beat = stranger.timeout(50).emitWithAck('beat', { number: 1 })
  await expect(beat).rejects.toThrow()
  expect(await stranger.emitWithAck('enterRun', { run: NO_RUN })).toEqual({
    failure: expect.stringContaining('no such run'),
  })
  expect(await stranger.emitWithAck('enterRun', { run, node: 'right' })).toHaveProperty('node')
})

test('runs are limited in number, and forgotten when nobody has been in them for long', async () => {
  const tab = await connected()
  const open = () => tab.emitWithAck('openRun', PLAN)
  const runs = await Promise.all(Array.from({ length: MAX_RUNS }, open))
  expect(runs.every(({ run }) => typeof run === 'string')).toBe(true)
  expect(await open()).toEqual({ failure: expect.stringContaining('as many runs') })
  now += EMPTY_RUN_MS + 1
  await expect.poll(open).toHaveProperty('run')
})

test('past its budget a tab is refused new runs, and then not heard at all', async () => {
  await server.close()
  await serve({
    runOpenings: { burst: 2, perSecond: 0 },
    runMessages: { burst: 5, perSecond: 0 },
  })
  const tab = await connected()
  const open = () => tab.timeout(50).emitWithAck('openRun', PLAN)
  await open()
  await open()
  expect(await open()).toEqual({ failure: expect.stringContaining('too many runs') })
  await tab.emitWithAck('time')
  await tab.emitWithAck('time')
  await expect(tab.timeout(50).emitWithAck('time')).rejects.toThrow()
})
