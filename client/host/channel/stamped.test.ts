/** Tabs of an emulated network, in virtual time: the same times as the model alone gives. */
import { describe, expect, test } from 'vitest'
import { randomInt, seededRandom } from '../../../shared/base/random.ts'
import { Network } from '../../../shared/network/network.ts'
import { OVERHEADS } from '../../../shared/network/overhead.ts'
import { thesis } from '../../../shared/network/thesis.ts'
import type { Direction, Topology } from '../../../shared/network/topology.ts'
import { emulate } from '../../testing/emulated-tabs.ts'
import { hello } from '../shaper/stamp.ts'
import { MAX_HELD_BYTES } from './channel.ts'

const BLOCK = 16 * 1024 + 13
const THESIS = thesis(20)
const [ALICE, BOB] = ['client1', 'client4']

const message = (fill: number, length = BLOCK) => new Uint8Array(length).fill(fill)

/** When the model alone has messages arrive that `from` sends `to` at these times. */
function modelled(
  topology: Topology,
  sends: readonly { atMs: number; bytes: number }[],
  granularity: 'message' | 'packet' = 'message',
): number[] {
  const flow = new Network(topology, 1).flow<void>(ALICE, BOB, OVERHEADS.tcp, granularity)
  return sends.map(({ atMs, bytes }) => flow.reserve(flow.send(bytes, atMs), atMs))
}

const closeTo = (times: readonly number[]) => times.map(ms => expect.closeTo(ms, 6))

describe('messages arrive when the model says', () => {
  test.each(['message', 'packet'] as const)(
    'however long they really take within that: %s',
    async granularity => {
      for (const transitMs of [0, 1, 19]) {
        const { clock, tabs } = await emulate(THESIS, [ALICE, BOB], { granularity, transitMs })
        const [alice, bob] = tabs
        const startMs = alice.now()
        for (let i = 0; i < 10; i++) alice.channelTo(BOB).send(message(i))
        clock.advance(1_000)
        const sends = Array(10).fill({ atMs: startMs, bytes: BLOCK })
        expect(bob.arrivals()).toEqual(closeTo(modelled(THESIS, sends, granularity)))
        expect(bob.heard.map(({ fill }) => fill)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        expect(bob.network.lateness.view().worstMs).toBe(0)
      }
    },
  )

  test.each([1, 2, 3, 4, 5])(
    'at random times and lengths, with every timer late: seed %i',
    async seed => {
      const random = seededRandom(seed)
      const { clock, tabs } = await emulate(THESIS, [ALICE, BOB], { lateMs: 5 })
      const [alice, bob] = tabs
      const sends: { atMs: number; bytes: number }[] = []
      for (let i = 0; i < 60; i++) {
        const bytes = 1 + randomInt(random, 40_000)
        sends.push({ atMs: alice.now(), bytes })
        alice.channelTo(BOB).send(message(i, bytes))
        clock.advance(random() * 60)
      }
      clock.advance(5_000)
      expect(bob.arrivals()).toEqual(closeTo(modelled(THESIS, sends)))
    },
  )

  test('dilated: the same emulated times, in ten times the real time', async () => {
    const { clock, tabs } = await emulate(THESIS, [ALICE, BOB], { dilation: 10 })
    const [alice, bob] = tabs
    // The slow start is over.
    clock.advance(5_000)
    const startMs = alice.now()
    alice.channelTo(BOB).send(message(1))
    const [arriveMs] = modelled(THESIS, [{ atMs: startMs, bytes: BLOCK }]) as [number]
    clock.advance(10 * (arriveMs - startMs) - 0.01)
    expect(bob.heard).toEqual([])
    clock.advance(0.02)
    expect(bob.arrivals()).toEqual([expect.closeTo(arriveMs, 6)])
  })
})

test('two senders share the line of the one who receives, in order of arrival', async () => {
  const carol = 'client2'
  const { clock, tabs } = await emulate(THESIS, [ALICE, BOB, carol])
  const [alice, bob, third] = tabs
  for (let i = 0; i < 5; i++) {
    alice.channelTo(BOB).send(message(i))
    third?.channelTo(BOB).send(message(10 + i))
  }
  clock.advance(1_000)
  const gaps = bob.arrivals().map((ms, i, all) => ms - (all[i - 1] ?? Number.NaN))
  const lineMs = (OVERHEADS.tcp.headerBytes * 12 + BLOCK) / 750
  expect(gaps.slice(1)).toEqual(closeTo(Array(9).fill(lineMs)))
})

test('half duplex: what a tab sends and what it receives share one line', async () => {
  const topology = thesis(20, { duplex: 'half' })
  const { clock, tabs } = await emulate(topology, [ALICE, BOB])
  const [alice, bob] = tabs
  const startMs = bob.now()
  for (let i = 0; i < 10; i++) bob.channelTo(ALICE).send(message(i))
  alice.channelTo(BOB).send(message(1))
  clock.advance(1_000)
  // Eleven blocks over Bob's line: his ten are there first.
  expect(bob.arrivals()[0]).toBeGreaterThan(startMs + (10 * BLOCK) / 750)
})

test('the sender sees the queue of the emulated line, and hears when half of it has departed', async () => {
  const { clock, tabs } = await emulate(THESIS, [ALICE, BOB])
  const [alice] = tabs
  const channel = alice.channelTo(BOB)
  for (let i = 0; i < 4; i++) channel.send(message(i))
  channel.send(message(9, 100))
  expect(channel.bufferedBytes).toBe(4 * BLOCK)
  clock.advance(500)
  expect(alice.drained).toEqual([2 * BLOCK, BLOCK, 0])
})

describe('a line that loses', () => {
  const lossy = (way: Direction): Direction => ({ ...way, loss: { share: 0.05 } })
  const topology: Topology = {
    ...THESIS,
    links: THESIS.links.map(link => ({
      ...link,
      forth: lossy(link.forth),
      back: lossy(link.back),
    })),
  }

  test('gets slower, never lossy: everything comes, in order', async () => {
    const { clock, tabs } = await emulate(topology, [ALICE, BOB])
    const [alice, bob] = tabs
    const startMs = alice.now()
    for (let i = 0; i < 100; i++) alice.channelTo(BOB).send(message(i))
    clock.advance(300_000)
    expect(bob.heard.map(({ fill }) => fill)).toEqual(Array.from({ length: 100 }, (_, i) => i))
    const lossless = modelled(THESIS, Array(100).fill({ atMs: startMs, bytes: BLOCK })).at(-1)
    expect(bob.arrivals().at(-1)).toBeGreaterThan(1.05 * (lossless as number))
  })
})

describe('what was not in time', () => {
  test('is counted as late, by as much as the receiver was past it', async () => {
    const { clock, tabs } = await emulate(THESIS, [ALICE, BOB], { transitMs: 80 })
    const [alice, bob] = tabs
    const startMs = alice.now()
    alice.channelTo(BOB).send(message(1))
    clock.advance(200)
    const [dueMs] = modelled(THESIS, [{ atMs: startMs, bytes: BLOCK }]) as [number]
    const { worstMs } = bob.network.lateness.view()
    expect(worstMs).toBeCloseTo(startMs + 80 - dueMs, 6)
  })
})

describe('who does not belong here', () => {
  test.each([
    ['the protocol without a network', Uint8Array.from([19, 66, 105, 116])],
    ['a place that is not in the topology', hello('nowhere')],
    ['our own place', hello(BOB)],
    ['a router', hello('router')],
  ])('is refused before it is heard: %s', async (_, bytes) => {
    const { tabs } = await emulate(THESIS, [ALICE, BOB], { open: false })
    const bob = tabs[1]
    bob.realFrom(ALICE).open()
    bob.realFrom(ALICE).receive(bytes)
    expect(bob.closed).toEqual(['the remote has no place in this network'])
    expect(bob.isOpen(ALICE)).toBe(false)
  })

  test('a stamp that cannot be ends the connection', async () => {
    const { tabs } = await emulate(THESIS, [ALICE, BOB])
    const bob = tabs[1]
    bob.realFrom(ALICE).receive(new Uint8Array(100).fill(255))
    expect(bob.closed).toEqual(['not a message of an emulated network'])
  })

  test('nobody makes a tab keep more than it may hold', async () => {
    const { tabs } = await emulate(THESIS, [ALICE, BOB])
    const [alice, bob] = tabs
    for (let bytes = 0; bytes <= MAX_HELD_BYTES; bytes += 65_000)
      alice.channelTo(BOB).send(message(1, 65_000))
    expect(alice.closed).toEqual(['the send queue is full'])
    expect(bob.heard).toEqual([])
  })
})

test('a link that is closed on one side closes on the other, and nothing is heard of it later', async () => {
  const { clock, tabs } = await emulate(THESIS, [ALICE, BOB])
  const [alice, bob] = tabs
  alice.channelTo(BOB).send(message(1))
  alice.close(BOB)
  clock.advance(1_000)
  expect([bob.heard, bob.closed, alice.closed]).toEqual([[], ['the remote closed'], []])
})

test('a topology with a link that all together could fill is paced; the thesis is not', async () => {
  const declared: unknown[] = []
  const narrow = thesis(20, { accessBitsPerSec: 100e6 })
  for (const topology of [THESIS, narrow]) {
    const { clock, tabs } = await emulate(topology, [ALICE, BOB], {
      declare: said => declared.push(said),
    })
    tabs[0].channelTo(BOB).send(message(1))
    clock.advance(100)
    expect(tabs[1].heard).toHaveLength(topology === THESIS ? 1 : 0)
  }
  expect(declared).toEqual([{ number: 1, flows: [{ to: BOB, since: 1 }] }])
})
