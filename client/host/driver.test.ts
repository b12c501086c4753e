import { createHash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { Bitfield } from '../../shared/base/bitfield.ts'
import type { InfoHash, LinkId, PeerId } from '../../shared/base/ids.ts'
import type { Effect } from '../../shared/peer/effect.ts'
import type { Input } from '../../shared/peer/input.ts'
import type { PeerView } from '../../shared/peer/view.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { Decoder } from '../../shared/wire/decode.ts'
import { encode } from '../../shared/wire/encode.ts'
import type { Message } from '../../shared/wire/message.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import type { Channel, ConnectionHandlers } from './channel/channel.ts'
import { Driver, type DriverPorts } from './driver.ts'
import { LogRing } from './log-ring.ts'
import { MemoryStore } from './storage/memory.ts'

const bob = 'b'.repeat(40) as PeerId
const info = { length: 40, pieceLength: 20, pieceCount: 2 } as Info

const ANNOUNCE: Effect = {
  type: 'announce',
  tracker: 'server',
  offers: [],
  uploaded: 0,
  downloaded: 0,
  left: 1,
  numwant: 9,
}
const CONNECT: Effect = { type: 'connect', link: 1, remote: bob, whole: false }

/** A peer by script: records what it is told, answers each type of input with these effects. */
function setUp(
  script: { [T in Input['type']]?: Effect[] | (() => never) } = {},
  ports: Partial<DriverPorts> = {},
) {
  const clock = new ManualClock()
  const told: Input[] = []
  const calls: string[] = []
  const sent: Uint8Array[] = []
  let depth = 0
  let deadline: number | undefined
  const core = {
    handle(input: Input) {
      expect(++depth, 'handle is never entered twice').toBe(1)
      told.push(input)
      depth--
      const effects = { limit: [CONNECT], ...script }[input.type] ?? []
      return typeof effects === 'function' ? effects() : effects
    },
    nextDeadline: () => deadline,
    inspect: () => ({}) as PeerView,
    remoteOf: () => bob,
  }
  let handlers: ConnectionHandlers | undefined
  const store = new MemoryStore(info)
  const driver = new Driver(core, {
    clock,
    connect: (role, given, kind) => {
      calls.push(`${role}${kind === 'whole' ? ', whole' : ''}`)
      handlers = given
      return {
        signal: signal => calls.push(signal.kind),
        close: () => calls.push('closed'),
      }
    },
    trackers: {
      announce: ({ tracker }) => calls.push(`announce to ${tracker}`),
      carry: ({ to, signal }) => calls.push(`carry ${signal.kind} to ${to[0]}`),
    },
    log: new LogRing(),
    sha1: async bytes => createHash('sha1').update(bytes).digest(),
    storage: { open: async () => store },
    onChange: () => {},
    onBroken: error => {
      throw error
    },
    ...ports,
  })
  const channel: Channel = {
    maxMessageBytes: 1000,
    bufferedBytes: 0,
    send: bytes => void sent.push(bytes.slice()),
  }
  const openLink = (): ConnectionHandlers => {
    driver.feed({ type: 'limit', upBytesPerSec: undefined, downBytesPerSec: undefined })
    told.length = calls.length = 0
    handlers?.onOpen(channel)
    return handlers as ConnectionHandlers
  }
  const types = () => told.map(({ type }) => type)
  const setDeadline = (ms: number | undefined) => {
    deadline = ms
  }
  const handlersOf = () => handlers as ConnectionHandlers
  return {
    clock,
    core,
    driver,
    told,
    types,
    calls,
    sent,
    store,
    openLink,
    handlersOf,
    setDeadline,
  }
}

const have = (piece: number): Message => ({ type: 'have', piece })
const send = (link: LinkId, message: Message): Effect => ({ type: 'send', link, message })
const handshake = (): Uint8Array<ArrayBuffer> =>
  encode({ type: 'handshake', infoHash: 'a'.repeat(40), peerId: bob, extended: true } as Message)
const bytesOf = (...messages: Message[]) =>
  Uint8Array.from([...handshake(), ...messages.flatMap(message => [...encode(message)])])

test('effects are performed in order; what they bring is handled after them, not inside', () => {
  const { driver, types, calls } = setUp(
    {
      join: [
        CONNECT,
        { type: 'connect', link: 2, remote: bob, whole: true, offer: 'v=0' },
        { type: 'signal', link: 1, signal: { kind: 'answer', sdp: 'v=1' } },
        { type: 'close', link: 1, reason: 'late' },
        { type: 'signal', link: 1, signal: { kind: 'answer', sdp: 'v=1' } },
        {
          type: 'carry',
          tracker: 'server',
          to: bob,
          offerId: 'x',
          signal: { kind: 'refuse', reason: '' },
        },
        ANNOUNCE,
      ],
      announceFailed: [{ type: 'connect', link: 3, remote: bob, whole: false }],
    },
    {
      trackers: {
        announce: () =>
          driver.feed({ type: 'announceFailed', tracker: 'server', reason: 'at once' }),
        carry: ({ to, signal }) => calls.push(`carry ${signal.kind} to ${to[0]}`),
      },
    },
  )
  driver.feed({ type: 'join' })
  const first = ['offerer', 'answerer, whole', 'offer', 'answer', 'closed']
  expect(calls).toEqual([...first, 'carry refuse to b', 'offerer'])
  expect(types()).toEqual(['join', 'announceFailed'])
})

test('a connection says what it has to say, and its end, under its number', () => {
  const { driver, told, handlersOf } = setUp({ join: [CONNECT] })
  driver.feed({ type: 'join' })
  const { onSignal, onClose } = handlersOf()
  onSignal({ kind: 'offer', sdp: 'v=0' })
  onClose('ICE failed')
  expect(told.slice(1)).toEqual([
    { type: 'localSignal', link: 1, signal: { kind: 'offer', sdp: 'v=0' } },
    { type: 'linkClosed', link: 1, reason: 'ICE failed' },
  ])
})

test('a browser that makes no more connections is told as one that failed', () => {
  const connect = () => {
    throw new Error('Cannot create so many PeerConnections')
  }
  const { driver, told } = setUp({ join: [CONNECT] }, { connect })
  driver.feed({ type: 'join' })
  expect(told.at(-1)).toMatchObject({
    type: 'linkClosed',
    link: 1,
    reason: expect.stringMatching('so many'),
  })
})

test('all messages of a received buffer are one turn, and its answers one send', () => {
  const { openLink, told, sent } = setUp({ message: [send(1, have(7)), send(1, have(8))] })
  const sink = openLink()
  sink.onBytes(bytesOf({ type: 'unchoke' }, have(3)))
  expect(told.slice(1)).toMatchObject([
    { message: { type: 'handshake' } },
    { message: { type: 'unchoke' } },
    { message: have(3) },
  ])
  expect(sent).toHaveLength(1)
  const decoder = new Decoder()
  decoder.push(handshake())
  expect(decoder.push(sent[0] as Uint8Array)).toEqual([
    have(7),
    have(8),
    have(7),
    have(8),
    have(7),
    have(8),
  ])
})

test('of a buffer nothing is handled behind the message for which the link is closed', () => {
  const { openLink, told } = setUp({ message: [{ type: 'close', link: 1, reason: 'floods' }] })
  openLink().onBytes(bytesOf(have(1), have(2), have(3)))
  expect(told.filter(({ type }) => type === 'message')).toHaveLength(1)
})

test('bytes that are not the protocol are the fault of their link', () => {
  const { openLink, told, calls } = setUp({
    garbled: [{ type: 'close', link: 1, reason: 'garbled' }],
  })
  const sink = openLink()
  sink.onBytes(new Uint8Array(68))
  expect(told.at(-1)).toMatchObject({ type: 'garbled', link: 1, error: { code: 'bad-handshake' } })
  expect(calls).toEqual(['closed'])
})

test('messages that bring nothing whole are told too: a flood of them is one', () => {
  const { told, openLink } = setUp()
  const link = openLink()
  told.length = 0
  const [first, ...rest] = encode({
    type: 'handshake',
    infoHash: 'a'.repeat(40) as InfoHash,
    peerId: bob,
    fast: false,
    extended: false,
  })
  link.onBytes(new Uint8Array())
  link.onBytes(Uint8Array.of(first as number))
  link.onBytes(Uint8Array.from(rest))
  expect(told.map(({ type }) => type)).toEqual(['fragment', 'fragment', 'message'])
})

test('a closed link says its last words, and nothing comes of it any more', () => {
  const { openLink, driver, types, sent } = setUp({
    want: [send(1, have(1)), { type: 'close', link: 1, reason: 'done' }, send(1, have(2))],
  })
  const sink = openLink()
  driver.feed({ type: 'want', wanted: true })
  expect(sent).toEqual([encode(have(1))])
  sink.onBytes(bytesOf(have(1)))
  sink.onClose('late')
  expect(types()).toEqual(['linkOpened', 'want'])
})

test('the remote closing is told once', () => {
  const { openLink, told } = setUp()
  openLink().onClose('gone')
  expect(told.slice(1)).toEqual([{ type: 'linkClosed', link: 1, reason: 'gone' }])
})

test('hashes, opens, writes and reads are answered with what they asked for', async () => {
  const bytes = new Uint8Array(20).fill(5)
  const subject = { kind: 'piece', piece: 1 } as const
  const range = { piece: 1, begin: 4, length: 6 }
  const { driver, told, store } = setUp({
    join: [{ type: 'open', info }],
    opened: [
      { type: 'verify', subject, bytes, sha1: createHash('sha1').update(bytes).digest() },
      { type: 'verify', subject, bytes, sha1: new Uint8Array(20) },
      { type: 'write', piece: 1, bytes },
    ],
    written: [{ type: 'read', link: 3, range }],
  })
  driver.feed({ type: 'join' })
  await settled()
  expect(told).toContainEqual({ type: 'opened', held: new Bitfield(2), readOnly: false })
  expect(told).toContainEqual({ type: 'verified', subject, ok: true })
  expect(told).toContainEqual({ type: 'verified', subject, ok: false })
  expect(told).toContainEqual({ type: 'written', piece: 1 })
  expect(told).toContainEqual({ type: 'block', link: 3, range, block: bytes.subarray(4, 10) })
  expect((await store.held()).has(1)).toBe(true)
})

test('what the environment refuses comes back as a sentence', async () => {
  const range = { piece: 0, begin: 0, length: 1 }
  const subject = { kind: 'metadata' } as const
  const { driver, told } = setUp(
    {
      join: [{ type: 'open', info }],
      opened: [
        { type: 'write', piece: 0, bytes: new Uint8Array(20) },
        { type: 'read', link: 1, range },
        { type: 'verify', subject, bytes: new Uint8Array(20), sha1: new Uint8Array(20) },
      ],
      want: [{ type: 'open', info }],
    },
    {
      storage: { open: async () => new MemoryStore(info, 1) },
      sha1: () => Promise.reject(new Error('No hash.')),
    },
  )
  driver.feed({ type: 'join' })
  driver.feed({ type: 'want', wanted: true })
  await settled()
  expect(told).toContainEqual({
    type: 'writeFailed',
    piece: 0,
    reason: expect.stringContaining('memory'),
  })
  expect(told).toContainEqual({
    type: 'verifyFailed',
    subject: { kind: 'metadata' },
    reason: 'No hash.',
  })
  expect(told).toContainEqual({
    type: 'readFailed',
    link: 1,
    range,
    reason: expect.stringContaining('no longer'),
  })
})

test('a store that does not open is told', async () => {
  const { driver, told } = setUp(
    { join: [{ type: 'open', info }] },
    { storage: { open: () => Promise.reject(new Error('no')) } },
  )
  driver.feed({ type: 'join' })
  await settled()
  expect(told.at(-1)).toEqual({ type: 'openFailed', reason: 'no' })
})

test('blocks of a piece that is being read are answered together, in one send', async () => {
  const read = (begin: number): Effect => ({
    type: 'read',
    link: 1,
    range: { piece: 0, begin, length: 5 },
  })
  const { driver, openLink, store, told, sent } = setUp({
    linkOpened: [{ type: 'open', info }],
    want: [read(0), read(5), read(10)],
    block: [send(1, have(9))],
  })
  await store.write(0, new Uint8Array(20).fill(1))
  openLink()
  await settled()
  driver.feed({ type: 'want', wanted: true })
  expect(told.filter(({ type }) => type === 'block')).toEqual([])
  await settled()
  expect(sent.map(({ length }) => length)).toEqual([27])
  driver.feed({ type: 'want', wanted: true })
  expect(sent.map(({ length }) => length)).toEqual([27, 27])
})

test('the peer is woken when it asked to be, once', () => {
  const { driver, clock, types, setDeadline } = setUp()
  setDeadline(1000)
  driver.feed({ type: 'join' })
  setDeadline(400)
  driver.feed({ type: 'trackerUp', tracker: 'server' })
  setDeadline(700)
  driver.feed({ type: 'trackerUp', tracker: 'server' })
  expect(clock.timers).toBe(1)
  clock.advance(399)
  expect(types()).not.toContain('tick')
  clock.advance(1)
  expect(types().filter(type => type === 'tick')).toHaveLength(1)
  setDeadline(undefined)
  clock.advance(300)
  expect(types().filter(type => type === 'tick')).toHaveLength(2)
  expect(clock.timers).toBe(0)
})

test('after it is stopped nothing reaches the peer', async () => {
  const { driver, types, clock, setDeadline } = setUp({ join: [{ type: 'open', info }] })
  setDeadline(10)
  driver.feed({ type: 'join' })
  driver.stop()
  clock.advance(100)
  driver.feed({ type: 'tick' })
  await settled()
  expect(types()).toEqual(['join'])
})

test('what the peer does and what crosses its links is kept, in order and with its time', () => {
  const log = new LogRing()
  const { openLink, clock } = setUp(
    {
      linkOpened: [{ type: 'log', event: { event: 'linked', remote: bob } }],
      message: [send(1, have(7))],
    },
    { log },
  )
  clock.advance(12)
  openLink().onBytes(bytesOf(have(3)))
  const by = (event: object) => ('by' in event ? ` by ${event.by}` : '')
  expect(log.toArray().map(({ atMs, event }) => `${atMs} ${event.event}${by(event)}`)).toEqual([
    '12 linked',
    '12 handshake by remote',
    '12 have by me',
    '12 have by remote',
    '12 have by me',
  ])
})

describe('a peer that throws', () => {
  const bug = () => {
    throw new Error('a bug of ours')
  }

  const breakDown = () => {
    const onBroken = vi.fn()
    const log = new LogRing()
    const announced: Effect[] = []
    const stage = setUp(
      { join: [ANNOUNCE], tick: bug, want: [send(1, have(1))] },
      {
        onBroken,
        log,
        trackers: { announce: each => announced.push(each), carry: () => {} },
      },
    )
    stage.driver.feed({ type: 'join' })
    const sink = stage.openLink()
    return { ...stage, sink, log, onBroken, announced }
  }

  test('ends for good: links are closed, trackers told, and nothing more is handled', async () => {
    const { driver, sink, types, calls, clock, log, setDeadline, onBroken, announced } = breakDown()
    setDeadline(10)
    driver.feed({ type: 'trackerUp', tracker: 'server' })
    clock.advance(10)
    expect(calls.at(-1)).toBe('closed')
    expect(announced.at(-1)).toEqual({ ...ANNOUNCE, event: 'stopped', numwant: 0 })
    expect(onBroken).toHaveBeenCalledOnce()
    expect(driver.broken).toBe('a bug of ours')
    expect(log.toArray().at(-1)).toEqual({
      atMs: 10,
      order: expect.any(Number),
      event: { event: 'broken', reason: 'a bug of ours', stack: expect.any(String) },
    })
    const before = types()
    sink.onBytes(bytesOf(have(3)))
    sink.onClose('late')
    driver.feed({ type: 'want', wanted: true })
    clock.advance(1_000)
    await settled()
    expect(types()).toEqual(before)
    expect(onBroken).toHaveBeenCalledOnce()
  })

  test('shows what was last seen of it: it is not asked any more', () => {
    const view = { phase: 'downloading', heldCount: 3, downRate: 7 } as PeerView
    const { driver, core } = breakDown()
    core.inspect = () => view
    expect(driver.inspect()).toBe(view)
    driver.feed({ type: 'tick' })
    core.inspect = bug
    expect(driver.inspect()).toMatchObject({ phase: 'left', heldCount: 3, downRate: 0, links: [] })
  })

  test('one that nobody announced tells no tracker', () => {
    const announce = vi.fn()
    const trackers = { announce, carry: () => {} }
    const { driver } = setUp({ join: bug }, { trackers, onBroken: () => {} })
    driver.feed({ type: 'join' })
    expect(driver.broken).toBe('a bug of ours')
    expect(announce).not.toHaveBeenCalled()
  })
})
