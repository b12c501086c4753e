/** A network with congestion, emulated: the same times as in the simulator, and none too late. */
import { expect, test } from 'vitest'
import { Network } from '../../../shared/network/network.ts'
import { Association } from '../../../shared/network/sctp/association.ts'
import type { Direction, Topology } from '../../../shared/network/topology.ts'
import { Timeline } from '../../../shared/simulation/timeline.ts'
import { emulate } from '../../testing/emulated-tabs.ts'

const BLOCK = 16 * 1024 + 13

const way = (rate: number, delayMs: number, share = 0): Direction => ({
  rateBitsPerSec: rate,
  delayMs,
  // Without loss it never drops: what recovers from drops differs from run to run.
  queueBytes: share > 0 ? 250_000 : Number.POSITIVE_INFINITY,
  loss: share > 0 ? { share } : undefined,
})

/** Long lines up, which lose; down there is room. */
function topologyOf(loss: number): Topology {
  const link = (from: string) => ({
    from,
    to: 'internet',
    forth: way(20e6, 50, loss),
    back: way(1e9, 1),
    duplex: 'full' as const,
  })
  return {
    name: 'far',
    note: '',
    routers: ['internet'],
    tracker: 'tracker',
    peers: ['alice', 'bob'],
    links: ['alice', 'bob', 'tracker'].map(link),
  }
}

/** Bytes a second of blocks, 64 kB of which wait to be sent. */
async function inTabs(loss: number, seconds: number) {
  const { clock, tabs } = await emulate(topologyOf(loss), ['alice', 'bob'], {
    granularity: 'packet',
    congestion: 'sctp',
  })
  const [alice, bob] = tabs
  const channel = alice.channelTo('bob')
  const fill = () => {
    while (channel.bufferedBytes < 4 * BLOCK) channel.send(new Uint8Array(BLOCK))
  }
  alice.onDrained = fill
  fill()
  for (let ms = 0; ms < seconds * 1000; ms += 5) clock.advance(5)
  return { rate: (bob.heard.length * BLOCK) / seconds, late: bob.network.lateness.view().worstMs }
}

function inVirtualTime(loss: number, seconds: number, seed: number): number {
  const timeline = new Timeline()
  const network = new Network(topologyOf(loss), seed)
  let received = 0
  let queued = 0
  const ways = [network.lanesBetween('alice', 'bob'), network.lanesBetween('bob', 'alice')] as const
  const association = new Association<number>(...ways, {
    schedule: timeline,
    onSent(bytes) {
      queued -= bytes
      timeline.call(timeline.now, fill)
    },
    onDelivered(bytes, at) {
      if (at <= seconds * 1000) received += bytes
    },
  })
  function fill() {
    for (; queued < 4 * BLOCK; queued += BLOCK) association.send(BLOCK, BLOCK)
  }
  fill()
  timeline.run(seconds * 1000, () => false)
  return received / seconds
}

test('without loss: the line is filled as the simulator fills it', async () => {
  const { rate, late } = await inTabs(0, 10)
  expect(rate / inVirtualTime(0, 10, 1)).toBeCloseTo(1, 2)
  expect(late).toBe(0)
})

test('with loss: the window is what the simulator says', async () => {
  const { rate, late } = await inTabs(0.005, 40)
  const rates = [1, 2, 3, 4, 5, 6].map(seed => inVirtualTime(0.005, 40, seed))
  expect(rate).toBeGreaterThan(0.8 * Math.min(...rates))
  expect(rate).toBeLessThan(1.2 * Math.max(...rates))
  expect(rate).toBeLessThan(0.15 * 2.5e6)
  expect(late).toBe(0)
})
