/** Of the pieces that a peer does not hold yet at a moment, about how many of their blocks have come. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { FLIGHTS } from './chunk.ts'
import type { Recording, Row } from './recording.ts'
import { RowIndex } from './row-index.ts'

export class Arriving {
  readonly #recording: Recording
  readonly #row: Row
  readonly #index: RowIndex<typeof FLIGHTS>

  constructor(recording: Recording, row: Row) {
    this.#recording = recording
    this.#row = row
    this.#index = new RowIndex(recording.flights, 'to', row.index)
  }

  /** Blocks by piece. */
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
