/** Emulated networks for tests: tabs in one process, a clock moved by hand, real channels that take a while. */
import type { EmulationEntry, FlowDeclaration } from '../../shared/events/emulation.ts'
import type { Topology } from '../../shared/network/topology.ts'
import { writeTopology } from '../../shared/network/topology-file.ts'
import type { Channel, Connection, ConnectionHandlers } from '../host/channel/channel.ts'
import { stamped } from '../host/channel/stamped.ts'
import type { CoordinatorLine } from '../host/shaper/coordinator-line.ts'
import { EmulatedNetwork } from '../host/shaper/emulated-network.ts'
import { ManualClock, settled } from './manual-clock.ts'

export interface EmulateOptions
  extends Partial<Pick<EmulationEntry, 'granularity' | 'dilation' | 'congestion'>> {
  /** What a message really takes. */
  readonly transitMs?: number
  /** Every timer fires this much after it is due. */
  readonly lateMs?: number
  readonly open?: boolean
  readonly declare?: (declaration: FlowDeclaration) => void
  /** In the place of a line that orders nothing. */
  readonly line?: (node: string, clock: ManualClock) => Partial<CoordinatorLine>
}

/** Fires every timer late, as a busy machine does. */
export class LateClock extends ManualClock {
  lateMs = 0
  override after(delayMs: number, callback: () => void): () => void {
    return super.after(delayMs + this.lateMs, callback)
  }
}

/** All of them linked with each other. */
export async function emulate(
  topology: Topology,
  nodes: readonly string[],
  options: EmulateOptions = {},
) {
  const clock = new LateClock()
  const { transitMs = 1, open = true } = options
  const tabs = await Promise.all(nodes.map(node => TestTab.enter(node, topology, clock, options)))
  for (const [i, a] of tabs.entries()) {
    for (const b of tabs.slice(i + 1)) join(a, b, clock, transitMs)
  }
  if (open) for (const tab of tabs) tab.openAll()
  clock.advance(transitMs)
  await settled()
  clock.lateMs = options.lateMs ?? 0
  return { clock, tabs: tabs as [TestTab, TestTab, ...TestTab[]] }
}

class TestTab {
  readonly network: EmulatedNetwork
  readonly heard: { readonly atMs: number; readonly fill: number }[] = []
  readonly drained: number[] = []
  readonly closed: string[] = []
  onDrained = () => {}
  readonly #ends = new Map<string, TestEnd>()
  readonly #channels = new Map<string, Channel>()
  readonly #connections = new Map<string, Connection>()

  private constructor(network: EmulatedNetwork) {
    this.network = network
  }

  static async enter(
    node: string,
    topology: Topology,
    clock: ManualClock,
    {
      granularity = 'message',
      dilation = 1,
      congestion = 'none',
      declare = () => {},
      line,
    }: EmulateOptions,
  ): Promise<TestTab> {
    const plan = {
      topology: writeTopology(topology),
      granularity,
      dilation,
      overhead: congestion === 'sctp' ? 'webrtc' : 'tcp',
      congestion,
    } as const
    const entry = { ...plan, node, epochMs: 0 }
    const silent: CoordinatorLine = {
      enter: async () => entry,
      time: async () => clock.now(),
      start: () => {},
      onStarted: () => {},
      declare,
      follow: () => {},
      beat: async () => {},
      onRates: () => {},
    }
    const ports = { line: { ...silent, ...line?.(node, clock) }, clock, seed: 1 }
    return new TestTab(await EmulatedNetwork.enter({ emulation: '' as never, node }, ports))
  }

  now(): number {
    return this.network.clock.now()
  }

  connect(to: string, end: TestEnd): void {
    this.#ends.set(to, end)
    const connection = stamped(this.network, (_, handlers) => end.attach(handlers))('offerer', {
      onSignal: () => {},
      onOpen: channel => this.#channels.set(to, channel),
      onBytes: bytes => this.heard.push({ atMs: this.now(), fill: bytes[0] as number }),
      onDrained: queued => {
        this.drained.push(queued)
        this.onDrained()
      },
      onClose: reason => this.closed.push(reason),
    })
    this.#connections.set(to, connection)
  }

  openAll(): void {
    for (const end of this.#ends.values()) end.open()
  }

  isOpen(to: string): boolean {
    return this.#channels.has(to)
  }

  channelTo(to: string): Channel {
    return this.#channels.get(to) as Channel
  }

  realFrom(from: string): TestEnd {
    return this.#ends.get(from) as TestEnd
  }

  close(to: string): void {
    this.#connections.get(to)?.close()
  }

  arrivals(): number[] {
    return this.heard.map(({ atMs }) => atMs)
  }
}

/** One end of a real channel. */
class TestEnd {
  readonly #send: (bytes: Uint8Array<ArrayBuffer>) => void
  readonly #hangUp: () => void
  #handlers: ConnectionHandlers | undefined

  constructor(send: (bytes: Uint8Array<ArrayBuffer>) => void, hangUp: () => void) {
    this.#send = send
    this.#hangUp = hangUp
  }

  attach(handlers: ConnectionHandlers): Connection {
    this.#handlers = handlers
    return {
      signal: () => {},
      close: () => {
        this.#handlers = undefined
        this.#hangUp()
      },
    }
  }

  open(): void {
    this.#handlers?.onOpen({ maxMessageBytes: 65_588, bufferedBytes: 0, send: this.#send })
  }

  receive(bytes: Uint8Array<ArrayBuffer>): void {
    this.#handlers?.onBytes(bytes)
  }

  remoteClosed(): void {
    this.#handlers?.onClose('the remote closed')
  }
}

function join(a: TestTab, b: TestTab, clock: ManualClock, transitMs: number): void {
  const ends: TestEnd[] = []
  const end = (to: number) =>
    new TestEnd(
      bytes => {
        const copy = bytes.slice()
        clock.after(transitMs, () => ends[to]?.receive(copy))
      },
      () => clock.after(transitMs, () => ends[to]?.remoteClosed()),
    )
  ends.push(end(1), end(0))
  a.connect(b.network.node, ends[0] as TestEnd)
  b.connect(a.network.node, ends[1] as TestEnd)
}
