/** Closed formulas to the nanosecond, and what must hold for any traffic. Times in ms. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventQueue } from '../base/event-queue.ts'
import { randomInt, seededRandom } from '../base/random.ts'
import { star } from './built-in.ts'
import { Lane, PACKET_BYTES } from './lane.ts'
import { Network } from './network.ts'
import { bytesOnWire, OVERHEADS } from './overhead.ts'
import { Flow, type Parcel, type Stepwise } from './path.ts'
import { direction } from './presets.ts'
import { thesis } from './thesis.ts'
import { type Direction, longRunLoss } from './topology.ts'

const BLOCK = 16 * 1024
/** At 6 and at 100 Mbps. */
const SLOW = (BLOCK * 8) / 6000
const FAST = (BLOCK * 8) / 100_000

const lanes = (...ways: Direction[]): Lane[] =>
  ways.map((way, i) => new Lane(`lane${i}`, way, seededRandom(i)))

/** One message whole over a lane; undefined if its queue is full. */
function over(lane: Lane, now: number, bytes: number): number | undefined {
  const train = { bytes, packetBytes: bytes, firstMs: now, lastButOneMs: now, lastMs: now }
  if (lane.overflow(train) > 0) return undefined
  lane.carry(train)
  return train.lastMs
}

const flowOver = (ways: Direction[], granularity: Stepwise): Flow =>
  new Flow(lanes(...ways), 0.3, OVERHEADS.none, granularity)

const arrival = (flow: Flow, bytes: number, now = 0): number =>
  flow.reserve(flow.send(bytes, now), now)

describe('closed formulas', () => {
  test('one block, peer-router-router-peer, stored and forwarded whole: 45.3 ms', () => {
    const flow = new Network(thesis(46), 1).flow('client1', 'client4', OVERHEADS.none, 'message')
    expect(arrival(flow, BLOCK)).toBeCloseTo(2 * SLOW + FAST + 0.3, 9)
    expect(2 * SLOW + FAST + 0.3).toBeCloseTo(45.3, 2)
  })

  test('one block in packets: every lane adds one packet, the slowest the rest', () => {
    const bytes = 12 * PACKET_BYTES
    const packet = (rate: number) => (PACKET_BYTES * 8) / rate
    const flow = new Network(thesis(46), 1).flow('client1', 'client4', OVERHEADS.none, 'packet')
    const expected = 2 * packet(6000) + packet(100_000) + 0.3 + 11 * packet(6000)
    expect(arrival(flow, bytes)).toBeCloseTo(expected, 9)
  })

  test('blocks one after the other, each asked for when the last has come', () => {
    const flow = new Network(thesis(46), 1).flow('client1', 'client4', OVERHEADS.none, 'message')
    const one = 2 * SLOW + FAST + 0.3
    let now = 0
    for (let i = 1; i <= 100; i++) {
      now = arrival(flow, BLOCK, now)
      expect(now).toBeCloseTo(i * one, 6)
    }
  })

  test.each(['message', 'packet'] as const)(
    'pipelined blocks leave no gap on the narrowest lane: %s',
    granularity => {
      const flow = new Network(thesis(46), 1).flow(
        'client1',
        'client4',
        OVERHEADS.none,
        granularity,
      )
      const first = arrival(flow, BLOCK)
      for (let i = 1; i < 1000; i++) expect(arrival(flow, BLOCK)).toBeCloseTo(first + i * SLOW, 6)
    },
  )

  test('packets of two flows share a fast lane without waiting for each other', () => {
    const network = new Network(thesis(46), 1)
    const flows = ['client1', 'client3'].map(from =>
      network.flow(from, from === 'client1' ? 'client4' : 'client6', OVERHEADS.none, 'packet'),
    ) as [Flow, Flow]
    const [first, second] = flows.map(flow => arrival(flow, BLOCK)) as [number, number]
    // At most one whole block of the other, at the fast lane's rate; not its time on the slow one.
    expect(second - first).toBeLessThan(FAST + 1e-9)
  })

  test('an hour of small messages: the error of a departure does not add up', () => {
    const [lane] = lanes(direction(6e6, 0.1)) as [Lane]
    const messages = 2_700_000
    for (let i = 0; i < messages; i++) over(lane, 0, 1000)
    expect(lane.freeAtMs).toBeCloseTo((messages * 8000) / 6000, 3)
  })

  test('a train is where its packets are, one by one; one after another, early by a packet at most', () => {
    const rates = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 })
    const sizes = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(rates, sizes, fc.nat(30), (mbps, messages, gapMs) => {
        const ways = mbps.map((rate, i) => direction(rate * 1e6, i / 10))
        const train = flowOver(ways, 'packet')
        const single = lanes(...ways)
        const onePacketMs = mbps.reduce((sum, rate) => sum + (PACKET_BYTES * 8) / (rate * 1000), 0)
        messages.forEach((bytes, i) => {
          const late = onePacketAtATime(single, bytes, i * gapMs) - arrival(train, bytes, i * gapMs)
          // A lane's last place is reckoned from its work: the tail of the train before may be later.
          expect(late).toBeGreaterThan(-1e-6)
          expect(late).toBeLessThan(i === 0 ? 1e-6 : onePacketMs + 1e-6)
        })
      }),
    )
  })

  function onePacketAtATime(way: Lane[], bytes: number, now: number): number {
    let last = 0
    for (let left = bytes; left > 0; left -= PACKET_BYTES) {
      last = now
      for (const lane of way) last = over(lane, last, Math.min(left, PACKET_BYTES)) as number
    }
    return last
  }
})

test('headers: 12 segments of TCP, 15 packets of a data channel', () => {
  expect(bytesOnWire(OVERHEADS.tcp, BLOCK)).toBe(BLOCK + 12 * 40)
  expect(bytesOnWire(OVERHEADS.webrtc, BLOCK)).toBe(BLOCK + 15 * 93)
  expect(bytesOnWire(OVERHEADS.webrtc, 5)).toBe(98)
  expect(bytesOnWire(OVERHEADS.none, BLOCK)).toBe(BLOCK)
})

describe('duplex', () => {
  const bothWays = (duplex: 'full' | 'half'): number => {
    const network = new Network(star({ peers: 2, duplex }), 1)
    const [there, back] = [
      network.flow('peer1', 'peer2', OVERHEADS.none, 'message'),
      network.flow('peer2', 'peer1', OVERHEADS.none, 'message'),
    ]
    const sends = Array.from({ length: 100 }, () => [there, back]).flat()
    return Math.max(...run(sends.map(flow => ({ flow, bytes: BLOCK, at: 0 }))).map(({ at }) => at))
  }

  test('full: each way has the rate for itself', () => {
    expect(bothWays('full')).toBeCloseTo(101 * SLOW + 0.2, 6)
  })

  test('half: both ways share it, so the same work takes twice as long', () => {
    // Each block crosses both peers' channels; each channel carries 200 blocks.
    expect(bothWays('half')).toBeGreaterThanOrEqual(200 * SLOW)
    expect(bothWays('half')).toBeLessThan(203 * SLOW)
  })
})

interface Send {
  readonly flow: Flow
  readonly bytes: number
  readonly at: number
}

interface Delivery {
  readonly flow: Flow
  readonly parcel: Parcel
  readonly at: number
  readonly isWhole: boolean
}

/** Exactly, an event for each lane: every delivery in its order. */
function run(sends: readonly Send[]): Delivery[] {
  const queue = new EventQueue<() => void>()
  const delivered: Delivery[] = []
  const step = (parcel: Parcel, now: number): void => {
    const next = parcel.flow.advance(parcel, now)
    if (next !== undefined) return queue.add(next, () => step(parcel, next))
    for (let done = parcel.flow.takeDelivered(); done; done = parcel.flow.takeDelivered()) {
      delivered.push({ flow: done.flow, parcel: done, at: now, isWhole: done.isComplete })
    }
  }
  for (const { flow, bytes, at } of sends) queue.add(at, () => step(flow.send(bytes, at), at))
  for (let event = queue.take(); event; event = queue.take()) event.event()
  return delivered
}

/** Random messages between random peers of the thesis's network, at about the load given. */
function traffic(network: Network, seed: number, granularity: Stepwise, messages: number): Send[] {
  const random = seededRandom(seed)
  const { peers } = network.topology
  const flows = Array.from({ length: 60 }, () => {
    const from = randomInt(random, peers.length)
    const to = (from + 1 + randomInt(random, peers.length - 1)) % peers.length
    return network.flow(peers[from] as string, peers[to] as string, OVERHEADS.none, granularity)
  })
  return Array.from({ length: messages }, () => ({
    flow: flows[randomInt(random, flows.length)] as Flow,
    bytes: random() < 0.5 ? BLOCK : 1 + randomInt(random, 200),
    at: random() * messages,
  }))
}

const lossy = (loss: Direction['loss'], queueBytes = Number.POSITIVE_INFINITY) => {
  const topology = thesis(20)
  const links = topology.links.map(link => ({
    ...link,
    forth: { ...link.forth, loss, queueBytes },
    back: { ...link.back, loss, queueBytes },
  }))
  return { ...topology, links }
}

describe('any traffic', () => {
  test.each([
    ['message', undefined, Number.POSITIVE_INFINITY],
    ['packet', undefined, Number.POSITIVE_INFINITY],
    ['message', { share: 0.02 }, Number.POSITIVE_INFINITY],
    ['packet', { goodToBad: 0.01, badToGood: 0.3, lossInGood: 0, lossInBad: 0.5 }, 65_536],
    ['message', undefined, 40_000],
  ] as const)(
    '%s, loss %j, queue %d: all arrives, in order, never above the rate',
    (granularity, loss, queueBytes) => {
      fc.assert(
        fc.property(fc.nat(), seed => {
          const network = new Network(lossy(loss, queueBytes), seed)
          const overdrawn = watch(network)
          const sends = traffic(network, seed, granularity, 300)
          const delivered = run(sends)

          expect(delivered).toHaveLength(sends.length)
          const ordersOf = new Map(delivered.map(({ flow }) => [flow, [] as number[]]))
          for (const { flow, parcel } of delivered) ordersOf.get(flow)?.push(parcel.order)
          for (const orders of ordersOf.values()) expect(orders).toEqual([...orders.keys()])
          expect(delivered.every(({ isWhole }) => isWhole)).toBe(true)
          expect(overdrawn).toEqual([])
          conserved(network, sends)
        }),
        { numRuns: 6 },
      )
    },
  )

  /**
   * Each message takes its lane for bytes / rate, one after the other and never two at once, and none
   * has left before: so no window of time carries more than the rate allows, plus one message.
   */
  function watch(network: Network): string[] {
    const overdrawn: string[] = []
    for (const lane of network.lanes) {
      const carry = lane.carry.bind(lane)
      let freeMs = 0
      lane.carry = train => {
        const { bytes } = train
        carry(train)
        const startMs = lane.freeAtMs - (bytes * 8000) / lane.way.rateBitsPerSec
        if (startMs < freeMs - 1e-6) overdrawn.push(`${lane.name}: two at once at ${startMs}`)
        const leftMs = train.lastMs - lane.way.delayMs
        if (leftMs < lane.freeAtMs - 1e-6) overdrawn.push(`${lane.name}: gone early at ${leftMs}`)
        freeMs = lane.freeAtMs
      }
    }
    return overdrawn
  }

  /** What entered a lane came out of it, was lost or was dropped. */
  function conserved(network: Network, sends: readonly Send[]): void {
    const sum = (kind: 'sentBytes' | 'lostBytes' | 'droppedBytes', from: RegExp) =>
      network.lanes.filter(({ name }) => from.test(name)).reduce((all, lane) => all + lane[kind], 0)
    const wanted = sends.reduce((all, { bytes }) => all + bytes, 0)
    // Up the peers' links goes every byte once, and again what was lost or dropped anywhere behind.
    const gone =
      sum('lostBytes', /./) + sum('droppedBytes', />/) - sum('droppedBytes', /^client.*>/)
    expect(sum('sentBytes', /^client.*>/)).toBe(wanted + gone)
    expect(sum('sentBytes', />client/) - sum('lostBytes', />client/)).toBe(wanted)
  }

  test('the same seed, the same arrivals', () => {
    const times = (seed: number) => {
      const network = new Network(lossy({ share: 0.05 }), seed)
      return run(traffic(network, 1, 'packet', 300)).map(({ at }) => at)
    }
    expect(times(5)).toEqual(times(5))
    expect(times(5)).not.toEqual(times(6))
  })

  test('a place reserved when the message leaves its sender is near the exact time', () => {
    const report: string[] = []
    for (const granularity of ['message', 'packet'] as const) {
      const makespan = (play: (sends: Send[]) => number[]) => {
        const times = play(traffic(new Network(thesis(46), 3), 3, granularity, 2000))
        return { mean: times.reduce((a, b) => a + b) / times.length, last: Math.max(...times) }
      }
      const exact = makespan(sends => run(sends).map(({ at }) => at))
      const late = makespan(reserveAtDeparture)
      report.push(
        `${granularity}: mean ${(100 * (late.mean / exact.mean - 1)).toFixed(2)} %, last ${(100 * (late.last / exact.last - 1)).toFixed(2)} %`,
      )
      expect(Math.abs(late.mean / exact.mean - 1)).toBeLessThan(0.03)
    }
    console.info(`reserved at departure against exact: ${report.join('; ')}`)
  })

  function reserveAtDeparture(sends: readonly Send[]): number[] {
    const queue = new EventQueue<() => void>()
    const times: number[] = []
    for (const { flow, bytes, at } of sends) {
      queue.add(at, () => {
        const parcel = flow.send(bytes, at)
        const next = flow.advance(parcel, at) as number
        queue.add(next, () => times.push(flow.reserve(parcel, next)))
      })
    }
    for (let event = queue.take(); event; event = queue.take()) event.event()
    return times
  }
})

describe('loss', () => {
  test('bursts lose what they should in the long run, in runs of the right length', () => {
    const loss = { goodToBad: 0.01, badToGood: 0.25, lossInGood: 0, lossInBad: 1 }
    const lane = new Lane('lane', { ...direction(1e6, 0), loss }, seededRandom(11))
    const drawn = Array.from({ length: 200_000 }, () => (lane.losesNext(1) ? 'x' : '.')).join('')
    const bursts = drawn.match(/x+/g) ?? []
    expect(lane.lostBytes / drawn.length).toBeCloseTo(longRunLoss(loss), 2)
    expect(longRunLoss(loss)).toBeCloseTo(1 / 26, 12)
    expect(lane.lostBytes / bursts.length).toBeCloseTo(4, 0)
  })

  test('a lost packet with three behind it is sent again a way back later, else after the timeout', () => {
    const way = { ...direction(8e6, 1), loss: { share: 0.5 } }
    const losing = (pattern: string, bytes: number) => {
      const draws = [...pattern].map(letter => (letter === 'x' ? 0 : 0.99))
      const lane = new Lane('lane', way, () => draws.shift() ?? 0.99)
      return arrival(new Flow([lane], 1, OVERHEADS.none, 'message'), bytes)
    }
    const packetMs = 1.2
    expect(losing('.....', 6000)).toBeCloseTo(6 + 1, 9)
    expect(losing('.x...', 6000)).toBeCloseTo(6 + 1 + 1 + packetMs + 1, 9)
    expect(losing('..x..', 6000)).toBeCloseTo(6 + 400 + packetMs + 1, 9)
    expect(losing('x', 1200)).toBeCloseTo(1.2 + 400 + packetMs + 1, 9)
    expect(losing('xx', 1200)).toBeCloseTo(1.2 + 400 + 1.2 + 800 + packetMs + 1, 9)
  })
})

test('a full queue drops the tail, and what it holds never exceeds its limit', () => {
  const [lane] = lanes({ ...direction(8e6, 0), queueBytes: 5000 }) as [Lane]
  const accepted = Array.from({ length: 10 }, () => over(lane, 0, 1000) !== undefined)
  expect(accepted).toEqual([true, true, true, true, true, false, false, false, false, false])
  expect([lane.waitingBytes(0), lane.sentBytes, lane.droppedBytes]).toEqual([5000, 5000, 5000])
  expect(over(lane, 1, 1000)).toBeCloseTo(6, 9)
  // Idle, it takes what is larger than its queue: that is being sent, not waiting.
  expect(over(lane, 100, 9000)).toBeDefined()
})

test('a changed rate holds for what comes after', () => {
  const [lane] = lanes(direction(8e6, 0)) as [Lane]
  expect(over(lane, 0, 1000)).toBe(1)
  lane.change(direction(4e6, 1))
  expect(over(lane, 0, 1000)).toBe(3 + 1)
})
