/**
 * Records what screens need to play a run back: holdings of pieces, blocks on their way, the log, and
 * bytes carried over time. Fed in the order of time. Every list has a limit; what is beyond it still
 * counts in the samples.
 */
import { Bitfield } from '../../../shared/base/bitfield.ts'
import type { Millis, PeerId } from '../../../shared/base/ids.ts'
import { type PieceLayout, pieceLengthAt } from '../../../shared/base/pieces.ts'
import type { Routes } from '../../../shared/network/route.ts'
import type { Topology } from '../../../shared/network/topology.ts'
import type { Identity } from '../../../shared/simulation/observer.ts'
import { boundOf } from '../../../shared/simulation/results/bound.ts'
import {
  castOf,
  pieceCountOf,
  type Scenario,
} from '../../../shared/simulation/scenarios/scenario.ts'
import { type Chunk, FLIGHTS, HOLDS, type Joined } from '../recording/chunk.ts'
import { LogEncoder, type LogEvent, NOBODY } from '../recording/log-records.ts'
import { Sampler } from '../recording/samples.ts'
import { Table } from '../recording/table.ts'
import { nodeNames } from './layout.ts'
import { Paths } from './paths.ts'

/**
 * 32 bytes each in the page: 17 MB. A swarm of 1,000 with 100 pieces of 5 blocks has 500,000. When the
 * table is full, every second row is removed: a longer run is drawn with fewer blocks, not cut off.
 */
const MAX_FLIGHTS = 2 ** 19

/** BitTorrent requests whole blocks; gossip cuts pieces by rate, rarely finer than this. */
const GOSSIP_CELL_BYTES = 1024

/** Spans of the samples within the lower bound of the makespan; most runs take half as long again. */
const SPANS_IN_BOUND = 200
const MIN_SPAN_MS = 1

/** How fine the samples are at first. */
export const firstSpanMs = (scenario: Scenario): Millis =>
  Math.max(MIN_SPAN_MS, boundOf(scenario).makespanMs / SPANS_IN_BOUND)

interface Row {
  readonly index: number
  readonly isSeeder: boolean
  /** Cells received or held; a cell counts as received when its first byte is. Cleared if a piece fails. */
  readonly cells: Bitfield
}

interface Mark {
  readonly row: number
  readonly atMs: Millis
}

interface Arrival {
  readonly from: PeerId
  readonly to: PeerId
  readonly piece: number
  readonly begin: number
  readonly bytes: number
  /** When its first bit left; undefined: computed from the route. */
  readonly startMs: Millis | undefined
}

interface RecorderParts {
  readonly scenario: Scenario
  readonly topology: Topology
  readonly routes: Routes
  readonly spanMs: Millis
  /** Count what lanes carry by the blocks that crossed them, because nothing measures the lanes. */
  readonly countsLanes: boolean
  readonly maxFlights?: number
}

export class Recorder {
  readonly #seeders: ReadonlySet<string>
  readonly #nodes: ReadonlyMap<string, number>
  readonly #pieces: number
  readonly #layout: PieceLayout
  readonly #cellBytes: number
  readonly #cellsPerPiece: number
  readonly #countsLanes: boolean
  readonly #maxFlights: number
  readonly #paths: Paths
  readonly #sampler: Sampler
  readonly #log = new LogEncoder()
  readonly #holds = new Table(HOLDS)
  readonly #flights = new Table(FLIGHTS)
  readonly #rows = new Map<PeerId, Row>()
  readonly #names = new Map<PeerId, string>()
  #arrivals = 0
  /** Of all blocks that arrived, each `#flightStride`th is kept. */
  #flightStride = 1
  /** Kept blocks that the page has already. */
  #flightsTaken = 0
  #joined: Joined[] = []
  #finished: Mark[] = []
  #left: Mark[] = []

  constructor(parts: RecorderParts) {
    const { scenario, topology, routes, spanMs, countsLanes, maxFlights = MAX_FLIGHTS } = parts
    this.#seeders = new Set(castOf(scenario, topology).seeders)
    this.#nodes = new Map(nodeNames(topology).map((name, index) => [name, index]))
    this.#pieces = pieceCountOf(scenario)
    const { length, pieceLength } = scenario.torrent
    this.#layout = { length, pieceLength, pieceCount: this.#pieces }
    this.#cellBytes =
      scenario.exchange.kind === 'gossip' ? GOSSIP_CELL_BYTES : scenario.torrent.blockBytes
    this.#cellsPerPiece = Math.ceil(pieceLength / this.#cellBytes)
    this.#countsLanes = countsLanes
    this.#maxFlights = maxFlights
    this.#paths = new Paths(routes, scenario.granularity, this.#nodes, scenario.torrent.blockBytes)
    const { peers } = topology
    this.#sampler = new Sampler(spanMs, { peers: peers.length, lanes: routes.lanes.length })
  }

  get span(): { readonly beginMs: Millis; readonly endMs: Millis } {
    return this.#sampler
  }

  nextSpan(): void {
    this.#sampler.next()
  }

  join(atMs: Millis, { id, name }: Identity): void {
    if (this.#rows.has(id)) return
    const row = {
      index: this.#rows.size,
      isSeeder: this.#seeders.has(name),
      cells: new Bitfield(this.#pieces * this.#cellsPerPiece),
    }
    this.#rows.set(id, row)
    this.#names.set(id, name)
    this.#sampler.addRow()
    this.#joined.push({ node: this.#nodes.get(name) as number, isSeeder: row.isSeeder, atMs })
  }

  leave(atMs: Millis, id: PeerId): void {
    const row = this.#rows.get(id)
    if (row) this.#left.push({ row: row.index, atMs })
  }

  /** Ignored unless the peer has joined. */
  event(atMs: Millis, id: PeerId, event: LogEvent): void {
    const row = this.#rows.get(id)
    if (!row) return
    const remote = this.#rows.get(event.remote as PeerId)
    this.#log.add(atMs, row.index, event, remote?.index ?? NOBODY)
    if (event.event === 'pieceHeld') this.#hold(atMs, row, event.piece as number)
    else if (event.event === 'pieceFailed') this.#forget(row, event.piece as number)
    else if (event.event === 'finished') this.#finished.push({ row: row.index, atMs })
    else if (event.event === 'opened' && event.held === this.#pieces) {
      for (let piece = 0; piece < this.#pieces; piece++) this.#hold(atMs, row, piece)
    }
  }

  carried(lane: number, bytes: number): void {
    this.#sampler.carried(lane, bytes)
  }

  arrived(atMs: Millis, { from, to, piece, begin, bytes, startMs }: Arrival): void {
    const [sender, receiver] = [this.#rows.get(from), this.#rows.get(to)]
    if (!sender || !receiver) return
    const useful = this.#newBytes(receiver, piece, begin, begin + bytes)
    const what = { useful, redundant: bytes - useful, isFromSeeder: sender.isSeeder }
    this.#sampler.received(sender.index, receiver.index, what)
    const nameOf = (id: PeerId): string => this.#names.get(id) as string
    const path = this.#paths.between(nameOf(from), nameOf(to))
    if (this.#countsLanes) {
      for (const lane of this.#paths.lanesOf(path)) this.#sampler.carried(lane, bytes)
    }
    if (this.#arrivals++ % this.#flightStride !== 0) return
    const leftMs = startMs ?? atMs - this.#paths.blockMs(path)
    this.#flights.push(leftMs, atMs, path, sender.index, receiver.index, piece)
    if (this.#flightsTaken + this.#flights.length > this.#maxFlights) this.#thinFlights()
  }

  take(untilMs: Millis): Chunk {
    const [joined, finished, left] = [this.#joined, this.#finished, this.#left]
    this.#joined = []
    this.#finished = []
    this.#left = []
    this.#flightsTaken += this.#flights.length
    return {
      untilMs,
      joined,
      finished,
      left,
      paths: this.#paths.takeNew(),
      ...this.#log.take(),
      holds: this.#holds.take(),
      flights: this.#flights.take(),
      samples: this.#sampler.snapshot(),
      flightStride: this.#flightStride,
      logEndsMs: this.#log.endsMs,
    }
  }

  /** Marks the bytes, and returns how many are new: exact for a whole piece, else to within a cell. */
  #newBytes({ cells }: Row, piece: number, begin: number, end: number): number {
    const first = piece * this.#cellsPerPiece
    const to = Math.ceil(end / this.#cellBytes)
    let bytes = 0
    for (let cell = Math.ceil(begin / this.#cellBytes); cell < to; cell++) {
      const left = pieceLengthAt(this.#layout, piece) - cell * this.#cellBytes
      if (cells.add(first + cell)) bytes += Math.min(this.#cellBytes, left)
    }
    return bytes
  }

  /** The page thins out its own copy in the same way. */
  #thinFlights(): void {
    this.#flights.thin(this.#flightsTaken)
    this.#flightsTaken = Math.ceil(this.#flightsTaken / 2)
    this.#flightStride *= 2
  }

  #hold(atMs: Millis, row: Row, piece: number): void {
    this.#holds.push(atMs, row.index, piece)
    const first = piece * this.#cellsPerPiece
    for (let cell = 0; cell < this.#cellsPerPiece; cell++) row.cells.add(first + cell)
  }

  /** A failed piece is fetched again, and then its blocks are useful. */
  #forget(row: Row, piece: number): void {
    const first = piece * this.#cellsPerPiece
    for (let cell = 0; cell < this.#cellsPerPiece; cell++) row.cells.delete(first + cell)
  }
}
