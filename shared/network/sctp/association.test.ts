import { expect, test } from 'vitest'
import { EventQueue } from '../../base/event-queue.ts'
import { Network } from '../network.ts'
import type { Direction, Topology } from '../topology.ts'
import { Association } from './association.ts'

interface Line {
  readonly mbit: number
  readonly roundTripMs: number
  readonly loss?: number
  readonly queueBytes?: number
}

const FAST: Direction = { rateBitsPerSec: 1e12, delayMs: 0, queueBytes: 1e12, loss: undefined }

/** a and b with this line at a, and a fast one at b; half of the delay and all of the loss each way. */
function networkOf({ mbit, roundTripMs, loss = 0, queueBytes = 1e12 }: Line, seed: number) {
  const way: Direction = {
    rateBitsPerSec: mbit * 1e6,
    delayMs: roundTripMs / 2,
    queueBytes,
    loss: loss > 0 ? { share: loss } : undefined,
  }
  const topology: Topology = {
    name: 'line',
    note: '',
    routers: ['r'],
    tracker: 't',
    peers: ['a', 'b'],
    links: [
      { from: 'a', to: 'r', forth: way, back: way, duplex: 'full' },
      { from: 'b', to: 'r', forth: FAST, back: FAST, duplex: 'full' },
      { from: 't', to: 'r', forth: FAST, back: FAST, duplex: 'full' },
    ],
  }
  return new Network(topology, seed)
}

class Clock {
  now = 0
  events = 0
  readonly queue = new EventQueue<{ happen(): void }>()

  at(time: number, happening: { happen(): void }): void {
    this.queue.add(Math.max(time, this.now), happening)
  }

  run(until: number): void {
    for (let at = this.queue.nextAt; at !== undefined && at <= until; at = this.queue.nextAt) {
      this.now = at
      this.events++
      this.queue.takeEvent()?.happen()
    }
    this.now = until
  }
}

/** Sends without end over several associations. Bytes a second from `fromSec` on. */
function bulk(line: Line, { seed = 1, connections = 1, fromSec = 10, toSec = 60 } = {}) {
  const network = networkOf(line, seed)
  const clock = new Clock()
  let received = 0
  const associations = Array.from({ length: connections }, () => {
    let queued = 0
    const association = new Association<number>(
      network.lanesBetween('a', 'b'),
      network.lanesBetween('b', 'a'),
      {
        schedule: clock,
        onSent(bytes) {
          queued -= bytes
          clock.at(clock.now, { happen: fill })
        },
        onDelivered(bytes, at) {
          clock.at(at, { happen: () => (received += bytes) })
        },
      },
    )
    function fill() {
      for (; queued < 128 * 1024; queued += 64 * 1024) association.send(64 * 1024, 64 * 1024)
    }
    clock.at(0, { happen: fill })
    return association
  })
  clock.run(fromSec * 1000)
  const before = received
  clock.run(toSec * 1000)
  const bytesPerSec = (received - before) / (toSec - fromSec)
  return { bytesPerSec, received, network, clock, associations }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const SEEDS = [1, 2, 3, 4, 5, 6]

const PLAIN = { mbit: 20, roundTripMs: 50, queueBytes: 150e3 }

test('without loss one association fills the line in the end, but for headers', () => {
  const { bytesPerSec } = bulk(PLAIN, { fromSec: 30 })
  expect(bytesPerSec / 2.5e6).toBeGreaterThan(0.9)
  expect(bytesPerSec / 2.5e6).toBeLessThan(1160 / 1253)
})

test('slow start fills the queue, loses a third of a window, and crawls for seconds: SACKs tell of 20 gaps', () => {
  const { bytesPerSec } = bulk(PLAIN, { fromSec: 2, toSec: 6 })
  expect(bytesPerSec / 2.5e6).toBeLessThan(0.1)
})

test.each([
  [100, 0.005],
  [200, 0.005],
  [100, 0.002],
])(
  'the law of Mathis, Semke, Mahdavi and Ott (1997): round trip %d ms, loss %d',
  (roundTripMs, loss) => {
    // A queue of no limit and a fast line: the window alone decides.
    const line = { mbit: 1_000, roundTripMs, loss }
    const rates = SEEDS.map(seed => bulk(line, { seed, toSec: 110 }).bytesPerSec)
    const law = (1160 / (roundTripMs / 1000)) * Math.sqrt(1.5 / loss)
    expect(mean(rates) / law).toBeGreaterThan(0.8)
    expect(mean(rates) / law).toBeLessThan(1.1)
  },
)

test('eight side by side get eight times as much of a long line that loses', () => {
  const line = { mbit: 20, roundTripMs: 100, loss: 0.005, queueBytes: 250e3 }
  const one = mean(SEEDS.map(seed => bulk(line, { seed }).bytesPerSec))
  const eight = mean(SEEDS.map(seed => bulk(line, { seed, connections: 8 }).bytesPerSec))
  expect(eight / one).toBeGreaterThan(7)
  expect(eight / one).toBeLessThan(9.5)
})

test('a line carries no more than its rate, and its bytes are those received, lost, or under way', () => {
  const { network, received, associations } = bulk(
    { mbit: 5, roundTripMs: 40, loss: 0.01, queueBytes: 50e3 },
    { connections: 4, fromSec: 0, toSec: 30 },
  )
  const lane = network.lanesBetween('a', 'b')[0]
  expect(lane?.sentBytes).toBeLessThanOrEqual((5e6 / 8) * 30 + 50e3 + 1253)
  expect(received).toBeLessThan((lane?.sentBytes ?? 0) - (lane?.lostBytes ?? 0))
  expect(lane?.droppedBytes).toBeGreaterThan(0)
  expect(associations.every(({ sender }) => sender.resentPackets > 0)).toBe(true)
})

test('messages arrive whole, each once and in order, whatever is lost', () => {
  const network = networkOf({ mbit: 2, roundTripMs: 80, loss: 0.2, queueBytes: 20e3 }, 7)
  const clock = new Clock()
  const arrived: number[] = []
  const sent: number[] = []
  const association = new Association<number>(
    network.lanesBetween('a', 'b'),
    network.lanesBetween('b', 'a'),
    {
      schedule: clock,
      onSent: message => sent.push(message),
      onDelivered: message => arrived.push(message),
    },
  )
  const messages = Array.from({ length: 100 }, (_, i) => i)
  for (const i of messages) association.send(i % 3 === 0 ? 16_397 : 17, i)
  clock.run(1_800_000)
  expect(sent).toEqual(messages)
  expect(arrived).toEqual(messages)
  expect(clock.queue.nextAt).toBeUndefined()
})

test('closed in the middle, it comes to rest: what is on its way arrives, nothing more is sent', () => {
  const { network, clock, associations, received } = bulk(
    { mbit: 2, roundTripMs: 100, loss: 0.05 },
    { fromSec: 0, toSec: 5 },
  )
  const lane = network.lanesBetween('a', 'b')[0]
  const sentBytes = lane?.sentBytes
  for (const association of associations) association.close()
  clock.run(60_000)
  expect(clock.queue.nextAt).toBeUndefined()
  expect(lane?.sentBytes).toBe(sentBytes)
  expect(received).toBeGreaterThan(0)
})

test('a message alone takes the way and its own time, and its last packet is acknowledged', () => {
  const network = networkOf({ mbit: 8, roundTripMs: 100 }, 1)
  const clock = new Clock()
  let arrivedMs = 0
  const association = new Association<string>(
    network.lanesBetween('a', 'b'),
    network.lanesBetween('b', 'a'),
    { schedule: clock, onSent: () => {}, onDelivered: (_, at) => (arrivedMs = at) },
  )
  association.send(1_000, 'a')
  clock.run(10_000)
  // 1,000 bytes and 93 of headers at 1,000 a millisecond.
  expect(arrivedMs).toBeCloseTo(50 + 1.093, 4)
  expect(association.sender.timeouts).toBe(0)
})

test('the same seed gives the same, another seed another', () => {
  const line = { mbit: 20, roundTripMs: 100, loss: 0.005, queueBytes: 250e3 }
  const once = bulk(line, { seed: 3, toSec: 20 })
  expect(bulk(line, { seed: 3, toSec: 20 }).received).toBe(once.received)
  expect(bulk(line, { seed: 4, toSec: 20 }).received).not.toBe(once.received)
})

test('a fast line costs events by its round trips, not by its packets', () => {
  const { clock, received } = bulk({ mbit: 100, roundTripMs: 60 }, { fromSec: 0, toSec: 20 })
  expect(received / 1160).toBeGreaterThan(100_000)
  expect(clock.events).toBeLessThan(60_000)
})
