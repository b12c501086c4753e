import { expect, test } from 'vitest'
import type { LinkId } from '../../shared/base/ids.ts'
import type { LaneInput } from '../../shared/peer/lane-effect.ts'
import { encode } from '../../shared/wire/encode.ts'
import { BLOCK_BYTES, type Message } from '../../shared/wire/message.ts'
import type { ConnectionHandlers } from './channel/channel.ts'
import { Outbox } from './channel/outbox.ts'
import { LaneTable } from './lane-table.ts'

const LINK: LinkId = 5
const pieceOf = (piece: number) =>
  ({ type: 'piece', piece, begin: 0, block: new Uint8Array(BLOCK_BYTES) }) as const

class FakeChannel {
  readonly maxMessageBytes = 4 * (BLOCK_BYTES + 13)
  bufferedBytes = 0
  send(bytes: Uint8Array): void {
    this.bufferedBytes += bytes.length
  }
}

function setUp() {
  const told: LaneInput[] = []
  const received: Message[] = []
  const faults: string[] = []
  const made: { handlers: ConnectionHandlers; channel: FakeChannel; isClosed: boolean }[] = []
  const state = { now: 0, drained: 0, refuses: false }
  const table = new LaneTable({
    connect: (_role, handlers, kind) => {
      expect(kind).toBe('lane')
      if (state.refuses) throw new Error('this page has as many connections as it makes')
      const connection = { handlers, channel: new FakeChannel(), isClosed: false }
      made.push(connection)
      return {
        signal: () => {},
        close: () => {
          connection.isClosed = true
        },
      }
    },
    now: () => state.now,
    feed: input => told.push(input),
    onPieces: (_, messages) => received.push(...messages),
    onFault: (_, error) => faults.push(error.code),
    onDrained: () => {
      state.drained++
      table.checkStalls(LINK)
    },
  })
  const first = new Outbox(new FakeChannel())
  const open = (lane: number) => {
    table.open({ type: 'openLane', link: LINK, lane })
    const connection = made.at(-1)
    if (!connection) throw new Error('no connection was made')
    connection.handlers.onOpen(connection.channel)
    return connection
  }
  const put = (piece: number) => {
    if (!table.push(LINK, first, pieceOf(piece))) first.push(pieceOf(piece))
  }
  return { table, told, received, faults, made, state, first, open, put }
}

test('each piece goes where the least waits', () => {
  const { table, open, put, first } = setUp()
  const [a, b] = [open(0), open(2)]
  a.channel.bufferedBytes = 10 * BLOCK_BYTES
  for (let piece = 0; piece < 4; piece++) put(piece)
  table.flush()
  first.flush()
  const block = encode(pieceOf(0)).length
  expect([first.waitingBytes, a.channel.bufferedBytes, b.channel.bufferedBytes]).toEqual([
    2 * block,
    10 * BLOCK_BYTES,
    2 * block,
  ])
  expect(table.queuedBytes(LINK)).toBe(10 * BLOCK_BYTES + 2 * block)
})

test('a lane that rests takes no more, and one that is not open takes none', () => {
  const { table, open, put, first } = setUp()
  const a = open(0)
  table.rest({ type: 'restLane', link: LINK, lane: 0 })
  table.open({ type: 'openLane', link: LINK, lane: 2 })
  put(1)
  table.flush()
  expect([a.channel.bufferedBytes, first.waitingBytes > 0]).toEqual([0, true])
})

test('of a lane that breaks the last blocks may be lost', () => {
  const { open, put, told, made, first } = setUp()
  open(0)
  first.push(pieceOf(99))
  for (let piece = 0; piece < 2; piece++) put(piece)
  made[0]?.handlers.onClose('the remote closed')
  expect(told.at(-1)).toEqual({
    type: 'laneClosed',
    link: LINK,
    lane: 0,
    lost: [0, 1].map(piece => ({ piece, begin: 0 })),
  })
  expect(made[0]?.isClosed).toBe(true)
})

test('a lane from which nothing leaves is given up, while others of its link go on', () => {
  const { open, put, told, state, first, table } = setUp()
  const [a, b] = [open(0), open(2)]
  first.push(pieceOf(99))
  put(1)
  put(2)
  table.flush()
  const goOn = (ms: number) => {
    for (const until = state.now + ms; state.now < until; state.now += 500) {
      b.channel.bufferedBytes++
      b.handlers.onDrained(0)
    }
  }
  goOn(3_000)
  // Nothing leaves any: the machine slept.
  state.now += 60_000
  goOn(1_000)
  expect(a.isClosed).toBe(false)
  goOn(2_000)
  expect(a.isClosed).toBe(true)
  expect(b.isClosed).toBe(false)
  expect(told.at(-1)).toMatchObject({ type: 'laneClosed', lane: 0 })
})

test('pieces alone travel on it; a word on it is a fault of the remote', () => {
  const { open, received, faults } = setUp()
  const { handlers } = open(0)
  handlers.onBytes(encode(pieceOf(3)))
  expect(received.map(({ type }) => type)).toEqual(['piece'])
  handlers.onBytes(encode({ type: 'choke' }))
  expect(faults).toEqual(['bad-extension'])
  expect(received.length).toBe(1)
})

test('a lane that turns out to be relayed is closed', () => {
  const { open } = setUp()
  const lane = open(0)
  lane.handlers.onReach?.('direct')
  expect(lane.isClosed).toBe(false)
  lane.handlers.onReach?.('relayed')
  expect(lane.isClosed).toBe(true)
})

test('where the browser makes no more connections it is as if it had broken', () => {
  const { table, state, told } = setUp()
  state.refuses = true
  table.open({ type: 'openLane', link: LINK, lane: 0 })
  expect(told).toEqual([{ type: 'laneClosed', link: LINK, lane: 0, lost: [] }])
})

test('of a lane that is closed as told, the last blocks may be lost as well', () => {
  const { open, put, told, first, table } = setUp()
  open(0)
  table.close({ type: 'closeLane', link: LINK, lane: 0 })
  expect(told.at(-1)?.type).toBe('laneOpened')
  open(2)
  first.push(pieceOf(99))
  put(7)
  table.close({ type: 'closeLane', link: LINK, lane: 2 })
  expect(told.at(-1)).toEqual({
    type: 'laneLost',
    link: LINK,
    lane: 2,
    lost: [{ piece: 7, begin: 0 }],
  })
})

test('all of a link are closed with it, and nothing is told', () => {
  const { table, open, told } = setUp()
  const lanes = [open(0), open(2)]
  const before = told.length
  table.closeAllOf(LINK)
  expect(lanes.every(({ isClosed }) => isClosed)).toBe(true)
  expect(told.length).toBe(before)
  expect(table.queuedBytes(LINK)).toBe(0)
})
