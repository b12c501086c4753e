import { expect, test } from 'vitest'
import type { PeerId } from '../../shared/base/ids.ts'
import type { Input } from '../../shared/peer/input.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import type { Channel, Connect, ConnectionHandlers, RtcSignal } from './channel/channel.ts'
import { DIAL_TIMEOUT_MS, Dialler, type DialSignal, MAX_HALF_OPEN } from './dial.ts'
import { HeldOffer, MAX_OPEN_OFFERS, OPEN_OFFER_TTL_MS, OpenOffers } from './open-offers.ts'

class FakeConnection {
  readonly role: string
  readonly handlers: ConnectionHandlers
  readonly whole: boolean
  readonly signals: RtcSignal[] = []
  closed = false
  constructor(role: string, handlers: ConnectionHandlers, whole: boolean) {
    this.role = role
    this.handlers = handlers
    this.whole = whole
  }
  signal(signal: RtcSignal) {
    this.signals.push(signal)
  }
  close() {
    this.closed = true
  }
}

const self = 'a'.repeat(40) as PeerId
const bob = 'b'.repeat(40) as PeerId
const channel = {} as Channel
const offer = { kind: 'offer', sdp: 'v=0' } as const
const candidate = { kind: 'candidate', candidate: 'c', sdpMid: '0', sdpMLineIndex: 0 } as const

/** `stock`: whom no candidates can be sent. */
function setUp({ stock = '', isServerUp = true } = {}) {
  const clock = new ManualClock()
  const connections: FakeConnection[] = []
  const inputs: Input[] = []
  const sent: [string, DialSignal][] = []
  const opened: { remote: PeerId; hangUp: () => void }[] = []
  const heard: string[] = []
  let offers = 0
  const connect: Connect = (role, handlers, whole = false) => {
    const connection = new FakeConnection(role, handlers, whole)
    connections.push(connection)
    return connection
  }
  const newOfferId = () => `mine-${++offers}`
  const openOffers = new OpenOffers({ connect, clock, newOfferId })
  const dialler = new Dialler({
    self,
    connect,
    clock,
    newOfferId,
    isServerUp: () => isServerUp,
    takesWhole: remote => remote === stock,
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
  return { clock, connections, connection, inputs, sent, opened, heard, dialler, openOffers }
}

/** One of our own that names nobody, ready to be handed out. */
async function openOffer({ openOffers, connections }: ReturnType<typeof setUp>) {
  const made = openOffers.make(1)
  connections.at(-1)?.handlers.onSignal({ kind: 'offer', sdp: 'v=ours' })
  const [offer] = await made
  const held = openOffers.take(offer?.offerId ?? '')
  expect([offer?.sdp, held]).toEqual(['v=ours', expect.any(HeldOffer)])
  return { id: offer?.offerId as string, held: held as HeldOffer }
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

test('a dial while the server is away fails at once, but by a relay', () => {
  const { dialler, connections, inputs } = setUp({ isServerUp: false })
  dialler.dial(bob)
  expect([inputs.map(({ type }) => type), connections.length]).toEqual([['linkFailed'], 0])
  dialler.dial(bob, { via: 7, send: () => {} })
  expect(connections).toHaveLength(1)
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

test('a stock client is dialled by an offer with everything in it', () => {
  const { dialler, connection, sent } = setUp({ stock: bob })
  dialler.dial(bob)
  expect(connection().whole).toBe(true)
  connection().handlers.onSignal(offer)
  expect(sent).toEqual([['mine-1', { ...offer, whole: true }]])
})

test('a whole offer is answered in kind, by the way it came', () => {
  const { dialler, connection, inputs, sent } = setUp()
  const back: unknown[] = []
  const send = (...said: unknown[]) => void back.push(said)
  dialler.onSignal(bob, 'theirs', { ...offer, whole: true }, { via: 'tracker', send })
  expect(inputs).toEqual([{ type: 'offered', remote: bob, offerId: 'theirs', via: 'tracker' }])
  dialler.accept(bob, 'theirs')
  expect(connection()).toMatchObject({ role: 'answerer', whole: true, signals: [offer] })
  connection().handlers.onSignal({ kind: 'answer', sdp: 'v=1' })
  expect(back).toEqual([[bob, 'theirs', { kind: 'answer', sdp: 'v=1' }]])
  expect(sent).toEqual([])
})

test('a whole offer of a remote that we call, or have, is nobody’s news', () => {
  const { dialler, connection, inputs } = setUp()
  dialler.dial(bob)
  dialler.onSignal(bob, 'theirs', { ...offer, whole: true })
  connection().handlers.onOpen(channel)
  dialler.onSignal(bob, 'later', { ...offer, whole: true })
  expect(inputs).toEqual([])
})

test('an offer that named nobody is the connection of whoever answers it, if the peer agrees', async () => {
  const all = setUp()
  const { dialler, connection, inputs, opened } = all
  const { id, held } = await openOffer(all)
  dialler.onAnswered(bob, id, held, 'v=theirs')
  expect(inputs).toEqual([{ type: 'offered', remote: bob, offerId: id, via: 'tracker' }])
  dialler.accept(bob, id)
  expect(connection().signals).toEqual([{ kind: 'answer', sdp: 'v=theirs' }])
  connection().handlers.onOpen(channel)
  expect(opened[0]?.remote).toBe(bob)
  expect(all.clock.timers).toBe(0)

  const second = await openOffer(all)
  dialler.onAnswered('c'.repeat(40) as PeerId, second.id, second.held, 'v=1')
  dialler.refuse('c'.repeat(40) as PeerId, second.id, 'full')
  expect(connection(1).closed).toBe(true)
})

test.each([
  ['ours is the smaller id: ours', bob, [true, false]],
  ['theirs is the smaller id: theirs', '0'.repeat(40) as PeerId, [false, true]],
])('two offers that named nobody met: %s stands', async (_, remote, closed) => {
  const all = setUp()
  const { dialler, connections, inputs } = all
  dialler.onSignal(remote, 'theirs', { ...offer, whole: true })
  dialler.accept(remote, 'theirs')
  const { id, held } = await openOffer(all)
  dialler.onAnswered(remote, id, held, 'v=1')
  expect(connections.map(connection => connection.closed)).toEqual(closed)
  connections[closed.indexOf(false)]?.handlers.onOpen(channel)
  all.clock.advance(DIAL_TIMEOUT_MS)
  // The peer has agreed to one connection, and gets one.
  expect([inputs.map(({ type }) => type), all.opened.length]).toEqual([['offered'], 1])
})

test('offers that nobody takes are limited, and over in time', async () => {
  const { openOffers, connections, clock } = setUp()
  const made = openOffers.make(MAX_OPEN_OFFERS - 1)
  connections[0]?.handlers.onClose('no more connections')
  for (const { handlers } of connections.slice(1)) handlers.onSignal(offer)
  expect(await made).toHaveLength(MAX_OPEN_OFFERS - 2)
  const more = openOffers.make(5)
  expect(connections).toHaveLength(MAX_OPEN_OFFERS + 1)
  clock.advance(OPEN_OFFER_TTL_MS)
  await settled()
  expect(await more).toEqual([])
  expect(connections.slice(1).every(({ closed }) => closed)).toBe(true)
  expect(clock.timers).toBe(0)
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
