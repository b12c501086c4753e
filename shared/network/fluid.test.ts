import { describe, expect, test } from 'vitest'
import { randomInt, seededRandom } from '../base/random.ts'
import { star } from './built-in.ts'
import { type Arrival, type FluidFlow, FluidTraffic } from './fluid.ts'
import { Network } from './network.ts'
import { OVERHEADS } from './overhead.ts'
import { thesis } from './thesis.ts'
import type { Topology } from './topology.ts'

const BLOCK = 16 * 1024
const SLOW = (BLOCK * 8) / 6000

const over = (topology: Topology) =>
  new FluidTraffic<string>(new Network(topology, 1), OVERHEADS.none)

function drain(traffic: FluidTraffic<string>): Arrival<string>[] {
  const arrivals: Arrival<string>[] = []
  for (let at = traffic.nextAtMs; at !== undefined; at = traffic.nextAtMs) {
    for (let next = traffic.take(at); next; next = traffic.take(at)) arrivals.push(next)
  }
  return arrivals
}

const arrivalsOf = (traffic: FluidTraffic<string>): Record<string, number> =>
  Object.fromEntries(drain(traffic).map(({ message, arriveMs }) => [message, arriveMs]))

test('one block, peer-router-router-peer: 22.1 ms', () => {
  const traffic = over(thesis(46))
  traffic.send(traffic.flow('client1', 'client4'), 'block', BLOCK, 0)
  expect(arrivalsOf(traffic).block).toBeCloseTo(SLOW + 0.3, 9)
  expect(SLOW + 0.3).toBeCloseTo(22.1, 1)
})

describe('sharing', () => {
  test('two from one peer take twice as long; what is left of the larger then has all', () => {
    const traffic = over(star({ peers: 3 }))
    traffic.send(traffic.flow('peer1', 'peer2'), 'small', BLOCK, 0)
    traffic.send(traffic.flow('peer1', 'peer3'), 'large', 2 * BLOCK, 0)
    const { small, large } = arrivalsOf(traffic)
    expect(small).toBeCloseTo(2 * SLOW + 0.2, 9)
    expect(large).toBeCloseTo(3 * SLOW + 0.2, 9)
  })

  test('one that comes later slows the first from then on', () => {
    const traffic = over(star({ peers: 3 }))
    traffic.send(traffic.flow('peer1', 'peer2'), 'first', BLOCK, 0)
    traffic.send(traffic.flow('peer1', 'peer3'), 'second', BLOCK, SLOW / 2)
    const { first, second } = arrivalsOf(traffic)
    expect(first).toBeCloseTo(1.5 * SLOW + 0.2, 9)
    expect(second).toBeCloseTo(2 * SLOW + 0.2, 9)
  })

  test('half duplex: the two ways of a peer share', () => {
    const traffic = over(star({ peers: 2, duplex: 'half' }))
    traffic.send(traffic.flow('peer1', 'peer2'), 'there', BLOCK, 0)
    traffic.send(traffic.flow('peer2', 'peer1'), 'back', BLOCK, 0)
    expect(Object.values(arrivalsOf(traffic)).map(at => at.toFixed(6))).toEqual(
      [2 * SLOW + 0.2, 2 * SLOW + 0.2].map(at => at.toFixed(6)),
    )
  })

  test('a closed flow gives its share back, and nothing of it arrives', () => {
    const traffic = over(star({ peers: 3 }))
    const gone = traffic.flow('peer1', 'peer2')
    traffic.send(gone, 'gone', BLOCK, 0)
    traffic.send(traffic.flow('peer1', 'peer3'), 'stays', BLOCK, 0)
    traffic.close(gone, SLOW)
    expect(drain(traffic).map(({ message, arriveMs }) => [message, arriveMs.toFixed(6)])).toEqual([
      ['stays', (1.5 * SLOW + 0.2).toFixed(6)],
    ])
  })
})

test('one flow keeps its order: a small message waits for the block before it', () => {
  const traffic = over(star({ peers: 2 }))
  const flow = traffic.flow('peer1', 'peer2')
  expect(traffic.send(flow, 'request', 17, 0)?.arriveMs).toBeCloseTo((17 * 8) / 6000 + 0.2, 9)
  expect(traffic.send(flow, 'block', BLOCK, 1)).toBeUndefined()
  expect(traffic.send(flow, 'have', 9, 1)).toBeUndefined()
  const arrivals = drain(traffic)
  expect(arrivals.map(({ message }) => message)).toEqual(['block', 'have'])
  expect(arrivals[1]?.departedMs).toBeCloseTo(1 + SLOW + 72 / 6000, 9)
})

test('all arrives, in order, and no peer above its rate, whatever is sent', () => {
  const traffic = over(thesis(20))
  const random = seededRandom(4)
  const { peers } = thesis(20)
  const flows = Array.from({ length: 40 }, (_, i) =>
    traffic.flow(peers[i % 20] as string, peers[(i * 7 + 1) % 20] as string),
  )
  const sent = new Map<FluidFlow<string>, string[]>(flows.map(flow => [flow, []]))
  const arrivals: Arrival<string>[] = []
  for (let i = 0; i < 600; i++) {
    const flow = flows[randomInt(random, flows.length)] as FluidFlow<string>
    const now = i * 3
    for (let next = traffic.take(now); next; next = traffic.take(now)) arrivals.push(next)
    sent.get(flow)?.push(String(i))
    const known = traffic.send(flow, String(i), random() < 0.5 ? BLOCK : 100, now)
    if (known) arrivals.push(known)
  }
  arrivals.push(...drain(traffic))
  for (const [flow, messages] of sent) {
    const mine = arrivals.filter(arrival => arrival.flow === flow)
    expect(mine.map(({ message }) => message)).toEqual(messages)
    for (let i = 1; i < mine.length; i++) {
      expect(mine[i]?.arriveMs).toBeGreaterThanOrEqual(mine[i - 1]?.arriveMs as number)
    }
  }
})
