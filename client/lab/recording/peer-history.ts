/** A peer's links at a moment: its log, replayed up to there. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { FLIGHTS, LOG } from './chunk.ts'
import { type LogRecord, logRecordAt } from './log-records.ts'
import type { Recording, Row } from './recording.ts'
import { RowIndex } from './table.ts'

export interface Neighbour {
  readonly remote: number
  amChoking: boolean
  amInterested: boolean
  peerChoking: boolean
  peerInterested: boolean
  /** Blocks requested and not received yet, 'piece:begin'. */
  readonly asked: Set<string>
  /** Blocks that the remote requested and has not received yet. */
  readonly askedOfUs: Set<string>
  blocksIn: number
  blocksOut: number
}

export class Neighbours {
  readonly #recording: Recording
  readonly #index: RowIndex<typeof LOG>

  constructor(recording: Recording, row: Row) {
    this.#recording = recording
    this.#index = new RowIndex(recording.log, 'row', row.index)
  }

  at(atMs: Millis): Neighbour[] {
    const neighbours = new Map<number, Neighbour>()
    for (const place of this.#index.until('atMs', atMs)) {
      const record = logRecordAt(this.#recording, place)
      if (record.remote !== undefined) apply(neighbours, record, record.remote)
    }
    return [...neighbours.values()]
  }
}

function apply(neighbours: Map<number, Neighbour>, record: LogRecord, remote: number): void {
  const { event, by, numbers } = record
  if (event === 'linked') neighbours.set(remote, strangerTo(remote))
  if (event === 'unlinked') neighbours.delete(remote)
  const neighbour = neighbours.get(remote)
  if (!neighbour) return
  const isMine = by === 'me'
  const block = `${numbers.piece}:${numbers.begin}`
  const [answered, cancelled] = isMine
    ? [neighbour.askedOfUs, neighbour.asked]
    : [neighbour.asked, neighbour.askedOfUs]
  if (event === 'choked' || event === 'unchoked') {
    neighbour[isMine ? 'amChoking' : 'peerChoking'] = event === 'choked'
  } else if (event === 'interested' || event === 'notInterested') {
    neighbour[isMine ? 'amInterested' : 'peerInterested'] = event === 'interested'
  } else if (event === 'requested') neighbour.asked.add(block)
  else if (event === 'request') neighbour.askedOfUs.add(block)
  else if (event === 'block') {
    neighbour[isMine ? 'blocksOut' : 'blocksIn']++
    answered.delete(block)
  }
  // Whoever was asked refuses, and whoever asked cancels.
  else if (event === 'reject') answered.delete(block)
  else if (event === 'cancel') cancelled.delete(block)
}

/** As every link begins: choked, and nobody interested (BEP 3). */
const strangerTo = (remote: number): Neighbour => ({
  remote,
  amChoking: true,
  amInterested: false,
  peerChoking: true,
  peerInterested: false,
  asked: new Set(),
  askedOfUs: new Set(),
  blocksIn: 0,
  blocksOut: 0,
})

/** Estimates how many blocks have arrived of each piece that a peer does not hold yet. */
export class Arriving {
  readonly #recording: Recording
  readonly #row: Row
  readonly #index: RowIndex<typeof FLIGHTS>

  constructor(recording: Recording, row: Row) {
    this.#recording = recording
    this.#row = row
    this.#index = new RowIndex(recording.flights, 'to', row.index)
  }

  at(atMs: Millis): Map<number, number> {
    const pieces = this.#recording.flights.column('piece')
    const blocks = new Map<number, number>()
    for (const place of this.#index.until('arriveMs', atMs)) {
      const piece = pieces[place] as number
      if (this.#recording.holdsAt(this.#row, piece, atMs)) continue
      blocks.set(piece, (blocks.get(piece) ?? 0) + this.#recording.flightStride)
    }
    return blocks
  }
}
