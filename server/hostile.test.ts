/** What no client of ours would send. After each case the server must serve a newcomer as before. */
import { io, type ManagerOptions, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_MESSAGE_BYTES } from '../shared/tracker/limits.ts'
import { MemoryRegistry } from '../shared/tracker/memory.ts'
import { SERVER_LIMITS, type ServerLimits } from './limits.ts'
import { type RunningServer, type ServerOptions, startServer } from './start.ts'

const ID = (digit: string) => digit.repeat(40)
const ANNOUNCE = {
  infoHash: ID('a'),
  peerId: ID('1'),
  uploaded: 0,
  downloaded: 0,
  left: 1,
  numwant: 50,
  event: 'started',
}
const OFFER = { kind: 'offer', infoHash: ID('a'), offerId: ID('0'), to: ID('9'), sdp: 'v=0' }
const UNLIMITED = { burst: 1e9, perSecond: 1e9 }

let server: RunningServer
let registry: MemoryRegistry
let log: { event: string; reason: unknown }[]
const sockets: Socket[] = []

/** Without rate limits, unless the test is about them. */
async function serve(limits: Partial<ServerLimits> = {}, options: Partial<ServerOptions> = {}) {
  const rates = {
    packets: UNLIMITED,
    announces: UNLIMITED,
    signals: UNLIMITED,
    // What other tests of this process do meanwhile is counted, too.
    workMsPerAddress: UNLIMITED,
  }
  registry = new MemoryRegistry(Math.random)
  log = []
  server = await startServer({
    port: 0,
    registry,
    limits: { ...rates, ...limits },
    log: (event, fields) => log.push({ event, reason: fields?.reason }),
    ...options,
  })
}

beforeEach(() => serve())
afterEach(async () => {
  const newcomer = await connected({ reconnection: true, reconnectionDelay: 50 })
  const reply = await newcomer.emitWithAck('announce', { ...ANNOUNCE, peerId: ID('f') })
  for (const socket of sockets.splice(0)) socket.close()
  await server.close()
  expect(reply).toMatchObject({ intervalMs: 30_000 })
  expect(log.filter(line => line.event === 'bug')).toEqual([])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

function open(options: Partial<ManagerOptions> = {}): Socket {
  const transport = { transports: ['websocket'], reconnection: false, forceNew: true }
  const socket = io(`http://localhost:${server.port}`, { ...transport, ...options })
  sockets.push(socket)
  return socket
}

async function connected(options?: Partial<ManagerOptions>): Promise<Socket> {
  const socket = open(options)
  await heard(socket, 'connect')
  return socket
}

const heard = (socket: Socket, event: string) =>
  new Promise<unknown>(resolve => socket.once(event, resolve))

/** The next signal a socket gets. */
const signalTo = (socket: Socket) => heard(socket, 'signal')

async function member(digit: string): Promise<Socket> {
  const socket = await connected()
  await socket.emitWithAck('announce', { ...ANNOUNCE, peerId: ID(digit) })
  return socket
}

/** Text as one Socket.IO packet, whatever it says. */
const write = (socket: Socket, text: string) =>
  (socket.io.engine as unknown as { write(text: string): void }).write(text)

const restart = async (limits: Partial<ServerLimits>, options?: Partial<ServerOptions>) => {
  await server.close()
  await serve(limits, options)
}

const BAD_VALUES = [
  null,
  true,
  -1,
  0.5,
  2 ** 53,
  '',
  '5',
  [],
  [null],
  {},
  { length: 40 },
  '__proto__',
]

test('an announce with any field missing or mistyped is answered by a failure alone', async () => {
  const socket = await connected()
  for (const field of Object.keys(ANNOUNCE)) {
    const variants = BAD_VALUES.map(value => ({ ...ANNOUNCE, [field]: value }))
    const { [field as 'left']: _, ...without } = ANNOUNCE
    if (field !== 'event') variants.push(without as (typeof variants)[0])
    for (const input of variants) {
      const reply = await socket.emitWithAck('announce', input)
      expect(reply, JSON.stringify(input)).toEqual({ failure: expect.stringContaining(field) })
    }
  }
  expect(registry.totals()).toEqual({ swarms: 0, members: 0 })
})

test('an announce that is no announce at all is answered or let fall', async () => {
  const socket = await connected()
  const polluting = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{}}}')
  for (const input of [null, 5, 'x', [], [[]], {}, polluting])
    expect(await socket.emitWithAck('announce', input)).toEqual({ failure: expect.any(String) })
  const deep = '['.repeat(30_000) + ']'.repeat(30_000)
  write(socket, `2["announce",${deep}]`)
  write(socket, `2999999999999999["announce",${deep}]`)
  socket.emit('announce')
  socket.emit('announce', ANNOUNCE)
  socket.emit('announce', ANNOUNCE, 'not a function')
  socket.emit('announce', () => {})
  const reply = await socket.emitWithAck('announce', { ...ANNOUNCE, numwant: 0 })
  expect(reply).toMatchObject({ leechers: 1 })
})

test('a signal that is not exactly one is not relayed', async () => {
  const ann = await member('1')
  const victim = await member('9')
  const first = signalTo(victim)
  for (const field of Object.keys(OFFER))
    for (const value of [...BAD_VALUES.filter(v => typeof v !== 'string'), 'x'.repeat(20_000)])
      ann.emit('signal', { ...OFFER, [field]: value })
  ann.emit('signal', { ...OFFER, from: ID('8') })
  ann.emit('signal', { ...OFFER, renegotiate: true })
  ann.emit('signal', { ...OFFER, kind: 'renegotiate' })
  ann.emit('signal', { ...OFFER, kind: '__proto__' })
  ann.emit('signal', OFFER, OFFER)
  const { to, ...body } = OFFER
  expect(await first).toEqual({ ...body, from: ID('1') })
})

test.each([
  ['a name Socket.IO keeps for itself', '2["disconnect"]'],
  ['a cut packet', '2["announce",{"infoHash"'],
  ['attachments that do not come', '510-["signal",{"_placeholder":true,"num":5}]'],
  ['eleven attachments', '511-["signal"]'],
  ['no packet at all', 'zzz'],
])('bytes that are not the protocol close their own connection only: %s', async (_name, bytes) => {
  const socket = await connected()
  const other = await member('2')
  const closed = heard(socket, 'disconnect')
  write(socket, bytes)
  await closed
  expect(await other.emitWithAck('announce', { ...ANNOUNCE, peerId: ID('2') })).toMatchObject({
    leechers: 1,
  })
})

test('events of any other name are let fall', async () => {
  const socket = await connected()
  for (const event of ['error', '__proto__', 'constructor', 'toString', 'x'.repeat(1000)])
    socket.emit(event, { polluted: 1 })
  expect(await socket.emitWithAck('announce', ANNOUNCE)).toMatchObject({ leechers: 1 })
})

test('an oversize message closes its connection, and its memberships end', async () => {
  const socket = await member('1')
  const closed = heard(socket, 'disconnect')
  socket.emit('signal', { ...OFFER, sdp: 'x'.repeat(MAX_MESSAGE_BYTES) })
  expect(await closed).toBe('transport close')
  await expect.poll(() => registry.totals().members).toBe(0)
})

test('announcing too often is answered by a failure, and is over soon', async () => {
  let now = 0
  await restart({ announces: { burst: 3, perSecond: 1 } }, { now: () => now })
  const socket = await connected()
  const announce = () => socket.emitWithAck('announce', ANNOUNCE)
  for (let i = 0; i < 3; i++) expect(await announce()).toMatchObject({ leechers: 1 })
  expect(await announce()).toEqual({ failure: expect.stringContaining('too often') })
  now += 1000
  expect(await announce()).toMatchObject({ leechers: 1 })
})

test('too many signals are dropped, and the offers among them refused', async () => {
  await restart({ signals: { burst: 2, perSecond: 0 } })
  const ann = await member('1')
  const victim = await member('9')
  const received: unknown[] = []
  victim.on('signal', signal => received.push(signal))
  const refusal = signalTo(ann)
  for (const digit of '123') ann.emit('signal', { ...OFFER, offerId: ID(digit) })
  expect(await refusal).toMatchObject({ kind: 'refuse', offerId: ID('3') })
  await victim.emitWithAck('announce', { ...ANNOUNCE, peerId: ID('9') })
  expect(received).toHaveLength(2)
})

test('a flood of anything closes the connection', async () => {
  await restart({ packets: { burst: 50, perSecond: 0 } })
  const socket = await member('1')
  const closed = heard(socket, 'disconnect')
  for (let i = 0; i < 100; i++) socket.emit('noise')
  expect(await closed).toBe('transport close')
  expect(log).toContainEqual({ event: 'kicked', reason: 'flood' })
  await expect.poll(() => registry.totals().members).toBe(0)
})

test('who does not read what it is sent is closed, before memory fills', async () => {
  await restart({ maxHeldBytes: 100_000 })
  const sleeper = await member('9')
  const transport = sleeper.io.engine.transport as unknown as { ws: { _socket: NodeJS.ReadStream } }
  transport.ws._socket.pause()
  const ann = await member('1')
  const refused = signalTo(ann)
  // 12 MB in all: more than the system's buffers take.
  for (let i = 0; i < 250; i++) {
    const offerId = i.toString(16).padStart(40, '0')
    ann.emit('signal', { ...OFFER, offerId, sdp: '€'.repeat(16_000) })
  }
  expect(await refused).toMatchObject({ kind: 'refuse', from: ID('9') })
  expect(log).toContainEqual({ event: 'kicked', reason: 'reads too slowly' })
  transport.ws._socket.resume()
})

test('who reads what it is sent may be sent any amount', async () => {
  await restart({ maxHeldBytes: 100_000 })
  const reader = await member('9')
  const ann = await member('1')
  for (let i = 0; i < 10; i++) {
    const offer = { ...OFFER, offerId: ID(String(i)), sdp: 'x'.repeat(16_000) }
    ann.emit('signal', offer)
    expect(await signalTo(reader)).toMatchObject({ offerId: offer.offerId })
  }
})

test('another site cannot speak for its visitor', async () => {
  for (const origin of [
    'http://evil.example',
    'null',
    `http://localhost:${server.port}.evil.example`,
  ])
    expect(await heard(open({ extraHeaders: { origin } }), 'connect_error')).toBeInstanceOf(Error)
  expect(log).toContainEqual({ event: 'refused', reason: 'foreign origin' })
  await connected({ extraHeaders: { origin: `http://localhost:${server.port}` } })
})

test('WebSocket is the only transport', async () => {
  const url = `http://localhost:${server.port}/socket.io/?EIO=4&transport=polling`
  expect((await fetch(url)).status).toBe(400)
})

test.each([
  ['per address', { maxSocketsPerAddress: 2 }],
  ['in all', { maxSockets: 2 }],
])('sockets are counted %s, and free again when closed', async (_name, limits) => {
  await restart(limits)
  const first = await connected()
  await connected()
  await heard(open(), 'connect_error')
  first.close()
  // A place is free as soon as the server has seen the close.
  await expect
    .poll(async () => {
      const socket = open()
      const outcome = await Promise.race([
        heard(socket, 'connect').then(() => 'connected'),
        heard(socket, 'connect_error').then(() => 'refused'),
      ])
      socket.close()
      return outcome
    })
    .toBe('connected')
})

test('a store that takes its time changes no order', async () => {
  const ann = await member('1')
  const victim = await member('9')
  const peerOf = registry.peerOf.bind(registry)
  const slowly = async (...args: Parameters<typeof peerOf>) => {
    registry.peerOf = peerOf
    await new Promise(resolve => setTimeout(resolve, 50))
    return peerOf(...args)
  }
  registry.peerOf = slowly as unknown as typeof peerOf
  const kinds: string[] = []
  victim.on('signal', signal => kinds.push(signal.kind))
  ann.emit('signal', OFFER)
  const { sdp, ...parties } = OFFER
  const place = { sdpMid: null, sdpMLineIndex: null }
  ann.emit('signal', { ...parties, ...place, kind: 'candidate', candidate: sdp })
  await expect.poll(() => kinds).toEqual(['offer', 'candidate'])
})

test('a bug in the store costs one reply, not the server', async () => {
  const socket = await connected()
  const announce = registry.announce.bind(registry)
  registry.announce = (...args) => {
    registry.announce = announce
    throw new Error(`test: ${args.length}`)
  }
  await expect(socket.timeout(200).emitWithAck('announce', ANNOUNCE)).rejects.toThrow()
  await expect.poll(() => log.length).toBe(1)
  expect(log.splice(0)).toMatchObject([{ event: 'bug' }])
  expect(await socket.emitWithAck('announce', ANNOUNCE)).toMatchObject({ leechers: 1 })
})

test('our own limits let a tab with 64 torrents and 30 dials at once through', async () => {
  await restart(SERVER_LIMITS)
  const ann = await member('1')
  await member('9')
  let failures = 0
  for (let i = 0; i < 63; i++) {
    const infoHash = i.toString(16).padStart(40, '0')
    const reply = await ann.emitWithAck('announce', { ...ANNOUNCE, infoHash })
    if ('failure' in reply) failures++
  }
  ann.on('signal', () => failures++)
  for (let i = 0; i < 30; i++) {
    const call = { ...OFFER, offerId: i.toString(16).padStart(40, '0') }
    ann.emit('signal', call)
    const { sdp, ...parties } = call
    for (let n = 0; n < 12; n++)
      ann.emit('signal', {
        ...parties,
        kind: 'candidate',
        candidate: `${sdp}${n}`,
        sdpMid: '0',
        sdpMLineIndex: 0,
      })
  }
  await ann.emitWithAck('announce', ANNOUNCE)
  expect(failures).toBe(0)
})
