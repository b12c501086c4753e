/** A simulation, watched by a recorder that touches nothing of it. */
import type { Millis, PeerId } from '../../../shared/base/ids.ts'
import type { PeerEvent } from '../../../shared/peer/event.ts'
import { wireEvent } from '../../../shared/peer/wire-event.ts'
import type { Identity, Observer, Transfer } from '../../../shared/simulation/observer.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import type { Message } from '../../../shared/wire/message.ts'
import type { Chunk } from '../recording/chunk.ts'
import { LaneMeter } from './lane-meter.ts'
import { Recorder } from './recorder.ts'

export class RecordedRun implements Observer {
  readonly simulation: Simulation
  readonly #recorder: Recorder
  /** A fluid leaves no trace on the lanes. */
  readonly #isFluid: boolean
  readonly #meter: LaneMeter
  readonly #gone = new Set<PeerId>()
  /** When the first bit of a block left. Forgotten with the message. */
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

  /** On by one span of the samples. */
  advance(): void {
    const { endMs } = this.#recorder.span
    this.simulation.run(Math.min(endMs, this.simulation.scenario.limitMs))
    if (!this.#isFluid) {
      this.#meter.read(endMs, (lane, bytes) => this.#recorder.carried(lane, bytes))
    }
    this.#noteDepartures()
    if (!this.simulation.isOver) this.#recorder.nextSpan()
  }

  /** What has come since the last time. */
  take(): Chunk {
    const { now } = this.simulation.world
    return this.#recorder.take(
      this.simulation.isOver ? now : Math.max(now, this.#recorder.span.beginMs),
    )
  }

  // --- what the simulation tells

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

  /** Nobody says of itself that it is gone. */
  #noteDepartures(): void {
    const { world } = this.simulation
    for (const { id, isAlive } of world.peers) {
      if (isAlive || this.#gone.has(id)) continue
      this.#gone.add(id)
      this.#recorder.leave(world.now, id)
    }
  }
}
