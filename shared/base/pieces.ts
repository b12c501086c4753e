/** How a torrent's bytes are cut into pieces: all alike but the last, which may be shorter. */
import type { Bitfield } from './bitfield.ts'

export interface PieceLayout {
  /** Of the content, in bytes. */
  readonly length: number
  readonly pieceLength: number
  readonly pieceCount: number
}

export const pieceLengthAt = (layout: PieceLayout, piece: number): number =>
  piece === layout.pieceCount - 1
    ? layout.length - (layout.pieceCount - 1) * layout.pieceLength
    : layout.pieceLength

/** Bytes in these pieces. */
export function bytesIn(layout: PieceLayout, pieces: Bitfield): number {
  const last = layout.pieceCount - 1
  const cut = pieces.has(last) ? layout.pieceLength - pieceLengthAt(layout, last) : 0
  return pieces.count * layout.pieceLength - cut
}
