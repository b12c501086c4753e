/**
 * A simulation, and what screens need to play it back: who holds which piece from when on, every block
 * on its way, the log, and how much was carried when. Every list has a limit; what is beyond it is
 * counted in the samples all the same.
 */
import { Bitfield } from '../../../shared/base/bitfield.ts'
import type { Millis, PeerId } from '../../../shared/base/ids.ts'
import type { PeerEvent } from '../../../shared/peer/event.ts'
import { wireEvent } from '../../../shared/peer/wire-event.ts'
import type { Identity, Observer, Transfer } from '../../../shared/simulation/observer.ts'
import {
  castOf,
  type Granularity,
  pieceCountOf,
  type Scenario,
} from '../../../shared/simulation/scenario.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import { BLOCK_BYTES, type Message } from '../../../shared/wire/message.ts'
import { type Chunk, FLIGHTS, HOLDS, type Joined } from '../recording/chunk.ts'
import { LogEncoder, type LogEvent, NOBODY } from '../recording/log-encoder.ts'
import { Sampler } from '../recording/samples.ts'
import { Table } from '../recording/table.ts'
import { LaneMeter } from './lane-meter.ts'
import { nodeNames } from './nodes.ts'
import { Paths } from './paths.ts'

/** 32 bytes each in the page: 48 MB. A swarm of 1,000 with 100 pieces of 5 blocks has 500,000. */
const MAX_FLIGHTS = 1_500_000

type PieceMessage = Extract<Message, { readonly type: 'piece' }>

interface Row {
  readonly index: number
  readonly isSeeder: boolean
  /** Blocks received or held; of pieces that failed no more. */
  readonly blocks: Bitfield
}

interface Mark {
  readonly row: number
  readonly atMs: Millis
}

export class RecordedRun implements Observer {
  readonly simulation: Simulation
  readonly #granularity: Granularity
  readonly #seeders: ReadonlySet<string>
  readonly #nodes: ReadonlyMap<string, number>
  readonly #pieces: number
  readonly #blocksPerPiece: number
  readonly #meter: LaneMeter
  readonly #paths: Paths
  readonly #sampler: Sampler
  readonly #log = new LogEncoder()
  readonly #holds = new Table(HOLDS)
  readonly #flights = new Table(FLIGHTS)
  readonly #rows = new Map<PeerId, Row>()
  readonly #gone = new Set<PeerId>()
  /** When the first bit of a block left. Forgotten with the message. */
  readonly #starts = new WeakMap<Message, Millis>()
  #flightCount = 0
  #flightsEndMs: Millis | undefined
  #joined: Joined[] = []
  #finished: Mark[] = []
  #left: Mark[] = []

  /** `spanMs`: how fine the samples are at first. */
  constructor(scenario: Scenario, seed: number, spanMs: Millis) {
    this.simulation = new Simulation(scenario, seed, this)
    const { topology, world } = this.simulation
    this.#granularity = scenario.granularity
    this.#seeders = new Set(castOf(scenario, topology).seeders)
    this.#nodes = new Map(nodeNames(topology).map((name, index) => [name, index]))
    this.#pieces = pieceCountOf(scenario)
    this.#blocksPerPiece = Math.ceil(scenario.torrent.pieceLength / BLOCK_BYTES)
    this.#meter = new LaneMeter(world.network)
    this.#paths = new Paths(world.network.routes, scenario.granularity, this.#nodes)
    const lanes = world.network.lanes.length
    this.#sampler = new Sampler(spanMs, { peers: topology.peers.length, lanes })
  }

  /** On by one span of the samples. */
  advance(): void {
    const { endMs } = this.#sampler
    this.simulation.run(Math.min(endMs, this.simulation.scenario.limitMs))
    if (this.#granularity !== 'fluid') {
      this.#meter.read(endMs, (lane, bytes) => this.#sampler.carried(lane, bytes))
    }
    this.#noteDepartures()
    if (!this.simulation.isOver) this.#sampler.next()
  }

  /** What has come since the last time. */
  take(): Chunk {
    const [joined, finished, left] = [this.#joined, this.#finished, this.#left]
    this.#joined = []
    this.#finished = []
    this.#left = []
    return {
      untilMs: Math.max(
        this.simulation.world.now,
        this.simulation.isOver ? 0 : this.#sampler.beginMs,
      ),
      joined,
      finished,
      left,
      paths: this.#paths.takeNew(),
      ...this.#log.take(),
      holds: this.#holds.take(),
      flights: this.#flights.take(),
      samples: this.#sampler.snapshot(),
      flightsEndMs: this.#flightsEndMs,
      logEndsMs: this.#log.endsMs,
    }
  }

  // --- what the simulation tells

  event(atMs: Millis, { id, name }: Identity, event: PeerEvent): void {
    const row = this.#rows.get(id) ?? this.#join(atMs, id, name)
    this.#record(atMs, row, event)
    if (event.event === 'pieceHeld') this.#hold(atMs, row, event.piece)
    else if (event.event === 'pieceFailed') this.#forget(row, event.piece)
    else if (event.event === 'finished') this.#finished.push({ row: row.index, atMs })
    else if (event.event === 'opened' && event.held === this.#pieces) {
      for (let piece = 0; piece < this.#pieces; piece++) this.#hold(atMs, row, piece)
    }
  }

  sent(atMs: Millis, { from, to, message }: Transfer): void {
    const record = wireEvent(to.id, 'me', message)
    const row = this.#rows.get(from.id)
    if (record && row) this.#record(atMs, row, record)
    if (message.type === 'piece') {
      this.#starts.set(message, this.#meter.departureMs(from.name, atMs))
    }
  }

  arrived(atMs: Millis, transfer: Transfer): void {
    const { from, to, message } = transfer
    const record = wireEvent(from.id, 'remote', message)
    const row = this.#rows.get(to.id)
    if (record && row) this.#record(atMs, row, record)
    if (message.type === 'piece') this.#blockArrived(atMs, transfer, message)
  }

  #join(atMs: Millis, id: PeerId, name: string): Row {
    const row = {
      index: this.#rows.size,
      isSeeder: this.#seeders.has(name),
      blocks: new Bitfield(this.#pieces * this.#blocksPerPiece),
    }
    this.#rows.set(id, row)
    this.#sampler.addRow()
    this.#joined.push({ node: this.#nodes.get(name) as number, isSeeder: row.isSeeder, atMs })
    return row
  }

  #record(atMs: Millis, row: Row, event: LogEvent): void {
    const remote = this.#rows.get(event.remote as PeerId)
    this.#log.add(atMs, row.index, event, remote?.index ?? NOBODY)
  }

  #hold(atMs: Millis, row: Row, piece: number): void {
    this.#holds.push(atMs, row.index, piece)
    const first = piece * this.#blocksPerPiece
    for (let block = 0; block < this.#blocksPerPiece; block++) row.blocks.add(first + block)
  }

  #forget(row: Row, piece: number): void {
    const first = piece * this.#blocksPerPiece
    for (let block = 0; block < this.#blocksPerPiece; block++) row.blocks.delete(first + block)
  }

  #blockArrived(atMs: Millis, { from, to }: Transfer, message: PieceMessage): void {
    const { piece, begin, block } = message
    const [sender, receiver] = [this.#rows.get(from.id), this.#rows.get(to.id)]
    if (!sender || !receiver) return
    const index = piece * this.#blocksPerPiece + Math.floor(begin / BLOCK_BYTES)
    const what = { useful: receiver.blocks.add(index), seeder: sender.isSeeder }
    this.#sampler.received(sender.index, receiver.index, block.length, what)
    const path = this.#paths.between(from.name, to.name)
    if (this.#granularity === 'fluid') {
      for (const lane of this.#paths.lanesOf(path)) this.#sampler.carried(lane, block.length)
    }
    if (this.#flightCount++ >= MAX_FLIGHTS) {
      this.#flightsEndMs ??= atMs
      return
    }
    const startMs = this.#starts.get(message) ?? atMs
    this.#flights.push(startMs, atMs, path, sender.index, receiver.index, piece)
  }

  /** Nobody says of itself that it is gone. */
  #noteDepartures(): void {
    const { world } = this.simulation
    for (const { id, isAlive } of world.peers) {
      if (isAlive || this.#gone.has(id)) continue
      this.#gone.add(id)
      this.#left.push({ row: this.#rows.get(id)?.index as number, atMs: world.now })
    }
  }
}
