/** Two tabs of an emulated network, in virtual time: the same times as the model alone gives. */
import { expect, test } from 'vitest'
import type { EmulationEntry } from '../../../shared/events/emulation.ts'
import { Network } from '../../../shared/network/network.ts'
import { OVERHEADS } from '../../../shared/network/overhead.ts'
import { thesis } from '../../../shared/network/thesis.ts'
import { writeTopology } from '../../../shared/network/topology-file.ts'
import type { CoordinatorLine } from '../shaper/coordinator-line.ts'
import { EmulatedNetwork } from '../shaper/emulated-network.ts'
import { ManualClock, settled } from '../testing.ts'
import type { Channel, ConnectionHandlers } from './channel.ts'
import { stamped } from './stamped.ts'

const BLOCK = 16 * 1024 + 13
const TOPOLOGY = thesis(20)
const [ALICE, BOB] = ['client1', 'client4']

const plan = (fields: Partial<EmulationEntry> = {}): EmulationEntry => ({
  topology: writeTopology(TOPOLOGY),
  granularity: 'message',
  overhead: 'tcp',
  dilation: 1,
  node: ALICE,
  epochMs: 0,
  ...fields,
})

/** A line to a server whose clock is ours, and that orders nothing. */
const lineOf = (clock: ManualClock, entry: EmulationEntry): CoordinatorLine => ({
  enter: async () => entry,
  time: async () => clock.now(),
  declare: () => {},
  follow: () => {},
  beat: async () => {},
  onRates: () => {},
})

/** Two ends of a real channel, which takes `transitMs` each way. */
function realChannel(clock: ManualClock, transitMs: number) {
  const ends: { handlers?: ConnectionHandlers }[] = [{}, {}]
  const channel = (to: number): Channel => ({
    maxMessageBytes: 65_588,
    bufferedBytes: 0,
    send: bytes => {
      const copy = bytes.slice()
      clock.after(transitMs, () => ends[to]?.handlers?.onBytes(copy))
    },
  })
  return {
    connect: (end: number) => (_: unknown, handlers: ConnectionHandlers) => {
      ;(ends[end] as { handlers?: ConnectionHandlers }).handlers = handlers
      return { signal: () => {}, close: () => ends[1 - end]?.handlers?.onClose('gone') }
    },
    open: () => {
      for (const end of [0, 1]) ends[end]?.handlers?.onOpen(channel(1 - end))
    },
  }
}

async function setUp({
  transitMs = 1,
  ...fields
}: Partial<EmulationEntry> & { transitMs?: number } = {}) {
  const clock = new ManualClock()
  const networks = await Promise.all(
    [ALICE, BOB].map(node => {
      const entry = plan({ ...fields, node })
      return EmulatedNetwork.enter(
        { emulation: '' as never },
        { line: lineOf(clock, entry), clock, seed: 1 },
      )
    }),
  )
  const real = realChannel(clock, transitMs)
  const ends = networks.map((network, end) => {
    const heard: { atMs: number; what: string }[] = []
    const hear = (what: string) => heard.push({ atMs: network.clock.now(), what })
    let channel: Channel | undefined
    const connection = stamped(network, real.connect(end))('offerer', {
      onSignal: () => {},
      onOpen: opened => {
        channel = opened
      },
      onBytes: bytes => hear(`${bytes[0]}`),
      onDrained: queued => hear(`drained ${queued}`),
      onClose: reason => hear(`closed ${reason}`),
    })
    return { network, connection, heard, channel: () => channel as Channel }
  })
  real.open()
  clock.advance(2 * transitMs)
  await settled()
  return { clock, alice: ends[0] as (typeof ends)[0], bob: ends[1] as (typeof ends)[0] }
}

const message = (fill: number, length = BLOCK) => new Uint8Array(length).fill(fill)

/** When the model alone has messages arrive that are sent at these times. */
function modelled(sends: readonly { atMs: number; bytes: number }[]): number[] {
  const flow = new Network(TOPOLOGY, 1).flow(ALICE, BOB, OVERHEADS.tcp, 'message')
  return sends.map(({ atMs, bytes }) => flow.reserve(flow.send(bytes, atMs), atMs))
}

test('messages arrive when the model says, however long they really take within that', async () => {
  const { clock, alice, bob } = await setUp({ transitMs: 3 })
  const startMs = alice.network.clock.now()
  for (let i = 0; i < 10; i++) alice.channel().send(message(i))
  clock.advance(1000)
  const expected = modelled(Array(10).fill({ atMs: startMs, bytes: BLOCK }))
  expect(bob.heard).toEqual(
    expected.map((atMs, i) => ({ atMs: expect.closeTo(atMs, 6), what: `${i}` })),
  )
})
