import { expect, test } from 'vitest'
import type { PeerId } from '../../shared/base/ids.ts'
import type { Input } from '../../shared/peer/input.ts'
import type { Channel, ConnectionHandlers, RtcSignal } from './channel/channel.ts'
import { DIAL_TIMEOUT_MS, Dialler, type DialSignal, MAX_HALF_OPEN } from './dial.ts'
import { ManualClock } from './testing.ts'

class FakeConnection {
  readonly role: string
  readonly handlers: ConnectionHandlers
  readonly signals: RtcSignal[] = []
  closed = false
  constructor(role: string, handlers: ConnectionHandlers) {
    this.role = role
    this.handlers = handlers
  }
  signal(signal: RtcSignal) {
    this.signals.push(signal)
  }
  close() {
    this.closed = true
  }
}

const bob = 'b'.repeat(40) as PeerId
const channel = {} as Channel
const offer = { kind: 'offer', sdp: 'v=0' } as const
const candidate = { kind: 'candidate', candidate: 'c', sdpMid: '0', sdpMLineIndex: 0 } as const

function setUp() {
  const clock = new ManualClock()
  const connections: FakeConnection[] = []
  const inputs: Input[] = []
  const sent: [string, DialSignal][] = []
  const opened: { remote: PeerId; hangUp: () => void }[] = []
  const heard: string[] = []
  let offers = 0
  const dialler = new Dialler({
    connect: (role, handlers) => {
      const connection = new FakeConnection(role, handlers)
      connections.push(connection)
      return connection
    },
    clock,
    newOfferId: () => `mine-${++offers}`,
    send: (_, offerId, signal) => sent.push([offerId, signal]),
    feed: input => inputs.push(input),
    onOpen: (remote, _, hangUp) => {
      opened.push({ remote, hangUp })
      return {
        onBytes: bytes => heard.push(`bytes ${bytes.length}`),
        onDrained: queued => heard.push(`drained ${queued}`),
        onClose: reason => heard.push(`closed ${reason}`),
      }
    },
  })
  const connection = (i = 0) => connections[i] as FakeConnection
  return { clock, connections, connection, inputs, sent, opened, heard, dialler }
}

test('a dial: our offer out, answer and candidates in, an open channel', () => {
  const { dialler, connection, sent, opened, heard, clock, inputs } = setUp()
  dialler.dial(bob)
  connection().handlers.onSignal(offer)
  expect(sent).toEqual([['mine-1', offer]])
  dialler.onSignal(bob, 'mine-1', { kind: 'answer', sdp: 'v=1' })
  dialler.onSignal(bob, 'mine-1', candidate)
  expect(connection().signals).toEqual([{ kind: 'answer', sdp: 'v=1' }, candidate])
  connection().handlers.onOpen(channel)
  expect(opened[0]?.remote).toBe(bob)
  connection().handlers.onBytes(new Uint8Array(3))
  connection().handlers.onDrained(7)
  connection().handlers.onClose('gone')
  expect(heard).toEqual(['bytes 3', 'drained 7', 'closed gone'])
  expect(clock.timers).toBe(0)
  expect(inputs).toEqual([])
})

test('an offer waits for the decision of the peer, then is answered under its id', () => {
  const { dialler, connections, connection, inputs } = setUp()
  dialler.onSignal(bob, 'theirs', offer)
  expect(inputs).toEqual([{ type: 'offered', remote: bob, offerId: 'theirs' }])
  expect(connections).toHaveLength(0)
  dialler.accept(bob, 'theirs')
  expect(connection()).toMatchObject({ role: 'answerer', signals: [offer] })
})

test('a refused offer makes no connection and is told', () => {
  const { dialler, connections, sent, inputs } = setUp()
  dialler.onSignal(bob, 'theirs', offer)
  dialler.refuse(bob, 'theirs', 'full')
  expect(sent).toEqual([['theirs', { kind: 'refuse', reason: 'full' }]])
  dialler.accept(bob, 'theirs')
  expect(connections).toHaveLength(0)
  expect(inputs.at(-1)).toMatchObject({ type: 'linkFailed' })
})

test.each([
  ['the remote refuses', s => s.dialler.onSignal(bob, 'mine-1', { kind: 'refuse', reason: 'no' })],
  ['the connection fails', s => s.connection().handlers.onClose('ICE failed')],
  ['nothing comes in time', s => s.clock.advance(DIAL_TIMEOUT_MS)],
] as [string, (s: ReturnType<typeof setUp>) => void][])('a dial fails once when %s', (_, fail) => {
  const all = setUp()
  all.dialler.dial(bob)
  fail(all)
  all.clock.advance(2 * DIAL_TIMEOUT_MS)
  expect(all.inputs.map(({ type }) => type)).toEqual(['linkFailed'])
  expect(all.clock.timers).toBe(0)
})

test('crossing offers: the abandoned dial is closed without a word, the other goes on', () => {
  const { dialler, connection, inputs, clock, opened } = setUp()
  dialler.dial(bob)
  dialler.onSignal(bob, 'theirs', offer)
  dialler.abandon(bob)
  dialler.accept(bob, 'theirs')
  expect(connection(0).closed).toBe(true)
  connection(1).handlers.onOpen(channel)
  clock.advance(DIAL_TIMEOUT_MS)
  expect(opened).toHaveLength(1)
  expect(inputs.map(({ type }) => type)).toEqual(['offered'])
})

test('signals under an unknown offer id, or for an open channel to be refused, change nothing', () => {
  const { dialler, connection, connections, inputs, heard } = setUp()
  dialler.onSignal(bob, 'never made', { kind: 'answer', sdp: 'v=1' })
  dialler.onSignal(bob, 'never made', candidate)
  expect(connections).toHaveLength(0)
  dialler.dial(bob)
  connection().handlers.onOpen(channel)
  dialler.onSignal(bob, 'mine-1', { kind: 'refuse', reason: 'late' })
  expect(connection().closed).toBe(false)
  expect([inputs, heard]).toEqual([[], []])
})

test('connections in the making are limited; open ones do not count', () => {
  const { dialler, connection, connections, inputs } = setUp()
  for (let i = 0; i <= MAX_HALF_OPEN; i++) dialler.dial(`${i}`.padStart(40, '0') as PeerId)
  expect(connections).toHaveLength(MAX_HALF_OPEN)
  expect(inputs.map(({ type }) => type)).toEqual(['linkFailed'])
  connection().handlers.onOpen(channel)
  dialler.dial(bob)
  expect(connections).toHaveLength(MAX_HALF_OPEN + 1)
})

test('closing frees open and half-open connections alike', () => {
  const { dialler, connection, connections, clock } = setUp()
  dialler.dial(bob)
  dialler.dial('c'.repeat(40) as PeerId)
  connection().handlers.onOpen(channel)
  dialler.close()
  expect(connections.map(({ closed }) => closed)).toEqual([true, true])
  expect(clock.timers).toBe(0)
})
