/** Tabs and the real coordinator over lines that take a while: what they send, not only what is ordered. */
import { expect, test } from 'vitest'
import { seededRandom } from '../../../shared/base/random.ts'
import type { Declared } from '../../../shared/network/orders.ts'
import { bytesOnWire, OVERHEADS } from '../../../shared/network/overhead.ts'
import { direction } from '../../../shared/network/presets.ts'
import { Coordinator, LEASE_MS, type Send } from '../../../shared/network/rounds.ts'
import { Routes } from '../../../shared/network/route.ts'
import type { Topology } from '../../../shared/network/topology.ts'
import { emulate } from '../../testing/emulated-tabs.ts'
import type { ManualClock } from '../../testing/manual-clock.ts'
import type { CoordinatorLine } from './coordinator-line.ts'
import { IDLE_MS } from './paced-sender.ts'

const SHARED_BITS_PER_SEC = 20e6
const BLOCK = 16 * 1024
const WIRE_BYTES = bytesOnWire(OVERHEADS.tcp, BLOCK)
const SENDERS = ['s1', 's2', 's3']

/** Three senders behind one link, each line as fast as the link, and their receivers beyond it. */
const TOPOLOGY: Topology = {
  name: 'funnel',
  note: '',
  routers: ['west', 'east'],
  tracker: 'tracker',
  peers: [...SENDERS, 'r1', 'r2', 'r3'],
  links: [
    { from: 'west', to: 'east', rate: SHARED_BITS_PER_SEC },
    { from: 'tracker', to: 'west', rate: 1e9 },
    ...SENDERS.map(from => ({ from, to: 'west', rate: SHARED_BITS_PER_SEC })),
    ...['r1', 'r2', 'r3'].map(from => ({ from, to: 'east', rate: SHARED_BITS_PER_SEC })),
  ].map(({ from, to, rate }) => {
    const way = direction(rate, 0.1)
    return { from, to, forth: way, back: way, duplex: 'full' as const }
  }),
}

/** The server, as far away as `delayMs` says, a little otherwise each time. */
function serve(delayMs: number) {
  const routes = new Routes(TOPOLOGY)
  const random = seededRandom(7)
  const rounds: Coordinator<string, string> = new Coordinator(
    routes.lanes.map(lane => lane.direction.rateBitsPerSec),
  )
  const listeners = new Map<string, Parameters<CoordinatorLine['onRates']>[0]>()
  let isCut = false
  const line = (node: string, clock: ManualClock): Partial<CoordinatorLine> => {
    const later = (happen: () => void) => clock.after(delayMs * (0.5 + random()), happen)
    const tell = (sends: readonly Send<string, string>[]) => {
      for (const { tab, order } of sends)
        later(() => !isCut && listeners.get(tab)?.({ ...order, rates: [...order.rates] }))
    }
    rounds.join(node, clock.now())
    const work = () => tell(rounds.advance(Number.POSITIVE_INFINITY).sends)
    const tick = () => {
      rounds.tick(clock.now())
      work()
      clock.after(100, tick)
    }
    if (node === 's1') tick()
    return {
      onRates: listener => listeners.set(node, listener),
      declare: ({ number, flows }) =>
        void later(() => {
          const declared = flows.map(({ to, since }): [string, Declared] => [
            to,
            { demand: { lanes: routes.lanesBetween(node, to) }, since },
          ])
          if (isCut) return
          rounds.declare(node, number, new Map(declared), clock.now())
          work()
        }),
      follow: number =>
        void later(() => {
          if (isCut) return
          rounds.confirm(node, number, clock.now())
          work()
        }),
      beat: number =>
        new Promise((resolve, reject) => {
          later(() => {
            const sends = isCut ? undefined : rounds.beat(node, number, clock.now())
            if (!sends) reject(new Error('no echo'))
            else {
              tell(sends)
              work()
              resolve()
            }
          })
        }),
    }
  }
  return {
    line,
    cut: () => {
      isCut = true
    },
  }
}

/** Sends on as the queue drains, so that there is always something to send. */
function saturate(tab: Awaited<ReturnType<typeof emulate>>['tabs'][0], to: string, forMs: number) {
  const untilMs = tab.now() + forMs
  const fill = () => {
    while (tab.now() < untilMs && tab.channelTo(to).bufferedBytes < 100_000)
      tab.channelTo(to).send(new Uint8Array(BLOCK))
  }
  tab.onDrained = fill
  fill()
}

/** In steps: an echo is awaited, and time does not stand still meanwhile. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let step = 0; step < ms; step++) {
    clock.advance(1)
    await Promise.resolve()
  }
}

async function setUp(delayMs = 3) {
  const server = serve(delayMs)
  const { clock, tabs } = await emulate(TOPOLOGY, TOPOLOGY.peers, { line: server.line })
  const tab = (node: string) =>
    tabs.find(({ network }) => network.node === node) as (typeof tabs)[0]
  const rateOf = (receiver: string, fromMs: number, toMs: number) => {
    const count = tab(receiver)
      .arrivals()
      .filter(ms => ms >= fromMs && ms < toMs).length
    return (count * WIRE_BYTES * 8000) / (toMs - fromMs)
  }
  return { server, clock, tab, tabs, rateOf }
}

test('one has the link, two share it, and one has it again: each within half a second', async () => {
  const { clock, tab, rateOf } = await setUp()
  saturate(tab('s1'), 'r1', 3_000)
  await pass(clock, 1_000)
  const joinMs = tab('s1').now()
  saturate(tab('s2'), 'r2', 1_000)
  await pass(clock, 1_000)
  const leaveMs = tab('s1').now()
  await pass(clock, 1_500)
  const shareOf = (receiver: string, fromMs: number, toMs: number) =>
    rateOf(receiver, fromMs, toMs) / SHARED_BITS_PER_SEC
  expect(shareOf('r1', joinMs - 500, joinMs)).toBeCloseTo(1, 1)
  expect(shareOf('r1', joinMs + 500, leaveMs)).toBeCloseTo(0.5, 1)
  expect(shareOf('r2', joinMs + 500, leaveMs)).toBeCloseTo(0.5, 1)
  expect(shareOf('r1', leaveMs + IDLE_MS + 300, leaveMs + IDLE_MS + 800)).toBeCloseTo(1, 1)
})

test('whoever comes and goes, the link never carries more than it can and a message of each', async () => {
  const { clock, tab } = await setUp(20)
  for (let round = 0; round < 8; round++) {
    const pair = `${1 + (round % 3)}`
    saturate(tab(`s${pair}`), `r${pair}`, 150 + 130 * (round % 4))
    await pass(clock, 170)
  }
  await pass(clock, 1_000)
  const arrivals = ['r1', 'r2', 'r3']
    .flatMap(node => tab(node).arrivals())
    .toSorted((a, b) => a - b)
  expect(arrivals.length).toBeGreaterThan(100)
  const bytesPerMs = SHARED_BITS_PER_SEC / 8000
  let worst = 0
  for (const [i, fromMs] of arrivals.entries()) {
    for (let j = i; j < arrivals.length && (arrivals[j] as number) < fromMs + 100; j++) {
      const carried = (j - i) * WIRE_BYTES
      worst = Math.max(worst, carried - ((arrivals[j] as number) - fromMs) * bytesPerMs)
    }
  }
  expect(worst).toBeLessThanOrEqual(SENDERS.length * WIRE_BYTES)
})

test('without the coordinator a tab stops when its lease ends, and what waits is kept', async () => {
  const { server, clock, tab } = await setUp()
  saturate(tab('s1'), 'r1', 10_000)
  await pass(clock, 500)
  server.cut()
  await pass(clock, LEASE_MS + 500)
  const stoppedMs = tab('r1').arrivals().at(-1) as number
  const now = tab('r1').now()
  await pass(clock, 1_000)
  expect(stoppedMs).toBeLessThan(now)
  expect(tab('r1').arrivals().at(-1)).toBe(stoppedMs)
  expect(tab('s1').channelTo('r1').bufferedBytes).toBeGreaterThan(0)
  expect(tab('s1').network.fault).toMatch(/silent for seconds/)
})
