/** How a torrent's bytes are cut into pieces: of equal length, but the last may be shorter. */
import type { Bitfield } from './bitfield.ts'

export interface PieceLayout {
  /** Bytes of the whole content. */
  readonly length: number
  readonly pieceLength: number
  readonly pieceCount: number
}

export const pieceLengthAt = (layout: PieceLayout, piece: number): number =>
  piece === layout.pieceCount - 1
    ? layout.length - (layout.pieceCount - 1) * layout.pieceLength
    : layout.pieceLength

/** The number of bytes in these pieces. */
export function bytesIn(layout: PieceLayout, pieces: Bitfield): number {
  const last = layout.pieceCount - 1
  const cut = pieces.has(last) ? layout.pieceLength - pieceLengthAt(layout, last) : 0
  return pieces.count * layout.pieceLength - cut
}
