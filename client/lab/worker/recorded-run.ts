/** A simulation with a recorder that observes it without changing it. */
import type { Millis, PeerId } from '../../../shared/base/ids.ts'
import type { Network } from '../../../shared/network/network.ts'
import type { PeerEvent } from '../../../shared/peer/event.ts'
import { wireEvent } from '../../../shared/peer/wire-event.ts'
import type { Identity, Observer, Transfer } from '../../../shared/simulation/observer.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import type { Message } from '../../../shared/wire/message.ts'
import type { Chunk } from '../recording/chunk.ts'
import { Recorder } from './recorder.ts'

export class RecordedRun implements Observer {
  readonly simulation: Simulation
  readonly #recorder: Recorder
  /** Fluid flows are not counted by the lanes. */
  readonly #isFluid: boolean
  readonly #meter: LaneMeter
  readonly #gone = new Set<PeerId>()
  /** When the first bit of a block left. */
  readonly #starts = new WeakMap<Message, Millis>()

  /** `spanMs`: how fine the samples are at first. */
  constructor(scenario: Scenario, seed: number, spanMs: Millis) {
    this.simulation = new Simulation(scenario, seed, this)
    const { topology, world } = this.simulation
    this.#isFluid = scenario.granularity === 'fluid'
    this.#meter = new LaneMeter(world.network)
    const { routes } = world.network
    this.#recorder = new Recorder({
      scenario,
      topology,
      routes,
      spanMs,
      countsLanes: this.#isFluid,
    })
  }

  /** Runs for at most this number of events, or to the end of the samples' present span. */
  advance(events = Number.POSITIVE_INFINITY): void {
    const { endMs } = this.#recorder.span
    const { timeline } = this.simulation.world
    const stopAt = timeline.happened + events
    this.simulation.run(Math.min(endMs, this.simulation.scenario.limitMs), events)
    if (timeline.happened >= stopAt && !this.simulation.isOver) return
    if (!this.#isFluid) {
      this.#meter.read(endMs, (lane, bytes) => this.#recorder.carried(lane, bytes))
    }
    this.#noteDepartures()
    if (!this.simulation.isOver) this.#recorder.nextSpan()
  }

  take(): Chunk {
    const { now } = this.simulation.world
    return this.#recorder.take(
      this.simulation.isOver ? now : Math.max(now, this.#recorder.span.beginMs),
    )
  }

  event(atMs: Millis, peer: Identity, event: PeerEvent): void {
    this.#recorder.join(atMs, peer)
    this.#recorder.event(atMs, peer.id, event)
  }

  sent(atMs: Millis, { from, to, message }: Transfer): void {
    const record = wireEvent(to.id, 'me', message)
    if (record) this.#recorder.event(atMs, from.id, record)
    if (record?.event === 'block') {
      this.#starts.set(message, this.#meter.departureMs(from.name, atMs))
    }
  }

  arrived(atMs: Millis, { from, to, message }: Transfer): void {
    const record = wireEvent(from.id, 'remote', message)
    if (record) this.#recorder.event(atMs, to.id, record)
    if (record?.event !== 'block') return
    const { piece, begin, length: bytes } = record
    const startMs = this.#starts.get(message) ?? atMs
    this.#recorder.arrived(atMs, { from: from.id, to: to.id, piece, begin, bytes, startMs })
  }

  /** A peer's departure is not an event of the peer. */
  #noteDepartures(): void {
    const { world } = this.simulation
    for (const { id, isAlive } of world.peers) {
      if (isAlive || this.#gone.has(id)) continue
      this.#gone.add(id)
      this.#recorder.leave(world.now, id)
    }
  }
}

class LaneMeter {
  readonly #network: Network
  readonly #carried: Float64Array
  readonly #ownLane = new Map<string, number>()

  constructor(network: Network) {
    this.#network = network
    this.#carried = new Float64Array(network.lanes.length)
  }

  /** When a message that a peer sends now starts on the peer's own line. */
  departureMs(peer: string, now: Millis): Millis {
    let lane = this.#ownLane.get(peer)
    if (lane === undefined) {
      lane = this.#network.routes.lanesBetween(peer, this.#network.topology.tracker)[0] as number
      this.#ownLane.set(peer, lane)
    }
    return Math.max(now, this.#network.table.freeAtMs(lane))
  }

  /** Reports the bytes that each lane has carried since the last call. */
  read(now: Millis, tell: (lane: number, bytes: number) => void): void {
    for (const { number, sentBytes, way } of this.#network.lanes) {
      if (sentBytes === 0) continue
      // A lane counts what is queued as well: subtract what it has not carried yet.
      const waiting = Math.max(this.#network.table.freeAtMs(number) - now, 0)
      const carried = sentBytes - (waiting * way.rateBitsPerSec) / 8000
      tell(number, carried - (this.#carried[number] as number))
      this.#carried[number] = carried
    }
  }
}
