/** A connection over a slow line, in virtual time; the model's own exactness is `path.test.ts`'s. */
import { expect, test } from 'vitest'
import { randomInt, seededRandom } from '../../../shared/base/random.ts'
import { bytesOnWire, OVERHEADS } from '../../../shared/network/overhead.ts'
import { forSeeds } from '../../../shared/testing/seeds.ts'
import { LateClock } from '../../testing/emulated-tabs.ts'
import type { Shaping } from '../api.ts'
import { UNSHAPED } from '../session/shaping.ts'
import { OwnLine } from '../shaper/own-line.ts'
import {
  type Channel,
  type Connect,
  type ConnectionHandlers,
  MAX_HELD_BYTES,
  type Reach,
} from './channel.ts'
import { shaped } from './shaped.ts'

const SLOW: Shaping = { ...UNSHAPED, uploadBitsPerSec: 1e6, downloadBitsPerSec: 2e6 }
const BLOCK = 16 * 1024
const onWire = (bytes: number) => bytesOnWire(OVERHEADS.webrtc, bytes)
/** What these bytes take at a rate, in ms. */
const timeOf = (bytes: number, bitsPerSec: number) => (onWire(bytes) * 8000) / bitsPerSec

/** A line with links over it; what the channels inside sent, and what the links' owner heard. */
function setUp(shaping: Shaping = SLOW, seed = 1, only?: Reach) {
  const clock = new LateClock()
  const line = new OwnLine(clock, seededRandom(seed))
  line.shape(shaping)
  const link = () => {
    const sent: { atMs: number; bytes: number[] }[] = []
    const heard: { atMs: number; what: string }[] = []
    const received: Uint8Array[] = []
    const hear = (what: string) => heard.push({ atMs: clock.now(), what })
    let inner: ConnectionHandlers | undefined
    let channel: Channel | undefined
    let closed = false
    const real = {
      maxMessageBytes: 65_588,
      bufferedBytes: 0,
      send: (bytes: Uint8Array) => sent.push({ atMs: clock.now(), bytes: [...bytes] }),
    }
    const connect: Connect = (_, handlers) => {
      inner = handlers
      return { signal: () => {}, close: () => (closed = true) }
    }
    const connection = shaped(
      line,
      connect,
      only,
    )('offerer', {
      onSignal: () => {},
      onOpen: opened => (channel = opened),
      onBytes: bytes => {
        received.push(bytes)
        hear(`bytes ${bytes[0]} of ${bytes.length}`)
      },
      onDrained: queued => hear(`drained ${queued}`),
      onClose: reason => hear(`closed ${reason}`),
    })
    inner?.onOpen(real)
    if (!inner || !channel) throw new Error('no channel')
    return { connection, channel, inner, real, sent, heard, received, isClosed: () => closed }
  }
  return { clock, line, link }
}

const message = (fill: number, length = BLOCK) => new Uint8Array(length).fill(fill)

test('nothing asked for: the same bytes at the same moment', () => {
  const { link } = setUp(UNSHAPED)
  const { channel, inner, real, sent, heard } = link()
  channel.send(message(1, 60_000))
  inner.onBytes(message(2, 60_000))
  real.bufferedBytes = 30_000
  inner.onDrained(30_000)
  expect(sent.map(({ atMs, bytes }) => [atMs, bytes.length])).toEqual([[0, 60_000]])
  expect(heard.map(({ what }) => what)).toEqual(['bytes 2 of 60000'])
  expect(channel.bufferedBytes).toBe(30_000)
})

test('all links share one lane up and one lane down, each at its rate', () => {
  const { clock, link } = setUp()
  const [a, b] = [link(), link()]
  a.channel.send(message(1))
  b.channel.send(message(2))
  a.channel.send(message(3))
  b.inner.onBytes(message(4))
  a.inner.onBytes(message(5))
  clock.advance(1000)
  const up = timeOf(BLOCK, 1e6)
  expect(a.sent.map(({ atMs }) => atMs)).toEqual([up, 3 * up].map(ms => expect.closeTo(ms, 9)))
  expect(b.sent.map(({ atMs }) => atMs)).toEqual([expect.closeTo(2 * up, 9)])
  expect(a.sent.map(({ bytes }) => bytes)).toEqual([1, 3].map(fill => [...message(fill)]))
  const down = timeOf(BLOCK, 2e6)
  const arrivals = (heard: typeof a.heard) => heard.filter(({ what }) => what.startsWith('bytes'))
  expect(arrivals(b.heard)).toEqual([{ atMs: expect.closeTo(down, 9), what: 'bytes 4 of 16384' }])
  expect(arrivals(a.heard)).toEqual([
    { atMs: expect.closeTo(2 * down, 9), what: 'bytes 5 of 16384' },
  ])
})

test('a long message is sent on in parts of a block, not in one jolt at its end', () => {
  const { clock, link } = setUp()
  const { channel, sent } = link()
  channel.send(message(1, 4 * (BLOCK + 13)))
  clock.advance(1000)
  expect(sent.map(({ bytes }) => bytes.length)).toEqual(Array(4).fill(BLOCK + 13))
  expect(sent.map(({ atMs }) => atMs)).toEqual(
    [1, 2, 3, 4].map(n => expect.closeTo(n * timeOf(BLOCK + 13, 1e6), 9)),
  )
})

test('the sender sees the queue of the slow line, and hears when half of it has departed', () => {
  const { clock, link } = setUp()
  const { channel, heard } = link()
  for (let i = 0; i < 4; i++) channel.send(message(i))
  const each = timeOf(BLOCK, 1e6)
  const buffered: number[] = []
  for (let i = 0; i < 4; i++) {
    buffered.push(channel.bufferedBytes)
    clock.advance(each + 1e-6)
  }
  expect(buffered).toEqual([4, 3, 2, 1].map(blocks => blocks * BLOCK))
  expect(heard).toEqual(
    [2, 3, 4].map(n => ({
      atMs: expect.closeTo(n * each, 5),
      what: `drained ${(4 - n) * BLOCK}`,
    })),
  )
})

test('what waits in the browser, on a real line that is slower still, counts as well', () => {
  const { clock, link } = setUp()
  const { channel, inner, real, heard } = link()
  channel.send(message(1))
  channel.send(message(2))
  real.bufferedBytes = 2 * BLOCK
  clock.advance(1000)
  expect(heard).toEqual([])
  expect(channel.bufferedBytes).toBe(2 * BLOCK)
  real.bufferedBytes = BLOCK
  inner.onDrained(BLOCK)
  expect(heard.map(({ what }) => what)).toEqual([`drained ${BLOCK}`])
})

test('timers that are late do not slow the line down: lateness does not add up', () => {
  const { clock, link } = setUp()
  clock.lateMs = 7
  const { channel, sent } = link()
  for (let i = 0; i < 100; i++) channel.send(message(i))
  clock.advance(20_000)
  const lateMs = sent.map(({ atMs }, i) => atMs - (i + 1) * timeOf(BLOCK, 1e6))
  expect(lateMs).toHaveLength(100)
  expect(Math.max(...lateMs)).toBeLessThanOrEqual(7 + 1e-6)
})

test('a delay comes on top of the rate, both ways, and holds nothing else up', () => {
  const { clock, link } = setUp({ ...UNSHAPED, delayMs: 50 })
  const { channel, inner, sent, heard } = link()
  channel.send(message(1))
  inner.onBytes(message(2))
  clock.advance(1)
  expect(channel.bufferedBytes).toBe(0)
  clock.advance(100)
  expect(sent.map(({ atMs }) => atMs)).toEqual([expect.closeTo(50, 3)])
  expect(heard.at(-1)).toEqual({ atMs: expect.closeTo(50, 3), what: 'bytes 2 of 16384' })
})

test('loss makes the line slower, never lossy: every byte comes, in order', () => {
  forSeeds(20, { file: 'client/host/channel/shaped.test.ts', only: process.env.SEED }, seed => {
    const random = seededRandom(seed)
    const { clock, link } = setUp({ ...SLOW, lossShare: 0.05 }, seed)
    const { channel, inner, sent, received } = link()
    const lengths = Array.from({ length: 50 }, () => 1 + randomInt(random, 20_000))
    for (const [i, length] of lengths.entries()) {
      channel.send(message(i, length))
      inner.onBytes(message(i, length))
    }
    clock.advance(600_000)
    const expected = Buffer.concat(lengths.map((length, i) => message(i, length)))
    const sentBytes = Buffer.concat(sent.map(({ bytes }) => Uint8Array.from(bytes)))
    expect(sentBytes.equals(expected)).toBe(true)
    expect(Buffer.concat(received).equals(expected)).toBe(true)
    const lossless = lengths.reduce((sum, length) => sum + timeOf(length, 1e6), 0)
    expect(sent.at(-1)?.atMs).toBeGreaterThan(1.03 * lossless)
  })
})

test('a limit that is lifted or lowered holds for what waits as well, and nothing overtakes it', () => {
  const { clock, line, link } = setUp({ ...UNSHAPED, uploadBitsPerSec: 1_000 })
  const { channel, sent, heard } = link()
  for (let i = 1; i <= 3; i++) channel.send(message(i))
  clock.advance(100)
  line.shape(SLOW)
  const up = timeOf(BLOCK, 1e6)
  clock.advance(1.5 * up)
  expect(sent.map(({ bytes }) => bytes[0])).toEqual([1])
  line.shape(UNSHAPED)
  channel.send(message(4))
  expect(sent).toHaveLength(1)
  clock.advance(1)
  expect(sent.map(({ bytes }) => bytes[0])).toEqual([1, 2, 3, 4])
  channel.send(message(5))
  expect(sent).toHaveLength(5)
  // Each has departed once.
  expect(channel.bufferedBytes).toBe(0)
  expect(heard.at(-1)?.what).toBe('drained 0')
})

test('what is on its way when the delay changes comes once, in order', () => {
  const { clock, line, link } = setUp({ ...UNSHAPED, delayMs: 1_000 })
  const { channel, inner, sent, heard } = link()
  for (let i = 1; i <= 3; i++) {
    channel.send(message(i))
    inner.onBytes(message(i))
  }
  clock.advance(500)
  line.shape({ ...UNSHAPED, delayMs: 10 })
  clock.advance(11)
  expect(sent.map(({ bytes }) => bytes[0])).toEqual([1, 2, 3])
  clock.advance(2_000)
  const bytesHeard = heard.filter(({ what }) => what.startsWith('bytes'))
  expect([sent.length, bytesHeard.length]).toEqual([3, 3])
})

test("the remote's end is heard after what it sent before; after our own nothing is", () => {
  const { clock, link } = setUp()
  const [theirs, ours] = [link(), link()]
  for (const { inner } of [theirs, ours]) inner.onBytes(message(1))
  theirs.inner.onClose('the remote closed')
  ours.connection.close()
  expect(theirs.heard).toEqual([])
  clock.advance(1000)
  expect(theirs.heard.map(({ what }) => what)).toEqual([
    'bytes 1 of 16384',
    'closed the remote closed',
  ])
  expect([ours.heard, ours.isClosed()]).toEqual([[], true])
})

test('a remote that pours more into a slow line than it may hold is cut off', () => {
  const { link } = setUp()
  const { inner, heard, isClosed } = link()
  for (let bytes = 0; bytes <= MAX_HELD_BYTES; bytes += 65_536) inner.onBytes(message(1, 65_536))
  expect(heard.map(({ what }) => what)).toEqual([
    'closed the remote sends more than this line carries',
  ])
  expect(isClosed()).toBe(true)
})

test('a line for what is relayed holds up nothing else, and keeps the order when that changes', () => {
  const { clock, link } = setUp(SLOW, 1, 'relayed')
  const { channel, inner, sent } = link()
  channel.send(message(1))
  expect(sent).toHaveLength(1)
  inner.onReach?.('relayed')
  channel.send(message(2))
  expect(sent).toHaveLength(1)
  inner.onReach?.('direct')
  channel.send(message(3))
  expect(sent).toHaveLength(1)
  clock.advance(3 * timeOf(BLOCK, 1e6))
  expect(sent.map(({ bytes }) => bytes[0])).toEqual([1, 2, 3])
  channel.send(message(4))
  expect(sent).toHaveLength(4)
})
