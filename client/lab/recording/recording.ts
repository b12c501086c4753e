/** All that is known of one run, for any moment of it. Grows by chunks while the run goes on. */
import type { Millis } from '../../../shared/base/ids.ts'
import { type Chunk, FLIGHTS, HOLDS, LOG, type Path, type Shape } from './chunk.ts'
import type { Samples } from './samples.ts'
import { Table, upperBound } from './table.ts'

/** One presence of a peer in the swarm. */
export interface Row {
  readonly index: number
  readonly node: number
  readonly isSeeder: boolean
  readonly joinedMs: Millis
  /** Infinity until it finishes. */
  finishedMs: Millis
  leftMs: Millis
  /** By piece: the time from which it is held. */
  readonly heldFromMs: Float64Array
  /** The same in order of time, the first `heldCount` of them. */
  readonly heldTimesMs: Float64Array
  heldCount: number
}

const NO_SAMPLES: Samples = {
  spanMs: 1,
  spans: 0,
  down: new Float32Array(),
  up: new Float32Array(),
  lanes: new Float32Array(),
  useful: new Float64Array(),
  redundant: new Float64Array(),
  fromSeeders: new Float64Array(),
}

export class Recording {
  readonly pieces: number
  readonly rows: Row[] = []
  readonly paths: Path[] = []
  readonly shapes: Shape[] = []
  readonly texts: string[] = []
  readonly holds = new Table(HOLDS)
  readonly flights = new Table(FLIGHTS)
  readonly log = new Table(LOG)
  samples = NO_SAMPLES
  untilMs: Millis = 0
  /** Each `flightStride`th block is there to be drawn. */
  flightStride = 1
  logEndsMs: Millis | undefined
  longestFlightMs: Millis = 0
  readonly #rowOfNode = new Map<number, Row>()

  constructor(pieces: number) {
    this.pieces = pieces
  }

  append(chunk: Chunk): void {
    for (const joined of chunk.joined) this.#join(joined)
    for (const { row, atMs } of chunk.finished) (this.rows[row] as Row).finishedMs = atMs
    for (const { row, atMs } of chunk.left) (this.rows[row] as Row).leftMs = atMs
    this.paths.push(...chunk.paths)
    this.shapes.push(...chunk.shapes)
    this.texts.push(...chunk.texts)
    this.#hold(chunk.holds)
    this.holds.append(chunk.holds)
    this.#measure(chunk.flights)
    for (; this.flightStride < chunk.flightStride; this.flightStride *= 2) this.flights.thin()
    this.flights.append(chunk.flights)
    this.log.append(chunk.log)
    this.samples = chunk.samples
    this.untilMs = chunk.untilMs
    this.logEndsMs = chunk.logEndsMs
  }

  rowOf(node: number): Row | undefined {
    return this.#rowOfNode.get(node)
  }

  isPresent(row: Row, atMs: Millis): boolean {
    return row.joinedMs <= atMs && atMs < row.leftMs
  }

  heldCountAt(row: Row, atMs: Millis): number {
    return upperBound(row.heldTimesMs, atMs, row.heldCount)
  }

  /** The share of the pieces that the node's peer holds, 0 to 1. */
  heldShareAt(node: number, atMs: Millis): number {
    const row = this.rowOf(node)
    return row ? this.heldCountAt(row, atMs) / this.pieces : 0
  }

  holdsAt(row: Row, piece: number, atMs: Millis): boolean {
    return (row.heldFromMs[piece] as number) <= atMs
  }

  /** The piece held next after this moment, or before it. */
  nextHoldMs(atMs: Millis, direction: 1 | -1): Millis | undefined {
    const times = this.holds.column('atMs')
    const after = upperBound(times, atMs, this.holds.length)
    if (direction === 1) return after < this.holds.length ? times[after] : undefined
    let before = after - 1
    while (before >= 0 && (times[before] as number) >= atMs) before--
    return before >= 0 ? times[before] : undefined
  }

  #join({ node, isSeeder, atMs }: Chunk['joined'][number]): void {
    const row: Row = {
      index: this.rows.length,
      node,
      isSeeder,
      joinedMs: atMs,
      finishedMs: Number.POSITIVE_INFINITY,
      leftMs: Number.POSITIVE_INFINITY,
      heldFromMs: new Float64Array(this.pieces).fill(Number.POSITIVE_INFINITY),
      heldTimesMs: new Float64Array(this.pieces),
      heldCount: 0,
    }
    this.rows.push(row)
    this.#rowOfNode.set(node, row)
  }

  #hold({ atMs, row, piece }: Chunk['holds']): void {
    for (let i = 0; i < atMs.length; i++) {
      const holder = this.rows[row[i] as number] as Row
      const [at, what] = [atMs[i] as number, piece[i] as number]
      if (holder.heldFromMs[what] !== Number.POSITIVE_INFINITY) continue
      holder.heldFromMs[what] = at
      holder.heldTimesMs[holder.heldCount++] = at
    }
  }

  #measure({ startMs, arriveMs }: Chunk['flights']): void {
    for (let i = 0; i < startMs.length; i++) {
      const ms = (arriveMs[i] as number) - (startMs[i] as number)
      if (ms > this.longestFlightMs) this.longestFlightMs = ms
    }
  }
}

/** The number of copies of a piece in the swarm changed. */
export interface CopyChange {
  readonly atMs: Millis
  readonly piece: number
  readonly by: 1 | -1
}

export function changesOfCopies({ rows }: Recording): CopyChange[] {
  const changes: CopyChange[] = []
  for (const { heldFromMs, leftMs } of rows) {
    for (const [piece, atMs] of heldFromMs.entries()) {
      if (atMs >= leftMs) continue
      if (atMs === Number.POSITIVE_INFINITY) continue
      changes.push({ atMs, piece, by: 1 })
      if (leftMs !== Number.POSITIVE_INFINITY) changes.push({ atMs: leftMs, piece, by: -1 })
    }
  }
  return changes.sort((a, b) => a.atMs - b.atMs)
}
