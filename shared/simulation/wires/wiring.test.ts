/** Messages over a network in virtual time: closed formulas, and that all ways to move them agree. */
import { describe, expect, test } from 'vitest'
import { randomInt, seededRandom } from '../../base/random.ts'
import { builtIn } from '../../network/built-in.ts'
import { Network } from '../../network/network.ts'
import { thesis } from '../../network/thesis.ts'
import { forSeeds } from '../../testing/seeds.ts'
import type { Message } from '../../wire/message.ts'
import type { Granularity } from '../scenarios/scenario.ts'
import { Timeline } from '../timeline.ts'
import { wiring } from './wiring.ts'

const BLOCK = 16 * 1024
const MICROSECOND = 1e-3
const HAVE: Message = { type: 'have', piece: 0 }

interface Sent {
  readonly atMs: number
  readonly from: string
  readonly to: string
  readonly bytes: number
}

interface Moved {
  departedMs: number
  arrivedMs: number
}

/** When each message left its sender's lane and arrived. */
function move(network: Network, granularity: Granularity, messages: readonly Sent[]): Moved[] {
  const timeline = new Timeline()
  const wires = wiring(network, timeline, {
    granularity,
    overhead: 'none',
    congestion: 'none',
  })
  const known = new Map<string, (index: number) => void>()
  const moved = messages.map((): Moved => ({ departedMs: Number.NaN, arrivedMs: Number.NaN }))
  const wireFor = (from: string, to: string) => {
    const under: { departing: number[]; arriving: number[] } = { departing: [], arriving: [] }
    const next = (queue: number[]) => moved[queue.shift() as number] as Moved
    const wire = wires.wire(from, to, {
      departed: () => {
        next(under.departing).departedMs = timeline.now
      },
      arrived: () => {
        next(under.arriving).arrivedMs = timeline.now
      },
    })
    return (index: number) => {
      under.departing.push(index)
      under.arriving.push(index)
      wire.send([HAVE], (messages[index] as Sent).bytes, true)
    }
  }
  for (const [index, { atMs, from, to }] of messages.entries()) {
    const key = `${from} ${to}`
    const send = known.get(key) ?? wireFor(from, to)
    known.set(key, send)
    timeline.call(atMs, () => send(index))
  }
  timeline.run(Number.POSITIVE_INFINITY, () => false)
  return moved
}

describe('closed formulas, to the microsecond', () => {
  /** At 6 and at 100 Mbps. */
  const [slow, fast] = [(BLOCK * 8) / 6000, (BLOCK * 8) / 100_000]
  const blocks = (count: number): Sent[] =>
    Array.from({ length: count }, () => ({
      atMs: 0,
      from: 'client1',
      to: 'client4',
      bytes: BLOCK,
    }))

  test('blocks stored and forwarded over peer-router-router-peer: the first 45.3 ms, the rest a slot each', () => {
    const moved = move(new Network(thesis(46), 1), 'message', blocks(100))
    for (const [i, { departedMs, arrivedMs }] of moved.entries()) {
      expect(Math.abs(departedMs - (i + 1) * slow)).toBeLessThan(MICROSECOND)
      expect(Math.abs(arrivedMs - ((i + 2) * slow + fast + 0.3))).toBeLessThan(MICROSECOND)
    }
    expect(moved[0]?.arrivedMs).toBeCloseTo(45.3, 2)
  })

  test('as a fluid all lanes carry at once: the first after 22.1 ms', () => {
    const moved = move(new Network(thesis(46), 1), 'fluid', blocks(100))
    for (const [i, { departedMs, arrivedMs }] of moved.entries()) {
      expect(Math.abs(departedMs - (i + 1) * slow)).toBeLessThan(MICROSECOND)
      expect(Math.abs(arrivedMs - ((i + 1) * slow + 0.3))).toBeLessThan(MICROSECOND)
    }
  })
})

describe('any traffic', () => {
  const draw = (seed: number, peers: readonly string[]): Sent[] => {
    const random = seededRandom(seed)
    return Array.from({ length: 300 }, () => {
      const from = randomInt(random, peers.length)
      const to = (from + 1 + randomInt(random, peers.length - 1)) % peers.length
      return {
        atMs: random() * 2000,
        from: peers[from] as string,
        to: peers[to] as string,
        bytes: random() < 0.5 ? 17 : BLOCK,
      }
    }).sort((a, b) => a.atMs - b.atMs)
  }

  test('clear lanes give the times that lanes with a limit nothing reaches give', () => {
    const about = { file: 'shared/simulation/wires/wiring.test.ts', only: process.env.SEED }
    forSeeds(20, about, seed => {
      const clear = builtIn('random', { peers: 12, seed })
      const limited = {
        ...clear,
        links: clear.links.map(link => ({
          ...link,
          forth: { ...link.forth, queueBytes: 1e12 },
          back: { ...link.back, queueBytes: 1e12 },
        })),
      }
      const messages = draw(seed, clear.peers)
      const passed = move(new Network(clear, seed), 'message', messages)
      const carried = move(new Network(limited, seed), 'message', messages)
      for (const [i, { departedMs, arrivedMs }] of passed.entries()) {
        expect(arrivedMs).toBeCloseTo(carried[i]?.arrivedMs as number, 9)
        expect(departedMs).toBeCloseTo(carried[i]?.departedMs as number, 9)
      }
    })
  })

  test.each(['message', 'packet', 'fluid'] as const)(
    '%s: everything arrives, after it left',
    granularity => {
      const topology = builtIn('random', { peers: 12, seed: 3 })
      for (const { departedMs, arrivedMs } of move(
        new Network(topology, 1),
        granularity,
        draw(3, topology.peers),
      )) {
        expect(arrivedMs).toBeGreaterThan(departedMs)
      }
    },
  )
})
