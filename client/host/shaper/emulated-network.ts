/**
 * An emulated network as one of its tabs sees it: its node, its own line, the path to every other
 * node, and the time that all share. Each hop is decided in one place: by the sender up to the
 * receiver's line, by the receiver on that line; a link that several tabs could fill is shared out by
 * the coordinator (`Pacer`).
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { EmulationEntry, EnterEmulation } from '../../../shared/events/emulation.ts'
import type { Lane } from '../../../shared/network/lane.ts'
import { Network } from '../../../shared/network/network.ts'
import { OVERHEADS } from '../../../shared/network/overhead.ts'
import { Flow } from '../../../shared/network/path.ts'
import { contestedLanes } from '../../../shared/network/route.ts'
import { parseTopology } from '../../../shared/network/topology-file.ts'
import type { Clock } from '../clock.ts'
import { CongestedSender } from './congested-sender.ts'
import type { CoordinatorLine } from './coordinator-line.ts'
import { DilatedClock } from './dilated-clock.ts'
import { Receiver, Sender, type SenderHandlers } from './emulated-flow.ts'
import { faultOf, Lateness } from './lateness.ts'
import { PacedSender } from './paced-sender.ts'
import { Pacer } from './pacer.ts'
import { SharedTime } from './shared-time.ts'
import { TimerQueue } from './timer-queue.ts'

type Bytes = Uint8Array<ArrayBuffer>

export class EmulatedNetwork {
  /** Emulated time, for the protocol and all of its timers. */
  readonly clock: TimerQueue
  readonly lateness = new Lateness()
  readonly node: string
  readonly #entry: EmulationEntry
  readonly #network: Network
  readonly #contested: ReadonlySet<number>
  readonly #shared: SharedTime
  readonly #wall: DilatedClock
  readonly #pacer: Pacer | undefined
  readonly #paced = new Set<PacedSender>()

  private constructor(
    entry: EmulationEntry,
    seed: number,
    line: CoordinatorLine,
    clock: Clock,
    shared: SharedTime,
  ) {
    this.#entry = entry
    this.#shared = shared
    this.node = entry.node
    const sharedNow = () => shared.now()
    this.#wall = new DilatedClock(clock, sharedNow, entry.dilation)
    if (entry.epochMs !== null) this.#wall.start(entry.epochMs)
    line.onStarted(epochMs => this.#wall.start(epochMs))
    this.clock = new TimerQueue(this.#wall)
    const topology = parseTopology(entry.topology)
    this.#network = new Network(topology, seed)
    this.#contested = contestedLanes(topology, this.#network.routes)
    if (this.#contested.size > 0)
      this.#pacer = new Pacer({ line, clock, onRates: () => this.#setRates() })
  }

  /** Rejects with an `EmulationError` if it does not take this tab. */
  static async enter(
    request: EnterEmulation,
    ports: { readonly line: CoordinatorLine; readonly clock: Clock; readonly seed: number },
  ): Promise<EmulatedNetwork> {
    const shared = await SharedTime.agreed(ports.line, ports.clock)
    const entry = await ports.line.enter(request)
    return new EmulatedNetwork(entry, ports.seed, ports.line, ports.clock, shared)
  }

  /** Emulated time by the wall: unlike `clock` it does not wait for what is overdue. For measuring. */
  wallMs(): Millis {
    return this.#wall.now()
  }

  /** The most that this tab's time can differ from the server's: emulated. */
  get clockErrorMs(): Millis {
    return this.#shared.errorMs() / this.#entry.dilation
  }

  /** Why this run's figures cannot be trusted, and what to change; undefined if they can. */
  get fault(): string | undefined {
    if (this.#pacer?.hasLapsed)
      return 'The line to the server was silent for seconds, and shared links came to rest. Look whether the server lives, or use fewer tabs.'
    return faultOf(this.lateness.view(), this.clockErrorMs)
  }

  has(node: string): boolean {
    return node !== this.node && this.#network.topology.peers.includes(node)
  }

  /** The path to another tab, up to its line. */
  sender(to: string, handlers: SenderHandlers): Pick<Sender, 'send' | 'stop'> {
    const ways = this.#network.routes.lanesBetween(this.node, to)
    const lanes = ways.slice(0, -1).map(number => this.#network.lane(number))
    const sender = this.#senderOver(lanes, to, handlers)
    const pacer = this.#pacer
    if (!pacer) return sender
    const isContested = ways.some(lane => this.#contested.has(lane))
    const parts = { overhead: OVERHEADS[this.#entry.overhead], timers: this.clock }
    const paced = new PacedSender(sender, parts, isContested, {
      to,
      pacer,
      wallMs: () => this.wallMs(),
      onStop: () => this.#paced.delete(paced),
    })
    this.#paced.add(paced)
    return paced
  }

  #senderOver(
    there: readonly Lane[],
    to: string,
    handlers: SenderHandlers,
  ): Pick<Sender, 'send' | 'stop'> {
    const { granularity, overhead: name, congestion } = this.#entry
    if (congestion === 'sctp') {
      const back = this.#network.lanesBetween(to, this.node)
      return new CongestedSender({ there, back }, this.clock, handlers)
    }
    const overhead = OVERHEADS[name]
    const flow = new Flow<Bytes>(there, this.#network.delayMs(to, this.node), overhead, granularity)
    return new Sender({ flow, overhead, timers: this.clock, handlers })
  }

  /** This tab's line, for what comes from another. */
  receiver(from: string, onArrived: (bytes: Bytes) => void): Receiver {
    const down = this.#network.lanesBetween(from, this.node).at(-1) as Lane
    const roundTripMs =
      this.#network.delayMs(from, this.node) + this.#network.delayMs(this.node, from)
    const flow = new Flow<{ order: number; bytes: Bytes }>(
      [down],
      roundTripMs,
      // The sender counts the headers.
      OVERHEADS.none,
      this.#entry.granularity,
    )
    return new Receiver(flow, this.clock, (bytes, dueMs) => {
      this.lateness.add(this.clock.now() - dueMs)
      onArrived(bytes)
    })
  }

  close(): void {
    this.#shared.close()
    this.#pacer?.close()
    this.clock.close()
  }

  #setRates(): void {
    for (const paced of this.#paced) paced.setRate()
  }
}
